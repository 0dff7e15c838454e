# SPDX-License-Identifier: MIT
"""`esep matrix`: the completeness matrix, item by kind by stage."""

from __future__ import annotations

import csv
import io

import click

from esep.errors import ExitCode
from esep.rulebook import Rulebooks
from esep.rulebook.matrix import COLUMNS, matrix


@click.command("matrix")
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.pass_context
def command(context: click.Context, form: str) -> int:
    """Print the completeness matrix."""
    assert form == "csv"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(matrix(Rulebooks.load_dir(context.obj.root)))
    click.echo(out.getvalue(), nl=False)
    return ExitCode.CLEAN
