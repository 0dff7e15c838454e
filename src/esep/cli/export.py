# SPDX-License-Identifier: MIT
"""`esep export`: the architecture for other tools."""

from __future__ import annotations

from datetime import date
from typing import IO, cast

import click

from esep.cli.options import on_option, tell_left_out
from esep.errors import ExitCode, UserError
from esep.exchange import archimate, lists
from esep.model.architecture import STATES, State


@click.command("export")
@click.argument("form", metavar="FORM", type=click.Choice(["archimate", "csv", "json"]))
@click.option("--kind", default="", help="One kind of element; CSV needs it.")
@click.option("--state", type=click.Choice(STATES), default="current", help="For archimate.")
@click.option(
    "--out", type=click.File("wb"), default="-", help="File; standard output unless given."
)
@on_option
@click.pass_context
def command(
    context: click.Context, form: str, kind: str, state: str, out: IO[bytes], on: date
) -> int:
    """Write the architecture as FORM: archimate (exchange file), csv or json."""
    checked = context.obj.context(on)
    tell_left_out(checked, context.obj.lang)
    kinds = checked.architecture.metamodel.kinds
    if (form == "csv" and not kind) or (kind and kind not in kinds):
        raise UserError(f"--kind must be one of: {', '.join(kinds)}")
    if form == "archimate":
        data = archimate.Model(checked).write(cast(State, state))
    elif form == "csv":
        data = lists.to_csv(checked.architecture, kind).encode("utf-8-sig")
    else:
        data = lists.to_json(checked.architecture, [kind] if kind else list(kinds)).encode()
    out.write(data)
    return ExitCode.CLEAN
