# SPDX-License-Identifier: MIT
"""Every clock of a registry that somebody still has to stop, over its git history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from esep.cachefolder import cache_folder
from esep.calendar.civil import civil_date_of_epoch
from esep.checks.cases import register_clocks
from esep.checks.clocks import About, Clock, is_turn_of, passport_clocks
from esep.checks.context import Context
from esep.collection import uncollected
from esep.errors import UserError
from esep.gitlog.blobs import BlobReader
from esep.gitlog.plumbing import GitError, git, line, to_text
from esep.gitlog.touches import Touch, Touches, read_touches
from esep.model.passport import Passport
from esep.model.registry import PASSPORT, VERIFICATIONS, Registry
from esep.model.tree import Entry, Tree
from esep.workflow.asof import commit_on
from esep.workflow.facts import FactBook, Facts, decisions_path
from esep.workflow.timeline import (
    Submitted,
    absence_clock,
    refresh_clocks,
    states,
    submission_clocks,
)
from esep.yamlsafe import MAX_BYTES


@dataclass
class Sources:
    """A repository at its head: blobs by path, facts by content, touches by folder."""

    context: Context
    touches: Touches
    paths: dict[str, str]
    book: FactBook

    def facts(self, folder: str, blob: str, on: date) -> Facts:
        """The facts of a passport's content on a day; its bytes are read once ever."""
        # A folder renamed after its first record only misses the cache key of its decisions.
        name = folder.rpartition("/")[2]
        decided = self.paths.get(decisions_path(folder, name), "")
        return self.book.of_blob(folder, blob, decided, on)

    def seen(self, folder: str) -> tuple[Submitted, ...]:
        """The states of one object."""

        def facts_of(touch: Touch, on: date) -> Facts:
            return self.facts(folder, touch.blob, on)

        return states(self.touched(folder), facts_of)

    def touched(self, folder: str) -> tuple[Touch, ...]:
        """The commits that wrote one object, in the folders it has left behind too."""
        rows = self.touches.names.get(folder.rpartition("/")[2], ())
        return tuple(
            row
            for row in rows
            if row.folder == folder or f"{row.folder}/{PASSPORT}" not in self.paths
        )


def open_sources(context: Context, repo: Path, blobs: BlobReader, cached: bool = True) -> Sources:
    """What `repo` held on the day of the context; raise `ShallowCloneError`, `GitError`."""
    if below := line(repo, "rev-parse", "--show-prefix"):
        raise GitError("rev-parse", f"the registry must be the top of its repository, not {below}")
    cache = cache_folder() / "touches" / f"{_key(repo)}.json" if cached else None
    touches = read_touches(repo, cache=cache)
    at = touches.head
    if _day(line(repo, "log", "-1", "--format=%ct", at, "--")) > context.on:
        at = commit_on(repo, context.on) or at
    touches = touches.seen_on(repo, at, context.on)
    raw = git(repo, "ls-tree", "-r", "-z", "--full-tree", at, "--", "objects",
              VERIFICATIONS)  # fmt: skip
    paths = {}
    for record in raw.split(b"\0")[:-1]:
        facts, name = record.split(b"\t", 1)
        if name.endswith(b".yml"):
            paths[to_text(name)] = facts.split(b" ")[2].decode("ascii")

    def read(blob: str) -> bytes:
        return blobs.start(blob, MAX_BYTES + 1)

    committed = {path: blob for path, blob in paths.items() if path.startswith(VERIFICATIONS)}
    tree = Committed(context.registry.tree, committed, read)
    context = replace(context, registry=Registry(tree))
    return Sources(context, touches, paths, FactBook.of(context, read, cached))


@dataclass(frozen=True)
class Committed:
    """A tree in which decisions are those of the head, as the passports beside them are."""

    tree: Tree
    blobs: Mapping[str, str]
    start: Callable[[str], bytes]

    def read(self, path: str, limit: int) -> bytes | None:
        if path.startswith(VERIFICATIONS):
            return self.start(self.blobs[path])[:limit] if path in self.blobs else None
        return self.tree.read(path, limit)

    def entries(self, prefix: str) -> Iterator[Entry]:
        return self.tree.entries(prefix)


def running(sources: Sources, org: str = "") -> list[Clock]:
    """Clocks that run on the day of the context, overdue ones first."""
    with uncollected():
        found = [*register_clocks(sources.context), *_objects(sources)]
        sources.book.save()
    return in_order(sources.context, found, org)


def in_order(context: Context, clocks: list[Clock], org: str = "") -> list[Clock]:
    """Those still running, the latest one first; of `org` alone, or waiting for it, if named."""
    kept = [
        one
        for one in clocks
        if one.is_running(context.on)
        and (org in ("", one.about.org) or is_turn_of(context, one, org))
    ]
    return sorted(kept, key=lambda one: (one.due or date.max, one.timer, one.about))


def recorded(sources: Sources) -> Iterator[tuple[str, Passport, About, Facts]]:
    """Folder, passport, subject and facts of every object whose passport is valid."""
    for path, blob in sources.paths.items():
        folder, _, name = path.rpartition("/")
        if name != PASSPORT or folder.count("/") != 2:
            continue
        facts = sources.facts(folder, blob, sources.context.on)
        if facts.value:
            passport = Passport(facts.value)
            yield folder, passport, About(passport.id, path, str(facts.value["holder"])), facts


def _objects(sources: Sources) -> Iterator[Clock]:
    context, ledger = sources.context, sources.context.ledger
    coded = {row.object: row.on for row in ledger.rows if row.event == "assigned"} if ledger else {}
    waiting = {row.folder for row in sources.touches.rows if not row.merged}
    for folder, passport, about, facts in recorded(sources):
        yield from passport_clocks(context, passport, about.path)
        if passport.id in coded and (clock := absence_clock(context, about, facts)):
            yield clock
        if passport.id not in coded or folder in waiting:
            yield from submissions(sources, folder, about, coded.get(passport.id))
    for folder in sorted(waiting - {path.rpartition("/")[0] for path in sources.paths}):
        last = [one for one in sources.touched(folder) if one.folder == folder][-1]
        if last.blob and (facts := sources.facts(folder, last.blob, context.on)).value:
            value = facts.value
            about = About(str(value["id"]), f"{folder}/{PASSPORT}", str(value["holder"]))
            yield from submissions(sources, folder, about, None)


def submissions(
    sources: Sources, folder: str, about: About, coded_on: date | None
) -> Iterator[Clock]:
    """The integrator's clocks on what was submitted of one object."""
    context = sources.context
    decided = decisions_path(folder, about.subject) in sources.paths
    agency = folder.split("/")[1]
    decisions = context.registry.decisions_of(agency, about.subject) if decided else {}
    seen = sources.seen(folder)
    yield from submission_clocks(context, about, seen, decisions, coded_on)


def all_clocks(sources: Sources, folder: str) -> list[Clock]:
    """Every clock of one object, ended ones included, by the day it started."""
    context = sources.context
    path = f"{folder}/{PASSPORT}"
    if path not in sources.paths:
        raise UserError(f"{path} must be committed: its dates are those of its commits")
    facts = sources.facts(folder, sources.paths[path], context.on)
    if not facts.value:
        return []
    passport = Passport(facts.value)
    about = About(passport.id, path, str(facts.value["holder"]))
    row = context.ledger.by_object.get(passport.id) if context.ledger else None
    found = list(passport_clocks(context, passport, about.path))
    found += submissions(sources, folder, about, row.on if row else None)
    found += refresh_clocks(context, about, facts.value["changes"], sources.seen(folder))
    if row and (clock := absence_clock(context, about, facts)):
        found.append(clock)
    return sorted(found, key=lambda one: (one.start, one.timer))


def _day(seconds: str | int) -> date:
    return civil_date_of_epoch(int(seconds or 0))


def _key(repo: Path) -> str:
    """A file name for a repository."""
    return hashlib.sha256(str(repo.resolve()).encode()).hexdigest()[:32]
