# SPDX-License-Identifier: MIT
"""A portal that is served over midnight, by a clock that the test sets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from portal_case import ON, passport, put, settings_of

from esep.cli.serve import Keeper
from esep.portal.build import Session
from esep.portal.serve import News

HOME = "site/ru/index.html"


class Clock:
    """What the clock on the wall says."""

    def __init__(self) -> None:
        self.day = ON

    def __call__(self) -> date:
        return self.day

    def turn(self) -> None:
        self.day += timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(copy: Path, clock: Clock) -> Keeper:
    """The small registry as it is served, before midnight."""
    served = Keeper(Session.load(settings_of(copy, languages=("ru",))), News(), clock)
    served.build(None)
    return served


def number(keeper: Keeper) -> str:
    return keeper.news.after("")


def test_portal_is_of_the_new_day_when_midnight_passed_at_rest(
    copy: Path, keeper: Keeper, clock: Clock
) -> None:
    assert "2\u00a0июня 2025" in (copy / HOME).read_text("utf-8")
    seen = number(keeper)
    clock.turn()
    keeper.rest()
    assert "3\u00a0июня 2025" in (copy / HOME).read_text("utf-8")
    assert number(keeper) != seen


def test_portal_is_built_once_for_a_new_day(keeper: Keeper, clock: Clock) -> None:
    clock.turn()
    keeper.rest()
    seen = number(keeper)
    keeper.rest()
    assert number(keeper) == seen
    assert keeper.is_saved


def test_every_page_is_of_the_new_day_when_one_object_changes_past_midnight(
    copy: Path, keeper: Keeper, clock: Clock
) -> None:
    clock.turn()
    put(copy, "orda/alfa", passport("alfa", holder="saraishyq"))
    keeper.rebuild({"objects/orda/alfa"})
    assert "3\u00a0июня 2025" in (copy / HOME).read_text("utf-8")


def test_day_stays_when_it_was_given(copy: Path, keeper: Keeper) -> None:
    keeper.rest()
    assert "2\u00a0июня 2025" in (copy / HOME).read_text("utf-8")
