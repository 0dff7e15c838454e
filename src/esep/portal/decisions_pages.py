# SPDX-License-Identifier: MIT
"""Pages of decisions with money behind them: the operator's list, costs, services, contracts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from esep.checks import costs, portal_data, services
from esep.checks.applications import grounds, score_case
from esep.checks.platform_advice import ahead
from esep.exchange.application import form
from esep.i18n import pick
from esep.portal.addresses import object_page, page
from esep.portal.render import Renderer
from esep.portal.tables import to_csv, to_xlsx
from esep.reports import contracts, platform_advice
from esep.reports.decision_words import say
from esep.reports.operator_case import tell
from esep.reports.operator_register import Entry, history, register, rows
from esep.reports.operator_score import lacking, remark

Made = tuple[str, str, Callable[[], bytes]]
LIST, BLANK = "operator-list", "____________________"


def pages(renderer: Renderer, key: str) -> Iterator[Made]:
    """All of them in all languages, and the register as tables."""
    entries = register(renderer.context)
    for lang in renderer.settings.languages:
        yield _made(renderer, key, lang, (LIST,), "list", partial(_list, entries, lang))
        for entry in entries:
            parts = (LIST, entry.case.id)
            make = partial(_case, renderer, entry, lang)
            yield _made(renderer, key, lang, parts, "case", make)
            paper = partial(_paper, renderer, entry, lang)
            yield _made(renderer, key, lang, (*parts, "application"), "application", paper)
        yield _made(renderer, key, lang, ("cost",), "cost", partial(_cost, renderer))
        yield _made(
            renderer, key, lang, ("services",), "services", partial(_services, renderer, lang)
        )
        board = partial(_contracts, renderer, lang)
        yield _made(renderer, key, lang, ("contracts",), "contracts", board)
    for name, write in (("csv", to_csv), ("xlsx", to_xlsx)):
        yield f"data/operator-list.{name}", key, partial(_table, write, entries)


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


def _table(write: Callable[..., bytes], entries: tuple[Entry, ...]) -> bytes:
    return write(list(rows(entries)))


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
    law = context.rulebooks.orders["353"].data
    scored = record is not None and record.passport.kind in law["kinds"]
    found: dict[str, Any] = {
        "title": say("case.title", lang, id=case.id),
        "case": case,
        "name": pick(case.value["application"]["object_name"], lang),
        "object_url": object_page(lang, record.folder) if record else "",
        "body": pick(renderer.organisations.get(case.value["application"]["body"]), lang),
        "application_url": page(lang, LIST, case.id, "application"),
        "history": list(history(case)),
        "clocks": [tell(context, one, lang) for one in entry.running],
        "reasons": case.steps.get("decided", {}).get("reasons", ()),
        "explanation": case.steps.get("decided", {}).get("explanation"),
        "data": portal_data.rows(context, record) if record else (),
        "grounds": grounds(context, case, record) if record else (),
        "score": None,
    }
    if record and scored:
        score = score_case(context, case, record)
        titles = {one["id"]: pick(one["title"], lang) for one in law["criteria"]}
        options = [(one, titles[one.id], remark(one, lang)) for one in score.options]
        found |= {"score": score, "options": options, "lacking": lacking(score, law, lang)}
    return found


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


def _services(renderer: Renderer, lang: str) -> dict[str, Any]:
    context = renderer.context
    found = [one.value for one in services.records(context) if one.is_valid]
    return {
        "ahead": [
            (
                pick(one.value["name"], lang),
                object_page(lang, one.folder),
                list(platform_advice.lines(context, one, lang)),
            )
            for one in ahead(context)
        ],
        "services": found,
        "shares": services.shares(context),
        "organisations": renderer.organisations,
    }


def _contracts(renderer: Renderer, lang: str) -> dict[str, Any]:
    """A public page leaves out claims, costs, and what only papers that are not public tell."""
    every = contracts.board(renderer.context, contracts.of_organisation(renderer.context, ""), lang)
    if renderer.settings.edition == "public":
        every = [replace(one, faults=_open(one)) for one in every if _is_open(one)]
    day = renderer.settings.on.isoformat()
    names = {
        one.id: (pick(one.value["name"], lang), object_page(lang, one.folder))
        for one in renderer.context.registry.objects()
        if one.is_valid
    }
    return {
        "ahead": [one for one in every if not one.ends or one.ends >= day],
        "past": [one for one in reversed(every) if one.ends and one.ends < day],
        "names": names,
        "organisations": renderer.organisations,
        "tenge": costs.tenge,
    }


def _is_open(line: contracts.Line) -> bool:
    return line.what in ("warranty", "contract", "environment") and "no_record" not in line.faults


def _open(line: contracts.Line) -> tuple[str, ...]:
    return tuple(one for one in line.faults if one in ("supplier_bin", "paid_over"))
