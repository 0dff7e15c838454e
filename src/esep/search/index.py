# SPDX-License-Identifier: MIT
"""Build the sharded index of the search.

Files served: ``index.js`` (sizes), ``specification.js`` (how to read words), ``labels/…``
(what the box says), ``s/…`` (the glossary), ``t/…`` (terms with postings), ``v/…`` (stems by
their first and last letters, for typing errors) and ``d/<lang>/…`` (what hits show). Kept by
the builder alone: ``state/…``, the documents as indexed. A file depends on the set of
documents, never on its history.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

import yaml

from esep.i18n import LANGUAGES
from esep.search import analyser, synonyms
from esep.search.documents import (
    Document,
    assign_slots,
    dumps,
    hashed,
    table_size,
    terms,
)
from esep.search.postings import write_groups

FORMAT = 1
GLOSSARY_FILES = 16
ROWS = 2  # log2 of the slots in one file of rows
KEPT = 6  # log2 of the slots in one file of state

Postings = dict[str, dict[int, list[int]]]  # term -> match code -> slots


@dataclass(frozen=True, slots=True)
class Layout:
    """How many files of each kind an index of `count` documents has."""

    count: int
    size: int
    term_files: int
    stem_files: int

    @staticmethod
    def of(count: int) -> Layout:
        """Return the layout, a function of the count that changes at powers of two."""
        size = table_size(count)
        return Layout(count, size, max(8, size // 8), max(8, size // 32))

    def term_file(self, term: str) -> str:
        """Name of the file that holds `term` and those that begin to sound as it does."""
        return self.key_file(analyser.term_key(term))

    def key_file(self, key: str) -> str:
        """Name of the file of terms that is named after `key`."""
        return f"t/{hashed(key) % self.term_files:x}"

    def stem_file(self, key: str) -> str:
        """Name of the file that lists the stems which begin or end so."""
        return f"v/{hashed(key) % self.stem_files:x}"


def rows_file(lang: str, slot: int) -> str:
    """Name of the file with what a hit in `slot` shows."""
    return f"d/{lang}/{slot >> ROWS:x}"


def script(name: str, data: object) -> bytes:
    """Wrap data as a classic script, which loads from file:// and under a strict CSP."""
    return f"esepSearch.load({json.dumps(name)},".encode() + dumps(data) + b");\n"


def unscript(content: bytes) -> Any:
    """Return the data of what `script` wrote."""
    return json.loads(content[content.index(b",") + 1 : content.rindex(b")")])


def build(documents: Iterable[Document]) -> dict[str, bytes]:
    """Return the whole index as file name -> bytes."""
    by_id = {document.id: document for document in documents}
    layout = Layout.of(len(by_id))
    slots = assign_slots(by_id)
    postings: Postings = defaultdict(lambda: defaultdict(list))
    for one in sorted(by_id):
        for term, code in terms(by_id[one]).items():
            postings[term][code].append(slots[one])
    shards: dict[str, Postings] = defaultdict(dict)
    for term, groups in postings.items():
        shards[layout.term_file(term)][term] = groups
    files = dict(_term_files(shards, layout))
    files |= _stem_files(shards, layout)
    files |= _row_files(by_id.values(), slots)
    files |= _state_files(by_id.values(), slots)
    return files | dict(_fixed_files()) | head_files(layout, by_id, files)


def _fixed_files() -> Iterator[tuple[str, bytes]]:
    """What does not depend on the documents; the glossary is the larger part of it."""
    spec = analyser.specification()
    yield "specification.js", script("specification", {**spec, "synonyms": GLOSSARY_FILES})
    for lang, said in labels().items():
        yield f"labels/{lang}.js", script(f"labels/{lang}", said)
    lists: dict[str, list[synonyms.Group]] = {f"s/{at:x}": [] for at in range(GLOSSARY_FILES)}
    for key, groups in synonyms.by_key().items():
        lists[glossary_file(key)] += groups
    for name, groups in lists.items():
        yield f"{name}.js", script(name, groups)


def glossary_file(key: str) -> str:
    """Name of the file with the phrases whose first word begins so."""
    return f"s/{hashed(key) % GLOSSARY_FILES:x}"


@cache
def maker() -> str:
    """Digest of what decides the files besides the documents; another one asks for a rebuild."""
    return sha256(dumps([FORMAT, analyser.specification(), labels()])).hexdigest()


def labels() -> dict[str, Any]:
    """Return labels.yml: what the search box says, per language."""
    text = resources.files(__package__).joinpath("labels.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def head_files(layout: Layout, ids: Iterable[str], names: Iterable[str]) -> dict[str, bytes]:
    """The file every search starts with, and the list of ids."""
    present = set(names)
    head: dict[str, Any] = {
        "format": FORMAT,
        "count": layout.count,
        "size": layout.size,
        "rows": ROWS,
    }
    for kind, number in (("t", layout.term_files), ("v", layout.stem_files)):
        bits = "".join("01"[f"{kind}/{at:x}.js" in present] for at in range(number))
        head[kind] = f"{int(bits, 2):0{number // 4}x}"
    kept = {"ids": sorted(ids), "made_by": maker()}
    return {"index.js": script("index", head), "state/ids.json": dumps(kept)}


def _term_files(shards: Mapping[str, Postings], layout: Layout) -> Iterator[tuple[str, bytes]]:
    for name, shard in shards.items():
        written = {term: write_groups(groups, layout.size) for term, groups in shard.items()}
        yield f"{name}.js", script(name, written)


def shard_stems(words: Mapping[str, Iterable[int]]) -> set[str]:
    """Stems of the terms of one file that a mistyped word may be meant for."""
    found = set()
    for term, codes in words.items():
        if analyser.is_name(term) or analyser.has_digit(term):
            continue
        read = analyser.read(term, _languages(codes))
        found |= {light for light, _ in read.stems.values()}
        found.add(read.skeleton)
    return {stem for stem in found if len(stem) > 3}


def _languages(codes: Iterable[int]) -> tuple[str, ...]:
    """Languages some match code speaks of; a keyword may be in any."""
    mask = 0
    for code in codes:
        mask |= code
    some = tuple(lang for at, lang in enumerate(LANGUAGES) if (mask >> 2 * at) & 3)
    return some or LANGUAGES


def _stem_files(shards: Mapping[str, Postings], layout: Layout) -> dict[str, bytes]:
    lists: dict[str, set[str]] = defaultdict(set)
    for shard in shards.values():
        for stem in shard_stems(shard):
            for key in analyser.stem_keys(stem):
                lists[layout.stem_file(key)].add(stem)
    return {f"{name}.js": script(name, " ".join(sorted(stems))) for name, stems in lists.items()}


def _row_files(documents: Iterable[Document], slots: Mapping[str, int]) -> dict[str, bytes]:
    rows: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for document in documents:
        slot = slots[document.id]
        for lang in LANGUAGES:
            rows[rows_file(lang, slot)][f"{slot:x}"] = document.row(lang)
    return {f"{name}.js": script(name, some) for name, some in rows.items()}


def _state_files(documents: Iterable[Document], slots: Mapping[str, int]) -> dict[str, bytes]:
    kept: dict[str, dict[str, object]] = defaultdict(dict)
    for document in documents:
        kept[state_file(slots[document.id])][document.id] = document.to_json()
    return {name: zlib.compress(dumps(some), 1) for name, some in kept.items()}


def state_file(slot: int) -> str:
    """Name of the file that keeps the document in `slot`."""
    return f"state/{slot >> KEPT:x}.z"
