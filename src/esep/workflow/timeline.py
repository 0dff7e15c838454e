# SPDX-License-Identifier: MIT
"""Submission, completeness and verification of an object, told from its commits.

The verification clock starts at the first complete state, not at the first commit (T-05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from esep.calendar.civil import civil_date_of_epoch
from esep.checks.clocks import (
    About,
    Actor,
    Clock,
    refresh_start,
    set_going,
)
from esep.checks.context import Context
from esep.gitlog.touches import Touch
from esep.model.passport import flag
from esep.workflow.facts import Facts

FactsOf = Callable[[Touch, date], Facts]


@dataclass(frozen=True, slots=True)
class Submitted:
    """One state of a record: the day it came, and whether it was complete."""

    on: date
    complete: bool
    merged: bool
    commit: str
    changes: int
    lacking: int


def states(touches: Sequence[Touch], facts_of: FactsOf) -> tuple[Submitted, ...]:
    """The states of one object, oldest first; a state that cannot be read is not complete.

    Submissions run side by side, and a commit may claim an earlier day than the one before it.
    """
    found = []
    for touch in sorted(touches, key=lambda one: one.committed):
        on = civil_date_of_epoch(touch.committed)
        if not touch.blob:
            continue
        facts = facts_of(touch, on)
        found.append(
            Submitted(on, facts.is_complete, touch.merged, touch.commit,
                      len(facts.value.get("changes", ())), len(facts.gaps))
        )  # fmt: skip
    return tuple(found)


def submission_clocks(
    context: Context,
    about: About,
    seen: Sequence[Submitted],
    decisions: Mapping[str, Any],
    coded_on: date | None,
) -> Iterator[Clock]:
    """The integrator's clocks: verification, and the notice of what lacks (R193-12).

    A record returned stops the clock; the next complete state starts another.  A code, or a
    verification, ends it.  What is submitted after the code waits only until it is merged.
    """
    answers = sorted(
        (date.fromisoformat(one["on"]), one["result"]) for one in decisions.get("verifications", ())
    )
    restart = flag(context.rulebooks.policy["clocks"]["restart_verification"])
    if coded_on:
        answers = sorted([*answers, (coded_on, "confirmed")])
    begun: Clock | None = None
    noticed: Clock | None = None
    for state in seen:
        if coded_on and coded_on <= state.on and state.merged:
            continue
        if begun and (end := _answered(answers, begun.start)) and end[0] <= state.on:
            yield replace(begun, ended=end[0])
            begun = None
            if end[1] == "returned" and not restart:
                return
        if begun is None and state.complete:
            begun = set_going(context, "verify", state.on, Actor.INTEGRATOR, about)
            if noticed:
                yield replace(noticed, ended=state.on)
                noticed = None
        elif begun is None and noticed is None and state.lacking:
            noticed = _notice(context, about, state.on)
    for clock in filter(None, (noticed, begun)):
        end = _answered(answers, clock.start)
        yield replace(clock, ended=end[0] if end else None)


def _answered(answers: Sequence[tuple[date, str]], start: date) -> tuple[date, str] | None:
    return next((one for one in answers if one[0] >= start), None)


def _notice(context: Context, about: About, on: date) -> Clock:
    return set_going(context, "incompleteness_notice", on, Actor.INTEGRATOR, about)


def refresh_clocks(
    context: Context, about: About, changes: Sequence[Mapping[str, Any]], seen: Sequence[Submitted]
) -> Iterator[Clock]:
    """One clock per change recorded: from the event to the day it was submitted (R193-13b)."""
    for index, change in enumerate(changes):
        if index == 0:
            continue  # the first record is no refresh
        told = next((one.on for one in seen if one.changes > index), None)
        start = refresh_start(change)
        # What git saw before it is said to have happened cannot have happened later.
        start = min(start, told) if told else start
        yield set_going(context, "refresh", start, Actor.REGISTRANT, about, told)


def absence_clock(context: Context, about: About, facts: Facts) -> Clock | None:
    """A record that lacks items it owes: to be refreshed since the first of them fell due."""
    if not facts.gaps:
        return None
    start = min(date.fromisoformat(since) for _, _, since in facts.gaps)
    return set_going(context, "refresh", start, Actor.REGISTRANT, about)
