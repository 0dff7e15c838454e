# SPDX-License-Identifier: MIT
"""Find phrases of the glossary: the acronym, and the full name in any of the languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from esep.i18n import LANGUAGES
from esep.search import analyser

Group = Sequence[str]  # its name, which starts with ``=``, and its phrases


@dataclass(frozen=True, eq=False)
class Glossary:
    """Phrases as light stems -> names of their groups, and what phrases begin with."""

    phrases: dict[tuple[str, ...], tuple[str, ...]]
    beginnings: frozenset[tuple[str, ...]]

    @staticmethod
    def of(groups: Iterable[Group]) -> Glossary:
        """Return the glossary of some groups."""
        table: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, *phrases in groups:
            for phrase in phrases:
                parts = [_parts(word) for word in analyser.tokens(phrase)]
                for key in set(zip(*parts, strict=True)):
                    table[key] = tuple(sorted({*table.get(key, ()), name}))
        starts = {key[:end] for key in table for end in range(1, len(key) + 1)}
        return Glossary(table, frozenset(starts))


def groups() -> list[Group]:
    """Every group of analyser.yml, named after its first phrase."""
    return [
        ["=" + analyser.skeleton("".join(analyser.tokens(group[0]))), *group]
        for group in analyser.specification()["synonyms"]
    ]


@cache
def glossary() -> Glossary:
    """Return all of them together."""
    return Glossary.of(groups())


def by_key() -> dict[str, list[Group]]:
    """Return per `key` the groups with those of their phrases that begin so."""
    found: dict[str, list[Group]] = defaultdict(list)
    for name, *phrases in groups():
        some: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            some[key(analyser.tokens(phrase)[0])].append(phrase)
        for one, begun in some.items():
            found[one].append([name, *begun])
    return found


def key(word: str) -> str:
    """Return what the file of phrases that begin with a word is named after."""
    return analyser.skeleton(word)[:2]


@lru_cache(maxsize=200_000)
def _parts(word: str) -> tuple[str, ...]:
    """The word as a part of a phrase in each language: its light stem, unless it is short."""
    read = analyser.read(word, LANGUAGES)
    if not read.stems or len(word) <= 3:
        return (analyser.sound(word),) * len(LANGUAGES)  # ТОО is not «to»
    return tuple(read.stems[lang][0] for lang in LANGUAGES)


@lru_cache(maxsize=200_000)
def _openings(word: str, known: Glossary) -> tuple[int, ...]:
    """Places of the languages in which a phrase begins with the word."""
    if word in analyser.stop_words():
        return ()
    return tuple(at for at, part in enumerate(_parts(word)) if (part,) in known.beginnings)


def concepts(words: Sequence[str], known: Glossary) -> list[tuple[int, int, str]]:
    """Return (start, end, group) for each phrase in `words`, in the order of the text."""
    found: set[tuple[int, int, str]] = set()
    for start, word in enumerate(words):
        for lang in _openings(word, known):
            phrase: tuple[str, ...] = ()
            for end in range(start + 1, len(words) + 1):
                phrase = (*phrase, _parts(words[end - 1])[lang])
                if phrase not in known.beginnings:
                    break
                for group in known.phrases.get(phrase, ()):
                    found.add((start, end, group))
    return sorted(found)
