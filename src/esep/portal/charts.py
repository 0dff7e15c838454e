# SPDX-License-Identifier: MIT
"""Geometry of two charts: bars one below the other, and lines over months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 300
_ROW, _BAR = 40, 12
_NUMBER = 44  # room for a count beside the longest bar
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 220, 44, 14, 14, 28


@dataclass(frozen=True)
class Bar:
    """`y` is where the label's line begins; `length` in SVG units; `tone` names a class."""

    label: str
    count: int
    tone: str
    y: int
    length: int


@dataclass(frozen=True)
class Bars:
    """`width`, `height`, `thick` and the `full` length of a bar, in SVG units."""

    width: int
    height: int
    thick: int
    full: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Lines:
    """`paths` are SVG path data, one a series; `ticks` are (y, count), `months` (x, index)."""

    width: int
    height: int
    left: int
    right: int
    paths: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]
    ticks: tuple[tuple[int, int], ...]
    months: tuple[tuple[int, int], ...]


def bars(rows: Sequence[tuple[str, int, str]]) -> Bars:
    """Rows are (label, count, tone); the longest bar fills the width left by its count."""
    top = max((count for _, count, _ in rows), default=0)
    made = tuple(
        Bar(label, count, tone, at * _ROW, _length(count, top))
        for at, (label, count, tone) in enumerate(rows)
    )
    return Bars(WIDTH, len(rows) * _ROW, _BAR, WIDTH - _NUMBER, made)


def _length(count: int, top: int) -> int:
    """A count above nought is never invisible."""
    return max(2, count * (WIDTH - _NUMBER) // top) if count else 0


def lines(series: Sequence[Sequence[int]]) -> Lines:
    """At least two points in every series, all of one length; the scale begins at nought."""
    top = scale(max(max(one) for one in series))
    last = len(series[0]) - 1
    inner, tall = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(at: int) -> int:
        return _LEFT + inner * at // last

    def y(count: int) -> int:
        return _TOP + tall - tall * count // top

    paths = tuple("M" + "L".join(f"{x(at)} {y(n)}" for at, n in enumerate(s)) for s in series)
    shown = sorted({0, last // 2, last}) if last > 2 else [0, last]
    return Lines(
        width=WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        paths=paths,
        ends=tuple((x(last), y(one[-1])) for one in series),
        ticks=tuple((y(n), n) for n in sorted({0, top // 2, top})),
        months=tuple((x(at), at) for at in shown),
    )


def scale(top: int) -> int:
    """The next round number: 1, 2, 4, 5 or 10 times a power of ten.

    >>> [scale(one) for one in (0, 3, 54, 180, 10000)]
    [2, 4, 100, 200, 10000]
    """
    power = 1
    while top > 10 * power:
        power *= 10
    return next(n * power for n in (2, 4, 5, 10) if n * power >= top or n == 10)
