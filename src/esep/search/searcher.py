# SPDX-License-Identifier: MIT
"""The reference searcher over the same index files as engine.js: same layers, same ranking."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from esep.i18n import LANGUAGES
from esep.search import analyser, synonyms
from esep.search.analyser import Word
from esep.search.documents import KEYWORD, TITLE
from esep.search.index import Layout, glossary_file, rows_file, unscript
from esep.search.match import NOTHING, Match, compare, nearest, surely, worth
from esep.search.postings import read_groups
from esep.search.readings import readings, typed_on_other_keys
from esep.search.synonyms import Glossary, concepts

NEAREST = 5  # stems a mistyped word may be meant for
FIELDS = ("", "body", "facet", "title")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a document was found: the query's word, the term met, how, and in which field."""

    word: str
    term: str
    variant: str
    field: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `row` is title, kind, holder, stage, code, url."""

    slot: int
    score: float
    why: tuple[Why, ...]
    row: tuple[str, ...] = ()


@dataclass
class Found:
    """What one word of the query met: term -> match, in the order they were met."""

    word: str
    matches: dict[str, Match] = field(default_factory=dict)

    def add(self, term: str, match: Match) -> None:
        """Keep the better of two ways to the same term."""
        if match.worth > self.matches.get(term, NOTHING).worth:
            self.matches[term] = match

    def best(self) -> float:
        """Worth of the best match."""
        return max((match.worth for match in self.matches.values()), default=0.0)


class Searcher:
    """Searches an index through `load`, which returns a file by name or None."""

    def __init__(self, load: Callable[[str], bytes | None]) -> None:
        self._load = load
        self._files: dict[str, Any] = {}
        head = self._file("index")
        self._layout = Layout.of(head["count"])
        self._present = {
            kind: format(int(head[kind], 16), f"0{len(head[kind]) * 4}b") for kind in "tv"
        }

    def search(self, query: str, lang: str, limit: int = 10) -> list[Hit]:
        """Return the best hits for `query` in the interface language `lang`."""
        found, spans = self._words(query)
        scores: dict[int, list[float]] = {}
        whys: dict[int, list[Why | None]] = {}
        total = 0.0
        for at, one in enumerate(found):
            per_slot = self._postings(one, lang)
            for start, end, name in spans:
                if start <= at < end:
                    self._synonym(name, one, lang, per_slot)
            rarity = self._rarity(per_slot)
            total += rarity
            for slot, (value, why) in per_slot.items():
                scores.setdefault(slot, [0.0] * len(found))[at] = rarity * value
                whys.setdefault(slot, [None] * len(found))[at] = why
        ranked = sorted((-_total(parts, total), slot) for slot, parts in scores.items())[:limit]
        return [
            Hit(
                slot,
                -score,
                tuple(why for why in whys[slot] if why),
                tuple(self._file(rows_file(lang, slot))[f"{slot:x}"]),
            )
            for score, slot in ranked
        ]

    def _words(self, query: str) -> tuple[list[Found], list[tuple[int, int, str]]]:
        query = query[: analyser.specification()["limits"]["letters"]]
        code = self._code(query)
        if code:
            return [code], []
        read = self._read(query)
        found = [one for _, one in read if one]
        places = list(accumulate((one is not None for _, one in read), initial=0))
        spans = self._concepts([word for word, _ in read])
        moved = [(places[start], places[end], name) for start, end, name in spans]
        return found, [span for span in moved if span[0] < span[1]]

    def _concepts(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        names = sorted({glossary_file(synonyms.key(word)) for word in words})
        known = Glossary.of(group for name in names for group in self._file(name))
        return concepts(words, known)

    def _read(self, query: str) -> list[tuple[str, Found | None]]:
        """Words of the query in order, each with what it met; a stop word is not looked up."""
        most = analyser.specification()["limits"]["words"]
        words, chunks = analyser.tokens(query)[:most], analyser.chunks(query)
        stop = analyser.stop_words() if set(words) - analyser.stop_words() else frozenset()
        whole = self._joined(words)
        read: list[tuple[str, Found | None]] = []
        for at, word in enumerate(words):
            if word in stop:
                read.append((word, None))
            else:
                found = self._word(word, chunks[at], at == len(words) - 1, whole[at])
                parts = self._parts(word) if found.best() < worth()["good"] else []
                read += parts or [(word, found)]
        return read

    def _code(self, query: str) -> Found | None:
        """An accounting code however it is written: dashes, spaces, look-alike letters."""
        limits = analyser.specification()["limits"]
        key = analyser.code_key(query)
        digits = len(analyser.DIGIT.findall(key))
        if digits < limits["code_digits"] or len(query) > limits["code_letters"]:
            return None
        shape = analyser.skeleton(key)
        found = Found(query)
        for term in self._shard(key):
            if not analyser.is_name(term) and analyser.skeleton(term) == shape:
                found.add(term, Match(1.0, "code"))
        return found if found.matches else None

    def _same(self, raw: str) -> Found:
        """Terms that are the word itself or surely a form of it."""
        found, word = Found(raw), analyser.read(raw)
        for term, text in self._shard(raw).items():
            if not analyser.is_name(term):
                found.add(term, surely(word, analyser.read(term, term_languages(text))))
        return found

    def _joined(self, words: Sequence[str]) -> list[Found]:
        """Per word, the terms that it makes with its neighbours: «веб сайт» is «вебсайт»."""
        found = [Found(word) for word in words]
        for size in range(2, analyser.specification()["limits"]["joined"] + 1):
            for start in range(len(words) - size + 1):
                some = words[start : start + size]
                if not analyser.stop_words().intersection(some):
                    matches = self._same("".join(some)).matches
                    for one in found[start : start + size]:
                        one.matches |= matches
        return found

    def _parts(self, word: str) -> list[tuple[str, Found | None]]:
        """Two known words that `word` is when a space is put in, or none."""
        least = analyser.specification()["limits"]["part"]
        file = self._layout.term_file(word)
        for cut in range(len(word) - least, least - 1, -1):
            halves = [word[:cut], word[cut:]]
            if self._layout.term_file(halves[0]) == file and not analyser.has_digit(word):
                both = [(half, found) for half in halves if (found := self._same(half)).matches]
                if len(both) == 2:
                    return list(both)
        return []

    def _word(self, raw: str, chunk: str, last: bool, found: Found) -> Found:
        """Add to `found` what the word meets by itself."""
        if analyser.shortened(raw) in self._shard(raw):
            found.add(analyser.shortened(raw), Match(worth()["initials"], "initials"))
        self._meet(found, analyser.read(raw), last, 1.0, "")
        if found.best() >= worth()["good"] and not typed_on_other_keys(chunk):
            return found
        others = readings(raw, chunk)
        for variant, other in others:
            self._meet(found, analyser.read(other), last, worth()["reading"], variant)
        for variant, other in [("", raw), *others]:
            if found.best() >= worth()["good"] or analyser.has_digit(other):
                break
            if variant in ("", "layout"):
                self._mistyped(found, analyser.read(other))
        return found

    def _meet(self, found: Found, word: Word, last: bool, times: float, variant: str) -> None:
        for term, text in self._shard(word.raw).items():
            if not analyser.is_name(term):
                match = compare(word, analyser.read(term, term_languages(text)), last)
                if match.worth:
                    found.add(term, Match(match.worth * times, variant or match.variant))

    def _mistyped(self, found: Found, word: Word) -> None:
        keys = {word.skeleton} | {light for light, _ in word.stems.values()}
        ends = {end for key in keys for end in analyser.near_keys(key)}
        names = {self._layout.stem_file(end) for end in ends}
        stems = {stem for name in sorted(names) for stem in self._listed(name)}
        fewest = NEAREST
        for errors, stem in nearest(word, stems, NEAREST):
            if errors > fewest:
                continue
            for term, text in self._terms(analyser.shape_key(stem)).items():
                if not analyser.is_name(term):
                    read = analyser.read(term, term_languages(text))
                    lights = {light for light, _ in read.stems.values()}
                    if stem in lights or stem == read.skeleton:
                        found.add(term, compare(word, read, False))
            if found.best() >= worth()["good"]:
                fewest = min(fewest, errors)

    def _postings(self, found: Found, lang: str) -> dict[int, tuple[float, Why]]:
        per_slot: dict[int, tuple[float, Why]] = {}
        for term, match in found.matches.items():
            self._collect(found.word, term, match, lang, per_slot)
        return per_slot

    def _synonym(
        self, name: str, found: Found, lang: str, per_slot: dict[int, tuple[float, Why]]
    ) -> None:
        if name in self._shard(name):
            match = Match(worth()["concept"], "synonym")
            self._collect(found.word, name, match, lang, per_slot)

    def _collect(
        self,
        word: str,
        term: str,
        match: Match,
        lang: str,
        per_slot: dict[int, tuple[float, Why]],
    ) -> None:
        groups = read_groups(self._shard(term)[term], self._layout.size)
        for code, slots in groups.items():
            value, where = field_worth(code, lang)
            value *= match.worth
            for slot in slots:
                if slot not in per_slot or per_slot[slot][0] < value:
                    per_slot[slot] = (value, Why(word, term, match.variant, where))

    def _rarity(self, per_slot: dict[int, tuple[float, Why]]) -> float:
        if not per_slot:
            return 1.0
        best = max(value for value, _ in per_slot.values())
        near = sum(value >= 0.7 * best for value, _ in per_slot.values())
        return math.log(1 + self._layout.count / near)

    def _shard(self, term: str) -> dict[str, str]:
        return self._terms(analyser.term_key(term))

    def _terms(self, key: str) -> dict[str, str]:
        return dict(self._listed_file(self._layout.key_file(key)) or {})

    def _listed(self, name: str) -> list[str]:
        return str(self._listed_file(name) or "").split()

    def _listed_file(self, name: str) -> Any:
        kind, at = name.split("/")
        return self._file(name) if self._present[kind][int(at, 16)] == "1" else None

    def _file(self, name: str) -> Any:
        if name not in self._files:
            content = self._load(f"{name}.js")
            self._files[name] = unscript(content) if content else None
        return self._files[name]


def _total(parts: Iterable[float], most: float) -> float:
    parts = list(parts)
    matched = sum(1 for part in parts if part)
    return math.floor(sum(parts) / most * (matched / len(parts)) * 1e6 + 0.5) / 1e6


def term_languages(text: str) -> tuple[str, ...]:
    """Languages a term of the index stands in; a keyword may be in any."""
    mask = 0
    for group in text.split(";"):
        mask |= int(group[: group.index(",")], 36)
    some = tuple(lang for at, lang in enumerate(LANGUAGES) if (mask >> 2 * at) & 3)
    return some or LANGUAGES


def field_worth(code: int, lang: str) -> tuple[float, str]:
    """Return what a match code is worth to a reader of `lang`, and the field it speaks of."""
    weights = worth()
    best, where = (weights["keyword"], "keyword") if code & KEYWORD else (0.0, "")
    for at, one in enumerate(LANGUAGES):
        level = (code >> 2 * at) & 3
        value = weights["fields"][level] * (1 if one == lang else weights["other_language"])
        if level == TITLE:
            value *= weights["title_length"][code // (2 * KEYWORD)]
        if value > best:
            best, where = value, FIELDS[level]
        elif level == TITLE and one == lang:
            where = "title"  # a keyword that the reader sees in the title
    return best, where
