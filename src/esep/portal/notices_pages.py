# SPDX-License-Identifier: MIT
"""Notices N1 and on: a page and a feed for the registry and for every organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from esep.portal.addresses import object_page, page, public
from esep.portal.deadlines_pages import address, named
from esep.portal.past import Past
from esep.portal.settings import digest
from esep.portal.wording import Words
from esep.reports.feeds import Entry, atom
from esep.workflow.notices import Notice

Made = tuple[str, str, Callable[[], bytes]]
SECTION = "notices"
ROWS, ENTRIES = 200, 100
_ACCOUNTS, _GAPS = "N1", "N2"  # the object is a login; what is lacking are keys of items
_ALIKE = "N15"  # what it is alike to is an object
_DATES = ("due", "start")


def pages(past: Past, key: str) -> Iterator[Made]:
    """Every page of notices with its feed, in every language."""
    for org in ("", *past.renderer.organisations):
        made_from = digest([key, past.mark(org)])
        for lang in past.renderer.settings.languages:
            path = address(lang, org, SECTION)
            yield path, made_from, partial(_page, past, path, org)
            if not past.fault:
                make = partial(_feed, past, path, org)
                yield _feed_address(path), made_from, make


def _feed_address(path: str) -> str:
    return f"{public(path)}{SECTION}.atom"


def _page(past: Past, path: str, org: str) -> bytes:
    lang, renderer = path.partition("/")[0], past.renderer
    words, told = renderer.by_language[lang].words, past.notices_to(org)
    values = {
        "org": org,
        "name": words.pick(renderer.organisations[org]) if org else "",
        "rows": [_row(past, one, words) for one in told[:ROWS]],
        "all": len(told),
        "fault": past.fault,
        "on": renderer.settings.on,
        "feed": _feed_address(path),
    }
    title = words.t("notice.title")
    heading = f"{title}: {values['name']}" if org else title
    return renderer.page(path, "notices.html", heading, values)


def _row(past: Past, one: Notice, words: Words) -> dict[str, Any]:
    """One notice in words; a public page does not name the login of an account."""
    brief, books = past.by_id.get(one.object), past.renderer.context.rulebooks
    hidden = one.kind == _ACCOUNTS and past.renderer.settings.edition == "public"
    subject = _addressee(past, one, words) if hidden else named(brief, one.object, words)
    law = books.requirements.get(one.requirement)
    return {
        "id": "" if hidden else one.id,
        "on": one.on,
        "kind": one.kind,
        "to": _addressee(past, one, words),
        "text": _said(past, one, subject, words).text(past.texts, words.lang),
        "url": object_page(words.lang, brief.folder) if brief else "",
        "basis": books.render_citation(law.citation, words.lang) if law and law.citation else "",
    }


def _said(past: Past, one: Notice, subject: str, words: Words) -> Notice:
    """The notice with names and dates as people read them."""
    said = {name: words.date(text) if name in _DATES else text for name, text in one.params.items()}
    if one.kind == _GAPS:
        said["what"] = ", ".join(words.term("item", key) for key in said["what"].split(", "))
    if one.kind == _ALIKE:
        said["what"] = named(past.by_id.get(said["what"]), said["what"], words)
    return replace(one, object=subject, params=said)


def _addressee(past: Past, one: Notice, words: Words) -> str:
    known = past.renderer.organisations
    return words.pick(known[one.to]) if one.to in known else words.term("organisation_type", one.to)


def _feed(past: Past, path: str, org: str) -> bytes:
    lang, renderer = path.partition("/")[0], past.renderer
    words, place = renderer.by_language[lang].words, renderer.settings.address
    title = words.t("notice.title")
    if org:
        title = f"{title}: {words.pick(renderer.organisations[org])}"
    entries = []
    for number, one in enumerate(past.notices_to(org)[:ENTRIES]):
        row = _row(past, one, words)
        url = place + public(row["url"] or page(lang, SECTION))
        key = row["id"] or f"{one.kind}:{one.event}:{one.to}:{one.on}:{number}"
        text = "; ".join(filter(None, (one.kind, row["to"], row["basis"])))
        entries.append(Entry(f"esep:notice:{key}", one.on, row["text"], text, url))
    on = renderer.settings.on
    return atom(entries, title, lang, on, place + _feed_address(path)).encode()
