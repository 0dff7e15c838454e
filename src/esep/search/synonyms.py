# SPDX-License-Identifier: MIT
"""Find phrases of the glossary: the acronym, and the full name in any of the languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from esep.i18n import LANGUAGES
from esep.search import analyser


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Phrase as light stems -> names of its groups; a name starts with ``=``."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in analyser.specification()["synonyms"]:
        name = "=" + analyser.skeleton("".join(analyser.tokens(group[0])))
        for phrase in group:
            parts = [_parts(word) for word in analyser.tokens(phrase)]
            for key in set(zip(*parts, strict=True)):
                table[key] = tuple(sorted({*table.get(key, ()), name}))
    return table


@lru_cache(maxsize=200_000)
def _parts(word: str) -> tuple[str, ...]:
    """The word as a part of a phrase in each language: its light stem, unless it is short."""
    read = analyser.read(word, LANGUAGES)
    if not read.stems or len(word) <= 3:
        return (read.skeleton,) * len(LANGUAGES)
    return tuple(read.stems[lang][0] for lang in LANGUAGES)


@cache
def _beginnings() -> frozenset[tuple[str, ...]]:
    return frozenset(key[:end] for key in _phrases() for end in range(1, len(key) + 1))


@lru_cache(maxsize=200_000)
def _openings(word: str) -> tuple[int, ...]:
    """Places of the languages in which a phrase begins with the word."""
    return tuple(lang for lang, part in enumerate(_parts(word)) if (part,) in _beginnings())


def concepts(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, group) for each phrase in `words`, in the order of the text."""
    found: set[tuple[int, int, str]] = set()
    phrases, beginnings = _phrases(), _beginnings()
    for start, word in enumerate(words):
        for lang in _openings(word):
            key: tuple[str, ...] = ()
            for end in range(start + 1, len(words) + 1):
                key = (*key, _parts(words[end - 1])[lang])
                if key not in beginnings:
                    break
                for group in phrases.get(key, ()):
                    found.add((start, end, group))
    return sorted(found)
