# SPDX-License-Identifier: MIT
"""Families PSP and LIF: histories of an object and of its development cycles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from esep.checks import duties
from esep.checks.context import Context
from esep.checks.gates import CYCLE_STEPS, find_gate, is_corrected
from esep.checks.texts import strings
from esep.findings import Finding
from esep.model.passport import STAGES, Step
from esep.model.registry import ObjectRecord

# Days that lie ahead by their nature.
_PLANNED = ("/valid_until", "/ends_on", "/licence_until", "/end", "/due", "/to")
# Where an object may stand when it is first recorded; planning is no legal stage.
_FIRST = {
    "creation": ("planning", "creation.build"),
    "acquisition": ("planning", "operation"),
    "donation": ("planning", "creation.trial"),
    "inheritance": ("planning", "creation.trial"),
}


# The bytes of a text of which dates are made; all others part them.
_DATES = bytes(one if chr(one) in "0123456789-" else ord(" ") for one in range(256))


def check_histories(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP012, PSP013, LIF001: stages in order of dates, along the gates."""
    history = record.passport.history
    yield from _in_order(context, record, "/lifecycle/history", history)
    first, entry = history[0].stage, record.passport.entry
    if first not in _FIRST.get(entry, STAGES):
        at = "/lifecycle/history/0/stage"
        yield context.finding("LIF001", record, at, stage=first, entry=entry)
    for index, (before, after) in enumerate(pairwise(history), 1):
        if find_gate(context, before.stage, after.stage, entry):
            continue
        if not is_corrected(context, record, history[:index], after.stage):
            at = f"/lifecycle/history/{index}/stage"
            yield _no_way(context, record, at, before.stage, after.stage)


def check_cycles(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP012, PSP013, PSP015, PSP016, LIF017, LIF020: cycles run in order, beside operation."""
    passport = record.passport
    is_over = passport.stage in ("terminated", "written_off")
    ended = passport.since("terminated", "written_off") if is_over else None
    for index, cycle in enumerate(passport.cycles):
        at = f"/development_cycles/{index}"
        start = cycle.history[0].since
        if passport.commissioned_on is None or start < passport.commissioned_on:
            yield context.finding("PSP015", record, at, number=cycle.number)
        if cycle.number != index + 1:
            yield context.finding("PSP016", record, f"{at}/number", number=cycle.number)
        if duties.lacks_agreement(cycle):
            yield context.finding("LIF020", record, at, number=cycle.number)
        yield from _in_order(context, record, f"{at}/history", cycle.history)
        if passport.entry != "legacy" and cycle.history[0].stage != "build":
            where = f"{at}/history/0/stage"
            yield _no_way(context, record, where, "operation", cycle.history[0].stage)
        for step, (before, after) in enumerate(pairwise(cycle.history), 1):
            if not _follows(before.stage, after.stage):
                where = f"{at}/history/{step}/stage"
                yield _no_way(context, record, where, before.stage, after.stage)
        if ended and (cycle.is_open or cycle.history[-1].since > ended):
            yield context.finding("LIF017", record, at, number=cycle.number, stage=passport.stage)


def _follows(before: str, after: str) -> bool:
    if before in ("closed", "cancelled"):
        return False
    is_next = CYCLE_STEPS.index(after) == CYCLE_STEPS.index(before) + 1
    return after == "cancelled" or is_next


def check_future(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP014: nothing that took place is dated after the day of the check."""
    today = context.on.isoformat()
    if not may_be_dated_after(record.source.data, today):
        return
    for pointer, text in strings(record.value):
        is_date = len(text) == 10 and text[4] == text[7] == "-" and text[:4].isdigit()
        if is_date and text > today and not pointer.endswith(_PLANNED):
            yield context.finding("PSP014", record, pointer, field=pointer[1:], value=text)


def may_be_dated_after(data: bytes, today: str) -> bool:
    """One look at a whole text, which spares a walk through its values; escapes may hide a day."""
    day = today.encode()
    return b"\\" in data or any(
        len(one) > 9 and one[-10:] > day for one in data.translate(_DATES).split()
    )


def _in_order(
    context: Context, record: ObjectRecord, pointer: str, history: Sequence[Step]
) -> Iterator[Finding]:
    for index, (before, after) in enumerate(pairwise(history), 1):
        if after.since < before.since:
            at = f"{pointer}/{index}/since"
            texts = {"stage": after.stage, "since": after.since, "previous": before.since}
            yield context.finding("PSP012", record, at, **texts)


def _no_way(context: Context, record: ObjectRecord, at: str, before: str, after: str) -> Finding:
    return context.finding("PSP013", record, at, **{"from": before, "to": after})
