# SPDX-License-Identifier: MIT
"""Make a commit out of a tree and some new contents, without a working tree."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from esep.gitlog.plumbing import git, to_bytes
from esep.gitlog.tree import Tree


@dataclass(frozen=True, slots=True)
class Identity:
    """Author and committer of what the job writes; text only, never authority."""

    name: str = "Esep"
    email: str = "ledger@esep.example"


def write_commit(
    repo: Path, tree: Tree, files: Mapping[str, bytes], message: str, who: Identity
) -> str:
    """Return a new commit on top of `tree` in which `files` have the contents given.

    Modes stay. Index and contents pass through a temporary folder, so the user's index and
    files are not touched and no lock is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="esep-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        oids = _write_blobs(repo, Path(folder), list(files.values()))
        git(repo, "read-tree", tree.commit, env=index)
        lines = (
            f"{tree.entries[path].mode} {oid}\t".encode("ascii") + to_bytes(path) + b"\0"
            for path, oid in zip(files, oids, strict=True)
        )
        git(repo, "update-index", "-z", "--index-info", stdin=b"".join(lines), env=index)
        written = git(repo, "write-tree", env=index).decode("ascii").strip()
    names = {"NAME": who.name, "EMAIL": who.email}
    env = {f"GIT_{role}_{key}": names[key] for role in ("AUTHOR", "COMMITTER") for key in names}
    args = ("commit-tree", written, "-p", tree.commit)
    return git(repo, *args, stdin=message.encode(), env=env).decode("ascii").strip()


def _write_blobs(repo: Path, folder: Path, contents: list[bytes]) -> list[str]:
    names = []
    for number, content in enumerate(contents):
        name = folder / str(number)
        name.write_bytes(content)
        names.append(f"{name}\n")
    args = ("hash-object", "-w", "--no-filters", "--stdin-paths")
    return git(repo, *args, stdin="".join(names).encode()).decode("ascii").split()
