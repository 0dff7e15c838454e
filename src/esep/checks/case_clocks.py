# SPDX-License-Identifier: MIT
"""Clocks of the cases of Order 129, each by the law of the day it started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from esep.checks.clocks import About, Actor, Clock, set_going
from esep.checks.context import Context
from esep.checks.procedures import Case, cases, cases_of

AGREED = "agreement"  # the basis of a clock whose last day the parties set themselves


def clocks(context: Context, case: Case) -> Iterator[Clock]:
    """Every clock that the steps made have set going, ended ones too.

    Where the law sets no day count the clock has no last day, unless the parties agreed on one.
    """
    about = About(case.id, case.record.path, case.party)
    for law in case.law["clocks"]:
        if start := case.day(law["from"]):
            actor, ended = Actor(law["actor"]), case.day(law["until"])
            clock = set_going(context, law["timer"], start, actor, about, ended)
            yield _as_agreed(clock, case.steps[law["from"][0]], law)


def _as_agreed(clock: Clock, step: Mapping[str, Any], law: Mapping[str, Any]) -> Clock:
    day = step.get(law.get("due", ""))
    return replace(clock, due=date.fromisoformat(day), basis=AGREED) if day else clock


def all_clocks(context: Context) -> Iterator[Clock]:
    """The clocks of all cases."""
    for case in cases(context):
        yield from clocks(context, case)


def clocks_of(context: Context, name: str) -> Iterator[Clock]:
    """The clocks of the cases about one object."""
    for case in cases_of(context, name):
        yield from clocks(context, case)
