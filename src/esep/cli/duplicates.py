# SPDX-License-Identifier: MIT
"""`esep duplicates [OBJECT]`: objects alike, candidates for joint or repeated use."""

from __future__ import annotations

import json
from datetime import date

import click

from esep.checks.context import Context
from esep.checks.duplicates import WEIGHTS, Likeness, find
from esep.cli.options import find_object, lang_option, on_option
from esep.errors import ExitCode
from esep.i18n import pick


@click.command("duplicates")
@click.argument("name", metavar="[OBJECT]", required=False)
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(context: click.Context, name: str | None, on: date, lang: str | None, form: str) -> int:
    """List objects alike above the policy's threshold, all or those like OBJECT."""
    settings = context.obj
    checked = settings.context(on)
    found = find(checked)
    if name:
        own = find_object(checked, name).id
        found = [one for one in found if own in (one.first, one.second)]
    if form == "json":
        answer = {"version": 1, "pairs": [_data(one) for one in found]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(_text(checked, one, lang or settings.lang))
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def _data(one: Likeness) -> dict[str, object]:
    fields = [
        {"field": field, "weight": WEIGHTS[field], "likeness": round(like, 4), "shared": shared}
        for field, like, shared in one.fields
    ]
    return {"first": one.first, "second": one.second, "score": one.score, "fields": fields}


def _text(context: Context, one: Likeness, lang: str) -> str:
    lines = [f"{one.score:.2f}  {one.first} ~ {one.second}"]
    lines += [f"      {pick(context.survey[name].name, lang)}" for name in (one.first, one.second)]
    words = context.rulebooks.labels["values"]["likeness"]
    lines += [
        f"      {pick(words[field], lang)}: {like:.2f} ({', '.join(shared) or '—'})"
        for field, like, shared in one.fields
    ]
    return "\n".join(lines)
