# SPDX-License-Identifier: MIT
"""Names behind identifiers: of organisations on a day, and of what the architecture lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esep.model.registry import Registry

ARCHITECTURE = "registry/architecture"


def name_on(value: Mapping[str, Any], on: date) -> Mapping[str, str]:
    """The name an organisation bears on a day; its last one where none covers the day."""
    names = sorted(value["names"], key=lambda one: str(one["from"]))
    day = on.isoformat()
    covering = [one for one in names if one["from"] <= day <= one.get("to", "9999")]
    found: Mapping[str, str] = (covering or names)[-1]["name"]
    return found


def architecture(registry: Registry) -> dict[str, Mapping[str, str]]:
    """Names of domains, functions, services and the like, wherever its files list them."""
    records = registry.records(ARCHITECTURE, "")
    return {slug: name for one in records for slug, name in _named(one.value)}


def _named(value: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(value, list):
        for one in value:
            yield from _named(one)
    elif isinstance(value, dict):
        name = value.get("name", value.get("title"))
        if isinstance(value.get("id"), str) and isinstance(name, dict):
            yield value["id"], name
        for one in value.values():
            yield from _named(one)
