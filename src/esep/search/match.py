# SPDX-License-Identifier: MIT
"""How near a term of the index is to a word of the query (engine.js does the same)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from os.path import commonprefix
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


def distance(left: str, right: str, most: int) -> int:
    """Optimal string alignment distance, or `most` + 1 when it is more."""
    if abs(len(left) - len(right)) > most:
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
    return min(row[-1], most + 1)


def compare(word: Word, term: Word, last: bool) -> Match:
    """Return the best way in which `term` answers `word`; `last` words may be unfinished."""
    if word.raw == term.raw:
        return Match(worth()["exact"], "exact")
    if word.skeleton == term.skeleton:
        same = bool(CYRILLIC.search(word.raw)) == bool(CYRILLIC.search(term.raw))
        variant = "letters" if same else "latin"
        return Match(worth()[variant], variant)
    found = [_unfinished(word, term)] if last else []
    if word.stems and term.stems:
        found += [_form(word, term), _kin(word, term), _typo(word, term)]
    return max(found, key=lambda match: match.worth, default=NOTHING)


def _unfinished(word: Word, term: Word) -> Match:
    rest = len(term.skeleton) - len(word.skeleton)
    if len(word.skeleton) < 3 or rest <= 0 or not term.skeleton.startswith(word.skeleton):
        return NOTHING
    return Match(worth()["prefix"] - worth()["prefix_step"] * min(rest, 8), "prefix")


def _form(word: Word, term: Word) -> Match:
    best = NOTHING
    for lang, (light, deep) in term.stems.items():
        if light == word.stems[lang][0]:
            return Match(worth()["form"], "form")
        if deep == word.stems[lang][1]:
            best = Match(worth()["root"], "form")
    return best


def _kin(word: Word, term: Word) -> Match:
    best = 0.0
    for lang, (light, _) in term.stems.items():
        mine = word.stems[lang][0]
        common = len(commonprefix((mine, light)))
        share = common / max(len(mine), len(light))
        if common >= worth()["kin_letters"] and share >= worth()["share"]:
            best = max(best, worth()["kin"] * share)
    return Match(best, "form")


def _typo(word: Word, term: Word) -> Match:
    pairs = {(word.raw, term.raw), (word.skeleton, term.skeleton)}
    pairs |= {(word.stems[lang][0], light) for lang, (light, _) in term.stems.items()}
    fewest = min(_errors(left, right) for left, right in sorted(pairs))
    weights = worth()["typo"]
    return Match(weights[fewest], "typo") if 0 < fewest < len(weights) else NOTHING


def _errors(left: str, right: str) -> int:
    most = errors_allowed(min(len(left), len(right)))
    far = len(worth()["typo"])
    errors = distance(left, right, most)
    return errors if errors <= most else far


def nearest(word: Word, stems: Iterable[str], most: int) -> list[str]:
    """Return at most `most` of the listed stems that `word` may be a mistyped form of."""
    mine = sorted({word.skeleton} | {light for light, _ in word.stems.values()})
    far = len(worth()["typo"])
    ranked = sorted((min(_errors(one, stem) for one in mine), stem) for stem in set(stems))
    return [stem for errors, stem in ranked if errors < far][:most]
