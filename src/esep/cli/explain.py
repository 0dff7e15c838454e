# SPDX-License-Identifier: MIT
"""`esep explain`: what a rule, requirement, item, rulebook or act says."""

from __future__ import annotations

import click

from esep.errors import ExitCode
from esep.i18n import LANGUAGES
from esep.rulebook import Rulebooks
from esep.rulebook.explain import explain


@click.command("explain")
@click.argument("name")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.pass_context
def command(context: click.Context, name: str, lang: str | None) -> int:
    """Explain NAME: PSP003, R193-12a, T-05, act_trial, RB-193 or 193/НҚ."""
    books = Rulebooks.load_dir(context.obj.root)
    for label, text in explain(books, name, lang or context.obj.lang):
        click.echo(f"{label}: {text}")
    return ExitCode.CLEAN
