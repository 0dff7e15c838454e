# SPDX-License-Identifier: MIT
"""Questions one asks a passport that its schema accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

TRUE = frozenset({"yes", "true"})
STAGES = (
    "planning",
    "creation.build",
    "creation.trial",
    "creation.test",
    "creation.rollout",
    "operation",
    "terminated",
    "written_off",
)
CYCLE_ENDS = frozenset({"closed", "cancelled"})


@dataclass(frozen=True)
class Step:
    """One entry of a history: a stage of the object or a step of a cycle."""

    stage: str
    since: date


@dataclass(frozen=True)
class Cycle:
    """One development cycle (R129-10); its steps repeat those of the creation."""

    number: int
    history: tuple[Step, ...]
    value: Mapping[str, Any]

    @property
    def stage(self) -> str:
        return self.history[-1].stage

    @property
    def is_open(self) -> bool:
        return self.stage not in CYCLE_ENDS


@dataclass(frozen=True)
class Passport:
    """Typed reading of a passport's data; the data itself stays text."""

    value: Mapping[str, Any]

    @cached_property
    def id(self) -> str:
        return str(self.value["id"])

    @cached_property
    def kind(self) -> str:
        return str(self.value["kind"])

    @cached_property
    def history(self) -> tuple[Step, ...]:
        return _history(self.value["lifecycle"]["history"])

    @property
    def stage(self) -> str:
        return self.history[-1].stage

    @property
    def entry(self) -> str:
        return str(self.value["lifecycle"]["entry"])

    @property
    def is_psp(self) -> bool:
        return self.kind == "psp"

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        return tuple(
            Cycle(int(one["number"]), _history(one["history"]), one)
            for one in self.value.get("development_cycles", ())
        )

    @cached_property
    def documents(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.value.get("documents", ()))

    @cached_property
    def by_item(self) -> Mapping[str, list[Mapping[str, Any]]]:
        """The documents by the item they belong to."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for one in self.documents:
            found.setdefault(one["item"], []).append(one)
        return found

    @cached_property
    def closed_cycles(self) -> tuple[date, ...]:
        """The days development cycles were closed."""
        ends = (one.history[-1] for one in self.cycles if one.stage == "closed")
        return tuple(step.since for step in ends)

    def since(self, *stages: str) -> date | None:
        """The first day the object was in one of `stages`."""
        return next((step.since for step in self.history if step.stage in stages), None)

    @property
    def commissioned_on(self) -> date | None:
        return self.since("operation")

    def trait(self, name: str) -> bool:
        return flag(self.value.get("traits", {}).get(name))

    def at(self, on: date) -> Passport:
        """The passport as its own histories tell it for a day: later steps are left out."""
        lifecycle = self.value["lifecycle"]
        kept = _until(lifecycle["history"], on) or lifecycle["history"]
        value = {**self.value, "lifecycle": {**lifecycle, "history": kept}}
        if cycles := self.value.get("development_cycles"):
            cut = ({**one, "history": _until(one["history"], on)} for one in cycles)
            value["development_cycles"] = [one for one in cut if one["history"]]
        return self if value == self.value else Passport(value)

    def after(
        self,
        stage: str,
        since: date,
        cycle: int = 0,
        opening: Mapping[str, Any] = MappingProxyType({}),
    ) -> Passport:
        """The passport with one step more, of the object or of a development cycle.

        `opening` is said of a cycle that starts with this step.
        """
        step = {"stage": stage, "since": since.isoformat()}
        if not cycle:
            lifecycle = self.value["lifecycle"]
            history = [*lifecycle["history"], step]
            return Passport({**self.value, "lifecycle": {**lifecycle, "history": history}})
        cycles = list(self.value.get("development_cycles", ()))
        for index, one in enumerate(cycles):
            if int(one["number"]) == cycle:
                cycles[index] = {**one, "history": [*one["history"], step]}
                break
        else:
            cycles.append({"number": str(cycle), **opening, "history": [step]})
        return Passport({**self.value, "development_cycles": cycles})

    def cycle(self, number: int) -> Cycle | None:
        """The development cycle of a number."""
        return next((one for one in self.cycles if one.number == number), None)


def flag(value: object) -> bool:
    """A boolean as registers write it: ``yes`` or ``true``."""
    return str(value).lower() in TRUE


def cycle_of(entry: Mapping[str, Any]) -> int:
    """The development cycle an entry belongs to; 0 is the creation."""
    return int(entry.get("cycle", 0))


def lookup(value: object, pointer: str) -> Any:
    """The value at a JSON Pointer, or None."""
    for step in pointer.strip("/").split("/"):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _until(entries: Any, on: date) -> list[Any]:
    return [one for one in entries if date.fromisoformat(one["since"]) <= on]


def _history(entries: object) -> tuple[Step, ...]:
    return tuple(_steps(entries))


def _steps(entries: Any) -> Iterator[Step]:
    for one in entries:
        yield Step(one["stage"], date.fromisoformat(one["since"]))
