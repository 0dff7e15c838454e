# SPDX-License-Identifier: MIT
"""`esep due`: every deadline that runs, overdue ones first, and who has to act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from esep.checks.cases import register_clocks
from esep.checks.clocks import Clock, Standing, passport_clocks
from esep.checks.context import Context
from esep.cli.options import check_organisation, find_object, lang_option, on_option
from esep.errors import ExitCode
from esep.gitlog.blobs import BlobReader
from esep.gitlog.plumbing import GitError
from esep.i18n import pick
from esep.reports.deadlines import Deadlines
from esep.workflow import due


@click.command("due")
@click.argument("name", metavar="[OBJECT]", required=False)
@click.option(
    "--org", default="", help="Only clocks of this organisation, and those that wait for it."
)
@on_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ics", "atom"]), default="text"
)
@click.pass_context
def command(
    context: click.Context, name: str | None, org: str, on: date, lang: str | None, form: str
) -> int:
    """Print running deadlines, or with OBJECT all of its clocks, ended ones too."""
    settings = context.obj
    lang = lang or settings.lang
    checked = settings.context(on)
    check_organisation(checked, org)
    clocks = _of_object(checked, settings.root, name) if name else _all(checked, settings, org)
    told = Deadlines(checked, clocks, lang, org)
    click.echo(getattr(told, form)(), nl=False)
    late = any(one.standing(on) is Standing.OVERDUE for one in clocks)
    return ExitCode.FINDINGS if late else ExitCode.CLEAN


def _all(checked: Context, settings: object, org: str) -> list[Clock]:
    root: Path = settings.root  # type: ignore[attr-defined]
    with BlobReader(root) as blobs:
        try:
            return due.running(due.open_sources(checked, root, blobs), org)
        except GitError:
            note = checked.rulebooks.labels["life"]["no_git"]
            click.echo(pick(note, settings.lang), err=True)  # type: ignore[attr-defined]
    found = list(register_clocks(checked))
    for record in checked.registry.objects():
        if record.is_valid:
            found += passport_clocks(checked, record.passport, record.path)
    return due.in_order(checked, found, org)


def _of_object(checked: Context, root: Path, name: str) -> list[Clock]:
    record = find_object(checked, name)
    with BlobReader(root) as blobs:
        return due.all_clocks(due.open_sources(checked, root, blobs), record.folder)
