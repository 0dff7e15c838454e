# SPDX-License-Identifier: MIT
"""When things happened to an object: milestones on working days, in the order the law asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container

# Days between milestones: planning, contract, build, trial, tests, rollout, operation.
_CREATION = (
    ("planning", 0),
    ("calculation", 21),
    ("conclusion", 18),
    ("tor", 13),
    ("contract", 36),
    ("creation.build", 4),
    ("design", 88),
    ("programme", 22),
    ("preliminary", 14),
    ("creation.trial", 8),
    ("manuals", 20),
    ("trial_protocol", 33),
    ("certificate", 3),
    ("creation.test", 4),
    ("infosec", 14),
    ("tested", 21),
    ("creation.rollout", 5),
    ("acceptance_programme", 4),
    ("acceptance", 16),
    ("operation", 8),
    ("bookkeeping", 3),
)
# A finished product is bought: nothing is built, tests and acceptance remain.
_ACQUISITION = {
    "creation.build": 1,
    "design": 1,
    "programme": 1,
    "preliminary": 1,
    "creation.trial": 1,
    "manuals": 2,
    "trial_protocol": 1,
    "certificate": 1,
    "creation.test": 1,
}


def milestones(start: str, entry: str, holidays: Container[str]) -> dict[str, dt.date]:
    """Return the date of every milestone from the ISO date planning began."""
    dates: dict[str, dt.date] = {}
    day = dt.date.fromisoformat(start)
    for name, step in _CREATION:
        if entry == "acquisition":
            step = _ACQUISITION.get(name, step)
        day = workday(day + dt.timedelta(days=step), holidays)
        dates[name] = day
    return dates


def workday(day: dt.date, holidays: Container[str]) -> dt.date:
    """Return `day` or the first working day after it; `holidays` are ``MM-DD``."""
    while day.weekday() > 4 or day.strftime("%m-%d") in holidays:
        day += dt.timedelta(days=1)
    return day


def year_later(day: dt.date) -> dt.date:
    """Return the same calendar day twelve months on (28 February for 29 February)."""
    last = day.day - (day.month == 2 and day.day == 29)
    return day.replace(year=day.year + 1, day=last)
