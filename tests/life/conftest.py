# SPDX-License-Identifier: MIT
"""The minimal registry as a git repository that grows by dated commits."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esep.cli import main as cli


class Repo:
    """A registry under git; `commit` takes the civil day."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *args: str, **env: str) -> str:
        who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER")
               for what, text in (("NAME", "A"), ("EMAIL", "a@esep.example"))}  # fmt: skip
        done = subprocess.run(
            ["git", "-C", str(self.root), *args],
            capture_output=True, check=True, env={**os.environ, **who, **env},
        )  # fmt: skip
        return done.stdout.decode().strip()

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def commit(self, on: date) -> str:
        moment = f"{on}T12:00:00+05:00"
        self.git("add", "-A")
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        self.git("commit", "-q", "--allow-empty", "-m", "x", **dates)
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str, on: date) -> str:
        moment = f"{on}T12:00:00+05:00"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        self.git("merge", "-q", "--no-ff", "-m", "m", branch, **dates)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def registry(standing: Path) -> Path:
    return standing


@pytest.fixture
def repo(registry: Path) -> Repo:
    """The minimal registry, not committed yet."""
    return Repo(registry)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = int(cli.main(argv))
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.out, shown.err

    return run
