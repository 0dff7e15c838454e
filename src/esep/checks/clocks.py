# SPDX-License-Identifier: MIT
"""Clocks that registers and passports set going; the law is that of the day each one starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from esep.calendar.working import CalendarNotReviewedError, add_months
from esep.checks.context import Context
from esep.checks.procedures import is_told_by_a_case
from esep.model.passport import Passport, flag
from esep.model.registry import ACCOUNTS
from esep.rulebook import Citation

POLICY = "policy"
_DELIVERED = ("creation", "development", "acquisition")


class Actor(StrEnum):
    """Who has to act next."""

    REGISTRANT = "registrant"
    INTEGRATOR = "integrator"
    AUTHORISED_BODY = "authorised_body"
    OPERATOR = "operator"
    SUPPLIER = "supplier"


# Organisations that act in a role for everybody; all others act for themselves.
_ROLES = {
    "service_integrator": Actor.INTEGRATOR,
    "authorised_body": Actor.AUTHORISED_BODY,
    "operator": Actor.OPERATOR,
}


class Standing(StrEnum):
    """How a clock stands on a day; ``open`` has no last day, because no rule sets one."""

    RUNNING = "running"
    OVERDUE = "overdue"
    OPEN = "open"
    MET = "met"
    LATE = "late"


class About(NamedTuple):
    """Whose clock it is: an object's identifier or a login, its file, the organisation."""

    subject: str
    path: str
    org: str


@dataclass(frozen=True)
class Clock:
    """One deadline: `due` is the last day, None where no rule in force on `start` sets one.

    `ended` is the day the duty was done; `unreviewed` the year whose working days nobody has
    reviewed.
    """

    timer: str
    about: About
    actor: Actor
    start: date
    due: date | None
    ended: date | None = None
    basis: str = POLICY
    citation: Citation | None = None
    requirement: str = ""
    rulebook: str = ""
    verified: bool = True
    unreviewed: int = 0
    counts_working_days: bool = False

    def standing(self, on: date) -> Standing:
        """How it stands at the end of a day."""
        end = self.ended if self.ended and self.ended <= on else None
        if self.due is None:
            return Standing.MET if end else Standing.OPEN
        if end:
            return Standing.MET if end <= self.due else Standing.LATE
        return Standing.RUNNING if on <= self.due else Standing.OVERDUE

    def is_running(self, on: date) -> bool:
        """Whether somebody still has to act."""
        started = self.start <= on
        return started and self.standing(on) not in (Standing.MET, Standing.LATE)


def set_going(
    context: Context,
    timer: str,
    start: date,
    actor: Actor,
    about: About,
    ended: date | None = None,
    given: date | None = None,
) -> Clock:
    """A clock by the rule in force on the day it starts; later rulebooks never move it.

    `given` is the last day that was set for this one, where the law sets none.
    """
    ended = max(start, ended) if ended else None  # a record may put an end before its beginning
    rule = context.deadline(timer, start)
    if rule is None:
        return Clock(timer, about, actor, start, None, ended)
    due, unreviewed = given, 0
    if rule.unit == "month":
        due = add_months(start, rule.length)
    elif rule.unit == "working_day" and not given:
        due, unreviewed = _last_day(context, start, rule.length)
    return Clock(
        timer,
        about,
        actor,
        start,
        due,
        ended,
        rule.basis,
        rule.citation,
        rule.requirement,
        rule.rulebook,
        rule.verified,
        unreviewed,
        rule.unit == "working_day",
    )


def _last_day(context: Context, start: date, length: int) -> tuple[date | None, int]:
    try:
        return context.after_working_days(start, length), 0
    except CalendarNotReviewedError as unknown:
        return None, unknown.year


def days_left(context: Context, clock: Clock) -> int | None:
    """Days to the last one, negative when it has passed: working days where the law counts them."""
    if clock.due is None:
        return None
    if not clock.counts_working_days:
        return (clock.due - context.on).days
    try:
        return context.working_days_left(clock.due)
    except CalendarNotReviewedError:
        return None


def refresh_start(change: Mapping[str, Any]) -> date:
    """When the duty to refresh began: the event, or the day its absence was found (T-05)."""
    days = [change["changed_on"], change.get("absence_detected_on", change["changed_on"])]
    return date.fromisoformat(min(days))


def role_of(context: Context, org: str) -> Actor:
    """In what role an organisation acts on what is addressed to it."""
    record = context.registry.organisations.get(org)
    kind = str(record.value["type"]) if record and record.is_valid else ""
    return _ROLES.get(kind, Actor.REGISTRANT)


def is_turn_of(context: Context, clock: Clock, org: str) -> bool:
    """Whether this organisation has to act, and not somebody else ("us or them")."""
    if clock.actor in (Actor.REGISTRANT, Actor.SUPPLIER):
        return clock.about.org == org
    return clock.actor is role_of(context, org)


def account_clock(context: Context, login: str, account: Mapping[str, Any]) -> Clock | None:
    """The integrator's clock on an application for access (R193-11a)."""
    application = account.get("application")
    if not application:
        return None
    answers = [account[key]["on"] for key in ("granted", "refused") if key in account]
    return set_going(
        context,
        "account",
        date.fromisoformat(application["received_on"]),
        Actor.INTEGRATOR,
        About(login, f"{ACCOUNTS}/{login}.yml", str(account.get("organisation", ""))),
        _day(min(answers, default=None)),
    )


def passport_clocks(context: Context, passport: Passport, path: str) -> Iterator[Clock]:
    """Every clock that a passport itself sets going, ended ones too; cases have their own."""
    value = passport.value
    about = About(passport.id, path, str(value["holder"]))
    for one in value.get("environments", ()):
        asked_on = one.get("requested_on", "")
        if not is_told_by_a_case(context, passport.id, "environment", asked_on):
            yield from _environment(context, about, one)
    placement = value.get("placement", {})
    asked_on = placement.get("requested_on", "")
    told = is_told_by_a_case(context, passport.id, "placement", asked_on)
    if (asked := _day(asked_on)) and not told:
        there = _day(placement.get("since"))
        yield set_going(context, "placement_service", asked, Actor.OPERATOR, about, there)
    for since in unreported(passport):
        yield set_going(context, "refresh", since, Actor.REGISTRANT, about)
    for gap in value.get("known_gaps", ()):
        if due := _day(gap.get("due")):
            begun, closed = date.fromisoformat(gap["since"]), _day(gap.get("closed_on"))
            begun = min(one for one in (begun, due, closed) if one)
            yield Clock("known_gap", about, Actor.REGISTRANT, begun, due, closed)
    if passport.stage == "operation":
        yield from _warranty(context, about, passport)
        yield from _licences(context, about, value)
    if passport.stage not in ("terminated", "written_off"):
        yield confirmation(context, value, about)


def _environment(context: Context, about: About, one: Mapping[str, Any]) -> Iterator[Clock]:
    if asked := _day(one.get("requested_on")):
        given = _day(one.get("granted_on"))
        yield set_going(context, "icp_environment", asked, Actor.OPERATOR, about, given)
    if agreed := _day(one.get("agreement_on")):
        back = _day(one.get("returned_on"))
        yield set_going(context, "icp_environment_use", agreed, Actor.REGISTRANT, about, back)


def is_warranted(value: Mapping[str, Any]) -> bool:
    """Whether a supplier answers for what was delivered, said or not (R129-16.9)."""
    bought = (one.get("kind") in _DELIVERED for one in value.get("procurement", ()))
    return "warranty" in value or any(bought)


def _warranty(context: Context, about: About, passport: Passport) -> Iterator[Clock]:
    """A warranty ends by itself: nobody is late when it is over."""
    restarts = flag(context.rulebooks.policy["placement"]["development_restarts_warranty"])
    starts = [passport.commissioned_on, *(passport.closed_cycles if restarts else ())]
    if is_warranted(passport.value) and (start := max(filter(None, starts), default=None)):
        clock = set_going(context, "warranty", start, Actor.SUPPLIER, about)
        yield replace(clock, ended=clock.due)


def _licences(context: Context, about: About, value: Mapping[str, Any]) -> Iterator[Clock]:
    """Licences of what is in operation, one clock per day of expiry (R129-16.6–7)."""
    ends = {one["licence_until"] for one in value.get("inventory", ()) if "licence_until" in one}
    start = date.fromisoformat(value["changes"][0]["changed_on"])
    for day in sorted(ends):
        end = date.fromisoformat(day)
        yield set_going(context, "licence", min(start, end), Actor.REGISTRANT, about, given=end)


def confirmation(context: Context, value: Mapping[str, Any], about: About) -> Clock:
    """Policy: data are refreshed, or confirmed as unchanged, every so many months."""
    last = max(one["changed_on"] for one in value["changes"])
    months = int(context.rulebooks.policy["monitoring"]["confirm_months"])
    start = date.fromisoformat(last)
    return Clock("confirm", about, Actor.REGISTRANT, start, add_months(start, months))


def unreported(passport: Passport) -> Iterator[date]:
    """Days of stages that no change tells of, counted from the first record on (R193-13a)."""
    told = [one["changed_on"] for one in passport.value["changes"]]
    steps = [step.since for step in passport.history]
    steps += [step.since for cycle in passport.cycles for step in cycle.history]
    for since in steps:
        if since.isoformat() > max(told):
            yield since


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
