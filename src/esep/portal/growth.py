# SPDX-License-Identifier: MIT
"""How many objects were on record and how many had a code, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from esep.errors import UserError
from esep.gitlog.history import History, ShallowCloneError, read_history
from esep.gitlog.plumbing import line
from esep.model.registry import PASSPORT
from esep.portal.records import Brief
from esep.portal.settings import Settings

MONTHS = 24
SHALLOW = "shallow"


@dataclass(frozen=True)
class Point:
    """The last day of a month, or the day of the build, and the counts at its end."""

    day: date
    recorded: int
    coded: int


@dataclass(frozen=True)
class Growth:
    """Days on which passports came (+1) and went (-1), by folder.

    `fault` is ``shallow`` where history is cut off, ``none`` where there is no git at all.
    """

    steps: Mapping[str, tuple[tuple[date, int], ...]]
    fault: str = ""

    def points(
        self, on: date, briefs: Sequence[Brief], folders: Collection[str] | None
    ) -> tuple[Point, ...]:
        """The months up to `on`, at most `MONTHS`; of some `folders`, or of all there ever were."""
        chosen = self.steps if folders is None else folders
        steps = [step for one in chosen for step in self.steps.get(one, ()) if step[0] <= on]
        if not steps:
            return ()
        coded = [date.fromisoformat(one.coded_on) for one in briefs if one.coded_on]
        return tuple(
            Point(day, sum(n for at, n in steps if at <= day), sum(at <= day for at in coded))
            for day in _month_ends(min(steps)[0], on)[-MONTHS:]
        )


def growth(history: History | None, fault: str) -> Growth:
    """From the main line as `read_past` gives it."""
    return Growth(_steps(history) if history else {}, fault)


def read_past(settings: Settings) -> tuple[History | None, str]:
    """The main line in one pass, kept for the next build; else why it cannot be told."""
    try:
        return read_history(settings.root, cache=settings.work / "history.json"), ""
    except ShallowCloneError:
        return None, SHALLOW
    except UserError:
        return None, "none"


def head_of(root: Path) -> str:
    """The commit checked out; empty where there is none."""
    try:
        return line(root, "rev-parse", "HEAD")
    except UserError:
        return ""


def _steps(history: History) -> dict[str, tuple[tuple[date, int], ...]]:
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for commit in reversed(history.commits):
        for one in commit.changed:
            folder, _, name = one.path.rpartition("/")
            if name == PASSPORT and folder.count("/") == 2 and one.status in "AD":
                found[folder].append((commit.committed_on, 1 if one.status == "A" else -1))
    return {folder: tuple(some) for folder, some in found.items()}


def _month_ends(first: date, last: date) -> list[date]:
    """Last days of the months from `first` on; the last month ends with `last`."""
    days, day = [], first
    while (end := _next_month(day) - timedelta(days=1)) < last:
        days.append(end)
        day = end + timedelta(days=1)
    return [*days, last]


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
