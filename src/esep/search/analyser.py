# SPDX-License-Identifier: MIT
"""Read a word as the search reads it: the Python side of analyser.yml, beside analyser.js."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

WORD = re.compile(r"[^\W_]+(?:[-‐‑–—][^\W_]+)*")
PART = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
DIGIT = re.compile(r"[0-9]")
DOUBLED = re.compile(r"([a-z])\1+")
LATIN = re.compile(r"[a-z]")
INITIALS = "~"


@dataclass(frozen=True, slots=True)
class Word:
    """One word in every shape it is compared in.

    `stems` holds, per language, the skeleton without endings and then also
    without derivational suffixes.
    """

    raw: str
    skeleton: str
    stems: Mapping[str, tuple[str, str]]


@cache
def specification() -> dict[str, Any]:
    """Return analyser.yml as plain data."""
    text = resources.files(__package__).joinpath("analyser.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _rewrites() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), to) for pattern, to in specification()["rewrites"]]


def plain(text: str) -> str:
    """Return `text` composed, in lower case, without apostrophes inside words."""
    return APOSTROPHES.sub("", unicodedata.normalize("NFC", text.lower()))


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Return a lower-case word in Latin letters by sound, double letters kept."""
    letters = specification()["letters"]
    latin = "".join(letters.get(letter, letter) for letter in word)
    for pattern, to in _rewrites():
        latin = pattern.sub(to, latin)
    return latin


def skeleton(word: str) -> str:
    """Return the skeleton of a lower-case word; words that sound alike share one."""
    return DOUBLED.sub(r"\1", sound(word))


@cache
def _suffixes(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded endings, and endings with derivations; longest first."""
    spec = specification()["stems"][lang]
    endings = {sound(suffix) for suffix in spec["endings"]} - {""}
    both = endings | {sound(suffix) for suffix in spec["derivations"]} - {""}

    def longest_first(suffixes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(suffixes, key=lambda suffix: (-len(suffix), suffix)))

    return longest_first(endings), longest_first(both)


def _strip(word: str, suffixes: tuple[str, ...], shortest: int, times: int) -> str:
    for _ in range(times):
        found = next(
            (s for s in suffixes if word.endswith(s) and len(word) - len(s) >= shortest), None
        )
        if found is None:
            break
        word = word[: -len(found)]
    return word


def _soften(stem: str) -> str:
    """к and г, п and б change into each other before a vowel: құқық — құқығы, кітап — кітабы."""
    stem = DOUBLED.sub(r"\1", stem)
    return stem[:-1] + {"g": "k", "b": "p"}.get(stem[-1], stem[-1]) if len(stem) > 4 else stem


@lru_cache(maxsize=200_000)
def stems(sounds: str, lang: str) -> tuple[str, str]:
    """Return the light and the deep stem of what `sound` gave, under the suffixes of `lang`."""
    spec = specification()["stems"][lang]
    endings, both = _suffixes(lang)
    light = _strip(sounds, endings, spec["shortest"], spec["chain"])
    deep = _strip(light, both, spec["shortest"] + 1, spec["chain"] + 1)
    return _soften(light), _soften(deep)


def has_digit(word: str) -> bool:
    """Whether a word holds a digit; such words are never stemmed or taken for mistyped."""
    return DIGIT.search(word) is not None


@lru_cache(maxsize=200_000)
def read(raw: str, langs: tuple[str, ...] | None = None) -> Word:
    """Return the shapes of a plain word under `langs`, or those its alphabet is used for."""
    if has_digit(raw):
        return Word(raw, skeleton(raw), {})
    if langs is None:
        scripts = specification()["scripts"]
        langs = tuple(scripts["cyrillic" if CYRILLIC.search(raw) else "latin"])
    return Word(raw, skeleton(raw), {lang: stems(sound(raw), lang) for lang in langs})


@lru_cache(maxsize=200_000)
def one_alphabet(word: str) -> str:
    """Bring a word that mixes Cyrillic and Latin look-alikes to one alphabet."""
    if not (CYRILLIC.search(word) and LATIN.search(word)):
        return word
    to_cyrillic: dict[str, str] = specification()["lookalikes"]
    if all(letter in to_cyrillic for letter in LATIN.findall(word)):
        return "".join(to_cyrillic.get(letter, letter) for letter in word)
    to_latin = {cyrillic: latin for latin, cyrillic in to_cyrillic.items()}
    return "".join(to_latin.get(letter, letter) for letter in word)


def tokens(text: str) -> list[str]:
    """Return the plain words of `text` in order; a hyphenated word gives its parts."""
    return [one_alphabet(word) for word in PART.findall(plain(text))]


def compounds(text: str) -> list[str]:
    """Return hyphenated words of `text` written as one: ЦОД-1 as цод1."""
    found = (PART.findall(word) for word in WORD.findall(plain(text)))
    return [one_alphabet("".join(parts)) for parts in found if len(parts) > 1]


def code_key(text: str) -> str:
    """Return an accounting code without dashes and spaces, look-alikes as Latin letters."""
    to_latin = {cyrillic: latin for latin, cyrillic in specification()["lookalikes"].items()}
    return "".join(to_latin.get(c, c) for c in "".join(PART.findall(plain(text))))


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no meaning of their own in a query."""
    return frozenset(specification()["stop_words"])


def chunks(text: str) -> list[str]:
    """For each word of `tokens`, the run without spaces it stands in, as it was typed."""
    found = []
    for chunk in unicodedata.normalize("NFC", text.lower()).split():
        found += [chunk] * len(PART.findall(plain(chunk)))
    return found


@cache
def _crowded(kind: str) -> frozenset[str]:
    return frozenset(specification()["crowded"][kind])


def is_name(term: str) -> bool:
    """Whether a term is no word: a group of the glossary, or a title's initials."""
    return term.startswith(("=", INITIALS))


def initials(words: Iterable[str]) -> list[str]:
    """Return the term of what `words` are shortened to, if they are three or more."""
    letters = [word[0] for word in words if word not in stop_words() and not has_digit(word)]
    return [shortened("".join(letters))] if len(letters) > 2 else []


def shortened(word: str) -> str:
    """Return the term under which a word is listed as initials."""
    return INITIALS + skeleton(word)


def term_key(term: str) -> str:
    """Return what the file of a term is named after; codes and glossary groups are whole."""
    if term.startswith(INITIALS):
        return shape_key(term[len(INITIALS) :])
    shape = skeleton(term)
    return shape if is_name(term) or has_digit(term) else shape_key(shape)


def shape_key(shape: str) -> str:
    """The same for a skeleton or a stem, which must not be folded again."""
    return shape[: 4 if shape[:3] in _crowded("terms") else 3]


def stem_keys(stem: str) -> tuple[str, str]:
    """Return what the two files that list a stem are named after: its start and its end."""
    is_long = len(stem) > specification()["crowded"]["short_stem"]
    start = stem[: 3 if is_long and stem[:2] in _crowded("starts") else 2]
    return start, "-" + stem[-3 if is_long and stem[-2:] in _crowded("ends") else -2 :]


def near_keys(stem: str) -> tuple[str, ...]:
    """Return what the files are named after that may list what `stem` was meant to be."""
    return (*stem_keys(stem), stem[:2], "-" + stem[-2:])
