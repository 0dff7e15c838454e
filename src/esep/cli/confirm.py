# SPDX-License-Identifier: MIT
"""`esep confirm OBJECT`: the integrator's verification of a record, or its return."""

from __future__ import annotations

from datetime import date

import click

from esep.cli.options import find_object, lang_option, on_option, refuse_future
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES, pick
from esep.workflow import confirm


@click.command("confirm")
@click.argument("name", metavar="OBJECT")
@click.option("--by", required=True, help="Position of who verified; never a person's name.")
@click.option("--returned", is_flag=True, help="Return the record instead; needs the remarks.")
@click.option("--remarks-kk", default="")
@click.option("--remarks-ru", default="")
@click.option("--remarks-en", default="")
@on_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    /,
    name: str,
    by: str,
    returned: bool,
    on: date,
    lang: str | None,
    **remarks: str,
) -> int:
    """Write down that OBJECT was verified as it is committed, item by item."""
    refuse_future(on)
    settings = context.obj
    checked = settings.tree_context(on)
    record = find_object(checked, name)
    said: dict[str, str] = {
        code: text for code in LANGUAGES if (text := remarks[f"remarks_{code}"])
    }
    if returned and not {"kk", "ru"} <= said.keys():
        raise UserError("--returned must have --remarks-kk and --remarks-ru: what to change")
    if said and not returned:
        raise UserError("remarks go with --returned")
    commit = confirm.committed(settings.root, record.folder)
    entry = confirm.verification(checked, record, commit, by, on, said or None)
    path = confirm.write(settings.root, record, entry)
    words = checked.rulebooks.labels["life"]["written"]
    where = path.relative_to(settings.root).as_posix()
    click.echo(pick(words, lang or settings.lang).format(path=where))
    return ExitCode.CLEAN
