# SPDX-License-Identifier: MIT
"""What is searched: documents, the terms they give, and the slots they stand in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from esep.i18n import LANGUAGES, pick
from esep.search import analyser
from esep.search.synonyms import concepts, glossary

BODY, FACET, TITLE = 1, 2, 3
KEYWORD = 64
SHORT_TITLE, MIDDLE_TITLE = 3, 5  # words; longer titles say less about each


@dataclass(frozen=True, slots=True)
class Text:
    """What one language says of a document; `kind`, `holder` and `stage` are shown as they are."""

    title: str
    body: str = ""
    kind: str = ""
    holder: str = ""
    stage: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One object or page; `keywords` are acronyms and short names in any language."""

    id: str
    texts: Mapping[str, Text]
    code: str = ""
    keywords: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Document:
        """Return the document that `to_json` wrote."""
        texts = {lang: Text(**text) for lang, text in data["texts"].items()}
        return Document(data["id"], texts, data["code"], tuple(data["keywords"]))

    def row(self, lang: str) -> list[str]:
        """What a hit shows: title, kind, holder, stage, code, url; a missing text says so."""
        shown = [
            pick({one: getattr(text, name) for one, text in self.texts.items()}, lang)
            if any(getattr(text, name) for text in self.texts.values())
            else ""
            for name in ("title", "kind", "holder", "stage")
        ]
        text = self.texts.get(lang) or next(iter(self.texts.values()), Text(""))
        return [*shown, self.code, text.url]


def terms(document: Document) -> dict[str, int]:
    """Return each term with its match code.

    Two bits per language say the best field (`BODY`, `FACET`, `TITLE`), one bit
    that it is a keyword, and the bits above how long the shortest title is.
    """
    found: dict[str, int] = {}
    length = _length_class(document)
    for at, lang in enumerate(LANGUAGES):
        if text := document.texts.get(lang):
            for level, part in _fields(text):
                for term in part:
                    code = found.get(term, 0)
                    if (code >> 2 * at) & 3 < level:
                        found[term] = (code & ~(3 << 2 * at)) | level << 2 * at
    for term in _keywords(document):
        found[term] = found.get(term, 0) | KEYWORD
    return {
        term: code | length * 2 * KEYWORD if _in_title(code) else code
        for term, code in found.items()
    }


def _in_title(code: int) -> bool:
    """Whether both bits are set for some language."""
    return bool(code & code >> 1 & 0b010101)


def _length_class(document: Document) -> int:
    lengths = [len(analyser.tokens(text.title)) for text in document.texts.values() if text.title]
    shortest = min(lengths, default=0)
    return (shortest > SHORT_TITLE) + (shortest > MIDDLE_TITLE)


def _fields(text: Text) -> Iterator[tuple[int, Iterable[str]]]:
    yield TITLE, _with_concepts(text.title)
    for facet in (text.kind, text.holder, text.stage):
        yield FACET, _facet(facet)
    body = analyser.tokens(text.body)
    yield BODY, [*_meaningful(body), *_concepts(body)]


def _meaningful(words: Iterable[str]) -> list[str]:
    stop = analyser.stop_words()
    return [word for word in words if word not in stop]


@lru_cache(maxsize=10_000)
def _facet(text: str) -> tuple[str, ...]:
    """Terms of what many documents share: a kind, a holder, a stage."""
    return tuple(_with_concepts(text))


def _with_concepts(text: str) -> list[str]:
    words = analyser.tokens(text)
    names = [*_concepts(words), *analyser.initials(words)]
    return [*_meaningful(words), *analyser.compounds(text), *names]


def _concepts(words: Sequence[str]) -> list[str]:
    return [name for _, _, name in concepts(words, glossary())]


def _keywords(document: Document) -> Iterator[str]:
    for keyword in document.keywords:
        words = analyser.tokens(keyword)
        yield from words
        yield from _concepts(words)
        if len(words) > 1:
            yield "".join(words)
    if document.code:
        yield analyser.code_key(document.code)
        for part in analyser.tokens(document.code):
            yield part
            yield part.lstrip("0") or part


def hashed(text: str) -> int:
    """FNV-1a, 32 bits, over code points, as engine.js computes it."""
    value = 0x811C9DC5
    for letter in text:
        value = ((value ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    return value


def table_size(count: int) -> int:
    """Slots for `count` documents: a power of two, at most two thirds full."""
    return max(64, 1 << (count * 3 // 2).bit_length())


def assign_slots(ids: Iterable[str]) -> dict[str, int]:
    """Give each id a slot that depends on the set of ids alone, not on their order.

    Linear probing in the order of the hash: adding or removing an id moves only
    the few that stand in the same run, so that an index can be updated in place.
    """
    ordered = sorted((blake2b(one.encode(), digest_size=4).digest(), one) for one in set(ids))
    size = table_size(len(ordered))
    shift = 33 - size.bit_length()
    slots: dict[str, int] = {}
    after = 0
    for digest, one in ordered:
        after = max(after, int.from_bytes(digest) >> shift)
        slots[one] = after
        after += 1
    return slots


def dumps(data: object) -> bytes:
    """Return compact JSON in UTF-8; the same data give the same bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
