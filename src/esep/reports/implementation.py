# SPDX-License-Identifier: MIT
"""The implementation report of a period (p. 36): figures from the registers and passports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from esep import yamlsafe
from esep.checks import check_registers
from esep.checks.clocks import passport_clocks
from esep.checks.completeness import is_complete, table
from esep.checks.context import Context
from esep.checks.expenses import check_expenses
from esep.checks.projects import OPEN, is_overdue
from esep.checks.risks import signals
from esep.findings import Finding
from esep.i18n import LANGUAGES, pick
from esep.model.architecture import Element
from esep.model.registry import ObjectRecord
from esep.portal.tables import to_xlsx

Figures = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: str
    last: str

    def holds(self, day: object) -> bool:
        return self.first <= str(day) <= self.last


@dataclass(frozen=True)
class Report:
    """`figures` are numbers by section and row; `filed_on` is empty until it is filed."""

    period: Period
    filed_on: str
    figures: Figures


class Tally(NamedTuple):
    """What one object, or many, add to the report of a period."""

    objects: int = 0
    complete: int = 0
    coded: int = 0
    changed: int = 0
    met: int = 0
    missed: int = 0
    barred: int = 0


def make(context: Context, first: date, last: date) -> Report:
    """Count everything; the state of things is that of the context's day."""
    period = Period(first.isoformat(), last.isoformat())
    tallies = (tally(context, one, period) for one in context.registry.objects())
    return put_together(context, period, tallies, check_registers(context))


def put_together(
    context: Context, period: Period, tallies: Iterable[Tally], found: Iterable[Finding]
) -> Report:
    """The report of what was counted of the objects and found in the registers."""
    total = Tally(*map(sum, zip(Tally(), *tallies, strict=True)))
    figures: dict[str, Mapping[str, int]] = {
        "records": {name: getattr(total, name) for name in Tally._fields[:4]},
        "deadlines": {"met": total.met, "missed": total.missed},
        "projects": Counter(one.value["stage"] for one in context.architecture.of("ict_projects")),
        "conclusions": _conclusions(context, period),
        "recommendations": _recommendations(context, period),
        "risks": _risks(context, period),
        "findings": _findings(found),
        "money": {**_money(context, period), "expense_gate": total.barred},
        "changes": _changes(context, period),
        "oversight": {
            "control": len(_within(context, "control_events", period)),
            "supervision": len(_within(context, "supervision_events", period)),
        },
    }
    return Report(period, _filed(context, period), figures)


def last_period(context: Context) -> Period | None:
    """The last period that a report is on record for."""
    known = context.architecture.of("reports")
    last = max(known, key=lambda one: str(one.value["to"]), default=None)
    return Period(str(last.value["from"]), str(last.value["to"])) if last else None


def _within(context: Context, kind: str, period: Period, field: str = "on") -> list[Element]:
    return [one for one in context.architecture.of(kind) if period.holds(one.value.get(field, ""))]


def tally(context: Context, record: ObjectRecord, period: Period) -> Tally:
    """Count one object; one that is not valid counts for nothing."""
    if not record.is_valid:
        return Tally()
    clocks = passport_clocks(context, record.passport, record.path)
    ended = [
        (one.ended or context.on) > one.due for one in clocks if one.due and period.holds(one.due)
    ]
    return Tally(
        objects=1,
        complete=int(is_complete(table(context, record))),
        coded=int("accounting_code" in record.value),
        changed=int(any(period.holds(one["changed_on"]) for one in record.value["changes"])),
        met=ended.count(False),
        missed=ended.count(True),
        barred=int(any(True for _ in check_expenses(context, record))),
    )


def _conclusions(context: Context, period: Period) -> dict[str, int]:
    found = _within(context, "conclusions", period)
    levels = Counter(str(one.value["level"]) for one in found)
    components = sum("element" in one.value for one in found)
    by_level = {f"level_{level}": levels[level] for level in ("0", "1", "2")}
    return {**by_level, "on_projects": len(found) - components, "on_components": components}


def _recommendations(context: Context, period: Period) -> dict[str, int]:
    known = context.architecture.of("recommendations")
    return {
        "issued": sum(period.holds(one.value["issued_on"]) for one in known),
        "done": sum(period.holds(one.value.get("done_on", "")) for one in known),
        "open": sum(one.value["status"] in OPEN for one in known),
        "overdue": sum(is_overdue(one, context.on.isoformat()) for one in known),
    }


def _risks(context: Context, period: Period) -> dict[str, int]:
    assessments = (
        line for one in context.architecture.of("risks") for line in one.value["assessments"]
    )
    found = {"assessed": sum(period.holds(one["on"]) for one in assessments)}
    seen = Counter(one.category for one in signals(context))
    return found | {f"r{number}": seen[f"r{number}"] for number in range(1, 6)}


def _findings(found: Iterable[Finding]) -> dict[str, int]:
    listed = [one for one in found if one.code.startswith(("ARC", "PRJ"))]
    counts = Counter(one.severity.value for one in listed)
    like = sum(one.code == "ARC111" for one in listed)
    return {**{key: counts[key] for key in ("error", "warning", "note")}, "like": like}


def _money(context: Context, period: Period) -> dict[str, int]:
    sums = {"plan": Decimal(), "fact": Decimal()}
    for one in context.architecture.of("ict_projects"):
        for line in one.value["funding"]:
            if period.first[:4] <= str(line["year"]) <= period.last[:4]:
                for key in sums:
                    sums[key] += Decimal(str(line.get(key, 0)))
    return {key: int(value) for key, value in sums.items()}


def _changes(context: Context, period: Period) -> dict[str, int]:
    return {
        "versions": len(_within(context, "architecture_versions", period, "decided_on")),
        "requests": len(_within(context, "change_requests", period, "opened_on")),
    }


def _filed(context: Context, period: Period) -> str:
    for one in context.architecture.of("reports"):
        if (one.value["from"], one.value["to"]) == (period.first, period.last):
            return str(one.value.get("filed_on", ""))
    return ""


def as_json(report: Report) -> str:
    """Version 1 of the report as data."""
    answer = {
        "version": 1,
        "from": report.period.first,
        "to": report.period.last,
        "filed_on": report.filed_on or None,
        "figures": report.figures,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def lines(context: Context, report: Report, lang: str) -> Iterator[tuple[str, str, str]]:
    """Section, row and number in words of one language."""
    words = _words()
    for section, rows in report.figures.items():
        for row, number in rows.items():
            known = words["rows"].get(row)
            text = known[LANGUAGES.index(lang)] if known else _term(context, row, lang)
            yield words["sections"][section][LANGUAGES.index(lang)], text, str(number)


def _term(context: Context, value: str, lang: str) -> str:
    group = "risk" if value in ("r1", "r2", "r3", "r4", "r5") else "analysis_stage"
    return pick(context.rulebooks.term(group, value), lang)


def as_text(context: Context, report: Report, lang: str) -> str:
    """For a terminal."""
    out = list(head(report, lang))
    section = ""
    for title, row, number in lines(context, report, lang):
        if title != section:
            out += ["", title]
            section = title
        out.append(f"  {row}: {number}")
    return "\n".join(out)


def head(report: Report, lang: str) -> tuple[str, str]:
    """Title, and whether and when it was filed."""
    words, at = _words(), LANGUAGES.index(lang)
    period = {"from": report.period.first, "to": report.period.last}
    filed = words["filed"][at].format(on=report.filed_on)
    return words["title"][at].format(**period), filed if report.filed_on else words["not_filed"][at]


def as_xlsx(context: Context, report: Report, lang: str) -> bytes:
    """One sheet; the same report gives the same bytes."""
    return to_xlsx([(one,) for one in head(report, lang)] + list(lines(context, report, lang)))


@cache
def _words() -> Mapping[str, Any]:
    data = resources.files(__package__).joinpath("implementation.yml").read_bytes()
    found: Mapping[str, Any] = yamlsafe.load(data)
    return found
