# SPDX-License-Identifier: MIT
"""The architecture and the projects as the service integrator keeps them: elements by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from esep.findings import Location
from esep.model.metamodel import Kind, Metamodel
from esep.model.registry import Record, Registry

State = Literal["current", "target"]
STATES: tuple[State, ...] = ("current", "target")
ROOTS = ("registry/architecture", "registry/projects")


@dataclass(frozen=True)
class Element:
    """One element: its data as written, and where they stand.

    Data describe the current state; `target` inside them says what is different in
    the target state, `states` in which states the element is there at all.
    """

    kind: Kind
    value: Mapping[str, Any]
    record: Record = field(repr=False)
    pointer: str

    @property
    def id(self) -> str:
        return str(self.value["id"])

    @property
    def name(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.value["name"]
        return found

    @property
    def reference(self) -> str:
        """How other records name it: ``kind:id``."""
        return f"{self.kind.name}:{self.id}"

    def at(self, pointer: str = "") -> Location:
        return self.record.at(self.pointer + pointer)

    def is_in(self, state: State) -> bool:
        return state in self.value.get("states", STATES)

    def seen(self, state: State) -> Mapping[str, Any]:
        """The data in a state, without what tells the states apart."""
        own = {key: one for key, one in self.value.items() if key not in ("states", "target")}
        if state == "target":
            own |= self.value.get("target", {})
        if "attributes" in own:
            own["attributes"] = [_attribute(one, state) for one in own["attributes"]]
        return own

    def refs(self, name: str, state: State = "current") -> Sequence[str]:
        """What a field names, as a list whether it holds one or many."""
        found = self.value.get(name, ())
        if state == "target":
            found = self.value.get("target", {}).get(name, found)
        return [found] if isinstance(found, str) else found


def _attribute(value: Mapping[str, Any], state: State) -> dict[str, Any]:
    own = {key: one for key, one in value.items() if key != "target"}
    return own | value.get("target", {}) if state == "target" else own


@dataclass(frozen=True)
class Attribute:
    """One attribute of an entity or a type, as seen in a state."""

    owner: Element
    value: Mapping[str, Any]
    pointer: str

    @property
    def id(self) -> str:
        return str(self.value["id"])


@dataclass(frozen=True)
class Architecture:
    """Every element of a registry; only files that meet their schema are read into it."""

    registry: Registry

    @cached_property
    def metamodel(self) -> Metamodel:
        return Metamodel.read(self.registry.tree)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The files of all groups."""
        folders = self.metamodel.folders.items()
        return tuple(
            one for group, folder in folders for one in self.registry.records(folder, group)
        )

    @cached_property
    def all(self) -> tuple[Element, ...]:
        """Every element in order of file, second ones of the same identifier included."""
        return tuple(one for record in self.records for one in self._of(record))

    @cached_property
    def by_kind(self) -> Mapping[str, Mapping[str, Element]]:
        """Elements by kind and identifier; the first of several counts."""
        found: dict[str, dict[str, Element]] = {name: {} for name in self.metamodel.kinds}
        for one in self.all:
            found[one.kind.name].setdefault(one.id, one)
        return found

    def of(self, kind: str) -> Sequence[Element]:
        """All elements of a kind."""
        return list(self.by_kind.get(kind, {}).values())

    def get(self, kind: str, name: str) -> Element | None:
        return self.by_kind.get(kind, {}).get(name)

    def find(self, reference: str) -> Element | None:
        """The element that ``kind:id`` names."""
        kind, _, name = reference.partition(":")
        return self.get(kind, name)

    def owner(self, name: str) -> Element | None:
        """What a type may specialise: a type or an entity."""
        return self.get("types", name) or self.get("entities", name)

    def base(self, one: Element, state: State = "current") -> Element | None:
        """What a type specialises in a state."""
        return next(filter(None, map(self.owner, one.refs("of", state))), None)

    def attributes(self, owner: Element, state: State = "current") -> Iterator[Attribute]:
        """The attributes an entity or a type has of its own."""
        at, listed = "/attributes", owner.value.get("attributes", ())
        if state == "target" and "attributes" in owner.value.get("target", {}):
            at, listed = "/target/attributes", owner.value["target"]["attributes"]
        for index, value in enumerate(listed):
            yield Attribute(owner, _attribute(value, state), f"{at}/{index}")

    def inherited(self, owner: Element, state: State = "current") -> Iterator[Attribute]:
        """What comes from above, nearest first; a loop is walked once."""
        for base in self.bases(owner, state):
            yield from self.attributes(base, state)

    def bases(self, owner: Element, state: State = "current") -> Iterator[Element]:
        """What a type specialises, and what that specialises in turn."""
        seen = {owner.reference}
        while (above := self.base(owner, state)) and above.reference not in seen:
            seen.add(above.reference)
            yield above
            owner = above

    @cached_property
    def all_attributes(self) -> tuple[Attribute, ...]:
        """Every attribute once, where it is its owner's own, in the current state."""
        owners = [*self.of("entities"), *self.of("types")]
        return tuple(one for owner in owners for one in self.attributes(owner))

    @cached_property
    def data_names(self) -> frozenset[str]:
        """What a passport may call reference data: types, entities and attributes."""
        names = {*self.by_kind.get("types", {}), *self.by_kind.get("entities", {})}
        return frozenset(names | {one.id for one in self.all_attributes})

    @cached_property
    def naming(self) -> Mapping[str, tuple[Element, ...]]:
        """Which elements name an element, by ``kind:id``, through typed references."""
        found: dict[str, list[Element]] = defaultdict(list)
        for one in self.all:
            for reference in one.value.get("elements", ()):
                found[reference].append(one)
        return {key: tuple(some) for key, some in found.items()}

    def _of(self, record: Record) -> Iterator[Element]:
        if not record.is_valid:
            return
        for name, listed in record.value.items():
            if name in self.metamodel.kinds:
                kind = self.metamodel.kinds[name]
                for index, value in enumerate(listed):
                    yield Element(kind, value, record, f"/{name}/{index}")


def in_force(architecture: Architecture, state: State) -> list[Element]:
    """Approved versions of a state that no approved one supersedes."""
    approved = [
        one
        for one in architecture.of("architecture_versions")
        if one.value["state"] == state and one.value["status"] == "approved"
    ]
    replaced = {one.value.get("supersedes") for one in approved}
    return [one for one in approved if one.id not in replaced]


def decided(version: Element) -> tuple[str, str]:
    """What puts versions in order of their decisions."""
    return (str(version.value.get("decided_on", "")), version.id)


def official(architecture: Architecture, state: State) -> Element | None:
    """The version that is official today: of those in force the one approved last."""
    return max(in_force(architecture, state), key=decided, default=None)
