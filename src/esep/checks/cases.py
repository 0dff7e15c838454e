# SPDX-License-Identifier: MIT
"""Where clocks come from besides passports: one source per register, all yielding the same record.

A further kind of case adds its generator to `SOURCES`, its timers to a rulebook or an order,
their names to labels.yml, and to notices.yml what is to be told of them; deadlines, feeds,
boards and notices follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from esep.calendar.working import add_months
from esep.checks import applications, case_clocks
from esep.checks.clocks import About, Actor, Clock, account_clock, role_of, set_going
from esep.checks.context import Context
from esep.model.architecture import Element

Source = Callable[[Context], Iterator[Clock]]
_DAY = timedelta(days=1)


def register_clocks(context: Context) -> Iterator[Clock]:
    """Every clock of the registers that are not objects, ended ones too."""
    for source in SOURCES:
        yield from source(context)


def accounts(context: Context) -> Iterator[Clock]:
    """Applications for access (R193-11a)."""
    for login, record in context.registry.accounts.items():
        if record.is_valid and (clock := account_clock(context, login, record.value)):
            yield clock


def list_applications(context: Context) -> Iterator[Clock]:
    """Applications for the operator's list: T1 to T5 and the notice of exclusion."""
    for case in applications.cases(context):
        record = applications.object_of(context, case)
        yield from applications.clocks(context, case, record)


def architecture_versions(context: Context) -> Iterator[Clock]:
    """The authorised body decides on a version (R193-17b); the integrator mends a refused one."""
    versions = context.architecture.of("architecture_versions")
    followed = {one.value.get("supersedes"): _day(one, "submitted_on") for one in versions}
    body = _only(context, Actor.AUTHORISED_BODY)
    integrator = _only(context, Actor.INTEGRATOR)
    for one in versions:
        decided = _day(one, "decided_on")
        if received := _day(one, "received_on"):
            about, actor = _about(one, body), Actor.AUTHORISED_BODY
            yield set_going(context, "architecture_decision", received, actor, about, decided)
        if decided and one.value.get("decision") == "refuse":
            about, done = _about(one, integrator), followed.get(one.id)
            yield set_going(context, "architecture_rework", decided, Actor.INTEGRATOR, about, done)


def recommendations(context: Context) -> Iterator[Clock]:
    """Recommendations, from the day of issue to the day their issuer set (R193-41)."""
    for one in context.architecture.of("recommendations"):
        status, addressee = one.value["status"], str(one.value["addressee"])
        issued = date.fromisoformat(one.value["issued_on"])
        ended = _day(one, "done_on")
        if status == "cancelled":
            ended = ended or issued
        actor, due = role_of(context, addressee), _day(one, "due_on")
        about = _about(one, addressee)
        yield set_going(context, "recommendation", issued, actor, about, ended, due)


def implementation_reports(context: Context) -> Iterator[Clock]:
    """Reports of periods, and the one that follows the last of them (R193-36b)."""
    reports = context.architecture.of("reports")
    integrator = _only(context, Actor.INTEGRATOR)
    for one in reports:
        ended, due = date.fromisoformat(one.value["to"]), _day(one, "due_on")
        yield _report(context, one, integrator, ended, _day(one, "filed_on"), due)
    if last := max(reports, key=lambda one: str(one.value["to"]), default=None):
        months = int(context.rulebooks.policy["monitoring"]["report_months"])
        ended = add_months(date.fromisoformat(last.value["to"]) + _DAY, months) - _DAY
        yield _report(context, last, integrator, ended, None, None)


def _report(
    context: Context, one: Element, org: str, ended: date, filed: date | None, due: date | None
) -> Clock:
    about = _about(one, org)
    timer, actor = "implementation_report", Actor.INTEGRATOR
    return set_going(context, timer, ended, actor, about, filed, due)


def _about(one: Element, org: str) -> About:
    return About(one.id, one.record.path, org)


def _only(context: Context, role: Actor) -> str:
    """The organisation that acts in a role, empty where none or several do."""
    found = [name for name in context.registry.organisations if role_of(context, name) is role]
    return found[0] if len(found) == 1 else ""


def _day(one: Element, field: str) -> date | None:
    return date.fromisoformat(one.value[field]) if field in one.value else None


SOURCES: tuple[Source, ...] = (
    accounts,
    list_applications,
    architecture_versions,
    recommendations,
    implementation_reports,
    case_clocks.all_clocks,
)
