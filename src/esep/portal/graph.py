# SPDX-License-Identifier: MIT
"""The objects one step away, drawn as SVG: this object in the middle, partners at its sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LIMIT = 12
ROW = 46
WIDTH = 720
SIDE, MIDDLE = 230, 160
MAX_LABEL = 26


@dataclass(frozen=True)
class Link:
    """`direction` is seen from the object: ``in``, ``out`` or ``both``; `url` may be empty.

    `label` stands in the drawing.
    """

    name: str
    url: str
    direction: str
    data: str
    label: str


@dataclass(frozen=True)
class Node:
    """A partner with its place; `x`, `y` are its corner, `line` the end points of its arrow."""

    link: Link
    label: str
    x: int
    y: int
    line: tuple[int, int, int, int]


@dataclass(frozen=True)
class Drawing:
    """Sizes are in SVG units; `more` counts partners that did not fit."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    more: int


def draw(links: Iterable[Link]) -> Drawing:
    """Sources to the left, all others to the right, in the order given."""
    known = list(links)
    left = [one for one in known if one.direction == "in"][:LIMIT]
    right = [one for one in known if one.direction != "in"][:LIMIT]
    height = max(len(left), len(right), 1) * ROW
    nodes = [*_side(left, 0, height, is_left=True)]
    nodes += _side(right, WIDTH - SIDE, height, is_left=False)
    return Drawing(WIDTH, height, tuple(nodes), len(known) - len(nodes))


def _side(links: list[Link], x: int, height: int, *, is_left: bool) -> Iterable[Node]:
    top = (height - len(links) * ROW) // 2
    inner, centre = (WIDTH - MIDDLE) // 2, height // 2
    for at, link in enumerate(links):
        y = top + at * ROW
        middle = y + ROW // 2
        line = (
            (SIDE + 6, middle, inner - 4, centre)
            if is_left
            else (inner + MIDDLE + 6, centre, WIDTH - SIDE - 4, middle)
        )
        yield Node(link, shorten(link.label), x, y + 4, line)


def shorten(text: str, limit: int = MAX_LABEL) -> str:
    """Plain in any case: no mark of a language stands in a drawing."""
    return str(text) if len(text) <= limit else f"{text[: limit - 1]}…"
