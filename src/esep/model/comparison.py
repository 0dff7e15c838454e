# SPDX-License-Identifier: MIT
"""Current against target: components paired by identifier (R193-16a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from esep.model.architecture import Architecture, Element, State

Change = Literal["kept", "changed", "new", "removed"]
# What may carry a change, besides naming the component in `elements`.
CARRIERS = ("initiatives", "recommendations", "ict_projects")


@dataclass(frozen=True)
class Pair:
    """One component in both models; `fields` are those that differ."""

    element: Element
    change: Change
    fields: tuple[str, ...] = ()


def compare(
    before: Architecture,
    after: Architecture,
    states: tuple[State, State] = ("current", "target"),
) -> Iterator[Pair]:
    """Every component of either model, by kind and identifier."""
    first, last = states
    for name, kind in after.metamodel.kinds.items():
        if not kind.is_component:
            continue
        old = {one.id: one for one in before.of(name) if one.is_in(first)}
        new = {one.id: one for one in after.of(name) if one.is_in(last)}
        for key in sorted(old.keys() | new.keys()):
            yield _pair(old.get(key), new.get(key), states)


def _pair(old: Element | None, new: Element | None, states: tuple[State, State]) -> Pair:
    if old is None or new is None:
        found = new or old
        assert found is not None
        return Pair(found, "new" if old is None else "removed")
    was, is_ = old.seen(states[0]), new.seen(states[1])
    fields = tuple(sorted(key for key in was.keys() | is_.keys() if was.get(key) != is_.get(key)))
    return Pair(new, "changed" if fields else "kept", fields)


def carriers(architecture: Architecture, pair: Pair) -> list[Element]:
    """Initiatives, recommendations and projects that answer for a change."""
    name, kind = pair.element.id, pair.element.kind.name
    named = architecture.naming.get(pair.element.reference, ())
    found = [one for one in named if one.kind.name in CARRIERS]
    if kind == "capabilities":
        found += [one for one in architecture.of("initiatives") if name in one.value.get(kind, ())]
    if kind == "processes":
        found += [
            one for one in architecture.of("reengineerings") if name in one.value["processes"]
        ]
    return list({one.reference: one for one in found}.values())


def is_carried(architecture: Architecture, pair: Pair) -> bool:
    """Whether something is to be done about a change; a cancelled recommendation is nothing."""
    return any(one.value.get("status") != "cancelled" for one in carriers(architecture, pair))
