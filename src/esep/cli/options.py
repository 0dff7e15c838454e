# SPDX-License-Identifier: MIT
"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from esep.i18n import LANGUAGES

TIME_ZONE = ZoneInfo("Asia/Almaty")


class CivilDate(click.ParamType):
    """YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-11-22", param, ctx)


def today() -> date:
    """The civil date in Kazakhstan; only commands read the clock."""
    return datetime.now(TIME_ZONE).date()


def on_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--on DATE``: the day whose data and law are meant."""
    return click.option(
        "--on", type=CivilDate(), default=today, help="Day to look at; today unless given."
    )(command)


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``; the group's language unless given."""
    return click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")(
        command
    )
