# SPDX-License-Identifier: MIT
"""Signals of the five risks of p.38, read from dates, money and indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from esep.checks.context import Context
from esep.model.architecture import Element

CLOSED = frozenset({"closed", "cancelled"})
OPEN = frozenset({"issued", "accepted", "in_progress"})


@dataclass(frozen=True)
class Signal:
    """`category` is r1 to r5; `value` says what was seen; `pointer` is in the project."""

    project: Element
    category: str
    pointer: str
    value: str


def signals(context: Context) -> Iterator[Signal]:
    """Every signal of every project, in order of project and category."""
    ignored = _ignored(context)
    for project in context.architecture.of("ict_projects"):
        yield from _late(context, project)
        for one in ignored.get(project.id, ()):
            yield Signal(project, "r2", "/id", one)
        yield from _overspent(context, project)
        yield from _missed(context, project)
        for index, one in enumerate(project.value.get("requirements", ())):
            if one.get("met") in ("no", "partly"):
                yield Signal(project, "r5", f"/requirements/{index}/met", str(one["met"]))


def _late(context: Context, project: Element) -> Iterator[Signal]:
    planned = project.value["ends_on"]
    ended = project.value.get("finished_on")
    is_open = project.value["stage"] in ("planning", "implementation")
    if (ended or (context.on.isoformat() if is_open else planned)) > planned:
        yield Signal(project, "r1", "/ends_on", f"{planned} < {ended or context.on}")


def _ignored(context: Context) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in context.architecture.of("recommendations"):
        value = one.value
        is_open = value["status"] in OPEN and value.get("due_on", "9999") < context.on.isoformat()
        if is_open and "project" in value:
            found.setdefault(value["project"], []).append(one.id)
    return found


def _overspent(context: Context, project: Element) -> Iterator[Signal]:
    limit = Decimal(str(context.rulebooks.policy["monitoring"]["overspend_percent"]))
    known = [one for one in project.value["funding"] if "fact" in one]
    plan = sum(Decimal(str(one["plan"])) for one in known)
    fact = sum(Decimal(str(one["fact"])) for one in known)
    if fact > plan * (100 + limit) / 100:
        yield Signal(project, "r3", "/funding", f"{fact} > {plan}")


def _missed(context: Context, project: Element) -> Iterator[Signal]:
    fields = {"indicators": "performance_indicators", "target_indicators": "target_indicators"}
    for field, kind in fields.items():
        for index, name in enumerate(project.value.get(field, ())):
            indicator = context.architecture.get(kind, name)
            if indicator and (gap := shortfall(indicator.value)):
                yield Signal(project, "r4", f"/{field}/{index}", gap)


def shortfall(value: Mapping[str, Any]) -> str:
    """The last year whose fact is worse than its plan, as ``year: fact / plan``."""
    plan = {str(one["year"]): Decimal(str(one["value"])) for one in value.get("plan", ())}
    fact = {str(one["year"]): Decimal(str(one["value"])) for one in value.get("fact", ())}
    for year in sorted(plan.keys() & fact.keys(), reverse=True):
        is_worse = fact[year] > plan[year]
        if value.get("direction", "up") == "up":
            is_worse = fact[year] < plan[year]
        return f"{year}: {fact[year]} / {plan[year]}" if is_worse else ""
    return ""
