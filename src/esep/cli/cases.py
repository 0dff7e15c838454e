# SPDX-License-Identifier: MIT
"""`esep cases`: purchases, gifts, environments and placements, and where each stands."""

from __future__ import annotations

from datetime import date

import click

from esep.checks import run
from esep.checks.clocks import Standing
from esep.checks.context import Context
from esep.checks.procedures import Case, cases
from esep.cli.main import Settings
from esep.cli.options import check_organisation, lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.i18n import pick
from esep.portal.tables import to_csv, to_json
from esep.reports.cases import lines, rows, running, state
from esep.reports.operator_case import tell

KINDS = ("acquisition", "donation", "environment", "placement")


@click.command("cases")
@click.argument("name", metavar="[CASE]", required=False)
@click.option("--kind", type=click.Choice(KINDS), help="Only cases of this kind.")
@click.option("--org", default="", help="Only cases of this organisation.")
@click.option("--open", "only_open", is_flag=True, help="Only cases that are not closed.")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
@click.pass_obj
def command(
    settings: Settings,
    name: str | None,
    kind: str | None,
    org: str,
    only_open: bool,
    on: date,
    lang: str | None,
    form: str,
) -> int:
    """List cases and their running clocks, or show CASE (an identifier or a file) step by step."""
    context, lang = settings.context(on), lang or settings.lang
    check_organisation(context, org)
    if name:
        return _one(context, _find(context, name, kind), lang)
    found = [
        one
        for one in cases(context)
        if kind in (None, one.kind) and org in ("", one.party) and (one.is_open or not only_open)
    ]
    if form == "csv":
        click.echo(to_csv(list(rows(context, found))), nl=False)
    elif form == "json":
        click.echo(to_json("cases", list(rows(context, found)), on=on.isoformat()), nl=False)
    else:
        for case in found:
            _line(context, case, lang)
    late = any(
        clock.standing(on) is Standing.OVERDUE for one in found for clock in running(context, one)
    )
    return ExitCode.FINDINGS if late else ExitCode.CLEAN


def _line(context: Context, case: Case, lang: str) -> None:
    kind = pick(context.rulebooks.term("case_kind", case.kind), lang)
    click.echo(f"{case.id} · {kind} · {case.party} · {state(context, case, lang)}")
    for clock in running(context, case):
        click.echo(f"    {tell(context, clock, lang)}")


def _one(context: Context, case: Case, lang: str) -> int:
    click.echo("\n".join(lines(context, case, lang)))
    found = run(context, [case.record.path])
    for one in found:
        text = context.rulebooks.render(one, lang)
        click.echo(f"{one.severity.value}: {text.message} [{one.code}]")
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def _find(context: Context, name: str, kind: str | None) -> Case:
    found = [
        one
        for one in cases(context)
        if name in (one.id, one.record.path) and kind in (None, one.kind)
    ]
    if not found:
        raise UserError(f"there must be a readable case {name!r}; none was found")
    if len(found) > 1:
        paths = ", ".join(one.record.path for one in found)
        raise UserError(f"a case must be named by its file or with --kind; {name!r} is in {paths}")
    return found[0]
