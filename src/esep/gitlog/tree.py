# SPDX-License-Identifier: MIT
"""What a commit holds and what two commits differ in, read by git plumbing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from esep.gitlog.blobs import BlobReader
from esep.gitlog.plumbing import GitError, git, line, resolve, to_text


class Entry(NamedTuple):
    """One file of a tree; `path` as `to_text` gives it, `size` in bytes, None for a submodule."""

    path: str
    mode: str
    oid: str
    size: int | None


class Change(NamedTuple):
    """One path that differs: status letter A, D, M or T, modes and full object ids.

    An absent side has mode ``000000`` and an id of zeros. A rename is one D and one A.
    """

    status: str
    path: str
    old_mode: str
    new_mode: str
    old_oid: str
    new_oid: str


@dataclass(frozen=True)
class Tree:
    """The files of one commit, by path, with a way to their contents."""

    commit: str
    entries: Mapping[str, Entry]
    blobs: BlobReader

    def under(self, folder: str) -> Iterator[Entry]:
        """Yield the files below `folder`, sorted by path."""
        for at in range(bisect_left(self._paths, folder + "/"), len(self._paths)):
            if not self._paths[at].startswith(folder + "/"):
                return
            yield self.entries[self._paths[at]]

    def read(self, path: str, cap: int) -> bytes:
        """Return the content; KeyError when it is not there, `BlobTooLargeError` past `cap`."""
        return self.blobs.read(self.entries[path].oid, cap)

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self.entries)


def ls_tree(repo: Path, commit: str) -> list[Entry]:
    """Return every file of `commit`, whatever its name or mode."""
    raw = git(repo, "ls-tree", "-r", "-z", "-l", "--full-tree", resolve(repo, commit))
    return [_entry(record) for record in raw.split(b"\0")[:-1]]


def open_tree(repo: Path, commit: str, blobs: BlobReader) -> Tree:
    """Return the tree of `commit`; contents are read through `blobs`."""
    oid = resolve(repo, commit)
    return Tree(oid, {entry.path: entry for entry in ls_tree(repo, oid)}, blobs)


def diff_raw(repo: Path, base: str, head: str) -> list[Change]:
    """Return what turns the tree of `base` into the tree of `head`, renames not guessed."""
    raw = git(
        repo,
        "diff-tree",
        *("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff"),
        "--ignore-submodules=none",
        resolve(repo, base),
        resolve(repo, head),
    )
    parts = raw.split(b"\0")[:-1]
    return [_change(*pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


def merge_base(repo: Path, base: str, head: str) -> str:
    """Return the commit where `head` left `base`; raise `GitError` unless there is just one.

    Lines that crossed left each other at several commits: a difference to one of them hides
    what a merge, which looks at all, would take back.
    """
    found = line(repo, "merge-base", "--all", resolve(repo, base), resolve(repo, head)).split()
    if len(found) != 1:
        raise GitError("merge-base", f"{head} left {base} at {len(found)} commits")
    return found[0]


def _entry(record: bytes) -> Entry:
    facts, path = record.split(b"\t", 1)
    mode, _kind, oid, size = facts.decode("ascii").split()
    return Entry(to_text(path), mode, oid, None if size == "-" else int(size))


def _change(facts: bytes, path: bytes) -> Change:
    old_mode, new_mode, old, new, status = facts.decode("ascii").removeprefix(":").split(" ")
    return Change(status[0], to_text(path), old_mode, new_mode, old, new)
