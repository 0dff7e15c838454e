# SPDX-License-Identifier: MIT
"""Boards of duties: overdue comes first, feeds and tables say the same, nothing hidden is told."""

# covers: R129-18

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from portal_case import build, passport, put

BOARD = "site/{lang}/deadlines/orda"


@pytest.fixture
def late(copy: Path) -> Path:
    """The small registry with an object whose confirmation and licence are overdue."""
    goods = [{"name": {"kk": "а", "ru": "а", "en": "a"}, "kind": "licence", "quantity": "1",
              "licence_until": "2025-05-13"}]  # fmt: skip
    change = {"kind": "registration", "changed_on": "2024-11-11",
              "summary": {"kk": "а", "ru": "а", "en": "a"}}  # fmt: skip
    put(copy, "orda/kesh", passport("kesh", changes=[change], inventory=goods))
    build(copy)
    return copy


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_board_of_an_organisation_tells_what_is_overdue(late: Path, lang: str) -> None:
    page = (late / BOARD.format(lang=lang) / "index.html").read_text(encoding="utf-8")
    overview = (late / f"site/{lang}/deadlines/index.html").read_text(encoding="utf-8")

    row = next(one for one in page.splitlines() if ">kesh</a></th>" in one)
    assert "<b>" in row
    assert f"{lang}/deadlines/orda/index.html" in overview


def test_calendar_and_feed_hold_the_overdue_confirmation(late: Path) -> None:
    calendar = (late / BOARD.format(lang="kk")).with_suffix(".ics").read_text(encoding="utf-8")
    feed = ElementTree.parse((late / BOARD.format(lang="kk")).with_suffix(".atom"))

    assert "DTSTART;VALUE=DATE:20250511" in calendar
    assert any("kesh" in one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title"))


def test_day_that_stands_in_the_inventory_is_not_told(late: Path) -> None:
    calendar = (late / BOARD.format(lang="kk")).with_suffix(".ics").read_text(encoding="utf-8")

    assert "20250513" not in calendar


def test_expenses_of_an_organisation_are_a_table_with_reasons(late: Path) -> None:
    data = (late / "site/en/deadlines/orda-expenses.csv").read_bytes().decode("utf-8-sig")

    rows = {one["Object"]: one for one in csv.DictReader(io.StringIO(data))}

    assert rows["kesh"]["Answer"] == "Costs not supported"
    assert "missing" in rows["kesh"]["Reason"]
