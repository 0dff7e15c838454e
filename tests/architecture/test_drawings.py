# SPDX-License-Identifier: MIT
"""Drawings of the architecture: nothing overlaps, no text leaves its box, cycles are found."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from esep.checks.architecture import cycles
from esep.portal import architecture_charts as charts
from esep.portal import architecture_draw as draw


class Node:
    """What `cycles` asks of an element."""

    def __init__(self, name: int) -> None:
        self.id = str(name)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_cycles_are_found_exactly_where_there_are_any(edges: list[tuple[int, int]]) -> None:
    nodes = [Node(n) for n in range(8)]
    above: dict[str, list[Node]] = {one.id: [] for one in nodes}
    for low, high in edges:
        above[str(low)].append(nodes[high])

    found = list(cycles(nodes, lambda one: above[one.id]))  # type: ignore[arg-type, return-value]

    assert bool(found) == _has_cycle(above)
    for _, way in found:
        assert way[0] == way[-1]
        assert all(any(n.id == b for n in above[a]) for a, b in pairwise(way))


def _has_cycle(above: dict[str, list[Node]]) -> bool:
    left = {key: {one.id for one in some} for key, some in above.items()}
    while free := [key for key, some in left.items() if not some]:
        for key in free:
            del left[key]
        for some in left.values():
            some.difference_update(free)
    return bool(left)


@given(st.text(max_size=80), st.integers(30, 500), st.integers(28, 80))
def test_text_of_a_box_is_never_larger_than_its_room(text: str, width: int, height: int) -> None:
    found = draw.box(0, 0, width, draw.Item(text), height)

    assert all(len(line) * draw.CHARACTER <= max(width, 30) for line in found.lines)
    assert all(0 < y <= height for _, y, _ in found.texts)
    assert found.full == text


def test_roadmap_without_projects_is_drawn() -> None:
    assert charts.gantt([], [], date(2026, 1, 1), "x").boxes == ()


def test_boxes_of_a_grid_do_not_overlap() -> None:
    items = [(draw.Item(f"n{n}"), ()) for n in range(11)]
    boxes = draw.grid([("a", items), ("b", items)], "x").boxes

    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def test_tables_of_entities_do_not_overlap() -> None:
    rows = [draw.Item(f"a{n}") for n in range(5)]
    types = [(draw.Item(f"t{n}"), rows[:n]) for n in range(5)]
    boxes = charts.entity((draw.Item("e"), rows), types, "x").boxes

    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def test_sides_without_crossings_are_found() -> None:
    pairs = [(draw.Item(f"l{n}"), draw.Item(f"r{n}")) for n in (3, 1, 2, 0)]
    boxes = draw.sides([*pairs, (pairs[0][0], pairs[1][1])], "x").boxes
    tops = {one.full: one.y for one in boxes}
    left = sorted(range(4), key=lambda n: tops[f"l{n}"])

    assert left == sorted(range(4), key=lambda n: tops[f"r{n}"])


def _overlap(one: draw.Box, other: draw.Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)
