# SPDX-License-Identifier: MIT
"""Other readings of a word that finds nothing: layout, look-alikes, Latin habits, compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.search import analyser
from esep.search.analyser import CYRILLIC, LATIN

OTHER_KEYS = re.compile(r"[\[\];',.`][a-z]")


def typed_on_other_keys(chunk: str) -> bool:
    """Whether a sign stands where the Russian or Kazakh layout has a letter: ``;ske`` is жылу."""
    return OTHER_KEYS.search(chunk) is not None


def readings(word: str, chunk: str) -> list[tuple[str, str]]:
    """Return (variant, other word) pairs for `word`, which stands in `chunk` of the query."""
    found: dict[str, str] = {}
    for variant, other in _all(word, chunk):
        if other != word:
            found.setdefault(other, variant)
    return [(variant, other) for other, variant in found.items()]


def _all(word: str, chunk: str) -> Iterator[tuple[str, str]]:
    spec = analyser.specification()
    layouts, alike = spec["layouts"], spec["lookalikes"]
    keys = dict(zip(layouts["latin"], layouts["cyrillic"], strict=True))
    kazakh = dict(zip(layouts["digits"], layouts["kazakh"], strict=True))
    for part in spec["clipped"]["parts"]:
        if word.startswith(part) and len(word) - len(part) >= spec["clipped"]["rest"]:
            yield "form", word[len(part) :]
    for one, to in spec["variants"]:
        if one in word:
            yield "letters" if CYRILLIC.search(one) else "latin", word.replace(one, to)
    if CYRILLIC.search(word):
        back = {letter: key for key, letter in (keys | kazakh).items()}
        yield from _words("layout", _by(chunk, kazakh))
        yield from _words("layout", _by(chunk, back))
        if all(letter in alike.values() for letter in word):
            yield "lookalike", _by(word, {letter: latin for latin, letter in alike.items()})
    elif LATIN.search(word):
        yield from _words("layout", _by(chunk, keys))
        if any(key in chunk for key in kazakh):
            yield from _words("layout", _by(chunk, keys | kazakh))
        if len(word) < 5 and all(letter in alike for letter in word):
            yield "lookalike", _by(word, alike)


def _by(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


def _words(variant: str, text: str) -> Iterator[tuple[str, str]]:
    words = analyser.PART.findall(text)
    if len(words) == 1:
        yield variant, words[0]
