# SPDX-License-Identifier: MIT
"""`esep review BASE HEAD --actor LOGIN`: may it be merged, what lacks, who is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from esep.checks.context import Context
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode
from esep.model.commit import CommitTree, open_commit
from esep.model.registry import Record, Registry
from esep.model.tree import Tree
from esep.reports import comment, review_facts, review_page, text
from esep.workflow.decide import decide
from esep.workflow.new_object import write_whole
from esep.workflow.review import Review, review
from esep.workflow.submission import Request
from esep.yamlsafe import MAX_BYTES, Source

FORMATS = ("text", "json", "markdown")


@click.command("review")
@click.argument("base")
@click.argument("head")
@click.option("--actor", required=True, help="Login on the git host; never the git author.")
@click.option("--actor-id", help="Numeric identifier of the login, as the event has it.")
@click.option("--approved-by", multiple=True, help="Login of a person who approved; repeatable.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Reviewer’s page.")
@click.option("--facts", type=click.Path(dir_okay=False, path_type=Path), help="The JSON, too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@on_option
@lang_option
@click.pass_context
def command(
    context: click.Context,
    base: str,
    head: str,
    actor: str,
    actor_id: str | None,
    approved_by: tuple[str, ...],
    page: Path | None,
    facts: Path | None,
    form: str,
    on: date,
    lang: str | None,
) -> int:
    """Judge what HEAD would change in BASE, by the rights and rules of BASE."""
    settings = context.obj
    request = Request(base, head, actor, actor_id, approved_by)
    found = review(settings.root, request, on)
    with open_commit(settings.root, base) as law, open_commit(settings.root, head) as tree:
        checked = Context.of(law, on)
        shows = review_facts.shows_of(checked, _passports(tree, law))
        said = review_facts.collect(found, checked, shows, on)
        if page:
            write_whole(page, review_page.write(found, said, checked, tree))
    if facts:
        write_whole(facts, review_facts.write(said))
    if form == "json":
        click.echo(review_facts.write(said), nl=False)
    elif form == "markdown":
        click.echo(comment.write(decide(said)), nl=False)
    else:
        click.echo(_plain(found, checked, lang or settings.lang), nl=False)
    return ExitCode.FINDINGS if found.is_blocked else ExitCode.CLEAN


def _plain(found: Review, checked: Context, lang: str) -> str:
    return text.write(found.findings, checked.rulebooks, lang)


def _passports(tree: CommitTree, law: Tree) -> Any:
    """The data of a passport at the head, empty where it cannot be read."""
    schemas = Registry(law).schemas

    def passport(path: str) -> Mapping[str, Any]:
        data = tree.read(path, MAX_BYTES + 1) or b""
        return Record(Source(path, data, MAX_BYTES), "passport", schemas).value

    return passport
