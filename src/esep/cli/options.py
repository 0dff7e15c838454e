# SPDX-License-Identifier: MIT
"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

import click

from esep.calendar.civil import civil_date
from esep.checks.context import Context
from esep.errors import UserError
from esep.i18n import LANGUAGES, pick
from esep.model.registry import ObjectRecord

MAX_PATHS = 5


class CivilDate(click.ParamType[date]):
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
    return civil_date(datetime.now(UTC))


def refuse_future(on: date) -> None:
    """Raise `UserError` for a day to come: what is written down has happened."""
    if on > today():
        raise UserError(f"--on must be a day that has come; {on} lies in the future")


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


def tell_left_out(context: Context, lang: str) -> None:
    """Say on standard error which files of the architecture an answer is made without."""
    left = [one.path for one in context.architecture.records if not one.is_valid]
    if left:
        paths = ", ".join(left[:MAX_PATHS]) + (", …" if len(left) > MAX_PATHS else "")
        words = pick(context.rulebooks.labels["life"]["left_out"], lang)
        click.echo(words.format(count=len(left), paths=paths), err=True)


def check_organisation(context: Context, slug: str) -> None:
    """Nothing found of a body that is not there must not look like nothing to do."""
    known = context.registry.organisations
    if slug and slug not in known:
        near = get_close_matches(slug, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UserError(
            f"there must be an organisation {slug!r} in the register; none was found{hint}"
        )


def find_object(context: Context, name: str) -> ObjectRecord:
    """The object of this identifier, code or folder; its passport must be readable."""
    record = context.registry.find(name)
    if record is None:
        near = get_close_matches(name, context.registry.folders_by_id, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UserError(f"there must be an object {name!r}; none was found{hint}")
    if not record.is_valid:
        raise UserError(f"{record.path} cannot be read; run: esep check {record.folder}")
    return record
