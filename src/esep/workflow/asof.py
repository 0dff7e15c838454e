# SPDX-License-Identifier: MIT
"""A registry as it was on a day: the data of the commit then in force, the law of that day.

The law is read from the working folder: its rulebooks know the past, whereas a commit of 2024
knows only what was written down by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from esep.calendar.civil import civil_date_of_epoch
from esep.checks.context import Context
from esep.gitlog.history import ShallowCloneError
from esep.gitlog.plumbing import GitError, git, line
from esep.model.commit import CommitTree
from esep.model.registry import Registry
from esep.model.tree import DirTree, Entry

_LAW = ("registry/rulebooks", "registry/calendar")
_SCHEMAS = "schemas"


@dataclass(frozen=True)
class PastTree:
    """Data of a commit over the law of the working folder; schemas of the commit if it has any."""

    data: CommitTree
    law: DirTree

    def read(self, path: str, limit: int) -> bytes | None:
        return self._side(path).read(path, limit)

    def entries(self, prefix: str) -> Iterator[Entry]:
        return self._side(prefix).entries(prefix)

    def _side(self, path: str) -> CommitTree | DirTree:
        if path.startswith(_LAW) or (path.startswith(_SCHEMAS) and not self._has_schemas):
            return self.law
        return self.data

    @cached_property
    def _has_schemas(self) -> bool:
        return any(True for _ in self.data.entries(_SCHEMAS))


def commit_on(root: Path, on: date) -> str | None:
    """The last commit of the main line up to the end of a day; None where history tells none.

    Raises `ShallowCloneError` when the answer lies in the history that was cut off.
    """
    try:
        if Path(line(root, "rev-parse", "--show-toplevel")).resolve() != root.resolve():
            return None
        raw = git(root, "log", "--first-parent", "--format=%H %ct", "HEAD", "--")
    except (GitError, OSError):
        return None
    for row in raw.decode("ascii").splitlines():
        oid, _, seconds = row.partition(" ")
        if civil_date_of_epoch(int(seconds or 0)) <= on:
            return oid
    if line(root, "rev-parse", "--is-shallow-repository") != "false":
        raise ShallowCloneError(root)
    return None


def is_head(root: Path, oid: str) -> bool:
    """Whether nothing has been committed since: then the working folder shows that day."""
    return line(root, "rev-parse", "HEAD") == oid


def context_of(root: Path, tree: CommitTree, on: date) -> Context:
    """The registry of a commit under the law that the working folder knows."""
    here = DirTree(root)
    return Context(Registry(PastTree(tree, here)), Context.of(here, on).rulebooks, on)
