# SPDX-License-Identifier: MIT
"""How near a term of the index is to a word of the query (match.js does the same)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from esep.search import analyser
from esep.search.analyser import CYRILLIC, Word


@dataclass(frozen=True, slots=True)
class Match:
    """Worth between 0 and 1, and the variant that says why."""

    worth: float
    variant: str


NOTHING = Match(0.0, "")


@cache
def worth() -> dict[str, Any]:
    """The weights of analyser.yml."""
    weights: dict[str, Any] = analyser.specification()["worth"]
    return weights


def errors_allowed(letters: int) -> int:
    """Number of typing errors a stem of so many letters may have."""
    return sum(letters >= least for least in analyser.specification()["typo_letters"])


def distance(left: str, right: str, most: int, tail: bool = False) -> int:
    """Optimal string alignment distance, or `most` + 1 when it is more.

    With `tail`, `right` may go on after the part that `left` is compared with.
    """
    if len(left) - len(right) > most or (len(right) - len(left) > most and not tail):
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(min(row) if tail else row[-1], most + 1)


def alike(word: Word, term: Word) -> Match:
    """Return in what way both are one word: as written, by letters, or but for the endings."""
    if word.raw == term.raw:
        return Match(worth()["exact"], "exact")
    if word.skeleton == term.skeleton:
        same = bool(CYRILLIC.search(word.raw)) == bool(CYRILLIC.search(term.raw))
        variant = "letters" if same else "latin"
        return Match(worth()[variant], variant)
    return _form(word, term)


def surely(word: Word, term: Word) -> Match:
    """The same, but nothing where what both share is too short to tell."""
    same = alike(word, term)
    shared = [mine[0] for mine, found in _shared(word, term) if mine[0] == found[0]]
    long = any(len(stem) >= worth()["sure_letters"] for stem in shared)
    return same if long or same.worth >= worth()["letters"] else NOTHING


def compare(word: Word, term: Word, last: bool) -> Match:
    """Return the best way in which `term` answers `word`; `last` words may be unfinished."""
    same = alike(word, term)
    if same.worth > worth()["form"]:
        return same
    found = [_unfinished(word, term)] if last else []
    if word.stems and term.stems:
        found += [same, _kin(word, term), _typo(word, term), _tail(word, term)]
    return max(found, key=lambda match: match.worth, default=NOTHING)


def _unfinished(word: Word, term: Word) -> Match:
    rest = len(term.skeleton) - len(word.skeleton)
    if len(word.skeleton) < 3 or rest <= 0 or not term.skeleton.startswith(word.skeleton):
        return NOTHING
    return Match(worth()["prefix"] - worth()["prefix_step"] * min(rest, 8), "prefix")


def _shared(word: Word, term: Word) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Stems of both under each language that both may be in."""
    return [(word.stems[lang], found) for lang, found in term.stems.items() if lang in word.stems]


def _form(word: Word, term: Word) -> Match:
    best = NOTHING
    for mine, found in _shared(word, term):
        if mine[0] == found[0]:
            return Match(worth()["form"], "form")
        if mine[1] == found[1]:
            best = Match(worth()["root"], "form")
    return best


def _common(left: str, right: str) -> int:
    """Number of letters both begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )


def _kin(word: Word, term: Word) -> Match:
    best = 0.0
    for (mine, _), (light, _) in _shared(word, term):
        common = _common(mine, light)
        share = common / max(len(mine), len(light))
        if common >= worth()["kin_letters"] and share >= worth()["share"]:
            best = max(best, worth()["kin"] * share)
    return Match(best, "form")


def _typo(word: Word, term: Word) -> Match:
    weights, times = worth()["typo"], worth()["typo_form"]
    whole = min(_errors(word.raw, term.raw), _errors(word.skeleton, term.skeleton))
    fewest = min(_errors(mine, found) for mine in _shapes(word) for found in _shapes(term))
    options = [weights[whole]] if 0 < whole < len(weights) else []
    options += [weights[fewest] * times] if 0 < fewest < len(weights) else []
    return Match(max(options, default=0.0), "typo")


def _tail(word: Word, term: Word) -> Match:
    weights = worth()["tail"]
    fewest = min(
        (_tail_errors(light, word.skeleton) for light, _ in term.stems.values()), default=9
    )
    return Match(weights[fewest], "typo") if fewest < len(weights) else NOTHING


def _tail_errors(stem: str, written: str) -> int:
    """Typing errors in `stem` where `written` begins with it, ends as it may."""
    most = len(worth()["tail"]) - 1
    if len(stem) < worth()["tail_letters"]:
        return most + 1
    return distance(stem, written, most, tail=True)


def _shapes(word: Word) -> list[str]:
    """The skeleton and the light stems, each once."""
    return list(dict.fromkeys([word.skeleton, *(light for light, _ in word.stems.values())]))


def _errors(left: str, right: str) -> int:
    """Typing errors between two shapes, as typed in either alphabet."""
    most = errors_allowed(min(len(left), len(right)))
    far = len(worth()["typo"])
    errors = min(distance(left, right, most), distance(one_key(left), one_key(right), most))
    return errors if errors <= most else far


@lru_cache(maxsize=200_000)
def one_key(shape: str) -> str:
    """Write what is one key in Cyrillic and two letters in Latin as one sign."""
    for letters, sign in analyser.specification()["one_key"]:
        shape = shape.replace(letters, sign)
    return shape


def nearest(word: Word, stems: Iterable[str], most: int) -> list[tuple[int, str]]:
    """Return at most `most` of the listed stems that `word` may be a mistyped form of.

    Each comes with its typing errors; those with the fewest to a letter come first.
    """
    mine = [analyser.sound(word.raw), *_shapes(word)]
    far = len(worth()["typo"])
    ranked = []
    for stem in set(stems):
        errors = min(_errors(one, stem) for one in mine)
        if errors >= far and _tail_errors(stem, word.skeleton) < len(worth()["tail"]):
            errors = far - 1
        if errors < far:
            ranked.append((errors / len(stem), stem[0] != word.skeleton[0], stem, errors))
    return [(errors, stem) for _, _, stem, errors in sorted(ranked)[:most]]
