# SPDX-License-Identifier: MIT
"""Every commit that wrote a passport, submissions not merged yet included, in one git log pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from esep.calendar.civil import civil_date_of_epoch
from esep.gitlog.history import require_whole
from esep.gitlog.plumbing import git, resolve, to_text

_FORMAT = "--format=%H %at %ct %P"
_VERSION = 1
_PASSPORT = "/passport.yml"
# Submissions: local and fetched branches, and pull requests where the host offers them.
_REFS = ("--branches", "--remotes", "--glob=refs/pull/*")


class Touch(NamedTuple):
    """A commit that wrote a passport: its folder and the id of its bytes, empty when deleted.

    Unix times as the author and the committer claim them; `merged` when the main line holds it.
    """

    folder: str
    blob: str
    commit: str
    authored: int
    committed: int
    merged: bool


@dataclass(frozen=True)
class Touches:
    """All touches seen from `head`, oldest first."""

    head: str
    rows: tuple[Touch, ...]

    @cached_property
    def names(self) -> Mapping[str, tuple[Touch, ...]]:
        """By the folder's own name, which stays when an object moves to another body."""
        found: dict[str, list[Touch]] = {}
        for row in self.rows:
            found.setdefault(row.folder.rpartition("/")[2], []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    def seen_on(self, repo: Path, head: str, on: date) -> Touches:
        """What one saw on a day whose head was `head`: later commits and merges are left out."""
        rows = [one for one in self.rows if civil_date_of_epoch(one.committed) <= on]
        if head != self.head:
            reached = set(git(repo, "rev-list", head, "--").decode("ascii").split())
            rows = [one._replace(merged=one.commit in reached) for one in rows]
        return Touches(head, tuple(rows))


def read_touches(repo: Path, head: str = "HEAD", cache: Path | None = None) -> Touches:
    """Return the touches of all branches; raise `ShallowCloneError`, `GitError`.

    `cache` keeps the answer for the branches as they stand; one that cannot be read is passed over.
    """
    require_whole(repo)
    oid = resolve(repo, head)
    refs = git(repo, "for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes",
               "refs/pull").decode("ascii").split()  # fmt: skip
    key = [_VERSION, oid, *sorted(set(refs))]
    if cache:
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(cache.read_bytes())
            if kept["key"] == key:
                return Touches(oid, tuple(Touch(*row) for row in kept["rows"]))
    found = Touches(oid, tuple(_read(repo, oid)))
    if cache:
        store(cache, {"key": key, "rows": found.rows})
    return found


def store(path: Path, value: Any) -> None:
    """Write beside and rename; a cache that cannot be written only costs time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
        part.replace(path)


def _read(repo: Path, head: str) -> Iterator[Touch]:
    raw = git(
        repo,
        *("log", "--topo-order", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames"),
        *("--diff-merges=first-parent", "--no-ext-diff", "--ignore-submodules=none"),
        *(_FORMAT, head, *_REFS, "--"),
    )
    commits = list(_commits(raw.split(b"\0")[:-1]))
    merged = _reachable(head, {oid: parents for oid, _, _, parents, _ in commits})
    for oid, authored, committed, _, changed in commits:
        for folder, blob in changed:
            yield Touch(folder, blob, oid, authored, committed, oid in merged)


_Commit = tuple[str, int, int, list[str], list[tuple[str, str]]]


def _commits(tokens: list[bytes]) -> Iterator[_Commit]:
    """Yield commits of `git log --raw -z`: a header, then facts and path by turns."""
    at = 0
    while at < len(tokens):
        oid, authored, committed, *parents = tokens[at].decode("ascii").split(" ")
        at += 1
        changed = []
        while at < len(tokens) and tokens[at].removeprefix(b"\n").startswith(b":"):
            if tokens[at + 1].endswith(b"/passport.yml"):
                changed.append((tokens[at], tokens[at + 1]))
            at += 2
        found = [one for facts, path in changed if (one := _touched(facts, path))]
        yield oid, int(authored or 0), int(committed or 0), [p for p in parents if p], found


def _touched(facts: bytes, name: bytes) -> tuple[str, str] | None:
    path = to_text(name)
    parts = path.split("/")
    if len(parts) != 4 or parts[0] != "objects":
        return None
    blob = facts.decode("ascii").split(" ")[3]
    return path.removesuffix(_PASSPORT), "" if set(blob) == {"0"} else blob


def _reachable(head: str, parents: Mapping[str, list[str]]) -> set[str]:
    seen, queue = {head}, [head]
    while queue:
        for parent in parents.get(queue.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    return seen
