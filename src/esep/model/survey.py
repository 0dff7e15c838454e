# SPDX-License-Identifier: MIT
"""What the architecture asks of every passport, read in one pass and kept small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from esep.model.registry import ObjectRecord, Registry

GONE = frozenset({"terminated", "written_off"})


class Facts(NamedTuple):
    """One object: `links` are (other object, index in the passport), `types` what it keeps
    or exchanges, `bodies` who uses it, `cost` what its item 15 adds up to in whole million
    tenge, spent or else planned; `places` are line and column by JSON Pointer of what findings
    may point at."""

    folder: str
    id: str
    kind: str
    name: Mapping[str, str]
    short: Mapping[str, str]
    purpose: Mapping[str, str]
    holder: str
    stage: str
    code: str
    domains: tuple[str, ...]
    functions: tuple[str, ...]
    services: tuple[str, ...]
    capabilities: tuple[str, ...]
    technologies: tuple[str, ...]
    reference_for: tuple[str, ...]
    types: tuple[str, ...]
    bodies: tuple[str, ...]
    links: tuple[tuple[str, int], ...]
    cost: int = 0
    places: Mapping[str, tuple[int, int]] = {}

    @property
    def is_gone(self) -> bool:
        return self.stage in GONE


def survey(registry: Registry) -> dict[str, Facts]:
    """Every object with a valid passport by identifier; the first of several counts."""
    found: dict[str, Facts] = {}
    for record in registry.objects():
        if record.is_valid:
            found.setdefault(record.id, facts(record))
    return found


def facts(record: ObjectRecord) -> Facts:
    """What is kept of one valid object."""
    value = record.value
    interactions = value.get("interactions", ())
    stored = value.get("facts", {}).get("stored_data", ())
    types = [one["type"] for one in stored if "type" in one]
    types += [name for one in interactions for name in one.get("types", ())]
    links = [(one["with"], index) for index, one in enumerate(interactions) if "with" in one]
    technologies = _listed(value, "technologies")
    pointers = ["/id", *(f"/interactions/{index}/with" for _, index in links)]
    pointers += [f"/technologies/{index}" for index, _ in enumerate(technologies)]
    return Facts(
        folder=record.folder,
        id=record.id,
        kind=str(value["kind"]),
        name=value["name"],
        short=value.get("short_name", value["name"]),
        purpose=value["purpose"],
        holder=value["holder"],
        stage=record.passport.stage,
        code=str(value.get("accounting_code", "")),
        domains=_listed(value, "domains"),
        functions=_listed(value, "functions"),
        services=_listed(value, "services"),
        capabilities=_listed(value, "capabilities"),
        technologies=technologies,
        reference_for=_listed(value, "reference_for"),
        types=tuple(dict.fromkeys(types)),
        bodies=tuple(value.get("users", {}).get("bodies", ())),
        links=tuple(links),
        cost=_cost(value.get("facts", {}).get("costs", ())),
        places={one: record.source.position(one) for one in pointers},
    )


def _cost(lines: Iterable[Mapping[str, Any]]) -> int:
    return int(sum(Decimal(str(one.get("fact", one["plan"]))) for one in lines) / 1_000_000)


def _listed(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(value.get(key, ()))
