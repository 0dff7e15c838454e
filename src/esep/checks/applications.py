# SPDX-License-Identifier: MIT
"""Applications for the operator's list: where one stands, its clocks, and grounds to refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from esep.checks import portal_data
from esep.checks.clocks import About, Actor, Clock, set_going
from esep.checks.context import Context
from esep.checks.operator_facts import law, score_object
from esep.checks.operator_list import Score
from esep.checks.procedures import first_day, made
from esep.model.registry import ObjectRecord, Record

OPERATOR_LIST = "registry/operator-list"
SCHEMA = "operator-list"
# In the order of paragraphs 3 to 10; the notice to the operator and the order run side by side.
STEPS = (
    "received",
    "forwarded",
    "integrator_received",
    "recommended",
    "recommendation_received",
    "decided",
    "applicant_notified",
    "operator_notified",
    "ordered",
    "exclusion_notified",
    "excluded",
)
_STATES = {
    "received": "filed",
    "forwarded": "ab_checked",
    "integrator_received": "ab_checked",
    "recommended": "si_recommended",
    "recommendation_received": "si_recommended",
    "decided": "decided",
    "applicant_notified": "decided",
    "operator_notified": "operator_notified",
    "ordered": "ordered",
    "exclusion_notified": "exclusion_notice",
    "excluded": "excluded",
}
LISTED = ("listed", "ordered", "exclusion_notice")
CLOSED = ("refused", "excluded")


@dataclass(frozen=True)
class Case:
    """A valid application as it stood on a day: steps of later days have not happened."""

    record: Record
    on: date

    @property
    def value(self) -> Mapping[str, Any]:
        return self.record.value

    @property
    def id(self) -> str:
        return str(self.value["id"])

    @cached_property
    def steps(self) -> Mapping[str, Mapping[str, Any]]:
        return made(self.value, STEPS, self.on)

    def day(self, *names: str) -> date | None:
        """The day of the first of these steps that was made."""
        return first_day(self.steps, names)

    @property
    def decision(self) -> str:
        return str(self.steps.get("decided", {}).get("decision", ""))

    @property
    def state(self) -> str:
        """A state of the workflow of Order 353."""
        if not self.steps:
            return "draft"
        if self.decision == "refuse":
            return "refused"
        if "excluded" in self.steps or "exclusion_notified" in self.steps:
            return _STATES[list(self.steps)[-1]]
        if {"operator_notified", "ordered"} <= self.steps.keys():
            return "listed"
        return _STATES[list(self.steps)[-1]]

    @property
    def is_open(self) -> bool:
        return self.state not in (*CLOSED, *LISTED)


def records(context: Context) -> Iterator[Record]:
    """Every file of the register."""
    yield from context.registry.records(OPERATOR_LIST, SCHEMA)


def cases(context: Context) -> Iterator[Case]:
    """Every valid application, in order of path."""
    for record in records(context):
        if record.is_valid:
            yield Case(record, context.on)


def object_of(context: Context, case: Case) -> ObjectRecord | None:
    """The object applied for, if it is there and can be read."""
    folders = context.registry.folders_by_id.get(case.value["object"], ())
    found = context.registry.object(folders[0]) if folders else None
    return found if found and found.is_valid else None


def score_case(context: Context, case: Case, record: ObjectRecord) -> Score:
    """The score with what the application declares and the integrator corrected."""
    day = context.on.isoformat()
    corrections = (one for one in case.value.get("corrections", ()) if one["on"] <= day)
    return score_object(context, record, case.value.get("criteria", {}), tuple(corrections))


def grounds(context: Context, case: Case, record: ObjectRecord) -> tuple[str, ...]:
    """Grounds of refusal that the record itself shows (p. 6); any one suffices."""
    if record.passport.kind not in law(context)["kinds"]:
        return ()
    found = {
        "criteria": not score_case(context, case, record).passed,
        "architecture": case.steps.get("recommended", {}).get("result") == "non_compliant",
        "portal_data": not all(one.present for one in portal_data.rows(context, record)),
    }
    return tuple(name for name in law(context)["refusal_reasons"] if found.get(name))


def lacking_documents(context: Context, case: Case, kind: str) -> Iterator[str]:
    """Parts of the document set that are not there; ``a|b`` where one of two would do."""
    wanted = law(context)["application"].get(kind, {})
    there = {name for name, one in case.value.get("documents", {}).items() if one}
    there |= {"criteria"} if case.value.get("criteria") else set()
    if "one_of" in wanted and not there & set(wanted["one_of"]):
        yield "|".join(wanted["one_of"])
    yield from (name for name in wanted.get("all_of", ()) if name not in there)


def clocks(context: Context, case: Case, record: ObjectRecord | None) -> Iterator[Clock]:
    """T1 to T5 and the notice of exclusion, each by the law of the day it started."""
    about = About(case.id, case.record.path, str(case.value["application"]["body"]))

    def going(timer: str, actor: Actor, start: date | None, ended: date | None) -> Iterator[Clock]:
        if start:
            yield set_going(context, timer, start, actor, about, ended)

    body = Actor.AUTHORISED_BODY
    yield from going("list_check", body, case.day("received"), case.day("forwarded"))
    asked = case.day("integrator_received", "forwarded")
    yield from going("list_recommendation", Actor.INTEGRATOR, asked, case.day("recommended"))
    answered = case.day("recommendation_received", "recommended")
    told = case.day("applicant_notified") if case.day("decided") else None
    yield from going("list_decision", body, answered, told)
    if case.decision == "include":
        decided = case.day("decided")
        yield from going("list_operator_notice", body, decided, case.day("operator_notified"))
        yield from going("list_order", body, decided, case.day("ordered"))
    ended = record.passport.since("terminated") if record else None
    if ended and ended <= case.on and case.state in (*LISTED, "excluded"):
        notice = case.day("exclusion_notified")
        yield from going("list_exclusion_notice", Actor.REGISTRANT, ended, notice)
