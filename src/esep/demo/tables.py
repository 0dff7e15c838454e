# SPDX-License-Identifier: MIT
"""Tables that documents draw from the passport's data."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from esep.demo.case import Case
from esep.demo.content import read, three
from esep.demo.facts import facts, inventory, years
from esep.demo.plan import Doc
from esep.i18n import LANGUAGES

Rows = tuple[tuple[str, ...], ...]


@cache
def _labels() -> dict[str, Any]:
    return dict(read("labels.yml"))


def label(key: str, lang: str) -> str:
    """Return a fixed word of documents."""
    return three(_labels()[key])[lang]


def table(name: str, case: Case, doc: Doc) -> Rows:
    """Return a table's rows, header first; empty when there is nothing to show."""
    rows = _TABLES[name](case, doc)
    return tuple(rows) if len(rows) > 1 else ()


def _head(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(label(key, lang) for key in keys)


def _in(lang: str, texts: list[str]) -> str:
    return texts[LANGUAGES.index(lang)]


def _parties(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    bodies, lang = case.content.organisations, doc.language
    who = [("proprietor", case.proprietor), ("holder", case.org),
           ("supplier", case.entry["supplier"])]  # fmt: skip
    if case.kind == "psp":
        who.append(("operator", "tirek"))
    rows = [
        (label(role, lang), bodies[slug][lang], case.content.bin_of(slug)) for role, slug in who
    ]
    return [_head(lang, "role", "body", "bin"), *rows]


def _functions(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    lang, rows = doc.language, [_head(doc.language, "kind", "name")]
    for key in ("function", "service", "capability"):
        group = "capabilities" if key == "capability" else f"{key}s"
        rows += [
            (label(key, lang), case.content.words(group, slug)[lang])
            for slug in case.entry.get(group, [])
        ]
    return rows


def _parts(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    parts = case.content.vocabulary["components"]
    rows = [
        tuple(_in(doc.language, text) for text in parts[key]) for key in case.entry.get("parts", [])
    ]
    return [_head(doc.language, "name", "purpose"), *rows]


def _talks(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    lang, objects = doc.language, case.content.objects
    rows = []
    for other, direction, kind in case.entry.get("talks", []):
        name = objects[other]["short"][lang] if other in objects else other
        rows.append((name, label(direction, lang), case.content.words("types", kind)[lang]))
    return [_head(lang, "object", "direction", "data"), *rows]


def _data(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    lang, rows = doc.language, []
    for line in facts([case]).get("stored_data", []):
        personal = label("yes_" if line["personal"] == "yes" else "no_", lang)
        kept = years(case, int(line["retention"].split()[0]), lang)
        rows.append((line["name"][lang], personal, kept))
    return [_head(lang, "data", "personal", "retention"), *rows]


def _inventory(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    rows = [
        (line["name"][doc.language], line["characteristics"], line["quantity"])
        for line in inventory(case)
    ]
    return [_head(doc.language, "name", "characteristics", "quantity"), *rows]


def _costs(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    first, half = case.money * 3 // 10, case.money // 2
    year = case.dates["contract"].year
    last = case.dates["operation"].year
    rows = [(str(year), _money(first)), (str(last), _money(half)),
            (str(last), _money(case.money - first - half))]  # fmt: skip
    return [_head(doc.language, "year", "plan"), *rows]


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u00a0")


def _schedule(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    steps = _labels()["milestones"]
    if case.how == "acquisition" and not case.cycle:
        steps = {key: steps[key] for key in ("tor", "contract", "operation")}
    rows = [(_in(doc.language, steps[key]), case.dates[key].strftime("%d.%m.%Y")) for key in steps]
    return [_head(doc.language, "stage", "date"), *rows]


def _cases(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    chosen = _chosen(case, doc)
    rows = [
        (str(n), _in(doc.language, what), _in(doc.language, expected))
        for n, (what, expected) in enumerate(chosen, 1)
    ]
    return [("№", *_head(doc.language, "check", "expected")), *rows]


def _results(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    rows = [
        (str(n), _in(doc.language, what), label("passed", doc.language))
        for n, (what, _) in enumerate(_chosen(case, doc), 1)
    ]
    return [("№", *_head(doc.language, "check", "result")), *rows]


def _chosen(case: Case, doc: Doc) -> list[Any]:
    every = _labels()["cases"]
    start = case.pick(str(doc.extra.get("test_kind")), 0, len(every) - 1)
    return [every[(start + n) % len(every)] for n in range(5)]


def _security(_: Case, doc: Doc) -> list[tuple[str, ...]]:
    bad = doc.extra.get("result") == "negative"
    rows = [
        (_in(doc.language, what), label("failed" if bad and n == 1 else "passed", doc.language))
        for n, what in enumerate(_labels()["security"])
    ]
    return [_head(doc.language, "check", "result"), *rows]


def _log(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    rows = [
        (case.after("creation.trial", 2 + 11 * n), _in(doc.language, what))
        for n, what in enumerate(_labels()["log"])
    ]
    return [_head(doc.language, "date", "what"), *rows]


def _commission(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    lang, names = doc.language, case.content.phrases["position_names"]
    signed = label("signed", lang)
    first = (f"{label('chair', lang)}: {_in(lang, names[0])}", signed)
    return [
        _head(lang, "member", "signature"),
        first,
        *((_in(lang, name), signed) for name in names[1:]),
    ]


def _sign(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    lang, bodies = doc.language, case.content.organisations
    who = [("holder", case.org)]
    if "parties" in doc.extra:
        who = [("customer", case.org), ("supplier", case.entry["supplier"])]
    rows = [(label(role, lang), bodies[slug][lang], label("signed", lang)) for role, slug in who]
    return [_head(lang, "role", "body", "signature"), *rows]


def _assets(case: Case, doc: Doc) -> list[tuple[str, ...]]:
    rows = [
        (line["name"][doc.language], line["inventory_no"], line["quantity"])
        for line in inventory(case)
    ]
    return [_head(doc.language, "name", "inventory_no", "quantity"), *rows]


def _pairs(group: str) -> Callable[[Case, Doc], list[tuple[str, ...]]]:
    def rows(_: Case, doc: Doc) -> list[tuple[str, ...]]:
        lines = [(_in(doc.language, a), _in(doc.language, b)) for a, b in _labels()[group]]
        return [_head(doc.language, "indicator", "level"), *lines]

    return rows


_TABLES: dict[str, Callable[[Case, Doc], list[tuple[str, ...]]]] = {
    "parties": _parties,
    "functions": _functions,
    "parts": _parts,
    "talks": _talks,
    "data": _data,
    "inventory": _inventory,
    "costs": _costs,
    "schedule": _schedule,
    "cases": _cases,
    "results": _results,
    "security": _security,
    "log": _log,
    "commission": _commission,
    "sign": _sign,
    "assets": _assets,
    "service": _pairs("service_level"),
    "backup": _pairs("backup"),
}
