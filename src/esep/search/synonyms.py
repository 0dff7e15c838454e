# SPDX-License-Identifier: MIT
"""Find phrases of the glossary: the acronym, and the full name in any of the languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from esep.i18n import LANGUAGES
from esep.search import analyser

LONGEST = 9


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Phrase as light stems -> names of its groups; a name starts with ``=``."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in analyser.specification()["synonyms"]:
        name = "=" + analyser.skeleton("".join(analyser.tokens(group[0])))
        for phrase in group:
            for key in {_key(word, analyser.tokens(phrase)) for word in LANGUAGES}:
                table[key] = tuple(sorted({*table.get(key, ()), name}))
    return table


def _key(lang: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(_part(lang, word) for word in words)


def _part(lang: str, word: str) -> str:
    shape = analyser.read(word, LANGUAGES)
    return shape.stems[lang][0] if shape.stems and len(word) > 3 else shape.skeleton


@cache
def _starts() -> frozenset[str]:
    return frozenset(key[0] for key in _phrases())


def concepts(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, group) for each phrase in `words`, in the order of the text."""
    found: dict[tuple[int, int, str], None] = {}
    for lang in LANGUAGES:
        keys = _key(lang, words)
        for start, key in enumerate(keys):
            if key in _starts():
                for end in range(start + 1, min(len(keys), start + LONGEST) + 1):
                    for group in _phrases().get(keys[start:end], ()):
                        found[start, end, group] = None
    return sorted(found)
