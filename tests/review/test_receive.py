# SPDX-License-Identifier: MIT
"""Real pushes to a real bare repository with hooks/pre-receive in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from esep.model.registry import LEDGER
from repos import OBJECT, OTHER, PASSPORT, Repo, base_files, build, code, ledger
from trees import ROOT

CODED = f"objects/{OTHER}/mal-esebi"
Push = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def server(tmp_path: Path) -> Repo:
    repo = build(tmp_path, {})
    hook = repo.path / "hooks" / "pre-receive"
    hook.symlink_to(ROOT / "hooks" / "pre-receive")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    python = binaries / "python3"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return repo


@pytest.fixture
def push(server: Repo, tmp_path: Path) -> Push:
    """Commit `files` on main in a clone and push as `actor`, `options` and refspec as given."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(server.path), str(clone)], check=True)

    def git(*args: str) -> None:
        who = ("-c", "user.name=registry-bot", "-c", "user.email=bot@esep.example")
        subprocess.run(["git", "-C", str(clone), *who, *args], check=True, capture_output=True)

    def run(
        files: dict[str, str | bytes | None], actor: str, *options: str, to: str = "main"
    ) -> subprocess.CompletedProcess[str]:
        for name, data in files.items():
            path = clone / name
            if data is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        git("add", "-A")
        git("commit", "-q", "--allow-empty", "-m", "Change")
        environment = {
            **os.environ,
            "ESEP_ACTOR": actor,
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }
        argv = ["git", "-C", str(clone), "push", "-q", *options, "origin", f"HEAD:{to}"]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)

    return run


def own() -> dict[str, str | bytes | None]:
    return {PASSPORT: base_files()[PASSPORT].replace(b'class: "3"', b'class: "2"')}


def test_agency_may_push_its_own_folder_to_a_branch(push: Push) -> None:
    assert push(own(), "aigul", to="refs/heads/qala/1").returncode == 0


def test_agency_may_not_push_to_main(push: Push) -> None:
    done = push(own(), "aigul")

    assert done.returncode != 0
    assert "REV016" in done.stderr


def test_integrator_may_push_to_main(push: Push) -> None:
    assert push(own(), "integrator").returncode == 0


def test_merge_job_may_append_to_the_ledger(push: Push) -> None:
    stamped = base_files()[PASSPORT].replace(
        b"id: su-esebi", b'id: su-esebi\naccounting_code: "%b"' % code(2).encode()
    )

    assert push({PASSPORT: stamped, LEDGER: ledger(CODED, OBJECT)}, "esep-bot").returncode == 0


@pytest.mark.parametrize(
    ("actor", "files", "rule"),
    [
        ("bolat", own(), "REV003"),
        ("aigul", {"scripts/x": "x"}, "REV004"),
        ("aigul", {LEDGER: ledger(CODED, OBJECT)}, "REV005"),
        ("integrator", {LEDGER: b""}, "REV005"),
        ("esep-bot", {LEDGER: b""}, "COD007"),
        ("bolat", {f"{CODED}/passport.yml": None}, "REV006"),
        ("nobody", own(), "REV001"),
        ("ketken", own(), "REV002"),
    ],
)
def test_push_without_the_right_is_refused(
    push: Push, actor: str, files: dict[str, str | bytes | None], rule: str
) -> None:
    done = push(files, actor, to="refs/heads/topic-9")

    assert done.returncode != 0
    assert rule in done.stderr
    assert "Traceback" not in done.stderr


def test_symlink_is_refused(push: Push, tmp_path: Path) -> None:
    link = tmp_path / "clone" / OBJECT / "link"
    link.symlink_to("../../../registry/codes.jsonl")

    assert "DOC012" in push({}, "aigul", to="refs/heads/topic-9").stderr


# hostile 71
@pytest.mark.parametrize("option", ["--force", "--delete"])
def test_history_of_main_is_not_rewritten(
    push: Push, server: Repo, tmp_path: Path, option: str
) -> None:
    assert push(own(), "integrator").returncode == 0
    kept = subprocess.run(
        ["git", "-C", str(server.path), "rev-parse", "main"], capture_output=True, check=True
    ).stdout
    subprocess.run(["git", "-C", str(tmp_path / "clone"), "reset", "-q", "--hard", "HEAD~1"])
    subprocess.run(["git", "-C", str(server.path), "config", "receive.denyDeleteCurrent", "no"])
    done = (
        push({}, "integrator", "--force", to="main") if option == "--force" else _delete(tmp_path)
    )
    now = subprocess.run(
        ["git", "-C", str(server.path), "rev-parse", "main"], capture_output=True, check=True
    ).stdout

    assert done.returncode != 0
    assert "REV013" in done.stderr
    assert now == kept


def _delete(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    argv = ["git", "-C", str(tmp_path / "clone"), "push", "-q", "origin", ":main"]
    environment = {**os.environ, "ESEP_ACTOR": "integrator", "PATH": path}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)


def test_server_that_names_no_actor_refuses(push: Push) -> None:
    done = push(own(), "", to="refs/heads/topic-9")

    assert done.returncode != 0
    assert "ESEP_ACTOR" in done.stderr
