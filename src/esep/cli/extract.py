# SPDX-License-Identifier: MIT
"""`esep extract CODE`: the registration extract, PDF/A-1 with a QR code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from esep.cli.options import find_object, on_option
from esep.errors import ExitCode, UserError
from esep.exchange.extract import Source, extract
from esep.gitlog.plumbing import resolve
from esep.i18n import LANGUAGES
from esep.pdfa import check
from esep.portal.settings import ADDRESS


@click.command("extract")
@click.argument("code")
@click.option("--lang", "chosen", type=click.Choice(LANGUAGES), multiple=True, help="All if none.")
@click.option("--address", default=ADDRESS, envvar="ESEP_ADDRESS", help="Of the portal, in the QR.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@on_option
@click.pass_context
def command(
    context: click.Context,
    code: str,
    chosen: tuple[str, ...],
    address: str,
    output: Path | None,
    on: date,
) -> int:
    """Write what the registry holds of CODE (or of an identifier) as PDF/A-1."""
    settings = context.obj
    checked = settings.context(on)
    known = checked.code_format.normalise(code) or code
    row = checked.ledger.assigned.get(known) if checked.ledger else None
    record = find_object(checked, row.object if row else known)
    source = Source(resolve(settings.root, "HEAD"), address)
    data = extract(checked, record, source, chosen or LANGUAGES)
    if not check(data).accepted:
        raise UserError("the extract must be PDF/A-1 and is not; nothing was written")
    path = output or Path(f"{record.value.get('accounting_code', record.id)}.pdf")
    path.write_bytes(data)
    click.echo(path)
    return ExitCode.CLEAN
