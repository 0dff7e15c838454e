# SPDX-License-Identifier: MIT
"""`esep badge`: the badge of one object, as the portal publishes it."""

from __future__ import annotations

import os
from datetime import date

import click

from esep.cli.options import CivilDate
from esep.errors import UserError
from esep.portal.access import Access
from esep.portal.badges import object_badge
from esep.portal.records import read
from esep.portal.settings import commit_day
from esep.portal.wording import Labels


@click.command("badge")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The data of the badge instead of SVG.")
@click.option("--on", type=CivilDate(), help="Day to tell of; the day of the commit by default.")
@click.pass_context
def command(context: click.Context, name: str, as_json: bool, on: date | None) -> None:
    """Print the badge of the object with this identifier, code or folder."""
    root = context.obj.root
    checks = context.obj.context(on or commit_day(root, os.environ))
    record = checks.registry.find(name)
    if record is None:
        raise UserError(f"{name}: no object has this identifier, code or folder")
    theme = root / "theme"
    brief, _ = read(checks, record, Access.load(theme, checks.rulebooks, "public"))
    if not brief.shown:
        raise UserError(f"{record.path}: the passport cannot be read; run `esep check` on it")
    badge = object_badge(brief, Labels.load(theme))
    click.echo(badge.endpoint() if as_json else badge.svg(), nl=False)
