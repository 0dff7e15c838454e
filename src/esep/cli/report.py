# SPDX-License-Identifier: MIT
"""`esep report`: the implementation report of a period for the authorised body."""

from __future__ import annotations

from datetime import date
from typing import IO

import click

from esep.cli.options import CivilDate, lang_option, on_option, tell_left_out
from esep.errors import ExitCode, UserError
from esep.exchange.report import to_pdf, to_workbook
from esep.reports import implementation

PAPERS = {"xlsx": to_workbook, "pdf": to_pdf}


@click.command("report")
@click.option("--from", "first", type=CivilDate(), required=True, help="First day of the period.")
@click.option("--to", "last", type=CivilDate(), required=True, help="Last day of the period.")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json", *PAPERS]), default="text")
@click.option(
    "--out", type=click.File("wb"), default="-", help="File; standard output unless given."
)
@click.pass_context
def command(
    context: click.Context,
    first: date,
    last: date,
    on: date,
    lang: str | None,
    form: str,
    out: IO[bytes],
) -> int:
    """Count what the report of a period must hold; pdf is PDF/A-1b."""
    if last < first:
        raise UserError(f"--to must not be before --from; found {first} and {last}")
    if first > on:
        raise UserError(f"--from must not be after {on}, the day to look at; found {first}")
    settings = context.obj
    checked = settings.context(on)
    tell_left_out(checked, lang or settings.lang)
    report = implementation.make(checked, first, last)
    words = lang or settings.lang
    if form in PAPERS:
        out.write(PAPERS[form](checked, report, words))
        return ExitCode.CLEAN
    if form == "json":
        text = implementation.as_json(report)
    else:
        text = implementation.as_text(checked, report, words)
    out.write(f"{text}\n".encode())
    return ExitCode.CLEAN
