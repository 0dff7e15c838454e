# SPDX-License-Identifier: MIT
"""A tree of files: the working directory here, a commit in `esep.gitlog`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

REGULAR = "100644"
EXECUTABLE = "100755"
SYMLINK = "120000"
FOLDER = "040000"
OTHER = "000000"
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a tree; `mode` as git writes it, `size` in bytes, `path` POSIX."""

    path: str
    mode: str
    size: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class Tree(Protocol):
    """What the registry is read from."""

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes of a regular file, or None where there is none."""

    def entries(self, prefix: str) -> Iterator[Entry]:
        """All entries below a folder, in order of path; symbolic links are not followed."""


@dataclass(frozen=True)
class DirTree:
    """The files below a directory as they are now."""

    root: Path

    def read(self, path: str, limit: int) -> bytes | None:
        try:
            handle = os.open(f"{self.root}/{path}", _READ)
        except (OSError, ValueError):
            return None
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            os.close(handle)
            return None
        with os.fdopen(handle, "rb") as file:
            return file.read(min(limit, info.st_size))  # or it makes room for the limit

    def entries(self, prefix: str) -> Iterator[Entry]:
        try:
            found = sorted(os.scandir(self.root / prefix), key=lambda one: one.name)
        except OSError:
            return
        for one in found:
            # Names that are not UTF-8 come as surrogates; show them, never crash on them.
            name = one.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            path = f"{prefix}/{name}"
            if one.is_dir(follow_symlinks=False):
                yield Entry(path, FOLDER, 0)
                yield from self.entries(f"{prefix}/{one.name}")
            else:
                info = one.stat(follow_symlinks=False)
                yield Entry(path, _git_mode(info.st_mode), info.st_size)


def _git_mode(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return SYMLINK
    if not stat.S_ISREG(mode):
        return OTHER
    return EXECUTABLE if mode & stat.S_IXUSR else REGULAR
