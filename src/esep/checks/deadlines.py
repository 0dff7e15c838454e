# SPDX-License-Identifier: MIT
"""Family CLK: deadlines that the registers themselves show as missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from esep.checks.clocks import Clock, Standing, account_clock, passport_clocks, unreported
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import ObjectRecord, Record

_RULES = {
    "account": ("CLK001", "/application"),
    "icp_environment": ("CLK002", "/environments"),
    "placement_service": ("CLK003", "/placement/requested_on"),
    "confirm": ("CLK004", "/changes"),
}


def check_account_clocks(context: Context) -> Iterator[Finding]:
    """CLK001, CLK005: applications for access are answered in time."""
    for login, record in context.registry.accounts.items():
        if record.is_valid and (clock := account_clock(context, login, record.value)):
            yield from _late(context, record, clock)


def check_clocks(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """CLK002 to CLK006: what a passport shows of its own deadlines."""
    passport = record.passport
    for clock in passport_clocks(context, passport, record.path):
        yield from _late(context, record, clock)
    for since in unreported(passport):
        if since <= context.on:
            steps = {step.since: step.stage for step in passport.history}
            steps |= {one.since: one.stage for cycle in passport.cycles for one in cycle.history}
            yield context.finding("CLK006", record, "/changes", stage=steps[since], since=since)


def check_returns(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """CLK007: whoever returns a record says what to change."""
    decisions = context.decisions(record)
    for one in decisions.get("verifications", ()):
        if one["result"] == "returned" and not one.get("remarks"):
            yield context.finding("CLK007", record, "", on=one["on"])


def _late(context: Context, record: Record, clock: Clock) -> Iterator[Finding]:
    if clock.unreviewed and clock.is_running(context.on):
        texts = {"timer": clock.timer, "start": clock.start, "year": clock.unreviewed}
        yield context.finding("CLK005", record, _pointer(clock), **texts)
    if clock.timer not in _RULES:
        return
    if clock.standing(context.on) in (Standing.OVERDUE, Standing.LATE):
        code, _ = _RULES[clock.timer]
        answer: date | str = clock.ended or "—"
        texts = {"start": clock.start, "due": clock.due, "answer": answer}
        yield context.finding(code, record, _pointer(clock), **texts)


def _pointer(clock: Clock) -> str:
    return _RULES.get(clock.timer, ("", ""))[1]
