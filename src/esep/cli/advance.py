# SPDX-License-Identifier: MIT
"""`esep advance OBJECT STAGE`: go through an open gate and write it down."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from esep.cli.gate import as_text, ask, cycle_options, opening_of
from esep.cli.options import find_object, lang_option, on_option, refuse_future
from esep.errors import ExitCode
from esep.i18n import pick
from esep.workflow.advance import advanced
from esep.workflow.new_object import write_whole


@click.command("advance")
@click.argument("name", metavar="OBJECT")
@click.argument("stage")
@cycle_options
@click.option("--attested-by", default="", help="Position that answers for the data.")
@on_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    /,
    name: str,
    stage: str,
    cycle: int | None,
    attested_by: str,
    on: date,
    lang: str | None,
    **opening: Any,
) -> int:
    """Write STAGE into the passport of OBJECT, if its gate is open."""
    refuse_future(on)
    settings = context.obj
    checked = settings.tree_context(on)
    record = find_object(checked, name)
    said = opening_of(record, cycle, **opening)
    gate = ask(checked, record, stage, cycle or 0, said)
    click.echo(as_text(checked, gate, lang or settings.lang))
    if not gate.is_open:
        return ExitCode.FINDINGS
    text = record.source.data.decode("utf-8")
    after = advanced(text, record.passport, gate, on, attested_by, checked.rulebooks, said)
    write_whole(settings.root / record.path, after)
    words = checked.rulebooks.labels["life"]["written"]
    click.echo(pick(words, lang or settings.lang).format(path=record.path))
    return ExitCode.CLEAN
