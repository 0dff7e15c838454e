# SPDX-License-Identifier: MIT
"""Pages of decisions with money behind them: the operator's list, costs, services, contracts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from esep.checks import costs, portal_data, services
from esep.checks.applications import grounds, score_case
from esep.checks.operator_list import Option, Score
from esep.exchange.application import form
from esep.portal import tables
from esep.portal.addresses import object_page, page
from esep.portal.records import Brief, owners
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole
from esep.portal.tongues import pick
from esep.reports import contracts
from esep.reports.decision_words import say
from esep.reports.operator_case import tell
from esep.reports.operator_register import Entry, history, register, rows
from esep.reports.operator_score import ACTS, act, lacking, origin

Made = tuple[str, str, Callable[[], bytes]]
LIST, BLANK = "operator-list", "____________________"
ROWS = 200  # lines of contracts on a page


def pages(renderer: Renderer, whole: Whole) -> Iterator[Made]:
    """All of them in all languages, and the register as tables."""
    entries = register(renderer.context)
    key = digest([whole.key, *(_read_of(renderer, whole, one) for one in entries)])
    for lang in renderer.settings.languages:
        yield _made(renderer, key, lang, (LIST,), "list", partial(_list, entries, lang))
        for entry in entries:
            parts = (LIST, entry.case.id)
            own = digest([whole.key, _read_of(renderer, whole, entry)])
            make = partial(_case, renderer, entry, lang)
            yield _made(renderer, own, lang, parts, "case", make)
            paper = partial(_paper, renderer, entry, lang)
            yield _made(renderer, own, lang, (*parts, "application"), "application", paper)
        yield _made(renderer, whole.key, lang, ("cost",), "cost", partial(_cost, renderer))
        make = partial(_services, renderer, whole, lang)
        yield _made(renderer, _planned(whole), lang, ("services",), "services", make)
    yield from _contracts(renderer, whole)
    for path, file in tables.files(f"data/{LIST}", lambda: list(rows(entries))):
        yield path, key, file


def _read_of(renderer: Renderer, whole: Whole, entry: Entry) -> str:
    """Tells what is read of objects for one application: its own, and those it names."""
    if entry.record is None:
        return ""
    folder = entry.record.folder
    known = renderer.context.registry.folders_by_id
    brief = next(one for one in whole.briefs if one.folder == folder)
    faces = [whole.told[known[ref][0]].face for ref in brief.refs if ref in known]
    return digest([whole.sources[folder], faces])


def _made(
    renderer: Renderer,
    key: str,
    lang: str,
    parts: tuple[str, ...],
    name: str,
    values: Callable[[], dict[str, Any]],
) -> Made:
    path = page(lang, *parts)
    return path, key, partial(_render, renderer, path, lang, name, values)


def _render(
    renderer: Renderer, path: str, lang: str, name: str, values: Callable[[], dict[str, Any]]
) -> bytes:
    def said(key: str, **places: object) -> str:
        return say(key, lang, **places)

    titles = {"list": "list.title", "cost": "cost.title", "contracts": "board.title"}
    found = {"say": said, "title": say(titles.get(name, "services.title"), lang)} | values()
    return renderer.page(path, f"decisions/{name}.html", str(found["title"]), found)


def _list(entries: tuple[Entry, ...], lang: str) -> dict[str, Any]:
    lines = [
        {
            "url": page(lang, LIST, one.case.id),
            "name": pick(one.case.value["application"]["object_name"], lang),
            "state": one.case.state,
            "date": one.case.value["application"]["date"],
            "order": one.case.steps.get("ordered", {}),
            "listed": one.is_listed,
        }
        for one in entries
    ]
    return {"lines": lines}


def _case(renderer: Renderer, entry: Entry, lang: str) -> dict[str, Any]:
    context, case, record = renderer.context, entry.case, entry.record
    words = renderer.by_language[lang].words
    body = case.value["application"]["body"]
    named = body in renderer.organisations
    law = context.rulebooks.orders["353"].data
    scored = record is not None and record.passport.kind in law["kinds"]
    name = pick(case.value["application"]["object_name"], lang)
    found: dict[str, Any] = {
        "title": name,
        "kicker": say("case.title", lang, id=case.id),
        "case": case,
        "name": name,
        "object_url": object_page(lang, record.folder) if record else "",
        "body": pick(renderer.organisations[body], lang) if named else body,
        "body_url": page(lang, "organisations", body) if named else "",
        "application_url": page(lang, LIST, case.id, "application"),
        "history": list(history(case)),
        "clocks": [tell(context, one, lang, words.date) for one in entry.running],
        "reasons": case.steps.get("decided", {}).get("reasons", ()),
        "explanation": case.steps.get("decided", {}).get("explanation"),
        "data": portal_data.rows(context, record) if record else (),
        "grounds": grounds(context, case, record) if record else (),
        "score": None,
    }
    if record and scored:
        found |= _score(score_case(context, case, record), law, lang)
    return found


def _score(score: Score, law: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The score with its options by what a reader may do about them."""
    titles = {one["id"]: pick(one["title"], lang) for one in law["criteria"]}
    acts: dict[str, list[tuple[Option, str, str]]] = {name: [] for name in ACTS}
    for one in score.options:
        acts[act(one)].append((one, titles[one.id], origin(one, lang)))
    named = ((one["id"], pick(one["title"], lang)) for one in law["groups"])
    return {
        "score": score,
        "acts": acts,
        "groups": [(name, title, score.groups[name]) for name, title in named],
        "each": int(law["pass"]["each_group_at_least"]),
        "least": law["pass"]["total_at_least"],
        "lacking": lacking(score, law, lang),
    }


def _paper(renderer: Renderer, entry: Entry, lang: str) -> dict[str, Any]:
    """The printable form; the name of a person is left blank on a public page."""
    text = form(renderer.context, entry.case, lang, signatory=BLANK)
    url = page(lang, LIST, entry.case.id)
    return {"title": say("case.title", lang, id=entry.case.id), "form": text, "case_url": url}


def _cost(renderer: Renderer) -> dict[str, Any]:
    method = costs.methods(renderer.context)["functional-size"]
    counted = {name: method[name] for name in ("id", "version", "norms")}
    counted["inputs"] = [{"id": one["id"], "weight": one["weight"]} for one in method["inputs"]]
    day = renderer.settings.on.isoformat()
    return {"method": method, "data": json.dumps(counted), "day": day}


def _planned(whole: Whole) -> str:
    """Tells one state of the recommendations on the platform from another."""
    told = whole.told
    return digest(
        [
            whole.key,
            *(
                (one.folder, one.name, told[one.folder].advice)
                for one in whole.briefs
                if told[one.folder].advice
            ),
        ]
    )


def _services(renderer: Renderer, whole: Whole, lang: str) -> dict[str, Any]:
    context = renderer.context
    found = [one.value for one in services.records(context) if one.is_valid]
    return {
        "ahead": [
            (pick(one.name, lang), object_page(lang, one.folder), advice[lang])
            for one in whole.briefs
            if (advice := whole.told[one.folder].advice)
        ],
        "services": found,
        "shares": services.shares(context),
        "organisations": renderer.organisations,
    }


def _board(renderer: Renderer, whole: Whole) -> Iterator[contracts.Line]:
    """A public page leaves out claims, costs, and what only papers that are not public tell."""
    for line in contracts.ordered(line for one in whole.told.values() for line in one.lines):
        if renderer.settings.edition != "public":
            yield line
        elif _is_open(line):
            yield line._replace(faults=_open(line))


def _contracts(renderer: Renderer, whole: Whole) -> Iterator[Made]:
    """What ends ahead, the next one first; then what has ended, the latest first."""
    board, by_id = list(_board(renderer, whole)), owners(whole.briefs)
    day = renderer.settings.on.isoformat()
    ahead = [one for one in board if not one.ends or one.ends >= day]
    every = ahead + [one for one in reversed(board) if one.ends and one.ends < day]
    starts = range(0, max(len(every), 1), ROWS)
    paths = {
        lang: [page(lang, "contracts", number=n) for n, _ in enumerate(starts, 1)]
        for lang in renderer.settings.languages
    }
    for number, at in enumerate(starts, 1):
        some, near = every[at : at + ROWS], max(len(ahead) - at, 0)
        briefs = {one.object: by_id[one.object] for one in some}
        own = digest(
            [
                whole.key,
                near,
                len(starts),
                *some,
                [(one.folder, one.name) for one in briefs.values()],
            ]
        )
        for lang, listed in paths.items():
            place = {"pages": listed, "current": number}
            values = partial(_contract_lines, renderer, lang, some, near, briefs, place)
            path = listed[number - 1]
            yield path, own, partial(_render, renderer, path, lang, "contracts", values)


def _contract_lines(
    renderer: Renderer,
    lang: str,
    some: Sequence[contracts.Line],
    near: int,
    briefs: Mapping[str, Brief],
    place: Mapping[str, Any],
) -> dict[str, Any]:
    """The lines of a page; the first `near` of them end ahead."""
    return {
        "ahead": [one.told(lang) for one in some[:near]],
        "past": [one.told(lang) for one in some[near:]],
        "named": lambda name: (
            pick(briefs[name].name, lang),
            object_page(lang, briefs[name].folder),
        ),
        "organisations": renderer.organisations,
        "tenge": lambda tiyn: costs.tenge(tiyn).removesuffix(".00"),
        **place,
    }


def _is_open(line: contracts.Line) -> bool:
    return line.what in ("warranty", "contract", "environment") and "no_record" not in line.faults


def _open(line: contracts.Line) -> tuple[str, ...]:
    return tuple(one for one in line.faults if one in ("supplier_bin", "paid_over"))
