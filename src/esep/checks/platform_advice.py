# SPDX-License-Identifier: MIT
"""Where to build, computed before a build starts: the platform first, three exceptions (R129-14).

Each exception stands on figures of the record; nothing here decides for the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from esep.checks import trusted_software
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.passport import Passport, flag
from esep.model.registry import ObjectRecord

PLATFORM = "icp"
_ELSEWHERE = frozenset({"egov_infrastructure", "provider", "own"})


@dataclass(frozen=True, slots=True)
class Ground:
    """One exception: whether the record bears it out, and the figures it stands or falls on."""

    id: str
    holds: bool
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advice:
    """The way that follows from the figures: ``icp``, or the exception that holds."""

    way: str
    grounds: tuple[Ground, ...]


def concerns(context: Context, record: ObjectRecord) -> bool:
    """Whether a build of this object lies ahead: creation not begun, or a cycle is open."""
    passport = record.passport.at(context.on)
    if passport.kind not in context.rulebooks.orders["129"].data["software_kinds"]:
        return False
    is_planned = passport.stage == "planning" and passport.entry == "creation"
    return is_planned or any(one.is_open and one.stage == "build" for one in passport.cycles)


def decided(passport: Passport) -> Mapping[str, Any] | None:
    """The decision on the build ahead: that of the cycle being built, else of the object."""
    building = [one.value for one in passport.cycles if one.is_open and one.stage == "build"]
    found = [one["platform_priority"] for one in building if "platform_priority" in one]
    decision: Mapping[str, Any] | None = passport.value.get("platform_priority")
    return found[-1] if found else decision


def advise(context: Context, record: ObjectRecord) -> Advice:
    """What the record speaks for; a ready product first, since it spares the build."""
    passport = record.passport.at(context.on)
    grounds = (_e1(context, passport), _e2(passport), _e3(context, passport))
    order = sorted(grounds, key=lambda one: one.id != "E3")
    return Advice(next((one.id for one in order if one.holds), PLATFORM), grounds)


def _e1(context: Context, passport: Passport) -> Ground:
    """Development of what was commissioned before, outside the platform."""
    site = passport.value.get("placement", {}).get("site", "")
    since = passport.commissioned_on
    if since is None or since > context.on or site not in _ELSEWHERE:
        return Ground("E1", False)
    on = context.on
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return Ground("E1", True, {"since": since.isoformat(), "years": str(years), "site": site})


def _e2(passport: Passport) -> Ground:
    """Inexpedient: dearer on the platform by two calculations on file, or barred by its limits."""
    decision = decided(passport) or {}
    results = {one["id"]: one["result"] for one in passport.value.get("cost_calculations", ())}
    compared, figures = decision.get("comparison", {}), {}
    costs = [
        results[compared[side]] for side in ("icp", "elsewhere") if compared.get(side) in results
    ]
    is_dearer = len(costs) == 2 and Fraction(str(costs[0])) > Fraction(str(costs[1]))
    if len(costs) == 2:
        figures = {"icp": str(costs[0]), "elsewhere": str(costs[1])}
    limits = len(decision.get("limits", ()))
    has_paper = any(one["id"] == decision.get("evidence") for one in passport.documents)
    if limits:
        figures["limits"] = str(limits)
    return Ground("E2", has_paper and (is_dearer or limits > 0), figures)


def _e3(context: Context, passport: Passport) -> Ground:
    """A product of the trusted-software Register does much of the same."""
    functions = passport.value.get("functions", ())
    found = trusted_software.similar(context, functions, context.on.isoformat())
    figures = {"entries": str(len(trusted_software.entries(context)))}
    if not found:
        return Ground("E3", False, figures)
    best = found[0]
    figures |= {
        "number": best.entry["number"],
        "shared": str(best.shared),
        "wanted": str(best.wanted),
    }
    return Ground("E3", trusted_software.is_similar(context, best), figures)


def ahead(context: Context) -> Iterator[ObjectRecord]:
    """Objects whose build lies ahead."""
    for record in context.registry.objects():
        if record.is_valid and concerns(context, record):
            yield record


def check_advice(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """SVC010, SVC011: the recommendation before a build, and decisions the figures do not bear."""
    if not concerns(context, record):
        return
    advice = advise(context, record)
    decision = decided(record.passport.at(context.on))
    if decision is None:
        at = "/lifecycle/history"
        yield context.finding("SVC010", record, at, way=advice.way)
        return
    exception = decision.get("exception", "")
    holds = {one.id: one.holds for one in advice.grounds}
    if not flag(decision["on_icp"]) and not holds.get(exception):
        at = "/platform_priority"
        yield context.finding("SVC011", record, at, exception=exception or "—", way=advice.way)
