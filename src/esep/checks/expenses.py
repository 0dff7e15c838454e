# SPDX-License-Identifier: MIT
"""The expense gate: whether the costs of operation are supported for a planned year (R129-18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from esep.checks.completeness import GAPS, Row, Standing, table
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR
from esep.rulebook import Citation

NO_RULES = "no_rules"
NOT_OPERATED = "not_operated"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is absent: data (``data``), or its electronic copy (``copy``)."""

    what: str
    item: str
    number: str
    cycle: int
    state: str
    document: str
    citation: Citation

    @property
    def shown(self) -> str:
        """The state as it is told."""
        return "copy" if self.what == "copy" else self.state


@dataclass(frozen=True, slots=True)
class Support:
    """The answer for an object and a year; `reason` tells why none can be given."""

    object: str
    path: str
    code: str
    holder: str
    year: int
    supported: bool
    reason: str
    lacks: tuple[Lack, ...]


def support(context: Context, record: ObjectRecord, year: int) -> Support:
    """Whether a valid record supports the costs of operating its object in `year`.

    Counted are data and electronic copies alike: a debt is an absence too, a signed and
    accepted statement is not.
    """
    return context.once(record, (support, year), lambda: _support(context, record, year))


def _support(context: Context, record: ObjectRecord, year: int) -> Support:
    passport = record.passport.at(context.on)
    begun, is_operated = passport.commissioned_on, passport.stage == "operation"
    operated = is_operated and begun is not None and begun.year <= year
    lacks = tuple(_lacking(record, table(context, record))) if operated else ()
    has_list = bool(context.rulebooks.in_force(context.on).items(passport.kind))
    reason = "" if operated and has_list else NOT_OPERATED if not operated else NO_RULES
    return Support(
        object=record.id,
        path=record.path,
        code=str(record.value.get("accounting_code", "")),
        holder=str(record.value["holder"]),
        year=year,
        supported=not reason and not lacks,
        reason=reason,
        lacks=lacks,
    )


def _lacking(record: ObjectRecord, rows: Iterable[Row]) -> Iterator[Lack]:
    documents = {one["id"]: one for one in record.passport.documents}
    there = {one.path for one in record.entries if one.mode == REGULAR and one.size}
    for row in rows:
        if row.state in GAPS or row.state is Standing.DEBT:
            yield Lack("data", row.key, row.number, row.cycle, row.state.value, "", row.citation)
            continue
        for name in row.documents:
            file = documents[name].get("file")
            if file and f"{record.folder}/{file}" not in there:
                state = Standing.MISSING.value
                yield Lack("copy", row.key, row.number, row.cycle, state, name, row.citation)


def check_expenses(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """EXP001: the gate is closed for the year to come."""
    found = support(context, record, planned_year(context.on))
    if found.lacks:
        at = "/lifecycle/history"
        yield context.finding("EXP001", record, at, count=len(found.lacks))


def planned_year(on: date) -> int:
    """The year whose budget is being planned."""
    return on.year + 1
