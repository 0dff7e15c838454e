# SPDX-License-Identifier: MIT
"""When every object folder first came and last changed, from one pass over the main line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from esep.calendar.civil import civil_date_of_epoch
from esep.errors import UserError
from esep.gitlog.plumbing import git, line, records, resolve, to_text

_LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-abbrev", "-z"),
    *("--no-renames", "--no-ext-diff", "--ignore-submodules=none", "--format=%H %at %ct %P"),
)
_CACHE_VERSION = 2
_PASSPORT = "/passport.yml"


class ShallowCloneError(UserError):
    """The clone lacks history, so no date can be told."""

    def __init__(self, repo: Path) -> None:
        super().__init__(
            f"the whole history must be there; {repo} is a shallow clone. "
            "Run `git fetch --unshallow`, or check out with `fetch-depth: 0`."
        )


class Change(NamedTuple):
    """A path under objects/ that a commit changed: status A, D, M or T.

    `blob` is the id of a passport's new bytes, empty when it is gone and for all other files.
    """

    status: str
    path: str
    blob: str = ""


class Commit(NamedTuple):
    """One first-parent commit: who it is, Unix times and the paths it changed under objects/."""

    oid: str
    authored: int
    committed: int
    parents: tuple[str, ...]
    changed: tuple[Change, ...]

    @property
    def is_merge(self) -> bool:
        """Tell whether a pull request came in with a merge commit."""
        return len(self.parents) > 1

    @property
    def authored_on(self) -> date:
        """Civil date the author claims."""
        return civil_date_of_epoch(self.authored)

    @property
    def committed_on(self) -> date:
        """Civil date of the commit; of a merge, the day it came to the main branch."""
        return civil_date_of_epoch(self.committed)


class Span(NamedTuple):
    """The first and the last commit that touched a folder."""

    first: Commit
    last: Commit


@dataclass(frozen=True)
class History:
    """The main line of `head`, newest commit first; only commits that touched objects/."""

    head: str
    commits: tuple[Commit, ...]

    @cached_property
    def folders(self) -> Mapping[str, Span]:
        """Spans by folder ``objects/<agency>/<object>``, folders that are gone included."""
        spans: dict[str, Span] = {}
        for commit in self.commits:
            for folder in {folder for one in commit.changed if (folder := _folder(one.path))}:
                known = spans.get(folder)
                spans[folder] = Span(commit, known.last if known else commit)
        return spans


def read_history(repo: Path, revision: str = "HEAD", cache: Path | None = None) -> History:
    """Return the history of `revision`; raise `ShallowCloneError`, `GitError`.

    `cache` is a file of an earlier answer: the same head costs no git log, a later head only the
    commits since. A cache that is unreadable or of another line is passed over.
    """
    require_whole(repo)
    head = resolve(repo, revision)
    known = _load(cache) if cache else None
    if known and known.head == head:
        return known
    history = _grown(repo, known, head) if known else None
    history = history or History(head, tuple(_log(repo, head)))
    if cache:
        _store(cache, history)
    return history


def require_whole(repo: Path) -> None:
    """Raise `ShallowCloneError` when history is cut off."""
    if line(repo, "rev-parse", "--is-shallow-repository") != "false":
        raise ShallowCloneError(repo)


def _grown(repo: Path, known: History, head: str) -> History | None:
    """Return `known` with the commits since, None when `head` does not continue its line."""
    new = line(repo, "rev-list", "--first-parent", "--parents", head, "--not", known.head, "--")
    oldest = new.splitlines()[-1:] if new else []
    if not oldest or oldest[0].split()[1:2] != [known.head]:
        return None
    return History(head, (*_log(repo, head, "--not", known.head), *known.commits))


def last_touches(repo: Path, head: str, folders: Iterable[str]) -> Mapping[str, Commit]:
    """Return the newest commit of the main line that touched each of `folders`.

    Git is stopped as soon as all are found: what has just been merged costs no walk of the past.
    """
    wanted, found = set(folders), dict[str, Commit]()
    with records(repo, *_LOG, head, "--", "objects") as tokens:
        for commit in _commits(tokens):
            for folder in {_folder(one.path) or "" for one in commit.changed} & wanted:
                found[folder] = commit
            wanted -= found.keys()
            if not wanted:
                break
    return found


def _log(repo: Path, *revisions: str) -> Iterator[Commit]:
    return _commits(iter(git(repo, *_LOG, *revisions, "--", "objects").split(b"\0")[:-1]))


def _commits(tokens: Iterator[bytes]) -> Iterator[Commit]:
    """Yield the commits of `git log --raw -z`: a header, then facts and path by turns.

    Only facts start with a colon, after a line feed where they follow a header; a path stands
    after facts alone, so it is never taken for either, whatever its bytes.
    """
    token = next(tokens, b"")
    while token:
        oid, authored, committed, *parents = token.decode("ascii").split(" ")
        changed = []
        while (facts := (token := next(tokens, b"")).removeprefix(b"\n")).startswith(b":"):
            changed.append(_change(facts.decode("ascii"), to_text(next(tokens))))
        # Git prints nothing for a time it cannot read.
        times = int(authored or 0), int(committed or 0)
        yield Commit(oid, *times, tuple(filter(None, parents)), tuple(changed))


def _change(facts: str, path: str) -> Change:
    blob, status = facts.split(" ")[3:5]
    return Change(status, path, blob if path.endswith(_PASSPORT) and status != "D" else "")


def _folder(path: str) -> str | None:
    parts = path.split("/", 3)
    return "/".join(parts[:3]) if len(parts) == 4 else None


def _load(cache: Path) -> History | None:
    try:
        stored: Any = json.loads(cache.read_bytes())
        if stored["version"] != _CACHE_VERSION:
            return None
        rows = (
            Commit(oid, authored, committed, tuple(parents), tuple(Change(*one) for one in changed))
            for oid, authored, committed, parents, changed in stored["commits"]
        )
        return History(stored["head"], tuple(rows))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store(cache: Path, history: History) -> None:
    stored = {"version": _CACHE_VERSION, "head": history.head, "commits": history.commits}
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(".part")
    part.write_bytes(json.dumps(stored, separators=(",", ":")).encode("ascii"))
    part.replace(cache)
