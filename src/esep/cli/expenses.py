# SPDX-License-Identifier: MIT
"""`esep expenses`: whose costs of operation are supported for a planned year, and why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from esep.checks.context import Context
from esep.checks.expenses import NOT_OPERATED, Lack, Support, planned_year, support
from esep.cli.options import check_organisation, lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.portal.tables import FORMS, harmless
from esep.reports.expenses import answer, header, why


@click.command("expenses")
@click.option("--org", default="", help="Only objects held by this organisation.")
@click.option(
    "--year", type=click.IntRange(1990, 2100), help="Planned year; the next one unless given."
)
@on_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "xlsx", "json"]), default="text"
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.pass_context
def command(
    context: click.Context,
    org: str,
    year: int | None,
    on: date,
    lang: str | None,
    form: str,
    output: Path | None,
) -> int:
    """Tell for every object whether its operation is supported (Order 129, p. 18)."""
    settings = context.obj
    lang = lang or settings.lang
    if form == "xlsx" and output is None:
        raise UserError("--format xlsx must have --output FILE.xlsx")
    checked = settings.context(on)
    check_organisation(checked, org)
    found = list(_supports(checked, org, year or planned_year(on)))
    text = written(checked, found, form, lang)
    if output:
        output.write_bytes(text)
    else:
        click.echo(text.decode("utf-8"), nl=False)
    return ExitCode.FINDINGS if any(one.lacks for one in found) else ExitCode.CLEAN


def _supports(context: Context, org: str, year: int) -> Iterator[Support]:
    for record in context.registry.objects():
        if record.is_valid and org in ("", record.value["holder"]):
            yield support(context, record, year)


def written(context: Context, found: Sequence[Support], form: str, lang: str) -> bytes:
    """The answers in a format of the command."""
    if form == "json":
        return _json(context, found, lang)
    if form == "text":
        lines = [_line(context, one, lang) for one in found if one.reason != NOT_OPERATED]
        return "".join(f"{line}\n" for line in lines).encode()
    rows = [header(context, lang)]
    rows += [tuple(map(harmless, _cells(context, one, lang))) for one in found]
    return FORMS[form](rows)


def _answer(context: Context, one: Support, lang: str) -> str:
    key = one.reason or ("supported" if one.supported else "not_supported")
    return answer(context, key, lang)


def _why(context: Context, lack: Lack, lang: str) -> str:
    where = f" [{lack.document}]" if lack.document else ""
    said = why(context, lack.item, lack.number, lack.cycle, lack.shown, lang)
    return f"{said}{where}"


def _cells(context: Context, one: Support, lang: str) -> tuple[str, ...]:
    reasons = "; ".join(_why(context, lack, lang) for lack in one.lacks)
    count, said = str(len(one.lacks)), _answer(context, one, lang)
    return (one.object, one.code, one.holder, str(one.year), said, count, reasons)


def _line(context: Context, one: Support, lang: str) -> str:
    mark = "✓" if one.supported else "✗"
    head = f"{mark} {one.object} [{one.code or '—'}] {one.year}: {_answer(context, one, lang)}"
    return "\n".join([head, *(f"      {_why(context, lack, lang)}" for lack in one.lacks)])


def _json(context: Context, found: Sequence[Support], lang: str) -> bytes:
    rows = [
        {
            "object": one.object,
            "path": one.path,
            "accounting_code": one.code or None,
            "holder": one.holder,
            "year": one.year,
            "supported": one.supported,
            "answer": _answer(context, one, lang),
            "lacks": [
                {
                    "what": lack.what,
                    "item": lack.item,
                    "cycle": lack.cycle,
                    "state": lack.state,
                    "document": lack.document or None,
                    "text": _why(context, lack, lang),
                    "citation": context.rulebooks.render_citation(lack.citation, lang),
                }
                for lack in one.lacks
            ],
        }
        for one in found
    ]
    value = {"version": 1, "on": str(context.on), "objects": rows}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
