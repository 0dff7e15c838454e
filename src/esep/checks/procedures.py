# SPDX-License-Identifier: MIT
"""Cases of Order 129: purchases, gifts, and requests to the operator, each where it stands.

Which steps a case has, who may be a party, what its clocks are and when it is over is data
of the order (129.yml); the law knows no day count for some steps, and then no day is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from esep.checks.context import Context
from esep.model.registry import ObjectRecord, Record

DRAFT, REFUSED = "draft", "refused"


def procedures(context: Context) -> Mapping[str, Mapping[str, Any]]:
    """The procedures of Order 129 as data, by id."""
    found: Mapping[str, Mapping[str, Any]] = context.rulebooks.orders["129"].data.get(
        "procedures",
        {},  # law on file may be older than the program
    )
    return found


def made(value: Mapping[str, Any], names: Iterable[str], on: date) -> dict[str, Mapping[str, Any]]:
    """Steps made by the end of a day, in the order of `names`; later ones have not happened."""
    steps, day = value.get("steps", {}), on.isoformat()
    return {name: steps[name] for name in names if name in steps and steps[name]["on"] <= day}


def first_day(steps: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> date | None:
    """The day of the first of `names` that was made."""
    found = next((steps[name]["on"] for name in names if name in steps), None)
    return date.fromisoformat(found) if found else None


@dataclass(frozen=True)
class Case:
    """A valid case of a procedure as it stood on a day."""

    kind: str
    law: Mapping[str, Any]
    record: Record
    on: date

    @property
    def value(self) -> Mapping[str, Any]:
        return self.record.value

    @property
    def id(self) -> str:
        return str(self.value["id"])

    @property
    def object(self) -> str:
        """The object it is about; empty while there is none."""
        return str(self.value.get("object", ""))

    @property
    def party(self) -> str:
        """The organisation whose case it is."""
        return str(self.value[self.law["party"]])

    @cached_property
    def steps(self) -> Mapping[str, Mapping[str, Any]]:
        return made(self.value, self.law["steps"], self.on)

    def day(self, names: Iterable[str]) -> date | None:
        """The day of the first of these steps that was made."""
        return first_day(self.steps, names)

    @property
    def state(self) -> str:
        """The last step made, ``refused`` after a negative answer, ``draft`` before any."""
        if any(one.get("result") == "negative" for one in self._answers()):
            return REFUSED
        return list(self.steps)[-1] if self.steps else DRAFT

    def _answers(self) -> Iterator[Mapping[str, Any]]:
        return (self.steps[name] for name in self.law.get("answers", ()) if name in self.steps)

    @property
    def is_open(self) -> bool:
        return self.state not in (REFUSED, *self.law["closed"])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it was refused, as written."""
        steps = (self.steps.get(name, {}) for name in (*self.law.get("answers", ()), REFUSED))
        return tuple(reason for one in steps for reason in one.get("reasons", ()))


def records(context: Context, kind: str) -> Iterator[Record]:
    """Every file of the register of a procedure."""
    law = procedures(context)[kind]
    yield from context.registry.records(law["folder"], law["schema"])


def cases(context: Context) -> tuple[Case, ...]:
    """Every valid case of all procedures, in order of path; read once."""
    known = vars(context)
    if "cases" not in known:
        known["cases"] = tuple(
            Case(kind, law, record, context.on)
            for kind, law in procedures(context).items()
            for record in records(context, kind)
            if record.is_valid
        )
    found: tuple[Case, ...] = known["cases"]
    return found


def cases_of(context: Context, name: str) -> tuple[Case, ...]:
    """The cases about one object."""
    known = vars(context)
    if "cases_by_object" not in known:
        by_object: dict[str, list[Case]] = defaultdict(list)
        for case in cases(context):
            by_object[case.object].append(case)
        known["cases_by_object"] = by_object
    return tuple(known["cases_by_object"].get(name, ())) if name else ()


def object_of(context: Context, case: Case) -> ObjectRecord | None:
    """The object of a case, if it is there and can be read."""
    folders = context.registry.folders_by_id.get(case.object, ())
    found = context.registry.object(folders[0]) if folders else None
    return found if found and found.is_valid else None


def is_told_by_a_case(context: Context, name: str, kind: str, asked: str) -> bool:
    """Whether a case tells of the environment (or the placement) an object asked for that day.

    Then its clocks are those of the case, and the passport has none of its own.
    """
    return bool(asked) and any(
        one.kind == kind and one.steps.get("received", {}).get("on") == asked
        for one in cases_of(context, name)
    )
