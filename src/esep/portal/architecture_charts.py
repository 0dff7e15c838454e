# SPDX-License-Identifier: MIT
"""Layouts of the architecture's drawings: scale of time, layers, entities, steps, shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from esep.portal.architecture_draw import (
    LINE,
    PAD,
    WIDTH,
    Box,
    Drawing,
    Item,
    Line,
    box,
    curve,
    straight,
)

ROW = 34
# Boxes of a band; a table holds the rest.
SHOWN = 24


def gantt(
    rows: Sequence[tuple[Item, str, str]],
    waits: Sequence[tuple[int, int]],
    today: date,
    label: str,
) -> Drawing:
    """Rows of (item, first day, last day) on one scale; `waits` are rows for which rows wait."""
    if not rows:
        return Drawing(WIDTH, ROW, label, ())
    years = [int(day[:4]) for _, first, last in rows for day in (first, last)]
    start, end = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
    left, span = 380, (end - start).days

    def at(day: date) -> int:
        return left + (min(max(day, start), end) - start).days * (WIDTH - left) // span

    height = (len(rows) + 1) * ROW
    begins: list[int] = []
    boxes: list[Box] = []
    lines: list[Line] = []
    for year in range(start.year, end.year):
        x = at(date(year, 1, 1))
        boxes.append(box(x, 0, 70, Item(str(year), "label")))
        lines.append(straight((x, 0), (x, height)))
    for number, (item, first, last) in enumerate(rows, 1):
        begin, until = at(date.fromisoformat(first)), at(date.fromisoformat(last))
        name = Item(item.text, "label", item.url)
        boxes.append(box(0, number * ROW, left - 10, name, 26))
        width = max(6, until - begin)
        full = f"{item.text}: {first} – {last}"
        boxes.append(Box(begin, number * ROW, width, 24, (), full, item.tone, item.url))
        begins.append(begin)
    for waiting, other in waits:
        lines.append(_arc(begins[other], begins[waiting] - 3, other, waiting))
    lines.append(straight((at(today), 24), (at(today), height), "today"))
    return Drawing(WIDTH, height, label, tuple(boxes), tuple(lines))


def _arc(x: int, to_x: int, row: int, to_row: int) -> Line:
    """From the beginning of one bar around to that of another."""
    out, y, to_y = min(x, to_x) - 36, (row + 1) * ROW + 12, (to_row + 1) * ROW + 12
    return Line(f"M{x} {y}C{out} {y} {out} {to_y} {to_x} {to_y}", "arrow")


def layers(bands: Sequence[tuple[str, Sequence[Item]]], label: str) -> Drawing:
    """Bands one under another: a heading at the left, its boxes in rows of four."""
    boxes: list[Box] = []
    y, left, columns = 0, 190, 4
    step = (WIDTH - left - 10) // columns
    for heading, known in bands:
        items = [*known[:SHOWN], *([Item(f"+ {len(known) - SHOWN}")] if len(known) > SHOWN else [])]
        rows = max(1, (len(items) + columns - 1) // columns)
        height = rows * 52 + 12
        boxes.append(Box(0, y, WIDTH, height, (), heading, "band"))
        boxes.append(box(4, y + 4, left - 8, Item(heading, "label"), height - 8))
        for at, item in enumerate(items):
            place = (left + at % columns * step, y + 8 + at // columns * 52)
            boxes.append(box(*place, step - 8, item, 44))
        y += height + 8
    return Drawing(WIDTH, max(y, ROW), label, tuple(boxes))


def entity(
    base: tuple[Item, Sequence[Item]], types: Sequence[tuple[Item, Sequence[Item]]], label: str
) -> Drawing:
    """An entity at the left, its types at the right, each with its attributes under its name."""
    boxes: list[Box] = []
    lines: list[Line] = []
    width, far = 420, WIDTH - 420
    tall = _height(base[1])
    y = 0
    tops = []
    for _, attributes in types:
        tops.append(y)
        y += _height(attributes) + 14
    top = max(0, (y - 14 - tall) // 2)
    boxes += _table(0, top, width, *base)
    for (name, attributes), at in zip(types, tops, strict=True):
        boxes += _table(far, at, width, name, attributes)
        lines.append(curve((far, at + 15), (width + 11, top + 15), "base"))
    return Drawing(WIDTH, max(y, top + tall), label, tuple(boxes), tuple(lines))


def _height(attributes: Sequence[Item]) -> int:
    return 30 + len(attributes) * 26


def _table(x: int, y: int, width: int, name: Item, rows: Sequence[Item]) -> list[Box]:
    own = [box(x, y, width, Item(name.text, "head", name.url), 30)]
    return own + [box(x, y + 30 + n * 26, width, one, 26) for n, one in enumerate(rows)]


def compared(
    heads: tuple[str, str], columns: tuple[Sequence[Item], Sequence[Item]], label: str
) -> Drawing:
    """Steps of two states side by side, each an arrow below the other."""
    boxes: list[Box] = []
    lines: list[Line] = []
    width, tall, row = 560, 40, 56
    for side, (head, items) in enumerate(zip(heads, columns, strict=True)):
        x = side * (WIDTH - width)
        boxes.append(box(x, 0, width, Item(head, "label")))
        for at, item in enumerate(items):
            y = 32 + at * row
            boxes.append(box(x, y, width, item, tall))
            if at:
                lines.append(straight((x + 30, y - row + tall), (x + 30, y - 3), "arrow"))
    height = 32 + max(len(items) for items in columns) * row
    return Drawing(WIDTH, height, label, tuple(boxes), tuple(lines))


def shares(rows: Sequence[tuple[str, int, int, str]], label: str) -> Drawing:
    """Bars of (name, numerator, denominator, share in words), the whole being the longest."""
    boxes: list[Box] = []
    left, room = 330, WIDTH - 330 - 150
    for number, (name, done, total, said) in enumerate(rows):
        y = number * ROW
        full = f"{name}: {done} / {total}, {said}"
        filled = room * done // total if total else 0
        boxes.append(box(0, y, left - 10, Item(name, "label"), 26))
        boxes.append(Box(left, y + 3, room, 20, (), full, "empty"))
        if filled:
            boxes.append(Box(left, y + 3, filled, 20, (), full, "filled"))
        boxes.append(box(left + room + 4, y, 146, Item(f"{done} / {total} · {said}", "label"), 26))
    return Drawing(WIDTH, max(len(rows) * ROW, LINE + PAD), label, tuple(boxes))
