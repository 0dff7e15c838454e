# SPDX-License-Identifier: MIT
"""`esep services`: how much each body buys as a service, and where to build what is planned."""

from __future__ import annotations

from datetime import date

import click

from esep.checks.services import recommended, shares, undecided
from esep.cli.main import Settings
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode
from esep.i18n import pick
from esep.reports.decision_words import say


@click.command("services")
@on_option
@lang_option
@click.pass_obj
def command(settings: Settings, on: date, lang: str | None) -> int:
    """Print the share of the service model by body, and objects without a platform decision."""
    context, lang = settings.context(on), lang or settings.lang
    click.echo(say("services.shares", lang))
    for name, (bought, everything, share) in shares(context).items():
        click.echo(f"  {name}: {bought}/{everything} ({float(share):.0%})")
    click.echo(say("services.undecided", lang))
    for record in undecided(context):
        ways = ", ".join(say(f"way.{one}", lang) for one in recommended(record, on))
        click.echo(f"  {record.id} {pick(record.value['name'], lang)}: {ways}")
    return ExitCode.CLEAN
