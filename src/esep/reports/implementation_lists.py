# SPDX-License-Identifier: MIT
"""What stands behind the figures of the implementation report: projects, conclusions, debts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from esep.checks.context import Context
from esep.checks.projects import OPEN, is_overdue, subject_of
from esep.checks.risks import Signal, signals
from esep.i18n import LANGUAGES, pick
from esep.model.architecture import Element
from esep.portal.names import name_on
from esep.reports.implementation import Report, texts

_LARGE = re.compile(r"(?<![\w.-])[0-9]{5,}(?![\w.-])")


class Table(NamedTuple):
    """`rows` are as long as `columns`; the first column is the widest."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def tables(context: Context, report: Report, lang: str) -> Iterator[Table]:
    """Every list in one language."""
    made = (
        ("projects", ("project", "owner", "stage", "conclusion"), _projects),
        ("conclusions", ("subject", "conclusion", "date"), _conclusions),
        ("recommendations", ("recommendation", "addressee", "due"), _recommendations),
        ("risks", ("project", "risk", "seen"), _risks),
        ("changes", ("version", "decision", "date"), _changes),
    )
    for name, columns, rows in made:
        titles = tuple(said("columns", one, lang) for one in columns)
        yield Table(said("lists", name, lang), titles, list(rows(context, report, lang)))


def said(group: str, key: str, lang: str) -> str:
    found: Sequence[str] = texts()[group][key]
    return found[LANGUAGES.index(lang)]


def _projects(context: Context, _: Report, lang: str) -> Iterator[tuple[str, ...]]:
    levels = {subject_of(one): one for one in _in_force(context)}
    for one in context.architecture.of("ict_projects"):
        stage = pick(context.rulebooks.term("analysis_stage", one.value["stage"]), lang)
        found = levels.get(one.reference)
        level = _level(context, found, lang) if found else "—"
        yield pick(one.name, lang), _body(context, one.value["owner"], lang), stage, level


def _in_force(context: Context) -> list[Element]:
    known = context.architecture.of("conclusions")
    replaced = {one.value.get("supersedes") for one in known}
    return [one for one in known if one.id not in replaced]


def _level(context: Context, one: Element, lang: str) -> str:
    return pick(context.rulebooks.term("conclusion_level", str(one.value["level"])), lang)


def _conclusions(context: Context, report: Report, lang: str) -> Iterator[tuple[str, ...]]:
    for one in sorted(context.architecture.of("conclusions"), key=lambda one: str(one.value["on"])):
        if report.period.holds(one.value["on"]):
            subject = context.architecture.find(subject_of(one))
            name = pick(subject.name, lang) if subject else subject_of(one)
            yield name, _level(context, one, lang), str(one.value["on"])


def _recommendations(context: Context, _: Report, lang: str) -> Iterator[tuple[str, ...]]:
    today = context.on.isoformat()
    known = [one for one in context.architecture.of("recommendations")
             if one.value["status"] in OPEN]  # fmt: skip
    for one in sorted(known, key=lambda one: str(one.value.get("due_on", "9999"))):
        due = str(one.value.get("due_on", "—"))
        if is_overdue(one, today):
            due = f"{due}, {texts()['overdue'][LANGUAGES.index(lang)]}"
        project = context.architecture.get("ict_projects", one.value.get("project", ""))
        name = pick(one.name, lang) + (f": {pick(project.name, lang)}" if project else "")
        yield name, _body(context, one.value["addressee"], lang), due


def _risks(context: Context, _: Report, lang: str) -> Iterator[tuple[str, ...]]:
    for one in signals(context):
        risk = pick(context.rulebooks.term("risk", one.category), lang)
        yield pick(one.project.name, lang), risk, seen(context, one, lang)


def seen(context: Context, signal: Signal, lang: str) -> str:
    """What a signal of a risk saw, in words; large numbers with their thousands apart."""
    named = context.architecture.get("recommendations", signal.value)
    word = named.name if named else context.rulebooks.term("check_result", signal.value)
    return pick(word, lang) if word else _LARGE.sub(_apart, signal.value)


def _apart(found: re.Match[str]) -> str:
    return f"{int(found[0]):,}".replace(",", "\u00a0")


def _changes(context: Context, report: Report, lang: str) -> Iterator[tuple[str, ...]]:
    for one in context.architecture.of("architecture_versions"):
        if report.period.holds(one.value.get("decided_on", "")):
            status = pick(context.rulebooks.term("version_status", one.value["status"]), lang)
            yield pick(one.name, lang), status, str(one.value["decided_on"])


def _body(context: Context, slug: str, lang: str) -> str:
    record = context.registry.organisations.get(slug)
    if record is None or not record.is_valid:
        return slug
    names = sorted(record.value["names"], key=lambda one: str(one["from"]))
    return pick(names[-1].get("short") or name_on(record.value, context.on), lang)
