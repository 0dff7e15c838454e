# SPDX-License-Identifier: MIT
"""`esep contracts`: what ends when, claims, contracts against records, plan against fact."""

from __future__ import annotations

from datetime import date

import click

from esep.cli.main import Settings
from esep.cli.options import check_organisation, lang_option, on_option
from esep.errors import ExitCode
from esep.portal.tables import to_csv, to_json
from esep.reports.contracts import Line, board, of_organisation, rows
from esep.reports.decision_words import say


@click.command("contracts")
@click.option("--org", default="", help="Objects of this organisation only.")
@click.option("--within", type=click.IntRange(0), help="Only what ends within so many days.")
@click.option("--faults", "only_faults", is_flag=True, help="Only lines that do not agree.")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text")
@click.pass_obj
def command(
    settings: Settings,
    org: str,
    within: int | None,
    only_faults: bool,
    on: date,
    lang: str | None,
    form: str,
) -> int:
    """Print the board of warranties and contracts; lines that do not agree are findings."""
    context, lang = settings.context(on), lang or settings.lang
    check_organisation(context, org)
    lines = board(context, of_organisation(context, org), lang)
    if within is not None:
        lines = [one for one in lines if _is_near(one, on, within)]
    if only_faults:
        lines = [one for one in lines if one.faults]
    if form == "csv":
        click.echo(to_csv(list(rows(lines, on))), nl=False)
    elif form == "json":
        click.echo(to_json("lines", list(rows(lines, on)), on=on.isoformat()), nl=False)
    else:
        for one in lines:
            click.echo(_told(one, on, lang))
    return ExitCode.FINDINGS if any(one.faults for one in lines) else ExitCode.CLEAN


def _is_near(line: Line, on: date, within: int) -> bool:
    left = line.days_left(on)
    return left is not None and 0 <= left <= within


def _told(line: Line, on: date, lang: str) -> str:
    left = line.days_left(on)
    ends = f"{line.ends} ({say('board.left', lang, days=left)})" if left is not None else "—"
    what = f"{say(f'board.{line.what}', lang)} {line.reference}".rstrip()
    words = (str(line.subject), str(line.supplier))
    told = " · ".join(one for one in (ends, line.object, what, *words) if one)
    faults = "; ".join(say(f"fault.{one}", lang) for one in line.faults)
    return f"{told}\n    ! {faults}" if faults else told
