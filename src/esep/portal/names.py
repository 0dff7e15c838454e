# SPDX-License-Identifier: MIT
"""Names behind identifiers: of organisations on a day, and of what the architecture lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esep.checks.references import DOCUMENTS
from esep.model.registry import Registry
from esep.portal.tongues import pick

ARCHITECTURE = "registry/architecture"
_DATA = ("types", "entities", "attributes")
# The kinds that a field of a passport or a group of labels names.
KINDS: Mapping[str, tuple[str, ...]] = {
    "domain": ("domains",), "domains": ("domains",), "function": ("functions",),
    "functions": ("functions",), "service": ("services",), "services": ("services",),
    "capabilities": ("capabilities",), "technologies": ("technologies",), "type": _DATA,
    "types": _DATA, "reference_for": _DATA,
}  # fmt: skip
# Fields that name a document of the passport.
PAPERS = frozenset(one.removesuffix("/*").rpartition("/")[2] for one in DOCUMENTS)
Names = Mapping[str, Mapping[str, Mapping[str, str]]]


def name_on(value: Mapping[str, Any], on: date) -> Mapping[str, str]:
    """The name an organisation bears on a day; its last one where none covers the day."""
    names = sorted(value["names"], key=lambda one: str(one["from"]))
    day = on.isoformat()
    covering = [one for one in names if one["from"] <= day <= one.get("to", "9999")]
    found: Mapping[str, str] = (covering or names)[-1]["name"]
    return found


def papers(
    passport: Mapping[str, Any], files: Mapping[str, str], lang: str
) -> dict[str, tuple[str, str]]:
    """Title and address of documents by identifier, as far as the edition tells of them."""
    told = [one for one in passport.get("documents", ()) if "id" in one and "title" in one]
    return {one["id"]: (pick(one["title"], lang), files.get(one["id"], "")) for one in told}


def architecture(registry: Registry) -> Names:
    """Names by kind and identifier: a function and an object may bear the same one."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for record in registry.records(ARCHITECTURE, ""):
        for kind, slug, name in _named(record.value, ""):
            found.setdefault(kind, {}).setdefault(slug, name)
    return found


def _named(value: Any, kind: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """What stands in lists, named after the list."""
    if isinstance(value, list):
        for one in value:
            yield from _named(one, kind)
    elif isinstance(value, dict):
        name = value.get("name", value.get("title"))
        if isinstance(value.get("id"), str) and isinstance(name, dict):
            yield kind, value["id"], name
        for key, one in value.items():
            yield from _named(one, key)
