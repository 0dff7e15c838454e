# SPDX-License-Identifier: MIT
"""One object as the builder sees it: its texts, its stage, its dates."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from typing import Any

from esep.demo.content import STEPS, Content
from esep.demo.schedule import milestones, workday
from esep.model.passport import STAGES

TODAY = dt.date(2026, 11, 20)
IMPORTED = "2025-03-03"  # when legacy objects were recorded
SOFT = {"ici.is", "ici.tp", "sw", "ir", "psp", "ici.sec"}


@dataclass(frozen=True)
class Case:
    """An object, or one development cycle of it (`cycle` > 0)."""

    content: Content
    entry: dict[str, Any]
    dates: dict[str, dt.date]
    level: int
    cycle: int = 0

    @property
    def id(self) -> str:
        return str(self.entry["id"])

    @property
    def kind(self) -> str:
        return str(self.entry["kind"])

    @property
    def lang(self) -> str:
        return str(self.entry["lang"])

    @property
    def org(self) -> str:
        return str(self.entry["org"])

    @property
    def how(self) -> str:
        return str(self.entry.get("entry", "creation"))

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """What the object lacks on purpose, and what is said of it; see the texts."""
        return list(self.entry.get("gaps", []))

    @property
    def proprietor(self) -> str:
        return str(self.entry.get("proprietor", self.org))

    @property
    def money(self) -> int:
        cycles = self.entry.get("dev", [])
        source = cycles[self.cycle - 1] if self.cycle else self.entry
        return int(source["money"])

    @property
    def tested(self) -> bool:
        """Whether it holds software subject to infosec tests, or is critical."""
        return self.kind in SOFT or self.flag("critical")

    def flag(self, name: str) -> bool:
        """Return a yes/no of the texts."""
        return bool(self.entry.get(name) == "yes")

    def on(self, milestone: str) -> str:
        """Return the ISO date of a milestone."""
        return self.dates[milestone].isoformat()

    def after(self, milestone: str, days: int) -> str:
        """Return the ISO date of the working day `days` after a milestone."""
        holidays = self.content.phrases["holidays"]
        return workday(self.dates[milestone] + dt.timedelta(days=days), holidays).isoformat()

    def pick(self, name: str, low: int, high: int) -> int:
        """Return a number that never changes for this object and name."""
        value = zlib.crc32(f"{self.id}/{self.cycle}/{name}".encode())
        return low + value % (high - low + 1)

    def line(self, key: str, **words: str) -> str:
        """Return a line of the passport in the object's working language."""
        return self.content.words("lines", key)[self.lang].format(**words)

    def phrase(self, group: str, name: str) -> str:
        """Return one of several phrases in the object's working language."""
        options = self.content.phrases[group][self.lang]
        return str(options[self.pick(name, 0, len(options) - 1)])


def cases(content: Content, entry: dict[str, Any]) -> list[Case]:
    """Return the creation of an object and then each development cycle."""
    holidays = content.phrases["holidays"]
    made = [
        Case(
            content,
            entry,
            milestones(entry["start"], entry.get("entry", "creation"), holidays),
            STAGES.index(entry["stage"]),
        )
    ]
    for number, cycle in enumerate(entry.get("dev", []), 1):
        dates = milestones(cycle["start"], "creation", holidays)
        made.append(Case(content, entry, dates, STEPS[cycle["step"]], number))
    return made
