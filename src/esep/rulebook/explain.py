# SPDX-License-Identifier: MIT
"""Everything the rulebooks say about one code, number, key or act, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from esep.errors import UserError
from esep.i18n import pick
from esep.rulebook.books import Rulebooks
from esep.rulebook.model import Act, Citation, Deadline, Item, LedgerRow, Rule, Rulebook, Text3
from esep.rulebook.needs import cell

Line = tuple[str, str]


def explain(books: Rulebooks, name: str, lang: str) -> Iterator[Line]:
    """Label and text, line by line; the first line says what was found.

    `name` is a rule, a requirement, an item, a rulebook or an act. Raises `UserError`.
    """
    book = next((b for b in books.books if b.id == name), None)
    if name in books.rules:
        yield from _rule(books, books.rules[name], lang)
    elif name in books.requirements:
        yield from _requirement(books, books.requirements[name], lang)
    elif name in books.catalogue:
        yield from _item(books, books.catalogue[name], lang)
    elif book:
        yield from _book(books, book, lang)
    else:
        try:
            found = books.act(name)
        except UserError:
            raise UserError(
                "the name must be a rule, a requirement, an item, a rulebook or an act "
                f"of the rulebooks; found “{name[:80]}”"
            ) from None
        yield from _act(books, found, lang)


def _rule(books: Rulebooks, rule: Rule, lang: str) -> Iterator[Line]:
    yield _head(books, "rule", rule.code, lang)
    yield _say(books, "title", pick(rule.title, lang), lang)
    yield _say(books, "severity", _term(books, "severity", books.severity(rule.code), lang), lang)
    yield _say(books, "message", pick(rule.message, lang), lang)
    yield _say(books, "fix", pick(rule.fix, lang), lang)
    for cite in rule.citations:
        yield _say(books, "law", books.render_citation(cite, lang), lang)
    if rule.policy:
        yield _say(books, "policy", pick(rule.policy, lang), lang)
    yield _say(books, "requirements", ", ".join(rule.requirements), lang)
    yield _say(books, "since", rule.since, lang)
    if rule.retired:
        yield _say(books, "retired", rule.retired, lang)


def _requirement(books: Rulebooks, row: LedgerRow, lang: str) -> Iterator[Line]:
    yield _head(books, "requirement", row.id, lang)
    yield _say(books, "gist", pick(row.gist, lang), lang)
    if row.citation:
        yield _say(books, "law", books.render_citation(row.citation, lang), lang)
    yield from _list(books, "actors", [_term(books, "actor", a, lang) for a in row.actors], lang)
    yield from _list(books, "classes", [_term(books, "class", c, lang) for c in row.classes], lang)
    if row.reason:
        yield _say(books, "reason", pick(row.reason, lang), lang)
    for clock in _clocks(books):
        if clock.requirement == row.id:
            yield _say(books, "deadline", _length(books, clock, lang), lang)
    codes = [r.code for r in books.rules.values() if row.id in r.requirements]
    yield from _list(books, "rules", codes, lang)


def _item(books: Rulebooks, item: Item, lang: str) -> Iterator[Line]:
    yield _head(books, "item", item.key, lang)
    yield _say(books, "title", pick(item.title, lang), lang)
    for book in books.books:
        for name, refs in book.lists.items():
            for ref in refs:
                if ref.key == item.key:
                    yield _say(books, "numbers", f"{book.id}, {name}: {ref.number}", lang)
    formats = [f for f in (item.originals, item.drafts) if f]
    yield from _list(books, "formats", formats, lang)
    yield _say(books, "multiplicity", pick(item.multiplicity, lang), lang)
    yield _say(books, "access", _term(books, "access", item.access, lang), lang)
    kinds = [f"{kind}: {need}" for kind, need in item.kinds.items()]
    yield _say(books, "kinds", ", ".join(kinds), lang)
    for stage, text in item.stages.items():
        need = cell("", text).text
        yield _say(books, "stages", f"{_term(books, 'stage', stage, lang)}: {need}", lang)
    for condition in sorted({n for n in item.kinds.values() if n in books.conditions}):
        text = f"{condition}: {pick(books.conditions[condition].text, lang)}"
        yield _say(books, "conditions", text, lang)
    codes = [r.code for r in books.rules.values() if r.values.get("item", "item") == "item"]
    named = [c for c in codes if "{item}" in books.rules[c].message["en"]]
    yield from _list(books, "rules", named, lang)


def _book(books: Rulebooks, book: Rulebook, lang: str) -> Iterator[Line]:
    yield _head(books, "rulebook", book.id, lang)
    yield _say(books, "title", pick(book.title, lang), lang)
    yield _say(books, "status", _term(books, "force", book.force, lang), lang)
    start = _dated(books, book.valid_from, book.from_verified, lang)
    end = _dated(books, book.valid_to, book.to_verified, lang) if book.valid_to else "…"
    yield _say(books, "force", f"{start} – {end}", lang)
    for clock in book.deadlines.values():
        yield _say(books, "deadline", _length(books, clock, lang), lang)
    for name, refs in book.lists.items():
        yield _say(books, "numbers", f"{name}: {len({r.number.rstrip('abc') for r in refs})}", lang)
    yield from _notes(books, (*((book.banner,) if book.banner else ()), *book.notes), lang)


def _act(books: Rulebooks, act: Act, lang: str) -> Iterator[Line]:
    yield _head(books, "act", act.id, lang)
    yield _say(books, "title", pick(act.title, lang), lang)
    yield _say(books, "status", _term(books, "force", act.status, lang), lang)
    span = [_dated(books, day, act.verified, lang) if day else "…" for day in (act.start, act.end)]
    if act.start or act.end:
        yield _say(books, "force", " – ".join(span), lang)
    if act.registration:
        yield _say(books, "registration", act.registration, lang)
    for edition in act.editions:
        day = _dated(books, edition.start, edition.verified, lang) if edition.start else "…"
        yield _say(books, "force", f"{day}, {edition.by}", lang)
    yield from _list(books, "urls", act.urls, lang)
    yield from _notes(books, act.notes, lang)
    rows = [r.id for r in books.requirements.values() if _cites(r.citation, act)]
    yield from _list(books, "requirements", rows, lang)
    if act.last_checked:
        yield _say(books, "checked", f"{act.last_checked:%d.%m.%Y}", lang)


def _cites(citation: Citation | None, act: Act) -> bool:
    return citation is not None and citation.act == act.id


def _clocks(books: Rulebooks) -> Iterator[Deadline]:
    for book in books.books:
        yield from book.deadlines.values()
    for order in books.orders.values():
        yield from order.timers.values()


def _length(books: Rulebooks, clock: Deadline, lang: str) -> str:
    unit = _term(books, "unit", clock.unit, lang)
    cite = books.render_citation(clock.citation, lang)
    length = f"{clock.length} {unit}" if clock.length else unit
    return f"{clock.timer}: {length} ({clock.rulebook}; {cite})"


def _dated(books: Rulebooks, day: date | None, verified: bool, lang: str) -> str:
    mark = _term(books, "explain", "verified" if verified else "unverified", lang)
    return f"{day:%d.%m.%Y} ({mark})" if day else "…"


def _notes(books: Rulebooks, notes: tuple[Text3, ...], lang: str) -> Iterator[Line]:
    for note in notes:
        yield _say(books, "notes", pick(note, lang), lang)


def _list(
    books: Rulebooks, label: str, values: list[str] | tuple[str, ...], lang: str
) -> Iterator[Line]:
    if values:
        yield _say(books, label, ", ".join(values), lang)


def _head(books: Rulebooks, kind: str, name: str, lang: str) -> Line:
    return _term(books, "explain_kind", kind, lang), name


def _say(books: Rulebooks, label: str, text: str, lang: str) -> Line:
    return _term(books, "explain", label, lang), text


def _term(books: Rulebooks, group: str, value: str, lang: str) -> str:
    return pick(books.term(group, value), lang) or value
