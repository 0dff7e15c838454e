# SPDX-License-Identifier: MIT
"""A believable git history for a made registry, written by `git fast-import`."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

_FIRST = dt.datetime(2025, 1, 6, 4, 0, tzinfo=dt.UTC)
_LAST = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
_CONFIRMED = "  - kind: confirmation\n"


def write_history(root: Path, commits: int, seed: int) -> None:
    """Make `root` a repository of `commits` commits on main whose last tree is the files."""
    _git(root, "init", "-q", "-b", "main")
    stream = b"".join(_stream(root, max(commits, 2), random.Random(seed)))  # noqa: S311
    _git(root, "fast-import", "--quiet", "--done", stdin=stream)
    _git(root, "reset", "-q")


def _git(root: Path, *arguments: str, stdin: bytes | None = None) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], input=stdin, check=True)


def _stream(root: Path, commits: int, rng: random.Random) -> Iterator[bytes]:
    folders = sorted(path.parent for path in root.glob("objects/*/*/passport.yml"))
    base = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".git", "objects"} & set(path.relative_to(root).parts)
    ]
    rng.shuffle(folders)
    refreshed = [
        folder for folder in folders if _CONFIRMED in (folder / "passport.yml").read_text("utf-8")
    ]
    later = refreshed[: (commits - 1) * 2 // 5]
    steps = _split(folders, commits - 1 - len(later))
    first = [_file(root, path, path.read_bytes()) for path in base]
    yield _commit(0, commits, "Set up the registry", "Service integrator", first)
    for n, step in enumerate(steps, 1):
        files = [line for folder in step for line in _object(root, folder, folder in later)]
        agency = step[0].parent.name if step else "registry"
        yield _commit(n, commits, f"Record {_named(step)}", f"Registrant of {agency}", files)
    for n, folder in enumerate(later, 1 + len(steps)):
        path = folder / "passport.yml"
        files = [_file(root, path, path.read_bytes())]
        subject = f"Confirm {folder.name}"
        yield _commit(n, commits, subject, f"Registrant of {folder.parent.name}", files)
    yield b"done\n"


def _split(folders: list[Path], count: int) -> list[list[Path]]:
    return [folders[len(folders) * n // count : len(folders) * (n + 1) // count]
            for n in range(count)]  # fmt: skip


def _named(step: list[Path]) -> str:
    return step[0].name if len(step) == 1 else f"{len(step)} objects"


def _object(root: Path, folder: Path, earlier: bool) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if earlier and path.name == "passport.yml":
                content = content[: content.rindex(_CONFIRMED.encode())]
            yield _file(root, path, content)


def _file(root: Path, path: Path, content: bytes) -> bytes:
    name = path.relative_to(root).as_posix().encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (name, len(content), content)


def _commit(n: int, total: int, subject: str, author: str, files: list[bytes]) -> bytes:
    when = int((_FIRST + (_LAST - _FIRST) * n / max(total - 1, 1)).timestamp())
    who = f"{author} <{author.split()[-1].lower()}@demo.example> {when} +0500".encode()
    text = subject.encode()
    head = b"commit refs/heads/main\nauthor %s\ncommitter %s\ndata %d\n%s\n" % (
        who, who, len(text), text)  # fmt: skip
    return head + b"".join(files) + b"\n"
