# SPDX-License-Identifier: MIT
"""`esep notices`: what the portal has to tell whom; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import click

from esep.cli.options import CivilDate, check_organisation, lang_option, on_option
from esep.errors import ExitCode
from esep.gitlog.blobs import BlobReader
from esep.i18n import LANGUAGES, pick
from esep.reports.feeds import Entry, atom
from esep.workflow.due import open_sources
from esep.workflow.notices import Notice, load_texts, notices

WINDOW = timedelta(days=30)


@click.command("notices")
@click.option("--since", type=CivilDate(), help="First day; a month back unless given.")
@click.option("--org", default="", help="Only notices to this organisation.")
@click.option("--duplicates", is_flag=True, help="Compare all objects too (N15).")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json", "atom"]), default="text")
@click.pass_context
def command(
    context: click.Context,
    since: date | None,
    org: str,
    duplicates: bool,
    on: date,
    lang: str | None,
    form: str,
) -> int:
    """Print the notices of some days, oldest first."""
    settings = context.obj
    lang = lang or settings.lang
    checked = settings.context(on)
    check_organisation(checked, org)
    texts = load_texts(checked)
    with BlobReader(settings.root) as blobs:
        sources = open_sources(checked, settings.root, blobs)
        found = notices(sources, texts, since or on - WINDOW, duplicates)
    found = [one for one in found if org in ("", one.to)]
    if form == "atom":
        name = pick(checked.rulebooks.labels["life"]["notices"], lang)
        entries = [_entry(one, texts, lang) for one in found]
        click.echo(atom(entries, name, lang, on), nl=False)
    elif form == "json":
        click.echo(_json(found, texts))
    else:
        for one in found:
            click.echo(f"{one.on}  {one.kind:4} {one.to}: {one.text(texts, lang)}")
    return ExitCode.CLEAN


def _entry(one: Notice, texts: Mapping[str, Any], lang: str) -> Entry:
    text = one.text(texts, lang)
    return Entry(f"esep:notice:{one.id}", one.on, text, f"{one.kind}, {one.to}")


def _json(found: Sequence[Notice], texts: Mapping[str, Any]) -> str:
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "event": one.event,
            "to": one.to,
            "object": one.object,
            "basis": one.requirement,
            "created_on": str(one.on),
            **{f"text_{lang}": one.text(texts, lang) for lang in LANGUAGES},
        }
        for one in found
    ]
    return json.dumps({"version": 1, "notices": rows}, ensure_ascii=False, indent=2)
