# SPDX-License-Identifier: MIT
"""`esep import TABLE`: record objects that another register kept before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from esep.checks.context import Context
from esep.cli.options import lang_option, on_option, refuse_future
from esep.errors import ExitCode
from esep.findings import Finding
from esep.i18n import pick
from esep.workflow import legacy


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@on_option
@lang_option
@click.pass_context
def command(context: click.Context, path: Path, dry_run: bool, on: date, lang: str | None) -> int:
    """Record the objects of a CSV or XLSX table; their gaps become a dated debt."""
    refuse_future(on)
    settings = context.obj
    lang = lang or settings.lang
    checked = settings.tree_context(on)
    words = checked.rulebooks.labels["life"]
    found = legacy.plan(checked, legacy.read_table(checked, path))
    for row, fault in found.faults:
        what = _said(checked, fault, lang)
        click.echo(pick(words["bad_row"], lang).format(row=row, what=what), err=True)
    if found.faults:
        click.echo(pick(words["nothing_written"], lang), err=True)
        return ExitCode.FINDINGS
    if not dry_run:
        legacy.write(settings.root, found)
    click.echo(pick(words["imported"], lang).format(count=len(found.passports)))
    for name in found.passports:
        click.echo(f"  {name}")
    return ExitCode.CLEAN


def _said(context: Context, fault: Finding | legacy.BadCell, lang: str) -> str:
    if isinstance(fault, Finding):
        return context.rulebooks.render(fault, lang).message
    words = context.rulebooks.labels["life"]
    said = pick(words["bad_cell"], lang).format(field=fault.column, value=fault.value[:80] or "—")
    return f"{said}; {pick(words['bad_cell_why'][fault.why], lang)}"
