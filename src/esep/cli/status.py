# SPDX-License-Identifier: MIT
"""`esep status OBJECT`: every item of Appendix 1 for one object, what is there and what lacks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import click

from esep.checks.completeness import GAPS, Row, counts, is_complete, table
from esep.checks.context import Context
from esep.cli.options import find_object, lang_option, on_option
from esep.errors import ExitCode
from esep.i18n import pick
from esep.model.registry import ObjectRecord
from esep.workflow.fingerprints import changed_since

MARKS = {"present": "✓", "statement": "✓", "waived": "✓", "debt": "…", "backfill": "…"}


@click.command("status")
@click.argument("name", metavar="OBJECT")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(context: click.Context, name: str, on: date, lang: str | None, form: str) -> int:
    """Print the completeness table of OBJECT (identifier, code or folder)."""
    settings = context.obj
    checked = settings.context(on)
    record = find_object(checked, name)
    rows = table(checked, record)
    write = _json if form == "json" else _text
    click.echo(write(checked, record, rows, lang or settings.lang))
    return ExitCode.CLEAN if is_complete(rows) else ExitCode.FINDINGS


def _text(context: Context, record: ObjectRecord, rows: Sequence[Row], lang: str) -> str:
    books = context.rulebooks
    words = books.labels["status"]
    there, due = counts(tuple(rows))
    passport = record.passport.at(context.on)
    head = [
        f"{pick(record.value['name'], lang)} [{record.id}]",
        pick(words["line"], lang).format(
            code=record.value.get("accounting_code") or pick(words["no_code"], lang),
            kind=pick(books.term("kind", passport.kind), lang),
            stage=pick(books.term("stage", passport.stage), lang),
            there=there,
            due=due,
            rulebook=books.in_force(context.on).id,
            on=context.on.isoformat(),
        ),
        "",
    ]
    recheck = awaiting(context, record)
    lines = (_line(context, row, lang, name_of(row) in recheck) for row in rows)
    return "\n".join([*head, *lines])


def awaiting(context: Context, record: ObjectRecord) -> frozenset[str]:
    """Items changed since the integrator verified them; none where nothing was verified."""
    verified, changed = changed_since(context, record)
    return frozenset(changed) if verified else frozenset()


def name_of(row: Row) -> str:
    """An item as fingerprints name it."""
    return f"{row.key}.{row.cycle}" if row.cycle else row.key


def _line(context: Context, row: Row, lang: str, recheck: bool) -> str:
    books = context.rulebooks
    mark = "✗" if row.state in GAPS else MARKS.get(row.state, "·")
    words = books.labels["status"]
    cycle = f" ({pick(words['cycle'], lang)} {row.cycle})" if row.cycle else ""
    state = pick(books.term("standing", row.state.value), lang)
    since = f" {pick(words['since'], lang)} {row.since}" if row.since else ""
    where = f" [{', '.join(row.documents)}]" if row.documents else ""
    if recheck:
        where += f" – {pick(books.labels['life']['recheck'], lang)}"
    title = pick(books.item(row.key).title, lang)
    cite = books.render_citation(row.citation, lang)
    return f"{mark} {row.number:>3}  {title}{cycle}: {state}{since}{where}\n        {cite}"


def _json(context: Context, record: ObjectRecord, rows: Sequence[Row], lang: str) -> str:
    there, due = counts(tuple(rows))
    passport = record.passport.at(context.on)
    recheck = awaiting(context, record)
    answer = {
        "version": 1,
        "object": record.id,
        "accounting_code": record.value.get("accounting_code"),
        "kind": passport.kind,
        "stage": passport.stage,
        "on": context.on.isoformat(),
        "rulebook": context.rulebooks.in_force(context.on).id,
        "complete": is_complete(tuple(rows)),
        "there": there,
        "due": due,
        "items": [
            {
                "item": row.key,
                "number": row.number,
                "title": pick(context.rulebooks.item(row.key).title, lang),
                "cycle": row.cycle,
                "state": row.state.value,
                "stage": row.stage,
                "since": row.since.isoformat() if row.since else None,
                "documents": list(row.documents),
                "recheck": name_of(row) in recheck,
                "citation": context.rulebooks.render_citation(row.citation, lang),
            }
            for row in rows
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
