# SPDX-License-Identifier: MIT
"""Family CMP: which items of Appendix 1 an object has, lacks, or need not have.

`table` answers for people; the findings are the rows that are wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from esep.checks.context import Context
from esep.checks.testing import tests_passed
from esep.findings import Finding
from esep.model.passport import Passport, Step, cycle_of, lookup
from esep.model.registry import ObjectRecord
from esep.rulebook import Citation, Requirement, Rulebook, State, required
from esep.rulebook.needs import CREATION, STAGES


class Standing(StrEnum):
    """How an item stands in a record on a day."""

    PRESENT = "present"
    DRAFT = "draft"  # only a draft where an original is due
    MISSING = "missing"
    CLAIMED = "claimed"  # a statement whose reason this item does not accept
    REJECTED = "rejected"  # a statement the integrator refused
    NEGATIVE = "negative"  # evidence that is not positive
    BACKFILL = "backfill"  # owed by an older record, without a deadline
    DEBT = "debt"  # a known gap of a legacy record
    STATEMENT = "statement"
    WAIVED = "waived"
    UPCOMING = "upcoming"
    OPTIONAL = "optional"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


GAPS = frozenset(
    {Standing.DRAFT, Standing.MISSING, Standing.CLAIMED, Standing.REJECTED, Standing.NEGATIVE}
)
_IDLE = frozenset({State.NOT_APPLICABLE, State.NOT_YET, State.OPTIONAL})
DONE = frozenset({Standing.PRESENT, Standing.STATEMENT, Standing.WAIVED})


Since = Callable[[Requirement], date]


@dataclass(frozen=True)
class Row:
    """One item of one object, or of one of its development cycles.

    `since` is the day from which the item is due; `documents` are document ids;
    `lacks` names kinds of tests that are not there yet.
    """

    key: str
    number: str
    cycle: int
    state: Standing
    stage: str
    since: date | None
    documents: tuple[str, ...]
    citation: Citation
    statement: Mapping[str, Any] | None = None
    lacks: tuple[str, ...] = ()


def table(
    context: Context, record: ObjectRecord, passport: Passport | None = None
) -> tuple[Row, ...]:
    """The completeness table of a valid record on the day of the context.

    `passport` asks what the record would owe if it said something else.
    """
    if passport is not None:
        return _table(context, record, passport)
    return context.once(
        record, table, lambda: _table(context, record, record.passport.at(context.on))
    )


def _table(context: Context, record: ObjectRecord, passport: Passport) -> tuple[Row, ...]:
    book = context.rulebooks.in_force(context.on)
    rows = list(_rows(context, book, passport, record, 0))
    for cycle in passport.cycles:
        if cycle.stage != "cancelled":
            rows += _rows(context, book, passport, record, cycle.number)
    return tuple(rows)


def is_complete(rows: tuple[Row, ...]) -> bool:
    """No item that is due lacks; debt and backfill are owed, not lacking."""
    return not any(row.state in GAPS for row in rows)


def counts(rows: tuple[Row, ...]) -> tuple[int, int]:
    """Items that are there, and items that are due."""
    due = [row for row in rows if row.state in DONE | GAPS | {Standing.DEBT, Standing.BACKFILL}]
    return sum(row.state in DONE for row in due), len(due)


def check_completeness(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """What the rows say is wrong."""
    for row in table(context, record):
        stage = {"item": row.key, "number": row.number, "stage": row.stage}
        pointer = _statement_pointer(record, row) if row.statement else "/documents"
        if row.state is Standing.MISSING and row.lacks:
            for kind in row.lacks:
                yield context.finding("CMP010", record, pointer, item=row.key, kind=kind)
        elif row.state is Standing.MISSING and row.cycle:
            yield context.finding("CMP003", record, pointer, **stage, cycle=row.cycle)
        elif row.state is Standing.MISSING:
            yield context.finding("CMP001", record, pointer, **stage)
        elif row.state is Standing.DRAFT:
            yield context.finding("CMP002", record, pointer, **stage)
        elif row.state is Standing.NEGATIVE:
            yield context.finding("CMP009", record, "/tests", item=row.key)
        elif row.state is Standing.BACKFILL:
            yield context.finding("CMP004", record, "/facts", item=row.key)
        elif row.state is Standing.DEBT:
            yield from _debt(context, record, row)
        elif row.statement and row.state in (Standing.CLAIMED, Standing.REJECTED):
            code = "CMP005" if row.state is Standing.CLAIMED else "CMP006"
            reason = row.statement.get("reason", "")
            yield context.finding(code, record, pointer, item=row.key, reason=reason)


def _debt(context: Context, record: ObjectRecord, row: Row) -> Iterator[Finding]:
    gap = row.statement or {}
    pointer = _statement_pointer(record, row)
    due = gap.get("due")
    if due and due < context.on.isoformat():
        yield context.finding("CMP008", record, pointer, item=row.key, due=due)
    else:
        yield context.finding("CMP007", record, pointer, item=row.key, since=gap.get("since", ""))


def _statement_pointer(record: ObjectRecord, row: Row) -> str:
    field = "known_gaps" if row.state is Standing.DEBT else "not_applicable"
    entries = record.value.get(field, ())
    index = next((n for n, one in enumerate(entries) if one is row.statement), None)
    return f"/{field}/{index}" if index is not None else f"/{field}"


def _rows(
    context: Context, book: Rulebook, passport: Passport, record: ObjectRecord, number: int
) -> Iterator[Row]:
    cycle = next((one for one in passport.cycles if one.number == number), None) if number else None
    stage = cycle.stage if cycle else passport.stage
    needs = required(context.rulebooks, book, passport.value, passport.kind, stage, number)
    decisions = context.decisions(record)
    since = _since(context, passport.kind, (cycle or passport).history)
    for need in needs:
        row = _row(context, passport, need, since)
        if row.state in GAPS:
            row = _excused(context, passport, need, row, decisions)
        if row.state in GAPS and _is_backfill(book, passport, need.item):
            row = replace(row, state=Standing.BACKFILL)
        yield row


def _row(context: Context, passport: Passport, need: Requirement, since: Since) -> Row:
    documents = passport.by_item.get(need.item, [])
    if need.cycle:
        documents = [one for one in documents if cycle_of(one) == need.cycle]
    state, lacks = _standing(context, passport, need, documents)
    return Row(
        key=need.item,
        number=need.number,
        cycle=need.cycle,
        state=state,
        stage=need.stage,
        since=since(need) if need.state in (State.REQUIRED, State.DRAFT) else None,
        documents=tuple([one["id"] for one in documents]),
        citation=need.citation,
        lacks=lacks if documents else (),
    )


def _standing(
    context: Context, passport: Passport, need: Requirement, documents: list[Mapping[str, Any]]
) -> tuple[Standing, tuple[str, ...]]:
    """How an item stands, and kinds of tests that are not there."""
    if need.state in _IDLE:
        return (Standing.PRESENT if documents else Standing(need.state)), ()
    item = context.rulebooks.item(need.item)
    wants_files = item.evidence != "structured"
    wants_data = item.evidence not in ("documents", "document")
    is_there = bool(documents) or not wants_files
    if is_there and wants_data:
        is_there = _is_filled(passport, item.pointers, item.present, need.cycle)
    if need.state in (State.BY_LEAVING, State.UPDATE):
        return (Standing.PRESENT if is_there else Standing.UPCOMING), ()
    originals = [one for one in documents if one["form"] == "original"]
    lacks = _lacking_tests(need, originals)
    if not is_there:
        return Standing.MISSING, lacks
    if need.state is State.DRAFT:
        return Standing.PRESENT, ()
    if wants_files and not originals:
        return Standing.DRAFT, ()
    if lacks:
        return Standing.MISSING, lacks
    is_good = "positive" not in need.qualifiers or tests_passed(passport, need.cycle)
    return (Standing.PRESENT if is_good else Standing.NEGATIVE), ()


def _is_filled(passport: Passport, pointers: tuple[str, ...], present: str, cycle: int) -> bool:
    """Whether the structured part of an item holds anything, or all it must."""
    enough = all if present == "all" else any
    return enough(_of_cycle(lookup(passport.value, one), cycle) for one in pointers)


def _of_cycle(value: Any, cycle: int) -> bool:
    if isinstance(value, list) and cycle:
        return any(cycle_of(one) == cycle for one in value)
    return bool(value)


def _lacking_tests(need: Requirement, originals: list[Mapping[str, Any]]) -> tuple[str, ...]:
    kinds = need.test_kinds()
    have = {one.get("test_kind") for one in originals} if kinds else ()
    return tuple(kind for kind in kinds if kind not in have)


def _excused(
    context: Context,
    passport: Passport,
    need: Requirement,
    row: Row,
    decisions: Mapping[str, Any],
) -> Row:
    def said(entries: Any) -> Mapping[str, Any] | None:
        same = (one for one in entries if one["item"] == need.item and cycle_of(one) == need.cycle)
        return next((one for one in same if one["on"] <= context.on.isoformat()), None)

    if waiver := said(decisions.get("waivers", ())):
        return replace(row, state=Standing.WAIVED, statement=waiver)
    if statement := said(passport.value.get("not_applicable", ())):
        rejection = said(decisions.get("rejections", ()))
        if rejection and rejection["on"] >= statement["on"]:
            state = Standing.REJECTED
        else:
            accepted = statement["reason"] in need.reasons
            state = Standing.STATEMENT if accepted else Standing.CLAIMED
        return replace(row, state=state, statement=statement)
    for gap in passport.value.get("known_gaps", ()):
        # What was provided once must not be lacking again: only regressions block.
        if gap["item"] == need.item and cycle_of(gap) == need.cycle and "closed_on" not in gap:
            return replace(row, state=Standing.DEBT, statement=gap)
    return row


def _since(context: Context, kind: str, history: Sequence[Step]) -> Since:
    """When an item fell due: the day its stage was left, or the day a list named it."""
    steps = [(step.stage.removeprefix("creation."), step.since) for step in history]

    @cache
    def left(stage: str) -> date:
        later = (*STAGES[STAGES.index(stage) + 1 :], "closed") if stage in CREATION else (stage,)
        return next((since for name, since in steps if name in later), steps[0][1])

    return lambda need: max(
        left(need.stage.removeprefix("creation.")), context.listed_since(need.item, kind)
    )


def _is_backfill(book: Rulebook, passport: Passport, item: str) -> bool:
    if book.backfill is None or item not in book.backfill.items:
        return False
    recorded = passport.value["changes"][0]["changed_on"]
    return bool(recorded < book.backfill.recorded_before.isoformat())
