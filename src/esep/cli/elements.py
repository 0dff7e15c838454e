# SPDX-License-Identifier: MIT
"""`esep elements KIND CSV`: capabilities or services from a table."""

from __future__ import annotations

from pathlib import Path

import click

from esep.errors import ExitCode
from esep.exchange.lists import IMPORTED, MAX_CSV_BYTES, from_csv
from esep.model.metamodel import Metamodel
from esep.model.schemas import Schemas
from esep.model.tree import DirTree


@click.command("elements")
@click.argument("kind", type=click.Choice(IMPORTED))
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def command(context: click.Context, kind: str, table: Path) -> int:
    """Print a register file of KIND made from a CSV table; nothing is written."""
    tree = DirTree(context.obj.root)
    with table.open("rb") as file:
        data = file.read(MAX_CSV_BYTES + 1)
    click.echo(from_csv(data, Metamodel.read(tree).kinds[kind], Schemas(tree)), nl=False)
    return ExitCode.CLEAN
