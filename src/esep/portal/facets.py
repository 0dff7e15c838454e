# SPDX-License-Identifier: MIT
"""Data of the catalogue's facets: columns for choosing, and rows of names in shards.

Every file is a script that sets one entry of `esepData`, because a page opened from a disk
may not fetch. theme/site/assets/facets.js reads the columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from esep.model.passport import STAGES
from esep.portal.bands import ORDERS, bands
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole
from esep.portal.wording import Words

Made = tuple[str, str, Callable[[], bytes]]
FOLDER = "data/facets"
SHARD = 250
KEYS = ("kind", "holder", "domain", "class", "stage", "band", "fresh", "state", "access", "people")
HEADER = (
    *("facet.id", "code", "facet.coded_on", "name", "kind", "stage", "class", "proprietor"),
    *("holder", "domains", "facet.done", "facet.due", "updated", "facet.page"),
)
_TITLES = {
    "domain": "domains",
    "band": "completeness",
    "fresh": "board.freshness",
    "state": "facet.state",
    "access": "facet.access",
    "people": "people_here",
}
_ORDERED = {**ORDERS, "stage": STAGES, "class": ("1", "2", "3")}
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def files(renderer: Renderer, whole: Whole) -> Iterator[Made]:
    """Every file as address, key and maker; objects stand in the order of the catalogue."""
    briefs, marks = whole.briefs, list(whole.marks.values())
    key, counted = whole.key, whole.of_counts
    found = cache(partial(columns, renderer, briefs))
    yield f"{FOLDER}/columns.js", counted, lambda: script("columns", found())
    for lang, setting in renderer.by_language.items():
        yield f"{FOLDER}/{lang}.js", counted, partial(_words, renderer, found, lang)
        for at in range(0, len(briefs), SHARD):
            name = f"{lang}-{at // SHARD}"
            make = partial(_rows, renderer, setting.words, name, briefs[at : at + SHARD])
            yield f"{FOLDER}/{name}.js", digest([key, *marks[at : at + SHARD]]), make


def script(name: str, value: object) -> bytes:
    """One entry of `esepData`; JSON is JavaScript (ECMA-262 since 2019)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.esepData||={{}})[{json.dumps(name)}]={text};\n".encode()


def columns(renderer: Renderer, briefs: Sequence[Brief]) -> dict[str, Any]:
    """Facets of all objects: `values`, the `sets` of them that occur, and a set's number for
    each object in `width` digits of base 64."""
    rows = _values(renderer, briefs)
    return {
        "size": len(briefs),
        "shard": SHARD,
        "facets": [_column(key, [row[key] for row in rows]) for key in KEYS],
    }


def _values(renderer: Renderer, briefs: Sequence[Brief]) -> list[Mapping[str, tuple[str, ...]]]:
    band_of = bands(renderer)
    found: list[Mapping[str, tuple[str, ...]]] = []
    for brief in briefs:
        own = {"kind": brief.kind, "holder": brief.holder, "class": brief.klass}
        one = {key: value for key, value in {**own, "stage": brief.stage}.items() if value}
        single = {key: (value,) for key, value in {**one, **band_of(brief)}.items()}
        domains = tuple(sorted(set(brief.domains)))
        found.append({**dict.fromkeys(KEYS, ()), **single, "domain": domains})
    return found


def _column(key: str, rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    values = _ordered(key, {value for row in rows for value in row})
    place = {value: at for at, value in enumerate(values)}
    sets = {row: at for at, row in enumerate(sorted(set(rows)))}
    width = 1
    while len(_DIGITS) ** width < len(sets):
        width += 1
    return {
        "key": key,
        "ordered": key in _ORDERED,
        "values": values,
        "sets": [[place[value] for value in row] for row in sets],
        "width": width,
        "codes": "".join(_number(sets[row], width) for row in rows),
    }


def _ordered(key: str, values: set[str]) -> list[str]:
    order = _ORDERED.get(key, ())
    return sorted(values, key=lambda one: (order.index(one) if one in order else 99, one))


def _number(value: int, width: int) -> str:
    return "".join(_DIGITS[value >> 6 * place & 63] for place in reversed(range(width)))


def _words(renderer: Renderer, found: Callable[[], dict[str, Any]], lang: str) -> bytes:
    """What facets and their values are called, in the order of the columns."""
    words = renderer.by_language[lang].words
    facets = found()["facets"]
    value = {
        "as_of": renderer.settings.on.isoformat(),
        "facets": [words.t(_TITLES.get(key, key)) for key in KEYS],
        "values": {
            one["key"]: [value_name(renderer, words, one["key"], v) for v in one["values"]]
            for one in facets
        },
        "header": [words.t(key) for key in HEADER],
    }
    return script(lang, value)


def value_name(renderer: Renderer, words: Words, key: str, value: str) -> str:
    """The name of one value of a facet."""
    if key == "holder":
        known = renderer.organisations.get(value)
        return words.pick(known) if known else value
    return words.term(f"facet_{key}" if key in ORDERS else key, value)


def _rows(renderer: Renderer, words: Words, name: str, briefs: Sequence[Brief]) -> bytes:
    return script(name, [_row(renderer, words, brief) for brief in briefs])


def _row(renderer: Renderer, words: Words, brief: Brief) -> list[Any]:
    """What theme/site/assets/catalogue.js shows and exports of an object."""
    proprietor = brief.proprietor and value_name(renderer, words, "holder", brief.proprietor)
    return [
        brief.folder.partition("/")[2],
        brief.id,
        words.pick(brief.name) if brief.shown else "",
        brief.code,
        brief.coded_on,
        [brief.proprietor, proprietor],
        brief.done,
        brief.due,
        brief.changed_on,
    ]
