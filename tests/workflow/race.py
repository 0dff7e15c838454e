# SPDX-License-Identifier: MIT
"""The race: writers merge objects and run the job at once, one of them killed now and then.

What the registry must be afterwards is told by `faults`, without the code under test where that
can be: rows are read with json, history is walked commit by commit.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from esep.errors import UserError
from esep.gitlog.plumbing import git, line
from esep.gitlog.tree import Tree
from esep.ledger.chain import check_chain
from esep.workflow.assign import assign, back_off, fetch_head, push
from esep.workflow.ledger_history import LEDGER

Algorithm = Callable[[Path, str], None]
_FORK = multiprocessing.get_context("fork")
_WHO = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Agency"), ("EMAIL", "agency@esep.example"))
}


def eligible(_tree: Tree, _path: str, passport: bytes) -> tuple[str, bool]:
    """Stand for the completeness check: an object is complete when it says `ready: "yes"`."""
    found = re.search(rb"^id: *(\S+)$", passport, re.MULTILINE)
    return (found[1].decode() if found else ""), b'ready: "yes"' in passport


def job(clone: Path, remote: str) -> None:
    assign(clone, remote, "main", eligible)


def passport(name: str, *, ready: bool = True) -> bytes:
    return f'# {name}\nid: {name}\nready: "{"yes" if ready else "no"}"\n'.encode()


def make_remote(folder: Path) -> str:
    """Make a bare repository with an empty ledger; return its path."""
    remote = folder / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(remote)], check=True)
    commit_files(remote, None, {LEDGER: b"", "README.md": b"demo\n"})
    return str(remote)


def make_clone(remote: str, folder: Path, name: str) -> Path:
    clone = folder / f"{name}.git"
    for _ in range(100):  # a clone of files fails when it meets those of a push half way
        argv = ["git", "clone", "-q", "--bare", remote, str(clone)]
        if not subprocess.run(argv, stderr=subprocess.DEVNULL).returncode:
            return clone
        shutil.rmtree(clone, ignore_errors=True)
    raise AssertionError("nothing could be cloned")


def commit_files(
    repo: Path,
    head: str | None,
    files: dict[str, bytes | None],
    *,
    merge: bool = False,
    on: str = "",
    message: str = "Record objects",
    mode: str = "100644",
) -> str:
    """Commit `files` (None deletes) on `head`, as a merge of a side commit if told so.

    Without a head the commit becomes the first one of main.
    """
    with tempfile.TemporaryDirectory() as folder:
        env = _WHO | {"GIT_INDEX_FILE": f"{folder}/index"}
        env |= {"GIT_AUTHOR_DATE": on, "GIT_COMMITTER_DATE": on} if on else {}
        git(repo, "read-tree", head or "--empty", env=env)
        lines = b""
        for path, content in files.items():
            oid = "0" * 40
            if content is not None:
                oid = git(repo, "hash-object", "-w", "--stdin", stdin=content).decode().strip()
            lines += f"{0 if content is None else mode} {oid}\t{path}\0".encode()
        git(repo, "update-index", "-z", "--index-info", stdin=lines, env=env)
        tree = git(repo, "write-tree", env=env).decode().strip()
        parents = [head] if head else []
        if merge:
            parents.append(_commit_tree(repo, tree, parents, "Side", env))
        oid = _commit_tree(repo, tree, parents, message, env)
    if head is None:
        git(repo, "update-ref", "refs/heads/main", oid)
    return oid


def _commit_tree(
    repo: Path, tree: str, parents: list[str], message: str, env: dict[str, str]
) -> str:
    flags = [flag for parent in parents for flag in ("-p", parent)]
    return git(repo, "commit-tree", tree, *flags, "-m", message, env=env).decode().strip()


def merge_files(clone: Path, remote: str, files: dict[str, bytes | None], **how: str) -> str:
    """Merge `files` into main as a reviewer's click would: again and again until it is in."""
    for refused in range(1000):
        began = time.monotonic()
        head = fetch_head(clone, remote, "main")
        oid = commit_files(clone, head, files, merge=True, **how)
        if push(clone, remote, "main", oid) is None:
            return oid
        back_off(refused, time.monotonic() - began)
    raise AssertionError("nothing could be merged")


def object_files(name: str) -> dict[str, bytes | None]:
    folder = f"objects/agency/{name}"
    return {f"{folder}/passport.yml": passport(name), f"{folder}/documents/tor.txt": name.encode()}


@dataclass
class Figures:
    """What a race was like."""

    objects: int
    kills: int = 0
    failed: int = 0
    seconds: float = 0
    faults: list[str] = field(default_factory=list)
    commits: int = 0

    def lines(self) -> Iterator[str]:
        yield f"objects {self.objects}, commits {self.commits}, kills {self.kills}"
        yield f"writers that ended with an error {self.failed}, seconds {self.seconds:.1f}"
        yield f"faults {len(self.faults)}"
        yield from self.faults


def run_race(
    folder: Path, writers: int, objects: int, *, kill_every: float, algorithm: Algorithm = job
) -> Figures:
    """Let `writers` race, each with `objects` objects; kill one at a time during the first half."""
    remote = make_remote(folder)
    figures = Figures(writers * objects)
    start = next_kill = time.monotonic()
    first_half = True
    running = {n: _start(folder, remote, n, objects, algorithm) for n in range(writers)}
    while running:
        time.sleep(0.02)
        for number, process in list(running.items()):
            if process.exitcode is None:
                continue
            figures.failed += process.exitcode not in (0, -signal.SIGKILL)
            del running[number]
            if process.exitcode:
                running[number] = _start(folder, remote, number, objects, algorithm)
        # At most one kill per object: on a slow machine the killer must not outrun the writers.
        if first_half and figures.kills < figures.objects and time.monotonic() > next_kill:
            next_kill = time.monotonic() + kill_every
            figures.kills += _kill(random.choice([*running.values()]))
            first_half = _assigned(remote) < figures.objects / 2
    figures.seconds = time.monotonic() - start
    names = {_name(n, k) for n in range(writers) for k in range(objects)}
    figures.faults = list(faults(remote, names, folder, algorithm))
    figures.commits = int(line(Path(remote), "rev-list", "--count", "main"))
    return figures


def _start(
    folder: Path, remote: str, number: int, objects: int, algorithm: Algorithm
) -> multiprocessing.process.BaseProcess:
    process = _FORK.Process(target=_write, args=(folder, remote, number, objects, algorithm))
    process.start()
    return process


def _write(folder: Path, remote: str, number: int, objects: int, algorithm: Algorithm) -> None:
    """Merge what is not yet merged, one object after the other, and run the job after each."""
    tempfile.tempdir = str(folder)  # what a killed writer leaves goes with the race
    clone = make_clone(remote, folder, f"{number}-{os.getpid()}")
    merged = _merged(clone, remote)
    if merged:
        algorithm(clone, remote)  # the one before may have died between a merge and its job
    for name in (_name(number, k) for k in range(objects)):
        if name not in merged:
            merge_files(clone, remote, object_files(name))
            algorithm(clone, remote)


def _name(number: int, k: int) -> str:
    return f"object-{number}-{k}"


def _merged(clone: Path, remote: str) -> set[str]:
    head = fetch_head(clone, remote, "main")
    listed = git(clone, "ls-tree", "--name-only", head, "objects/agency/").decode()
    return {path.rpartition("/")[2] for path in listed.splitlines()}


def _assigned(remote: str) -> int:
    return git(Path(remote), "show", f"main:{LEDGER}").count(b"\n")


def _kill(process: multiprocessing.process.BaseProcess) -> bool:
    """Kill a writer and its direct children; what the server runs is not theirs to take along."""
    pid = process.pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for victim in (pid, *map(int, children)):
            os.kill(victim or 0, signal.SIGKILL)
    except (ProcessLookupError, FileNotFoundError):
        return False
    return True


def faults(remote: str, names: set[str], folder: Path, algorithm: Algorithm) -> Iterator[str]:
    """Yield what is wrong with the registry after a race over the objects `names`."""
    repo = Path(remote)
    data = git(repo, "show", f"main:{LEDGER}")
    rows = [json.loads(text) for text in data.splitlines()]
    on_main = git(repo, "ls-tree", "-r", "--name-only", "main", "objects").decode().splitlines()
    merged = {path.split("/")[2] for path in on_main if path.endswith("/passport.yml")}
    if lost := names - merged:
        yield f"lost objects: {len(lost)}"
    if bare := merged - {row["object"] for row in rows}:
        yield f"objects without a code: {len(bare)}"
    if len({row["code"] for row in rows}) != len(rows):
        yield "duplicate codes"
    if len({row["object"] for row in rows}) != len(rows):
        yield "objects with two codes"
    if [row["serial"] for row in rows] != list(range(1, len(rows) + 1)):
        yield "serials are not dense"
    if broken := [fault.key for fault in check_chain(data)]:
        yield f"chain: {', '.join(sorted(set(broken)))}"
    yield from _stamp_faults(repo, rows)
    yield from _past_faults(repo)
    if subprocess.run(["git", "-C", remote, "fsck", "--strict"], capture_output=True).returncode:
        yield "git fsck"
    head = line(repo, "rev-parse", "main")
    try:
        algorithm(make_clone(remote, folder, f"again-{random.random()}"), remote)
    except UserError as error:
        yield f"a further run is refused: {error}"
    if line(repo, "rev-parse", "main") != head:
        yield "a run that had nothing to do changed main"


def _stamp_faults(repo: Path, rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        stored = subprocess.run(
            ["git", "-C", str(repo), "show", f"main:{row['path']}/passport.yml"],
            capture_output=True,
        ).stdout
        wanted = passport(row["object"]).replace(
            b"\nready", f'\naccounting_code: "{row["code"]}"\nready'.encode()
        )
        if stored != wanted:
            yield f"stamp of {row['object']} differs"


def _past_faults(repo: Path) -> Iterator[str]:
    before = b""
    for commit in git(repo, "rev-list", "--first-parent", "--reverse", "main").decode().split():
        data = git(repo, "show", f"{commit}:{LEDGER}")
        if not data.startswith(before):
            yield f"ledger lost rows at {commit}"
        before = data
