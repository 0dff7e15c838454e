# SPDX-License-Identifier: MIT
"""Pages of the cases of Order 129, one for all of them and one for each, and their tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from esep.checks import trusted_software
from esep.checks.procedures import Case, cases, object_of, procedures
from esep.portal import tables
from esep.portal.addresses import object_page, page
from esep.portal.case_links import CASES, case_page
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.tongues import pick
from esep.portal.wording import Words
from esep.reports.cases import facts, rows, running, state, steps, title
from esep.reports.decision_words import say
from esep.reports.operator_case import tell

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Made = tuple[str, str, Callable[[], bytes]]


def pages(renderer: Renderer, briefs: Sequence[Brief], key: str) -> Iterator[Made]:
    """All of them in all languages, and the cases as tables."""
    platform = next((one.platform for one in briefs if one.platform), "")
    for lang in renderer.settings.languages:
        path, values = page(lang, CASES), partial(_all, renderer, platform)
        yield path, key, partial(_render, renderer, path, lang, "cases", values)
        for case in cases(renderer.context):
            path = case_page(lang, case)
            values = partial(_one, renderer, case, platform)
            yield path, key, partial(_render, renderer, path, lang, "one-case", values)
    for path, make in tables.files("data/cases", partial(_table, renderer), json=_json):
        yield path, key, make


def _render(
    renderer: Renderer, path: str, lang: str, name: str, values: Callable[[str], dict[str, Any]]
) -> bytes:
    def said(key: str, **places: object) -> str:
        return say(key, lang, **places)

    found = {"say": said, **values(lang)}
    return renderer.page(path, f"decisions/{name}.html", str(found["title"]), found)


def _table(renderer: Renderer) -> tables.Rows:
    return list(rows(renderer.context, cases(renderer.context)))


def _json(table: tables.Rows) -> bytes:
    return tables.to_json("cases", table).encode()


def _all(renderer: Renderer, platform: str, lang: str) -> dict[str, Any]:
    context = renderer.context
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in procedures(context)}
    for case in sorted(cases(context), key=lambda one: (one.value["date"], one.id), reverse=True):
        by_kind[case.kind].append(_line(renderer, case, lang))
    entries = trusted_software.entries(context).values()
    return {
        "title": say("cases.title", lang),
        "kinds": by_kind,
        "entries": sorted(entries, key=lambda one: str(one["number"])),
        "requirements": platform,
    }


def _line(renderer: Renderer, case: Case, lang: str) -> dict[str, Any]:
    due = [one.due for one in running(renderer.context, case) if one.due]
    return {
        "url": case_page(lang, case),
        "name": pick(case.value["name"], lang),
        "party": _named(renderer, case.party, lang),
        "date": case.value["date"],
        "state": state(renderer.context, case, lang),
        "due": min(due, default=None),
        "is_late": bool(due) and min(due) < renderer.context.on,
    }


def _one(renderer: Renderer, case: Case, platform: str, lang: str) -> dict[str, Any]:
    context, record = renderer.context, object_of(renderer.context, case)
    words = renderer.by_language[lang].words
    return {
        "title": title(context, case, lang),
        "case": case,
        "name": pick(case.value["name"], lang),
        "state": state(context, case, lang),
        "object_url": object_page(lang, record.folder) if record else "",
        "object_name": pick(record.value["name"], lang) if record else "",
        "facts": _worded(words, facts(context, case, lang)),
        "steps": [
            replace(one, details=_worded(words, one.details)) for one in steps(context, case, lang)
        ],
        "clocks": [tell(context, one, lang, words.date) for one in running(context, case)],
        "requirements": platform if "operator" in case.value else "",
    }


def _worded(words: Words, told: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Days as people read them."""
    return tuple(
        (label, words.date(text) if _DAY.fullmatch(text) else text) for label, text in told
    )


def _named(renderer: Renderer, slug: str, lang: str) -> str:
    found = renderer.organisations.get(slug)
    return pick(found, lang) if found else slug
