# SPDX-License-Identifier: MIT
"""Drawings of the architecture as boxes and lines; colours are classes, never values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CHARACTER = 7.4
WIDTH = 1040
ROW = 30


@dataclass(frozen=True)
class Box:
    """`tone` names a class; `full` is the text that does not fit."""

    x: int
    y: int
    width: int
    height: int
    text: str
    full: str
    tone: str

    @property
    def text_x(self) -> int:
        return self.x + 8

    @property
    def text_y(self) -> int:
        return self.y + self.height // 2 + 5


@dataclass(frozen=True)
class Drawing:
    """Sizes are in SVG units; `label` says in words what is drawn."""

    width: int
    height: int
    label: str
    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...] = ()


def box(x: int, y: int, width: int, text: str, tone: str, height: int = 24) -> Box:
    """A box whose text is cut to its width."""
    room = max(1, int((width - 16) / CHARACTER))
    short = text if len(text) <= room else f"{text[: max(0, room - 1)]}…"
    return Box(x, y, width, height, short if room > 2 else "", text, tone)


def heat(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], label: str) -> Drawing:
    """Groups of (text, tone): a heading each, and four boxes to a row."""
    boxes: list[Box] = []
    y, width = 0, WIDTH // 4
    for heading, items in groups:
        boxes.append(box(0, y, WIDTH, heading, "label"))
        y += ROW
        for at, (text, tone) in enumerate(items):
            boxes.append(box(at % 4 * width, y + at // 4 * 44, width - 8, text, tone, 38))
        y += (len(items) + 3) // 4 * 44 + 8
    return Drawing(WIDTH, max(y, ROW), label, tuple(boxes))


def gantt(rows: Sequence[tuple[str, str, str, str]], today: date, label: str) -> Drawing:
    """Rows of (name, first day, last day, tone) on one scale of years."""
    if not rows:
        return Drawing(WIDTH, ROW, label, ())
    years = [int(day[:4]) for _, first, last, _ in rows for day in (first, last)]
    start, end = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
    left, span = 330, (end - start).days

    def at(day: date) -> int:
        return left + (min(max(day, start), end) - start).days * (WIDTH - left) // span

    height = (len(rows) + 1) * ROW
    boxes = [
        box(at(date(year, 1, 1)), 0, 60, str(year), "label") for year in range(start.year, end.year)
    ]
    lines = [(at(date(year, 1, 1)), 0, at(date(year, 1, 1)), height)
             for year in range(start.year, end.year)]  # fmt: skip
    lines.append((at(today), 0, at(today), height))
    for number, (name, first, last, tone) in enumerate(rows, 1):
        begin, until = at(date.fromisoformat(first)), at(date.fromisoformat(last))
        boxes.append(box(0, number * ROW, left - 10, name, "label"))
        boxes.append(Box(begin, number * ROW, max(4, until - begin), 22, "", name, tone))
    return Drawing(WIDTH, height, label, tuple(boxes), tuple(lines))


def tree(rows: Sequence[tuple[str, Sequence[tuple[str, Sequence[str]]]]], label: str) -> Drawing:
    """Three columns: each item, what hangs on it, and what hangs on that."""
    boxes: list[Box] = []
    lines: list[tuple[int, int, int, int]] = []
    columns = (0, 355, 710)
    width, y = 325, 0
    for top, middle in rows:
        first = y
        boxes.append(box(columns[0], y, width, top, "sufficient"))
        for text, leaves in middle:
            boxes.append(box(columns[1], y, width, text, "plain"))
            lines.append((columns[0] + width, first + 12, columns[1], y + 12))
            centre = y
            for leaf in leaves:
                boxes.append(box(columns[2], y, width, leaf, "developed"))
                lines.append((columns[1] + width, centre + 12, columns[2], y + 12))
                y += ROW
            y += 0 if leaves else ROW
        y += ROW // 2 if middle else ROW
    return Drawing(WIDTH, max(y, ROW), label, tuple(boxes), tuple(lines))


def sides(pairs: Sequence[tuple[str, str]], label: str) -> Drawing:
    """Arrows from the left to the right column; each name stands once in a column."""
    left = list(dict.fromkeys(one for one, _ in pairs))
    right = list(dict.fromkeys(one for _, one in pairs))
    boxes = [box(0, n * ROW, 420, text, "plain") for n, text in enumerate(left)]
    boxes += [box(620, n * ROW, 420, text, "sufficient") for n, text in enumerate(right)]
    lines = [
        (420, left.index(one) * ROW + 12, 620, right.index(other) * ROW + 12)
        for one, other in pairs
    ]
    height = max(len(left), len(right), 1) * ROW
    return Drawing(WIDTH, height, label, tuple(boxes), tuple(lines))
