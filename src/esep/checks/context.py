# SPDX-License-Identifier: MIT
"""What every check is given: the registry, the law, and the day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from typing import Any, TypeVar

from esep.calendar.working import Calendar, load_calendar
from esep.checks.verdicts import Verdicts
from esep.findings import Finding, Location
from esep.ledger.chain import Ledger, read
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import LedgerError
from esep.model.architecture import Architecture
from esep.model.registry import LEDGER, MAX_LEDGER_BYTES, ObjectRecord, Record, Registry
from esep.model.survey import Facts, survey
from esep.model.tree import Tree
from esep.rulebook import Deadline, Rulebooks
from esep.rulebook.books import ROOT

T = TypeVar("T")
MAX_PARAM = 160
MAX_RULEBOOK_BYTES = 1 << 20
CALENDAR = "registry/calendar/kz.yml"


@dataclass(frozen=True)
class Context:
    """A check is a pure function of these three (design decision 2)."""

    registry: Registry
    rulebooks: Rulebooks
    on: date

    @staticmethod
    def of(tree: Tree, on: date) -> Context:
        """The registry and the rulebooks of a tree, for a day."""
        names = (entry.path for entry in tree.entries(ROOT))
        rulebooks = Rulebooks.load(lambda path: tree.read(path, MAX_RULEBOOK_BYTES) or b"", names)
        return Context(Registry(tree), rulebooks, on)

    @cached_property
    def code_format(self) -> CodeFormat:
        """The format of accounting codes that the portal's policy sets."""
        code = self.rulebooks.policy["code"]
        return CodeFormat(prefix=code["prefix"], digits=int(code["digits"]))

    @cached_property
    def calendar(self) -> Calendar:
        """The reviewed working days; without the file no year is reviewed."""
        data = self.registry.tree.read(CALENDAR, MAX_RULEBOOK_BYTES)
        return load_calendar(data) if data else Calendar({})

    @cached_property
    def deadline(self) -> Callable[[str, date], Deadline | None]:
        """`Rulebooks.deadline`, each answer once."""
        return cache(self.rulebooks.deadline)

    @cached_property
    def listed_since(self) -> Callable[[str, str], date]:
        """`Rulebooks.listed_since` on the day of the context, each answer once."""
        return cache(lambda item, kind: self.rulebooks.listed_since(item, kind, self.on))

    @cached_property
    def working_days_left(self) -> Callable[[date], int]:
        """Working days from the day of the context to another; thousands of clocks share few."""
        return cache(partial(self.calendar.count_working_days, self.on))

    @cached_property
    def after_working_days(self) -> Callable[[date, int], date]:
        """The working day so many after a start."""
        return cache(self.calendar.add_working_days)

    @cached_property
    def ledger_bytes(self) -> bytes:
        return self.registry.tree.read(LEDGER, MAX_LEDGER_BYTES) or b""

    @cached_property
    def ledger(self) -> Ledger | None:
        """The ledger, or None where it is damaged."""
        try:
            return read(self.ledger_bytes, self.code_format)
        except LedgerError:
            return None

    @cached_property
    def architecture(self) -> Architecture:
        return Architecture(self.registry)

    @cached_property
    def survey(self) -> Mapping[str, Facts]:
        """What the architecture asks of every object, by identifier."""
        return survey(self.registry)

    @cached_property
    def _last(self) -> list[Any]:
        return [None, {}]

    def once(self, record: Record, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` answers of a record: several checks ask the same of one in a row.

        Only answers on the record asked about last are kept.
        """
        if self._last[0] is not record:
            self._last[:] = [record, {}]
        known: dict[Hashable, T] = self._last[1]
        if key not in known:
            known[key] = make()
        return known[key]

    @cached_property
    def alike(self) -> list[Any]:
        """Where `esep.checks.duplicates.find` keeps what it found."""
        return []

    def decisions(self, record: ObjectRecord) -> Mapping[str, Any]:
        """`Registry.decisions` of a record."""
        return self.once(record, "decisions", lambda: self.registry.decisions(record))

    @cached_property
    def read(self) -> Callable[[str, int], bytes | None]:
        """`Tree.read` of what objects share, each file once."""
        return cache(self.registry.tree.read)

    @cached_property
    def verdicts(self) -> Verdicts:
        return Verdicts()

    def finding(self, code: str, record: Record, pointer: str = "", /, **params: object) -> Finding:
        """A finding at a field of a record; the rulebook says how grave it is."""
        return self.finding_at(code, record.at(pointer), **params)

    def finding_at(self, code: str, location: Location, /, **params: object) -> Finding:
        """A finding anywhere."""
        severity = self.rulebooks.severity(code, self.rulebooks.in_force(self.on))
        return Finding(code, severity, location, shorten(params))


def shorten(params: Mapping[str, object]) -> dict[str, str]:
    """Values as text short enough to print; a cut is visible."""
    texts = {key: str(value) for key, value in params.items()}
    return {
        key: text if len(text) <= MAX_PARAM else f"{text[:MAX_PARAM]}… ({len(text)})"
        for key, text in texts.items()
    }
