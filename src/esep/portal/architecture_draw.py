# SPDX-License-Identifier: MIT
"""What drawings of the architecture are made of: boxes, lines, words; colours are classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

CHARACTER = 7.3
WIDTH = 1180
LINE = 17
PAD = 9
# Lines a person can still follow; a table holds the rest.
MOST = 120


@dataclass(frozen=True)
class Heat:
    """How hot a box is under one reading: `level` 0 to 4 or a name, `text` what it shows."""

    key: str
    level: str
    text: str


@dataclass(frozen=True)
class Box:
    """`lines` are what fits of `full`; `tone` names a class; `heats` colour it by choice."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    full: str
    tone: str
    url: str = ""
    heats: tuple[Heat, ...] = ()

    @property
    def texts(self) -> tuple[tuple[int, int, str], ...]:
        """Every line with its place; the block of lines is centred in the box."""
        rows = len(self.lines) + bool(self.heats)
        first = self.y + (self.height - rows * LINE) // 2 + 13
        return tuple((self.x + PAD, first + n * LINE, one) for n, one in enumerate(self.lines))

    @property
    def heat_y(self) -> int:
        rows = len(self.lines) + 1
        return self.y + (self.height - rows * LINE) // 2 + 13 + len(self.lines) * LINE

    @property
    def classes(self) -> str:
        return " ".join([f"a-box--{self.tone}", *(f"h-{h.key}-{h.level}" for h in self.heats)])


@dataclass(frozen=True)
class Line:
    """A path; `tone` is link, arrow, base, today or grid."""

    path: str
    tone: str = "link"


@dataclass(frozen=True)
class Drawing:
    """Sizes are in SVG units; `label` says in words what is drawn.

    `legend` are (tone, text); `readings` are (key, title, ((level, text), ...)) of a drawing
    that may be coloured in several ways.
    """

    width: int
    height: int
    label: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = field(default=())

    def told(self, *legend: tuple[str, str]) -> Drawing:
        """The same with a legend."""
        return replace(self, legend=legend)


@dataclass(frozen=True)
class Item:
    """What a layout puts into a box."""

    text: str
    tone: str = "plain"
    url: str = ""


def wrapped(text: str, width: int, most: int = 2) -> tuple[str, ...]:
    """`text` in at most `most` lines of `width` units; what is cut off ends in an ellipsis."""
    room = max(1, int((width - 2 * PAD) / CHARACTER))
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= room:
            line += f" {words.pop(0)}"
        if len(line) > room or (words and len(lines) == most - 1):
            line = f"{line[: room - 1].rstrip()}…"
        lines.append(line)
    return tuple(lines)


def box(
    x: int, y: int, width: int, item: Item, height: int = 28, heats: tuple[Heat, ...] = ()
) -> Box:
    """A box with as many lines as its height holds."""
    most = max(1, (height - 8) // LINE - bool(heats))
    lines = wrapped(item.text, width, most)
    return Box(x, y, width, height, lines, item.text, item.tone, item.url, heats)


def curve(start: tuple[int, int], end: tuple[int, int], tone: str = "link") -> Line:
    """A line that leaves and comes in level."""
    half = (end[0] - start[0]) // 2
    (x, y), (u, v) = start, end
    return Line(f"M{x} {y}C{x + half} {y} {u - half} {v} {u} {v}", tone)


def straight(start: tuple[int, int], end: tuple[int, int], tone: str = "grid") -> Line:
    return Line(f"M{start[0]} {start[1]}L{end[0]} {end[1]}", tone)


def grid(
    groups: Sequence[tuple[str, Sequence[tuple[Item, tuple[Heat, ...]]]]],
    label: str,
    columns: int = 4,
    height: int = 54,
) -> Drawing:
    """Groups under headings, their boxes in rows of `columns`."""
    boxes: list[Box] = []
    y, step = 0, WIDTH // columns
    for heading, items in groups:
        if heading:
            boxes.append(box(0, y, WIDTH, Item(heading, "label")))
            y += 30
        for at, (item, heats) in enumerate(items):
            place = (at % columns * step, y + at // columns * (height + 8))
            boxes.append(box(*place, step - 10, item, height, heats))
        y += (len(items) + columns - 1) // columns * (height + 8) + 10
    return Drawing(WIDTH, max(y, 30), label, tuple(boxes))


def tree(rows: Sequence[tuple[Item, Sequence[tuple[Item, Sequence[Item]]]]], label: str) -> Drawing:
    """Three columns: each item, what hangs on it, and what hangs on that."""
    boxes: list[Box] = []
    lines: list[Line] = []
    width, tall, row = 340, 44, 52
    columns = (0, 420, 840)
    y = 0
    for top, middle in rows:
        first = y
        boxes.append(box(0, first, width, top, tall))
        for item, leaves in middle:
            boxes.append(box(columns[1], y, width, item, tall))
            lines.append(curve((width, first + tall // 2), (columns[1], y + tall // 2)))
            start = (columns[1] + width, y + tall // 2)
            for leaf in leaves:
                boxes.append(box(columns[2], y, width, leaf, tall))
                lines.append(curve(start, (columns[2], y + tall // 2)))
                y += row
            y += 0 if leaves else row
        y += 10 if middle else row + 10
    return Drawing(WIDTH, max(y, row), label, tuple(boxes), tuple(lines))


def sides(pairs: Sequence[tuple[Item, Item]], label: str, tone: str = "arrow") -> Drawing:
    """Arrows from the left to the right column, whose order keeps crossings few.

    Past `MOST` pairs a box says how many are left to the table.
    """
    shown = list(dict.fromkeys(pairs))[:MOST]
    left, right = _ordered(shown)
    width, row = 420, 38
    shift = (len(left) - len(right)) * row // 2
    tops = (max(0, -shift), max(0, shift))
    far = WIDTH - width
    at_left = {one: tops[0] + n * row for n, one in enumerate(left)}
    at_right = {one: tops[1] + n * row for n, one in enumerate(right)}
    boxes = [box(0, y, width, one, 30) for one, y in at_left.items()]
    boxes += [box(far, y, width, one, 30) for one, y in at_right.items()]
    lines = [
        curve((width, at_left[one] + 15), (far - 3, at_right[other] + 15), tone)
        for one, other in shown
    ]
    height = max(len(left), len(right), 1) * row
    if len(pairs) > MOST:
        boxes.append(box(0, height, width, Item(f"+ {len(pairs) - MOST}", "label")))
        height += row
    return Drawing(WIDTH, height, label, tuple(boxes), tuple(lines))


def _ordered(pairs: Sequence[tuple[Item, Item]]) -> tuple[list[Item], list[Item]]:
    """Both columns, each sorted by where its lines lead: barycentres settle in a few rounds."""
    left = list(dict.fromkeys(one for one, _ in pairs))
    right = list(dict.fromkeys(other for _, other in pairs))
    ends: dict[Item, list[Item]] = {one: [] for one in left}
    starts: dict[Item, list[Item]] = {one: [] for one in right}
    for one, other in pairs:
        ends[one].append(other)
        starts[other].append(one)
    for _ in range(4):
        places = {one: n for n, one in enumerate(left)}
        right.sort(key=lambda other, at=places: _mean([at[one] for one in starts[other]]))  # type: ignore[misc]
        places = {one: n for n, one in enumerate(right)}
        left.sort(key=lambda one, at=places: _mean([at[other] for other in ends[one]]))  # type: ignore[misc]
    return left, right


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)
