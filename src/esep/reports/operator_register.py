# SPDX-License-Identifier: MIT
"""The register of listed objects and all applications, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from esep.checks.applications import LISTED, STEPS, Case, cases, clocks, object_of
from esep.checks.clocks import Clock
from esep.checks.context import Context
from esep.model.registry import ObjectRecord
from esep.portal.tables import harmless

HEADER = (
    *("id", "object", "accounting_code", "name_kk", "name_ru", "name_en", "kind", "body"),
    *("application_date", "state", "decision", "reasons", "decided_on", "order_number"),
    *("order_date", "exclusion_notified_on", "excluded_on", "next_due"),
)


@dataclass(frozen=True)
class Entry:
    """One application with its object, if it can be read, and its running clocks."""

    case: Case
    record: ObjectRecord | None
    running: tuple[Clock, ...]

    @property
    def is_listed(self) -> bool:
        return self.case.state in LISTED

    @property
    def next_due(self) -> date | None:
        return min((one.due for one in self.running if one.due), default=None)


def register(context: Context) -> tuple[Entry, ...]:
    """Every valid application, in order of its date and identifier."""
    found = []
    for case in cases(context):
        record = object_of(context, case)
        ticking = (one for one in clocks(context, case, record) if one.is_running(context.on))
        found.append(Entry(case, record, tuple(ticking)))
    return tuple(
        sorted(found, key=lambda one: (one.case.value["application"]["date"], one.case.id))
    )


def history(case: Case) -> Iterator[tuple[str, str]]:
    """Steps made by the day, the application first."""
    yield "application", case.value["application"]["date"]
    for name in STEPS:
        if name in case.steps:
            yield name, case.steps[name]["on"]


def rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """One row per application below `HEADER`."""
    yield HEADER
    for entry in entries:
        own, steps = entry.case.value["application"], entry.case.steps
        passport = entry.record.value if entry.record else {}
        name, decided = own["object_name"], steps.get("decided", {})
        cells = (
            *(entry.case.id, entry.case.value["object"], str(passport.get("accounting_code", ""))),
            *(name.get(lang, "") for lang in ("kk", "ru", "en")),
            *(str(passport.get("kind", "")), own["body"], own["date"], entry.case.state),
            *(decided.get("decision", ""), " ".join(decided.get("reasons", ()))),
            *(decided.get("on", ""), steps.get("ordered", {}).get("number", "")),
            *(steps.get(one, {}).get("on", "") for one in _DATED),
            entry.next_due.isoformat() if entry.next_due else "",
        )
        yield tuple(map(harmless, cells))


_DATED = ("ordered", "exclusion_notified", "excluded")
