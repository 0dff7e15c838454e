# SPDX-License-Identifier: MIT
"""Working days of Kazakhstan: moved weekends, moved holidays, years nobody reviewed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from esep.calendar.civil import civil_date, civil_date_of_epoch
from esep.calendar.working import (
    CalendarError,
    CalendarNotReviewedError,
    add_months,
    load_calendar,
)
from esep.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
FILE = ROOT / "registry" / "calendar" / "kz.yml"
KZ = load_calendar(FILE.read_bytes())


def day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def test_calendar_file_when_checked_fits_its_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "calendar.schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    validator.validate(yaml.load(FILE.read_bytes(), Loader=yaml.CBaseLoader))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("03.01.2025", 5, "10.01.2025"),  # Sunday 5 January counts, 7 January does not
        ("08.01.2025", 2, "10.01.2025"),
        ("29.04.2024", 10, "16.05.2024"),  # Saturday 4 May counts; 1, 7, 8, 9 May do not
        ("20.03.2026", 5, "01.04.2026"),
        ("20.03.2026", 10, "08.04.2026"),
    ],
)
def test_deadline_when_counted_by_hand_is_the_same(start: str, count: int, end: str) -> None:
    assert KZ.add_working_days(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("29.08.2025", True),
        ("01.09.2025", False),  # in place of Saturday 30 August, Constitution Day
        ("28.08.2026", True),
        ("31.08.2026", True),  # no Constitution Day in 2026
        ("16.03.2026", True),
        ("05.01.2025", True),
        ("03.01.2025", False),
        ("04.05.2024", True),
        ("08.05.2024", False),
        ("11.05.2020", True),
        ("08.05.2020", False),
        ("01.07.2023", True),
        ("07.07.2023", False),
        ("07.01.2024", False),
        ("08.01.2024", True),  # 7 January, a Sunday, is not moved
        ("27.05.2026", False),
    ],
)
def test_day_when_moved_or_named_is_worked_or_not(on: str, worked: bool) -> None:
    assert KZ.is_working_day(day(on)) == worked


def test_constitution_day_when_listed_leaves_2026_out() -> None:
    found = [
        on.strftime("%d.%m.%Y")
        for year in (2025, 2026, 2027)
        for on, holiday in KZ.years[year].holidays.items()
        if "Constitution" in holiday.name["en"]
    ]
    assert found == ["30.08.2025", "15.03.2027"]


def test_qurban_ait_when_not_confirmed_is_marked_as_estimated() -> None:
    found = {h.on.year for y in KZ.years.values() for h in y.holidays.values() if h.estimated}
    assert found == {2026, 2027}


def test_holidays_when_named_have_all_languages() -> None:
    names = [h.name for year in KZ.years.values() for h in year.holidays.values()]
    assert all(name.get(language) for name in names for language in LANGUAGES)


@pytest.mark.parametrize("year", [2018, 2027, 2028])
def test_deadline_when_it_runs_into_a_year_not_reviewed_is_refused(year: int) -> None:
    with pytest.raises(CalendarNotReviewedError) as error:
        KZ.is_working_day(date(year, 6, 1))
    assert error.value.year == year


def test_deadline_when_it_crosses_into_2027_is_refused() -> None:
    assert KZ.add_working_days(date(2026, 12, 28), 3) == date(2026, 12, 31)
    with pytest.raises(CalendarNotReviewedError, match="2027"):
        KZ.add_working_days(date(2026, 12, 28), 4)


# Dates on which the package `holidays` 0.109 and our file differ, each with its reason: none today.
DIFFERENCES: dict[date, str] = {}


def test_calendar_when_compared_with_the_package_differs_only_where_known() -> None:
    known = holidays.KZ(years=[*KZ.years])
    worked = {on for on in known.weekend_workdays if on.year in KZ.years}
    all_reviewed = load_calendar(_reviewed(FILE.read_bytes()))
    differing = {
        on
        for on in _days(date(2019, 1, 1), date(2027, 12, 31))
        if all_reviewed.is_working_day(on)
        != (on in worked or (on.weekday() < 5 and on not in known))
    }
    assert differing == set(DIFFERENCES)


def test_names_of_days_when_compared_with_the_package_stand_on_the_same_dates() -> None:
    known = holidays.KZ(years=[*KZ.years], observed=False, categories=("public",))
    moved = {on for year in KZ.years.values() for on in year.days_off}
    ours = {on for year in KZ.years.values() for on in year.holidays}
    assert ours == {on for on in known if on not in moved}


def _reviewed(data: bytes) -> bytes:
    """Let 2027 pass for reviewed, so that it can be compared as well."""
    mark = b"    reviewed_on: 2026-11-22\n    reviewed_by: developer\n"
    return data.replace(b'  "2027":\n', b'  "2027":\n' + mark)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


IN_REVIEWED = st.dates(date(2019, 1, 1), date(2026, 3, 1))


@given(IN_REVIEWED, st.integers(1, 150))
def test_days_when_added_and_counted_are_as_many(start: date, count: int) -> None:
    assert KZ.count_working_days(start, KZ.add_working_days(start, count)) == count


@given(IN_REVIEWED, st.integers(1, 60), st.integers(1, 60))
def test_days_when_added_in_two_steps_end_on_the_same_day(start: date, a: int, b: int) -> None:
    two_steps = KZ.add_working_days(KZ.add_working_days(start, a), b)
    assert two_steps == KZ.add_working_days(start, a + b)


@given(IN_REVIEWED, st.integers(1, 100))
def test_deadline_when_counted_is_a_working_day(start: date, count: int) -> None:
    assert KZ.is_working_day(KZ.add_working_days(start, count))


@given(IN_REVIEWED, IN_REVIEWED)
def test_count_when_turned_round_changes_its_sign(a: date, b: date) -> None:
    assert KZ.count_working_days(a, b) == -KZ.count_working_days(b, a)


@pytest.mark.parametrize("count", [0, -1])
def test_term_when_not_positive_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="term"):
        KZ.add_working_days(date(2026, 1, 5), count)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("31.01.2026", 1, "28.02.2026"),
        ("31.01.2024", 1, "29.02.2024"),
        ("30.11.2025", 3, "28.02.2026"),
        ("15.12.2025", 12, "15.12.2026"),
        ("31.12.2025", 0, "31.12.2025"),
        ("31.03.2026", -1, "28.02.2026"),
    ],
)
def test_months_when_added_keep_the_day_or_take_the_last(start: str, count: int, end: str) -> None:
    assert add_months(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2024-02-28T18:00:00+00:00", "29.02.2024"),  # UTC+6
        ("2024-03-01T18:30:00+00:00", "01.03.2024"),  # UTC+5
        ("2024-03-01T19:00:00+00:00", "02.03.2024"),
        ("2026-12-31T19:00:00+00:00", "01.01.2027"),
        ("2026-12-31T14:30:00-05:00", "01.01.2027"),
    ],
)
def test_moment_when_turned_into_a_date_is_that_of_almaty(moment: str, on: str) -> None:
    assert civil_date(datetime.fromisoformat(moment)) == day(on)


def test_moment_when_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        civil_date(datetime(2026, 1, 1))


@given(st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 29)))
def test_epoch_when_turned_into_a_date_is_the_same_as_its_moment(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    assert civil_date_of_epoch(int(aware.timestamp())) == civil_date(aware)


@given(st.integers())
def test_epoch_when_absurd_is_a_date_all_the_same(seconds: int) -> None:
    assert date(1970, 1, 1) <= civil_date_of_epoch(seconds) <= date.max


SMALL = """
names: {x: {kk: x, ru: x, en: x}}
years:
  "2026":
    reviewed_on: 2026-01-01
    holidays: [{date: 2026-01-01, name: x}]
"""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        SMALL.replace("2026-01-01, name", "2025-01-01, name"),
        SMALL.replace("2026-01-01, name", "2026-02-30, name"),
        SMALL.replace("name: x", "name: y"),
        SMALL + "    days_off: [{date: 2026-01-01, instead_of: 2026-01-01}]\n",
        SMALL + "    days_off: [{date: 2026-01-03, instead_of: 2026-01-01}]\n",
        SMALL + "    working_days: [{date: 2026-01-01}]\n",
        SMALL + "    working_days: [2026-01-03]\n",
    ],
)
def test_calendar_file_when_it_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(CalendarError):
        load_calendar(text.encode())
