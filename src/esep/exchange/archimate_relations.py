# SPDX-License-Identifier: MIT
"""Relationships of the exchange file: of the right type where ArchiMate allows it, else plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from esep import yamlsafe
from esep.checks.context import Context
from esep.checks.references import expand
from esep.model.architecture import Element, State

PLAIN = "Association"


class Relation(NamedTuple):
    """`source` and `target` are identifiers of the file, as is `identifier`, which is the same
    in every export: a tool that reads a later one finds what it knows."""

    kind: str
    source: str
    target: str
    identifier: str
    name: Mapping[str, str]


class Link(NamedTuple):
    """What a field says before its type is settled."""

    field: str
    source: str
    target: str
    name: Mapping[str, str]


def relations(links: Iterable[Link], types: Mapping[str, str]) -> dict[str, Relation]:
    """The relations between concepts of `types` (their ArchiMate types) by identifier."""
    found: dict[str, Relation] = {}
    for field, source, target, name in links:
        if source in types and target in types and source != target:
            kind, way = _kind(field, types[source], types[target])
            first, last = (source, target) if way == "out" else (target, source)
            own = f"id-{kind}-{first[3:]}.{last[3:]}"  # no name has a full stop
            if own not in found:
                found[own] = Relation(kind, first, last, own, name)
    return found


@cache
def _kind(field: str, source: str, target: str) -> tuple[str, str]:
    """The first type wanted for a field that may join two concepts, and its direction."""
    rules = mapping()["relations"]
    for kind, way in rules.get(field) or rules.get(f"*.{field.split('.')[1]}", ()):
        if ((source, target) if way == "out" else (target, source)) in legal(kind):
            return kind, way
    return PLAIN, "out"


class _Pairs(frozenset[tuple[str, str]]):
    """Pairs of concepts; ``*`` as target is any."""

    def __contains__(self, pair: object) -> bool:
        assert isinstance(pair, tuple)
        return super().__contains__(pair) or super().__contains__((pair[0], "*"))


@cache
def legal(kind: str) -> _Pairs:
    """From which concept to which a relationship type may lead."""
    return _Pairs(
        (source, target)
        for sources, targets in mapping()["legal"][kind]
        for source in _each(sources)
        for target in _each(targets)
    )


def _each(names: list[str]) -> Iterator[str]:
    for one in names:
        yield from mapping().get(one, [one])


def of_elements(context: Context, state: State) -> Iterator[Link]:
    """What the model says of its elements."""
    for one in context.architecture.all:
        if not one.is_in(state):
            continue
        if one.kind.archimate.endswith("Relationship"):
            yield from _of_link(one, state)
            continue
        own, seen = identifier(one.kind.name, one.id), one.seen(state)
        for reference in one.kind.references:
            if "target" in reference.pattern.split("/"):
                continue
            for _, name in expand(seen, reference.pattern):
                field = f"{one.kind.name}.{reference.pattern.split('/')[0]}"
                for target in _targets(context, reference.targets, name):
                    yield Link(field, own, target, {})


def _targets(context: Context, targets: tuple[str, ...], name: str) -> Iterator[str]:
    if targets == ("element",):
        yield identifier(*name.split(":", 1))
        return
    for kind in targets:
        is_outside = kind in ("objects", "organisations")
        if is_outside or context.architecture.get(kind, name):
            yield identifier(kind, name)


def _of_link(one: Element, state: State) -> Iterator[Link]:
    """A flow or an association that the model keeps as an element of its own."""
    seen = one.seen(state)
    for first, last, register, field in (
        ("from_object", "to_object", "objects", "interactions.object"),
        ("from_organisation", "to_organisation", "organisations", "interactions.organisation"),
        ("from", "to", "types", "type_links.to"),
    ):
        if first in seen and last in seen:
            ends = (identifier(register, seen[first]), identifier(register, seen[last]))
            yield Link(field, *ends, seen["name"])


def of_objects(context: Context) -> Iterator[Link]:
    """What passports say of their objects."""
    for facts in context.survey.values():
        own = identifier("objects", facts.id)
        for field in ("capabilities", "functions", "services", "technologies", "types"):
            for name in getattr(facts, field):
                yield Link(f"objects.{field}", own, identifier(field, name), {})
        for name, _ in facts.links:
            yield Link("objects.with", own, identifier("objects", name), {})
        yield Link("objects.holder", own, identifier("organisations", facts.holder), {})


@cache
def mapping() -> Mapping[str, Any]:
    """archimate.yml."""
    data = resources.files(__package__).joinpath("archimate.yml").read_bytes()
    found: Mapping[str, Any] = yamlsafe.load(data)
    return found


def identifier(kind: str, name: str) -> str:
    """An xs:ID: kinds have letters and underscores, names letters, digits and hyphens."""
    return f"id-{kind}-{name}"
