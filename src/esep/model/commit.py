# SPDX-License-Identifier: MIT
"""The tree of a commit, read from git's store: nothing is checked out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from esep.gitlog import tree as gitlog
from esep.gitlog.blobs import BlobReader
from esep.model.tree import FOLDER, REGULAR, Entry


@dataclass(frozen=True)
class CommitTree:
    """A `esep.model.tree.Tree` over the files of one commit."""

    files: gitlog.Tree

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self.files.entries)

    def read(self, path: str, limit: int) -> bytes | None:
        entry = self.files.entries.get(path)
        if entry is None or entry.mode != REGULAR:
            return None
        return self.files.blobs.start(entry.oid, limit)

    def entries(self, prefix: str) -> Iterator[Entry]:
        folders: set[str] = set()
        start = f"{prefix}/"
        for path in self._paths[bisect_left(self._paths, start) :]:
            if not path.startswith(start):
                return
            for folder in _folders(path, len(prefix)):
                if folder not in folders:
                    folders.add(folder)
                    yield Entry(folder, FOLDER, 0)
            found = self.files.entries[path]
            yield Entry(path, found.mode, found.size or 0)


@contextmanager
def open_commit(repo: Path, revision: str) -> Iterator[CommitTree]:
    """The tree of a revision, while the block lasts."""
    with BlobReader(repo) as blobs:
        yield CommitTree(gitlog.open_tree(repo, revision, blobs))


def _folders(path: str, above: int) -> Iterator[str]:
    at = path.find("/", above + 1)
    while at != -1:
        yield path[:at]
        at = path.find("/", at + 1)
