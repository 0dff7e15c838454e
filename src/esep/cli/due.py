# SPDX-License-Identifier: MIT
"""`esep due`: every deadline that runs, overdue ones first, and who has to act."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from esep.checks.clocks import Clock, Standing, days_left, passport_clocks
from esep.checks.context import Context
from esep.cli.options import find_object, lang_option, on_option
from esep.errors import ExitCode
from esep.gitlog.blobs import BlobReader
from esep.gitlog.plumbing import GitError
from esep.i18n import pick
from esep.reports.feeds import Entry, atom, ics
from esep.workflow import due


@click.command("due")
@click.argument("name", metavar="[OBJECT]", required=False)
@click.option("--org", default="", help="Only clocks of this organisation.")
@on_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ics", "atom"]), default="text"
)
@click.pass_context
def command(
    context: click.Context, name: str | None, org: str, on: date, lang: str | None, form: str
) -> int:
    """Print running deadlines, or with OBJECT all of its clocks, ended ones too."""
    settings = context.obj
    lang = lang or settings.lang
    checked = settings.tree_context(on)
    clocks = _of_object(checked, settings.root, name) if name else _all(checked, settings, org)
    write: Callable[[Context, Sequence[Clock], str], str] = WRITERS[form]
    click.echo(write(checked, clocks, lang), nl=False)
    late = any(one.standing(on) is Standing.OVERDUE for one in clocks)
    return ExitCode.FINDINGS if late else ExitCode.CLEAN


def _all(checked: Context, settings: object, org: str) -> list[Clock]:
    root: Path = settings.root  # type: ignore[attr-defined]
    with BlobReader(root) as blobs:
        try:
            return due.running(due.open_sources(checked, root, blobs), org)
        except GitError:
            note = checked.rulebooks.labels["life"]["no_git"]
            click.echo(pick(note, settings.lang), err=True)  # type: ignore[attr-defined]
    found = list(due.registers(checked))
    for record in checked.registry.objects():
        if record.is_valid:
            found += passport_clocks(checked, record.passport, record.path)
    return due.in_order(checked, found, org)


def _of_object(checked: Context, root: Path, name: str) -> list[Clock]:
    record = find_object(checked, name)
    with BlobReader(root) as blobs:
        return due.all_clocks(due.open_sources(checked, root, blobs), record.folder)


def _text(context: Context, clocks: Sequence[Clock], lang: str) -> str:
    words = context.rulebooks.labels["life"]
    lines = [_line(context, one, lang) for one in clocks]
    return "\n".join(lines or [pick(words["nothing_due"], lang)]) + "\n"


def _line(context: Context, clock: Clock, lang: str) -> str:
    standing = clock.standing(context.on)
    mark = {Standing.OVERDUE: "✗", Standing.LATE: "✗", Standing.MET: "✓"}.get(standing, "·")
    when = str(clock.due) if clock.due else _label(context, "clock", Standing.OPEN.value, lang)
    return (
        f"{mark} {when}  {_days(context, clock, lang)}  {title(context, clock, lang)}\n"
        f"        {basis(context, clock, lang)}"
    )


def title(context: Context, clock: Clock, lang: str) -> str:
    """What is to be done, of what, by whom."""
    timer = _label(context, "timer", clock.timer, lang)
    actor = _label(context, "responsible", clock.actor.value, lang)
    return f"{timer} – {clock.about.subject} ({actor}, {clock.about.org})"


def basis(context: Context, clock: Clock, lang: str) -> str:
    """Why the deadline is what it is, and how far to rely on it."""
    words = context.rulebooks.labels["life"]
    parts = [f"{clock.start}"]
    if clock.citation:
        parts.append(context.rulebooks.render_citation(clock.citation, lang))
    else:
        parts.append(pick(words["policy"], lang))
    if not clock.verified:
        parts.append(pick(words["unverified"], lang))
    if clock.unreviewed:
        parts.append(pick(words["unreviewed"], lang).format(year=clock.unreviewed))
    return "; ".join(parts)


def _days(context: Context, clock: Clock, lang: str) -> str:
    standing = clock.standing(context.on)
    label = _label(context, "clock", standing.value, lang)
    left = days_left(context, clock) if standing in (Standing.RUNNING, Standing.OVERDUE) else None
    if left is None:
        return f"{label} {clock.ended or ''}".strip()
    return f"{label} " + pick(context.rulebooks.labels["life"]["days"], lang).format(days=left)


def _label(context: Context, group: str, value: str, lang: str) -> str:
    return pick(context.rulebooks.term(group, value), lang) or value


def _json(context: Context, clocks: Sequence[Clock], lang: str) -> str:
    rows = [
        {
            "timer": one.timer,
            "title": _label(context, "timer", one.timer, lang),
            "subject": one.about.subject,
            "path": one.about.path,
            "organisation": one.about.org,
            "actor": one.actor.value,
            "start": str(one.start),
            "due": str(one.due) if one.due else None,
            "ended": str(one.ended) if one.ended else None,
            "standing": one.standing(context.on).value,
            "days_left": days_left(context, one),
            "basis": one.basis,
            "verified": one.verified,
            "rulebook": one.rulebook,
            "requirement": one.requirement,
            "citation": context.rulebooks.render_citation(one.citation, lang)
            if one.citation
            else None,
        }
        for one in clocks
    ]
    answer = {"version": 1, "on": str(context.on), "clocks": rows}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _entries(context: Context, clocks: Sequence[Clock], lang: str) -> list[Entry]:
    return [
        Entry(
            f"esep:{one.timer}:{one.about.path}:{one.start}",
            one.due,
            title(context, one, lang),
            f"{_days(context, one, lang)}; {basis(context, one, lang)}",
        )
        for one in clocks
        if one.due
    ]


def _ics(context: Context, clocks: Sequence[Clock], lang: str) -> str:
    return ics(_entries(context, clocks, lang), _name(context, lang), context.on)


def _atom(context: Context, clocks: Sequence[Clock], lang: str) -> str:
    return atom(_entries(context, clocks, lang), _name(context, lang), lang, context.on)


def _name(context: Context, lang: str) -> str:
    return pick(context.rulebooks.labels["life"]["deadlines"], lang)


WRITERS = {"text": _text, "json": _json, "ics": _ics, "atom": _atom}
