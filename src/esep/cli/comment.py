# SPDX-License-Identifier: MIT
"""`esep comment FACTS --head SHA`: the comment on a pull request, from facts nobody vouches for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from esep.checks.context import Context
from esep.cli.options import on_option
from esep.errors import ExitCode
from esep.reports import comment, review_facts
from esep.workflow.decide import Facts, decide
from esep.workflow.new_object import write_whole


@click.command("comment")
@click.argument("facts", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--head", required=True, help="The commit the git host names.")
@click.option("--previous", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--labels", type=click.Path(dir_okay=False, path_type=Path), help="Labels as JSON.")
@on_option
@click.pass_context
def command(
    context: click.Context,
    facts: Path,
    head: str,
    previous: Path | None,
    output: Path,
    labels: Path | None,
    on: date,
) -> int:
    """Write the comment that the facts of `esep review` call for; without any, we failed."""
    checked = context.obj.context(on)
    said = _read(facts, checked, head)
    if decide(said).verdict == "ready":
        before = previous.read_text(encoding="utf-8") if previous and previous.exists() else ""
        since = comment.complete_since(before) or on
        said = review_facts.on_clock(said, checked, since)
    decision = decide(said)
    write_whole(output, comment.write(decision))
    if labels:
        write_whole(labels, json.dumps({"labels": decision.labels}) + "\n")
    click.echo(decision.verdict)
    return ExitCode.CLEAN


def _read(facts: Path, checked: Context, head: str) -> Facts:
    if not facts.is_file():
        return review_facts.broken(head, checked.on)
    with facts.open("rb") as file:
        data = file.read(review_facts.MAX_BYTES + 1)
    return review_facts.read(data, checked.registry.schemas, head)
