# SPDX-License-Identifier: MIT
"""Working days of Kazakhstan from the reviewed calendar, and the deadlines counted in them.

The day after the event is day 1; weekends that are worked count, a Sunday too.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from esep import yamlsafe
from esep.errors import UserError

_DAY = timedelta(days=1)


class CalendarNotReviewedError(UserError):
    """A deadline runs into a year whose working days nobody has reviewed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"the working days of {year} must be reviewed in registry/calendar/kz.yml "
            "(reviewed_on) before a deadline can be counted in that year"
        )


class CalendarError(UserError):
    """The calendar file contradicts itself."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday on its own date; `name` by language, `estimated` until it is confirmed."""

    on: date
    name: Mapping[str, str]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Year:
    """One year; `days_off` maps a further day off to the day it stands for."""

    reviewed_on: date | None
    holidays: Mapping[date, Holiday]
    days_off: Mapping[date, date]
    working_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years known; asking about a year that is not reviewed is an error, not a guess."""

    years: Mapping[int, Year]

    def is_working_day(self, day: date) -> bool:
        """Tell whether `day` is worked; raise `CalendarNotReviewedError`."""
        year = self.years.get(day.year)
        if year is None or year.reviewed_on is None:
            raise CalendarNotReviewedError(day.year)
        if day in year.working_days:
            return True
        return day.weekday() < 5 and day not in year.holidays and day not in year.days_off

    def add_working_days(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, which itself is never counted."""
        if count < 1:
            raise ValueError(f"a term must be at least one working day; found {count}")
        day = start
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def count_working_days(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and with `end`; negative when `end` is first.

        For a deadline and today this is by how many days one is late.
        """
        if end < start:
            return -self.count_working_days(end, start)
        days = (end - start).days
        return sum(self.is_working_day(start + n * _DAY) for n in range(1, days + 1))


def add_months(start: date, count: int) -> date:
    """Return the same day `count` calendar months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def load_calendar(data: bytes) -> Calendar:
    """Return the calendar of a YAML file in the shape of calendar.schema.json.

    Raises `CalendarError` for what the schema cannot say: a date outside its year, a day that
    is both off and worked, an unknown name.
    """
    read = _read_yaml(data)
    try:
        years = {int(year): _year(facts, read["names"]) for year, facts in read["years"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CalendarError(
            f"the calendar must fit calendar.schema.json; found {error!r}"
        ) from None
    for number, year in years.items():
        for fault in _faults(number, year):
            raise CalendarError(f"calendar of {number}: {fault}")
    return Calendar(years)


def _year(facts: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> Year:
    reviewed = facts.get("reviewed_on")
    holidays = [
        Holiday(date.fromisoformat(h["date"]), names[h["name"]], h.get("estimated") == "yes")
        for h in facts["holidays"]
    ]
    off = [
        (date.fromisoformat(day["date"]), date.fromisoformat(day["instead_of"]))
        for day in facts.get("days_off", ())
    ]
    return Year(
        date.fromisoformat(reviewed) if reviewed else None,
        {holiday.on: holiday for holiday in holidays},
        dict(off),
        frozenset(date.fromisoformat(day["date"]) for day in facts.get("working_days", ())),
    )


def _faults(number: int, year: Year) -> Iterator[str]:
    for day in sorted({*year.holidays, *year.days_off, *year.working_days}):
        if day.year != number:
            yield f"{day} is not in this year"
    for day in sorted(year.days_off):
        if day in year.holidays or day in year.working_days or day.weekday() >= 5:
            yield f"{day} must be a day that would be worked without days_off"
    for day in sorted(year.working_days):
        if day in year.holidays:
            yield f"{day} is a holiday and cannot be in working_days"


def _read_yaml(data: bytes) -> Any:
    try:
        return yamlsafe.load(data)
    except yamlsafe.YamlFault as fault:
        raise CalendarError(
            f"the calendar must be plain YAML; found {fault.code} at line {fault.line}"
        ) from None
