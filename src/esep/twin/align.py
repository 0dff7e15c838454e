# SPDX-License-Identifier: MIT
"""Aligns two long rows of words: anchors that are unique in both, then the gaps between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

ANCHOR = 4  # words in a row that occur once on both sides
MAX_GAP = 4_000_000  # pairs of words; a larger gap is told as one difference


class Gap(NamedTuple):
    """Words ``left[a:b]`` stand where the other side has ``right[c:d]``."""

    a: int
    b: int
    c: int
    d: int


def gaps(left: Sequence[str], right: Sequence[str]) -> Iterator[Gap]:
    """Yield the places where the rows differ, in order."""
    a = c = 0
    for x, y in [*_anchors(left, right), (len(left), len(right))]:
        if x >= a and y >= c:
            yield from _small_gaps(left, right, Gap(a, x, c, y))
            a, c = x, y
            while a < len(left) and c < len(right) and left[a] == right[c]:
                a, c = a + 1, c + 1


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    ours, theirs = _unique(left), _unique(right)
    pairs = sorted((at, theirs[run]) for run, at in ours.items() if run in theirs)
    return _increasing(pairs)


def _unique(row: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(row[at : at + ANCHOR]) for at in range(len(row) - ANCHOR + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence whose second members increase (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [y]
        piles[pile : pile + 1] = [number]
    chain = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _small_gaps(left: Sequence[str], right: Sequence[str], gap: Gap) -> Iterator[Gap]:
    a, b, c, d = gap
    if a == b and c == d:
        return
    if (b - a) * (d - c) > MAX_GAP or a == b or c == d:
        yield gap
        return
    matcher = SequenceMatcher(None, left[a:b], right[c:d], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Gap(a + i, a + j, c + k, c + m)
