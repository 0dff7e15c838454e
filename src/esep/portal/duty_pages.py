# SPDX-License-Identifier: MIT
"""Boards of duties: what an organisation is late with or must do soon, and what bars its costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from esep.checks.cases import register_clocks
from esep.checks.clocks import About, Actor, Clock, Standing, is_turn_of, set_going
from esep.checks.context import Context
from esep.checks.expenses import planned_year
from esep.portal.addresses import object_page, page
from esep.portal.lists import Listing
from esep.portal.measures import SOON
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.tables import harmless, to_csv, to_xlsx
from esep.portal.wording import Words
from esep.reports.deadlines import Deadlines

Made = tuple[str, str, Callable[[], bytes]]
SECTION = "deadlines"
_PRIVATE = "account"  # its subject is the login of a person (T-28)


def pages(
    renderer: Renderer, listings: Sequence[Listing], marks: Mapping[str, str], key: str
) -> Iterator[Made]:
    """One board per organisation in each language, its calendar and feed; and all of them."""
    context = renderer.context
    cases = [
        one for one in register_clocks(context) if one.timer != _PRIVATE and _is_near(one, context)
    ]
    boards = [
        (one.key, _held(one), [case for case in cases if _concerns(context, case, one.key)])
        for one in listings
        if one.group == "organisations"
    ]
    compared = digest([key, *marks.values(), *map(repr, cases)])
    for lang in renderer.settings.languages:
        path = page(lang, SECTION)
        yield path, compared, partial(_overview, renderer, boards, path)
        for org, briefs, own in boards:
            state = digest([key, *(marks[one.folder] for one in briefs), *map(repr, own)])
            path = page(lang, SECTION, org)
            yield path, state, partial(_board, renderer, org, briefs, own, path)
            for form in ("ics", "atom"):
                feed = partial(_feed, renderer, org, briefs, own, lang, form)
                yield f"{lang}/{SECTION}/{org}.{form}", state, feed
            for form in ("csv", "xlsx"):
                sheet = partial(_sheet, renderer, briefs, lang, form)
                yield f"{lang}/{SECTION}/{org}-expenses.{form}", state, sheet


def _held(listing: Listing) -> list[Brief]:
    return [one for one in listing.briefs if one.shown and one.holder == listing.key]


def _is_near(clock: Clock, context: Context) -> bool:
    return clock.is_running(context.on) and clock.due is not None and clock.due <= context.on + SOON


def _concerns(context: Context, clock: Clock, org: str) -> bool:
    return clock.about.org == org or is_turn_of(context, clock, org)


def _clocks(
    renderer: Renderer, org: str, briefs: Sequence[Brief], cases: Sequence[Clock], lang: str
) -> Deadlines:
    """The deadlines of an organisation's objects and of its cases, the latest first."""
    context, found = renderer.context, list(cases)
    for brief in briefs:
        about = About(brief.id, f"{brief.folder}/passport.yml", brief.holder)
        for timer, actor, start, due in brief.near:
            day = date.fromisoformat(start)
            clock = set_going(context, timer, day, Actor(actor), about)
            found.append(replace(clock, due=date.fromisoformat(due)))
    found.sort(key=lambda one: (one.due or date.max, one.timer, one.about))
    return Deadlines(context, found, lang, org)


def _board(
    renderer: Renderer, org: str, briefs: Sequence[Brief], cases: Sequence[Clock], path: str
) -> bytes:
    words = _words(renderer, path)
    folders = {one.id: one.folder for one in briefs}
    told = _clocks(renderer, org, briefs, cases, words.lang)
    rows = [
        {
            "late": one.standing(renderer.settings.on) is Standing.OVERDUE,
            "due": one.due,
            "what": told.timer(one),
            "subject": one.about.subject,
            "url": _url(words.lang, folders.get(one.about.subject, "")),
            "who": words.term("responsible", one.actor.value),
            "days": told.days(one),
            "basis": told.basis(one),
        }
        for one in told.clocks
    ]
    name = words.pick(renderer.organisations[org])
    values = {"org": org, "name": name, "rows": rows, "on": renderer.settings.on,
              "year": planned_year(renderer.settings.on),
              "barred": [(one, _url(words.lang, one.folder), _lacks(one, words))
                         for one in briefs if one.lacks]}  # fmt: skip
    return renderer.page(path, "duties.html", words.t("duties.of", name=name), values)


def _overview(
    renderer: Renderer, boards: Sequence[tuple[str, list[Brief], list[Clock]]], path: str
) -> bytes:
    words = _words(renderer, path)
    rows = []
    for org, briefs, cases in boards:
        due = [date.fromisoformat(last) for one in briefs for *_, last in one.near]
        due += [one.due for one in cases if one.due]
        if due or any(one.lacks for one in briefs):
            late = sum(day < renderer.settings.on for day in due)
            barred = sum(bool(one.lacks) for one in briefs)
            name = words.pick(renderer.organisations[org])
            url = page(words.lang, SECTION, org)
            rows.append((name, url, late, len(due) - late, barred))
    rows.sort(key=lambda row: (-row[2], -row[4], row[0]))
    title = words.t("nav.deadlines")
    values = {"title": title, "rows": rows, "on": renderer.settings.on}
    return renderer.page(path, "duties-all.html", title, values)


def _feed(
    renderer: Renderer,
    org: str,
    briefs: Sequence[Brief],
    cases: Sequence[Clock],
    lang: str,
    form: str,
) -> bytes:
    told = _clocks(renderer, org, briefs, cases, lang)
    return (told.ics() if form == "ics" else told.atom()).encode()


def _sheet(renderer: Renderer, briefs: Sequence[Brief], lang: str, form: str) -> bytes:
    """Whether the costs of each object in operation are supported in the year to come."""
    words = renderer.by_language[lang].words
    columns = ("object", "code", "holder", "year", "answer", "why")
    rows = [tuple(words.t(f"duties.{one}") for one in columns)]
    year = str(planned_year(renderer.settings.on))
    for one in briefs:
        if one.measures.supported or one.measures.closed:
            said = words.t("duties.closed" if one.lacks else "duties.supported")
            cells = (one.id, one.code, one.holder, year, said, "; ".join(_lacks(one, words)))
            rows.append(tuple(map(harmless, cells)))
    return to_csv(rows) if form == "csv" else to_xlsx(rows)


def _lacks(brief: Brief, words: Words) -> list[str]:
    return [f"{words.term('item', item)}: {words.term('standing', state)}"
            for item, state in brief.lacks]  # fmt: skip


def _url(lang: str, folder: str) -> str:
    return object_page(lang, folder) if folder else ""


def _words(renderer: Renderer, path: str) -> Words:
    words: Any = renderer.by_language[path.partition("/")[0]].words
    found: Words = words
    return found
