# SPDX-License-Identifier: MIT
"""`esep analyse PROJECT`: an analysis with the evidence filled in and the judgement left open."""

from __future__ import annotations

from datetime import date

import click

from esep.checks.projects import STAGES
from esep.cli.options import lang_option, on_option, tell_left_out
from esep.errors import ExitCode, UserError
from esep.reports.evidence import draft


@click.command("analyse")
@click.argument("name", metavar="PROJECT")
@click.option("--stage", type=click.Choice(STAGES), help="That of the project unless given.")
@on_option
@lang_option
@click.pass_context
def command(
    context: click.Context, name: str, stage: str | None, on: date, lang: str | None
) -> int:
    """Print the analysis of PROJECT at a stage, for registry/projects/monitoring."""
    settings = context.obj
    checked = settings.context(on)
    tell_left_out(checked, lang or settings.lang)
    project = checked.architecture.get("ict_projects", name)
    if project is None:
        known = ", ".join(one.id for one in checked.architecture.of("ict_projects"))
        raise UserError(f"PROJECT must be one of: {known or 'none is recorded'}; found {name!r}")
    own = str(project.value["stage"])
    chosen = stage or (own if own in STAGES else STAGES[-1])
    click.echo(draft(checked, project, chosen, lang or settings.lang), nl=False)
    return ExitCode.CLEAN
