# SPDX-License-Identifier: MIT
"""Pages of the law as data: rules, items, acts and rulebooks, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from esep.portal.addresses import page
from esep.portal.render import Renderer
from esep.portal.wording import Words
from esep.rulebook import Citation, Rulebooks

Made = tuple[str, str, Callable[[], bytes]]
SECTION = "rules"
_PLACE = re.compile(r"\{\w+\}", re.ASCII)


def address(lang: str, group: str, name: str) -> str:
    """Rules stand right below /rules/, other things in a folder of their own."""
    slug = name.replace("/", "-").replace(" ", "-")
    return page(lang, SECTION, slug) if group == "rule" else page(lang, SECTION, group, slug)


def addresses_of(renderer: Renderer, lang: str) -> Iterator[tuple[str, str, str]]:
    """Every page of the section: address, group and name."""
    books = renderer.context.rulebooks
    yield page(lang, SECTION), "", ""
    groups = {
        "rule": books.rules,
        "item": books.catalogue,
        "act": books.acts,
        "book": [book.id for book in books.books],
    }
    for group, names in groups.items():
        for name in names:
            yield address(lang, group, name), group, name


def pages(renderer: Renderer, key: str) -> Iterator[Made]:
    """All of them in all languages; they change with the rulebooks alone."""
    makers = {"": _index, "rule": _rule, "item": _item, "act": _act, "book": _book}
    for lang in renderer.settings.languages:
        for path, group, name in addresses_of(renderer, lang):
            yield path, key, partial(_page, renderer, path, group or "index", makers[group], name)


def _page(
    renderer: Renderer,
    path: str,
    group: str,
    make: Callable[[Rulebooks, Words, str], dict[str, Any]],
    name: str,
) -> bytes:
    words = renderer.by_language[path.partition("/")[0]].words
    values = {"banner": None} | make(renderer.context.rulebooks, words, name)
    values["in_force"] = renderer.context.rulebooks.in_force(renderer.settings.on)
    return renderer.page(path, f"law-{group}.html", values["title"], values)


def _index(books: Rulebooks, words: Words, _: str) -> dict[str, Any]:
    families: dict[str, list[Any]] = {}
    for code in sorted(books.rules):
        rule = books.rules[code]
        entry = {"rule": rule, "url": address(words.lang, "rule", code)}
        families.setdefault(code[:3], []).append(entry)
    return {
        "title": words.t("nav.rules"),
        "families": families,
        "items": [(one, address(words.lang, "item", key)) for key, one in books.catalogue.items()],
        "acts": [(one, address(words.lang, "act", key)) for key, one in books.acts.items()],
        "books": [(one, address(words.lang, "book", one.id)) for one in books.books],
    }


def _cited(books: Rulebooks, words: Words, cite: Citation) -> tuple[str, str]:
    url = address(words.lang, "act", cite.act) if cite.act in books.acts else ""
    return books.render_citation(cite, words.lang), url


def _blanked(text: str) -> str:
    """A pattern of the rulebook as a reader fills it in: what a case puts there is left open."""
    return _PLACE.sub("…", text)


def _rule(books: Rulebooks, words: Words, code: str) -> dict[str, Any]:
    rule = books.rule(code)
    return {
        "title": words.pick(rule.title),
        "rule": rule,
        "message": _blanked(words.pick(rule.message)),
        "fix": _blanked(words.pick(rule.fix)),
        "citations": [_cited(books, words, one) for one in rule.citations],
        "requirements": [(one, books.requirements.get(one)) for one in rule.requirements],
    }


def _item(books: Rulebooks, words: Words, key: str) -> dict[str, Any]:
    item = books.item(key)
    listed = [
        (book, ref.number, _cited(books, words, ref.citation))
        for book in books.books
        for name in book.lists
        for ref in book.lists[name]
        if ref.key == key
    ]
    return {
        "title": words.pick(item.title),
        "item": item,
        "listed": listed,
        "conditions": books.conditions,
    }


def _act(books: Rulebooks, words: Words, name: str) -> dict[str, Any]:
    act = books.acts[name]
    cited = [
        (code, address(words.lang, "rule", code))
        for code, rule in sorted(books.rules.items())
        if any(one.act == name for one in rule.citations)
    ]
    status = words.term("force", act.status)
    return {"title": words.pick(act.title), "act": act, "status": status, "rules": cited}


def _book(books: Rulebooks, words: Words, name: str) -> dict[str, Any]:
    book = next(one for one in books.books if one.id == name)
    lists = {
        group: [
            (ref, books.item(ref.key), _cited(books, words, ref.citation))
            for ref in book.lists[group]
        ]
        for group in book.lists
    }
    clocks = [(one, _cited(books, words, one.citation)) for one in book.deadlines.values()]
    return {"title": words.pick(book.title), "book": book, "lists": lists, "clocks": clocks}
