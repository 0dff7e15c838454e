# SPDX-License-Identifier: MIT
"""What is counted of one object beside its items: deadlines, the expense gate, its documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from esep.checks.clocks import About, Actor, passport_clocks, set_going
from esep.checks.completeness import GAPS, table
from esep.checks.context import Context
from esep.checks.expenses import planned_year, support
from esep.findings import Finding
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR

SOON = timedelta(days=31)
_HIDDEN = "licence"  # its day stands in the inventory, which the public does not see
_LEVELS = ("public", "internal", "restricted")
_FAULTY = frozenset({"DOC006", "DOC007", "DOC016", "DOC017", "DOC018"})
_UNCHECKED = frozenset({"DOC010", "DOC013", "DOC019"})


class Measures(NamedTuple):
    """Plain numbers, kept between builds.

    Deadlines with a last day: ``met``, ``late``, ``overdue``, ``running``. ``supported`` and
    ``closed`` are 1 where the expense gate of the year to come is open or shut, both 0 where
    it asks nothing. Documents with a file: ``conforms``, ``faulty``, ``unchecked``; ``absent``
    is a file that is named and not there. ``access`` is the strictest level of a document.
    """

    met: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    supported: int = 0
    closed: int = 0
    conforms: int = 0
    faulty: int = 0
    unchecked: int = 0
    absent: int = 0
    access: int = 0


def measure(context: Context, record: ObjectRecord, findings: Iterable[Finding]) -> Measures:
    """Count one valid object; `findings` are those of its check."""
    clocks = passport_clocks(context, record.passport, record.path)
    standing = Counter(
        clock.standing(context.on).value
        for clock in clocks
        if clock.due and clock.start <= context.on and clock.timer != "warranty"
    )
    gate = support(context, record, planned_year(context.on))
    documents = Counter(_documents(record, findings))
    return Measures(
        **{name: standing[name] for name in ("met", "late", "overdue", "running")},
        supported=int(gate.supported),
        closed=int(not gate.supported and not gate.reason),
        **{name: documents[name] for name in ("conforms", "faulty", "unchecked", "absent")},
        access=max((_LEVELS.index(one["access"]) for one in record.passport.documents), default=0),
    )


def near(
    context: Context, record: ObjectRecord, coded: object
) -> Iterator[tuple[str, str, str, str]]:
    """Deadlines past or near as (timer, actor, start, last day); an absence counts once coded."""
    clocks = [*passport_clocks(context, record.passport, record.path)]
    since = [row.since or context.on for row in table(context, record) if row.state in GAPS]
    if coded and since:
        about = About(record.id, record.path, str(record.value["holder"]))
        clocks.append(set_going(context, "refresh", min(since), Actor.REGISTRANT, about))
    for one in clocks:
        if one.timer == _HIDDEN:
            continue
        if one.is_running(context.on) and one.due and one.due <= context.on + SOON:
            yield one.timer, one.actor.value, one.start.isoformat(), one.due.isoformat()


def lacks(context: Context, record: ObjectRecord) -> Iterator[tuple[str, str]]:
    """What bars the costs of operating the object in the year to come."""
    for one in support(context, record, planned_year(context.on)).lacks:
        yield one.item, one.what if one.what == "copy" else one.state


def _documents(record: ObjectRecord, findings: Iterable[Finding]) -> Iterator[str]:
    """How each document with a file stands; one whose bytes are kept elsewhere is not counted."""
    sizes = {one.path: one.size for one in record.entries if one.mode == REGULAR}
    said: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        steps = finding.location.pointer.split("/")
        if steps[1:2] == ["documents"] and len(steps) > 2:
            said[steps[2]].add(finding.code)
    for at, document in enumerate(record.passport.documents):
        if file := document.get("file"):
            there = bool(sizes.get(f"{record.folder}/{file}"))
            yield _standing(said[str(at)]) if there else "absent"


def _standing(codes: set[str]) -> str:
    if codes & _FAULTY:
        return "faulty"
    return "unchecked" if codes & _UNCHECKED else "conforms"
