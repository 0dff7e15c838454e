# SPDX-License-Identifier: MIT
"""The expense gate of the year to come: report of the registry and of every holder, as tables too.

Told are items by their state, which every edition shows; of documents nothing but their absence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from esep.checks.expenses import planned_year
from esep.portal import tables
from esep.portal.addresses import object_page, public
from esep.portal.deadlines_pages import address
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole
from esep.portal.wording import Words
from esep.reports import expenses

Made = tuple[str, str, Callable[[], bytes]]
SECTION, REQUIREMENT = "expenses", "R129-18"
ANSWERS = ("not_supported", "supported", "not_asked")


def pages(renderer: Renderer, whole: Whole) -> Iterator[Made]:
    """Every report in every language, as page, CSV and XLSX."""
    held: dict[str, list[Brief]] = defaultdict(list)
    for one in whole.briefs:
        if one.shown:
            held[one.holder].append(one)
            held[""].append(one)
    for org in ("", *renderer.organisations):
        some = held[org]
        counted, named = (
            digest([whole.key, *(marks[one.folder] for one in some)])
            for marks in (whole.counted, whole.marks)
        )
        for lang in renderer.settings.languages:
            path = address(lang, org, SECTION)
            yield path, named if org else counted, partial(_page, renderer, some, path, org)
            table = partial(_table, renderer, some, lang)
            for name, make in tables.files(_place(path), table):
                yield name, counted, make


def _place(path: str) -> str:
    """Where the tables stand beside a page."""
    return f"{public(path)}{SECTION}"


def answer(brief: Brief) -> str:
    """One of `ANSWERS`."""
    if brief.measures.supported:
        return "supported"
    return "not_supported" if brief.measures.closed else "not_asked"


def _page(renderer: Renderer, briefs: Sequence[Brief], path: str, org: str) -> bytes:
    lang = path.partition("/")[0]
    words = renderer.by_language[lang].words
    parted: dict[str, list[Brief]] = {name: [] for name in ANSWERS}
    for one in briefs:
        parted[answer(one)].append(one)
    name = words.pick(renderer.organisations[org]) if org else ""
    law = renderer.context.rulebooks.requirements[REQUIREMENT].citation
    values = {
        "org": org,
        "law": renderer.context.rulebooks.render_citation(law, lang) if law else "",
        "name": name,
        "year": planned_year(renderer.settings.on),
        "on": renderer.settings.on,
        "counts": {key: len(some) for key, some in parted.items()},
        "files": [(form.upper(), f"{_place(path)}.{form}") for form in tables.FORMS],
        "closed": [_row(renderer, one, words) for one in parted["not_supported"]] if org else [],
        "others": [_row(renderer, one, words) for one in parted["supported"]] if org else [],
        "boards": [] if org else list(_boards(renderer, briefs, words)),
    }
    title = words.t("expense.title")
    return renderer.page(path, "expenses.html", f"{title}: {name}" if org else title, values)


def _row(renderer: Renderer, brief: Brief, words: Words) -> dict[str, Any]:
    return {
        "name": words.pick(brief.name),
        "url": object_page(words.lang, brief.folder),
        "code": brief.code,
        "why": [expenses.why(renderer.context, *lack, words.lang) for lack in brief.lacks],
    }


def _boards(
    renderer: Renderer, briefs: Sequence[Brief], words: Words
) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Name, address and counts of every holder of objects; those with most gaps first."""
    counted: dict[str, dict[str, int]] = {}
    for one in briefs:
        counts = counted.setdefault(one.holder, dict.fromkeys(ANSWERS, 0))
        counts[answer(one)] += 1
    known = {org: words.pick(name) for org, name in renderer.organisations.items()}

    def order(org: str) -> tuple[int, str]:
        return -counted[org]["not_supported"], known[org].casefold()

    for org in sorted(counted.keys() & known.keys(), key=order):
        yield known[org], address(words.lang, org, SECTION), counted[org]


def _table(renderer: Renderer, briefs: Sequence[Brief], lang: str) -> tables.Rows:
    context, words = renderer.context, renderer.by_language[lang].words
    year = str(planned_year(renderer.settings.on))
    said = {name: words.term("expense_answer", name) for name in ANSWERS}
    why = cache(partial(expenses.why, context, lang=lang))  # few differ, in many objects
    rows = [expenses.header(context, lang)]
    for one in briefs:
        reasons = "; ".join([why(*lack) for lack in one.lacks])
        count = str(len(one.lacks))
        cells = (one.id, one.code, one.holder, year, said[answer(one)], count, reasons)
        rows.append(tuple(map(tables.harmless, cells)))
    return rows
