# SPDX-License-Identifier: MIT
"""Review a submission: authority first, then the ordinary checks, then what is new of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from esep.checks import run
from esep.checks.completeness import counts, is_complete, table
from esep.checks.context import Context
from esep.checks.duplicates import Likeness, find
from esep.checks.integrity import check_reuse_of
from esep.findings import Finding, Location, Severity
from esep.model.commit import open_commit
from esep.model.registry import ObjectRecord
from esep.workflow.actors import Actor
from esep.workflow.conclusions import check_conclusions
from esep.workflow.gate import check_gate, is_readable, shown
from esep.workflow.identity import Identities, check_identity
from esep.workflow.submission import Request, Submission, open_submission

LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class Standing:
    """One touched object: what is there of what is due (before, after), its code, its verdict."""

    folder: str
    id: str
    code: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What is wrong now, and of it what was there before and so does not block.

    `alike` are the touched objects and those they look like, wherever these stand.
    """

    request: Request
    actor: Actor | None
    paths: int
    findings: tuple[Finding, ...]
    inherited: tuple[Finding, ...]
    objects: tuple[Standing, ...]
    alike: tuple[Likeness, ...] = ()

    @property
    def is_blocked(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)


def review(repo: Path, request: Request, on: date) -> Review:
    """Judge what `request.head` would change in `request.base`; nothing is checked out."""
    with open_submission(repo, request, on) as one:
        return review_submission(one) if one else _unrelated(repo, request, on)


def review_submission(one: Submission) -> Review:
    """The same, for a caller that has the submission open."""
    found = [*check_gate(one)]
    inherited: list[Finding] = []
    objects: tuple[Standing, ...] = ()
    alike: tuple[Likeness, ...] = ()
    if is_readable(one):
        found += check_identity(one)
        found += check_conclusions(one)
        new, inherited = _ordinary(one)
        found += new
        objects = tuple(_standings(one))
        if ids := {each.id for each in objects}:
            found += check_reuse_of(one.after, ids)
            alike = tuple(pair for pair in find(one.after) if ids & {pair.first, pair.second})
    unique = {_key(each): each for each in map(_visible, reversed(found))}
    actor = one.actor if isinstance(one.actor, Actor) else None
    return Review(
        one.request,
        actor,
        len(one.changes),
        tuple(sorted(unique.values(), key=order)),
        tuple(sorted(map(_visible, inherited), key=Finding.sort_key)),
        objects,
        alike,
    )


def order(found: Finding) -> tuple[object, ...]:
    """What blocks comes first, and of it what no edit of the author can mend."""
    rank = list(Severity).index(found.severity)
    return (rank, not found.code.startswith("REV"), *found.sort_key())


def _visible(found: Finding) -> Finding:
    """The finding without bytes that are no text: a name may hold them."""
    at = replace(found.location, path=shown(found.location.path))
    return replace(found, location=at, params={k: shown(v) for k, v in found.params.items()})


def _unrelated(repo: Path, request: Request, on: date) -> Review:
    with open_commit(repo, request.base) as tree:
        found = Context.of(tree, on).finding_at("REV013", Location("."), ref=request.head[:12])
    return Review(request, None, 0, (found,), (), ())


def _ordinary(one: Submission) -> tuple[list[Finding], list[Finding]]:
    """Findings of touched places, and those an object recorded earlier had already."""
    places = {change.path for change in one.changes if change.path.startswith("registry/")}
    scope = sorted({*one.folders, *places})
    if not scope:
        return [], []
    after = run(one.after, scope, jobs=1)
    owed = _owed(one)
    new: list[Finding] = []
    inherited: list[Finding] = []
    for found in after:
        known = owed[_shape(found)]
        owed[_shape(found)] -= 1 if known else 0
        (inherited if known else new).append(found)
    return new, inherited


def _owed(one: Submission) -> Counter[tuple[object, ...]]:
    """What objects that came as legacy, or have a code, lacked before (design decision 13)."""
    folders = [name for name in one.folders if name in one.before.registry.folders]
    old = [
        record for name in folders if _is_legacy(one, record := one.before.registry.object(name))
    ]
    if not old:
        return Counter()
    return Counter(map(_shape, run(one.before, [record.folder for record in old], jobs=1)))


def _is_legacy(one: Submission, record: ObjectRecord) -> bool:
    has_code = bool(one.base.ledger and record.id in one.base.ledger.by_object)
    return has_code or (record.is_valid and record.passport.entry == LEGACY)


def _shape(found: Finding) -> tuple[object, ...]:
    """What makes two findings the same though lines and places in a list moved."""
    pointer = re.sub(r"/\d+", "/*", found.location.pointer)
    return (found.code, found.location.path, pointer, tuple(sorted(found.params.items())))


def _key(found: Finding) -> tuple[object, ...]:
    at = found.location
    return (found.code, at.path, at.line, at.pointer, tuple(sorted(found.params.items())))


def _standings(one: Submission) -> Iterator[Standing]:
    known = Identities(one)
    for folder, record in known.after.items():
        old = known.predecessor(record)
        rows = table(one.after, record) if record.is_valid else None
        before = counts(table(one.before, old)) if old and old.is_valid else None
        row = one.base.ledger.by_object.get(record.id) if one.base.ledger else None
        done = rows is not None and is_complete(rows)
        code = row.code if row else ""
        yield Standing(shown(folder), record.id, code, before, counts(rows) if rows else None, done)
