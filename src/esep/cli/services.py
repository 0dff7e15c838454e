# SPDX-License-Identifier: MIT
"""`esep services`: how much each body buys as a service, and where to build what is planned."""

from __future__ import annotations

from datetime import date

import click

from esep.checks.platform_advice import advise, ahead
from esep.checks.services import shares
from esep.cli.main import Settings
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode
from esep.i18n import pick
from esep.reports.decision_words import say
from esep.reports.platform_advice import lines


@click.command("services")
@on_option
@lang_option
@click.pass_obj
def command(settings: Settings, on: date, lang: str | None) -> int:
    """Print the share of the service model by body, and where to build what lies ahead."""
    context, lang = settings.context(on), lang or settings.lang
    click.echo(say("services.shares", lang))
    for name, (bought, everything, share) in shares(context).items():
        click.echo(f"  {name}: {bought}/{everything} ({float(share):.0%})")
    click.echo(say("advice.lead", lang))
    for record in ahead(context):
        click.echo(f"  {record.id} {pick(record.value['name'], lang)}")
        for line in lines(context, advise(context, record), lang):
            click.echo(f"    {line}")
    return ExitCode.CLEAN
