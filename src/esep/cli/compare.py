# SPDX-License-Identifier: MIT
"""`esep compare CURRENT TARGET`: what is kept, changed, new, removed, and who carries it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date

import click

from esep.checks.context import Context
from esep.cli.options import lang_option, on_option, tell_left_out
from esep.errors import ExitCode, UserError
from esep.i18n import pick
from esep.model.architecture import STATES, Architecture, State
from esep.model.commit import open_commit
from esep.model.comparison import Pair, carriers, compare, is_carried
from esep.model.registry import Registry


@click.command("compare")
@click.argument("current", default="current")
@click.argument("target", default="target")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    context: click.Context, current: str, target: str, on: date, lang: str | None, form: str
) -> int:
    """Compare two models: versions by identifier, or the states current and target."""
    settings = context.obj
    checked = settings.context(on)
    tell_left_out(checked, lang or settings.lang)
    before, first = _model(context, checked, current)
    after, last = _model(context, checked, target)
    pairs = list(compare(before, after, (first, last)))
    gaps = [p for p in pairs if p.change != "kept" and not is_carried(checked.architecture, p)]
    write = _json if form == "json" else _text
    click.echo(write(checked, pairs, gaps, lang or settings.lang))
    return ExitCode.FINDINGS if gaps else ExitCode.CLEAN


def _model(context: click.Context, checked: Context, name: str) -> tuple[Architecture, State]:
    """The elements of a version as they were at its commit, or as they are."""
    if name in STATES:
        return checked.architecture, name
    version = checked.architecture.get("architecture_versions", name)
    if version is None:
        known = ", ".join([*STATES, *checked.architecture.by_kind["architecture_versions"]])
        raise UserError(f"there must be a version {name!r}; known: {known}")
    state: State = version.value["state"]
    if "commit" not in version.value:
        return checked.architecture, state
    tree = context.with_resource(open_commit(context.obj.root, version.value["commit"]))
    return Architecture(Registry(tree)), state


def _json(context: Context, pairs: Sequence[Pair], gaps: Sequence[Pair], _: str) -> str:
    lost = {one.element.reference for one in gaps}
    answer = {
        "version": 1,
        "counts": Counter(one.change for one in pairs),
        "components": [
            {
                "id": one.element.reference,
                "change": one.change,
                "fields": one.fields,
                "carried_by": [found.reference for found in carriers(context.architecture, one)],
                "gap": one.element.reference in lost,
            }
            for one in pairs
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _text(context: Context, pairs: Sequence[Pair], gaps: Sequence[Pair], lang: str) -> str:
    books = context.rulebooks
    lost = {one.element.reference for one in gaps}
    lines = []
    for one in pairs:
        if one.change == "kept":
            continue
        change = pick(books.term("model_change", one.change), lang)
        by = ", ".join(found.reference for found in carriers(context.architecture, one))
        mark = "✗" if one.element.reference in lost else "✓"
        name = pick(one.element.name, lang)
        lines.append(f"{mark} {change}: {name} [{one.element.reference}] ← {by or '—'}")
    counts = Counter(one.change for one in pairs)
    words = (f"{pick(books.term('model_change', key), lang)} {n}" for key, n in counts.items())
    lines.append(", ".join(words))
    return "\n".join(lines)
