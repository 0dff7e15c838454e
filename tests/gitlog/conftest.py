# SPDX-License-Identifier: MIT
"""Small repositories made of commits with given files and dates."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

HOSTILE = [
    b"new\nline",
    b'quo"te',
    b"tab\there",
    b"A",
    b"\nM",
    b"-rf",
    b"caf\xe9\xff",
    b"\x01:(glob)*",
]


class Repo:
    """A bare repository that grows by commits without a working tree."""

    def __init__(self, path: Path) -> None:
        self.path = path
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
        self.head = ""

    def git(self, *args: str, stdin: bytes = b"", **env: str) -> str:
        who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@esep.example"}
        who |= {"GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@esep.example"}
        done = subprocess.run(
            ["git", "-C", str(self.path), *args],
            input=stdin,
            capture_output=True,
            check=True,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", **who, **env},
        )
        return done.stdout.decode().strip()

    def commit(
        self,
        files: Mapping[bytes, bytes | None],
        *,
        parents: list[str] | None = None,
        on: str = "1700000000 +0000",
        authored: str | None = None,
        mode: str = "100644",
    ) -> str:
        """Commit `files` (None deletes) on `parents`, by default on the head, and move main."""
        parents = ([self.head] if self.head else []) if parents is None else parents
        env = {"GIT_INDEX_FILE": str(self.path / "test-index")}
        self.git("read-tree", *(parents[:1] or ["--empty"]), **env)
        lines = b""
        for path, content in files.items():
            oid = "0" * 40
            if content is not None:
                oid = self.git("hash-object", "-w", "--stdin", stdin=content)
            lines += f"{mode if content is not None else 0} {oid}\t".encode() + path + b"\0"
        self.git("update-index", "-z", "--index-info", stdin=lines, **env)
        tree = self.git("write-tree", **env)
        flags = [flag for parent in parents for flag in ("-p", parent)]
        dates = {"GIT_AUTHOR_DATE": authored or on, "GIT_COMMITTER_DATE": on}
        self.head = self.git("commit-tree", tree, *flags, "-m", "test", **dates)
        self.git("update-ref", "refs/heads/main", self.head)
        return self.head


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo.git")
