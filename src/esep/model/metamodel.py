# SPDX-License-Identifier: MIT
"""The kinds of architecture elements, read from their schemas: layer, ArchiMate type, references.

A kind is an entry of ``$defs`` with ``x-archimate``; the array of the same name in
``properties`` holds its elements.  ``x-refers`` stands beside every field that names
something else: kinds, ``objects``, ``organisations`` or ``element`` (``kind:id``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from esep.i18n import LANGUAGES
from esep.model.tree import Tree

GROUPS = (
    "architecture-activity",
    "architecture-goals",
    "architecture-data",
    "architecture-systems",
    "architecture-versions",
    "projects",
    "monitoring",
)
MAX_SCHEMA_BYTES = 1 << 20


@dataclass(frozen=True)
class Reference:
    """A field that names other things; ``*`` in `pattern` stands for all items."""

    pattern: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of element.

    `is_component` tells what current and target models are made of; `titles` are
    kk, ru and en.
    """

    name: str
    group: str
    layer: str
    archimate: str
    is_component: bool
    titles: Mapping[str, str]
    references: tuple[Reference, ...]
    fields: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Metamodel:
    """All kinds by name, and the folder of every group of kinds."""

    kinds: Mapping[str, Kind]
    folders: Mapping[str, str]

    @staticmethod
    def read(tree: Tree) -> Metamodel:
        """From the schemas of a tree; a group whose schema is not there has no kinds."""
        kinds: dict[str, Kind] = {}
        folders: dict[str, str] = {}
        for group in GROUPS:
            data = tree.read(f"schemas/{group}.schema.json", MAX_SCHEMA_BYTES)
            if data is None:
                continue
            schema = json.loads(data)
            folders[group] = schema["x-folder"]
            for name, node in schema["$defs"].items():
                kinds[name] = _kind(name, group, node)
        return Metamodel(kinds, folders)


def _kind(name: str, group: str, node: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        group=group,
        layer=node["x-layer"],
        archimate=node["x-archimate"],
        is_component=node["x-component"],
        titles=_titles(node),
        references=tuple(_references(node, "")),
        fields={key: _titles(one) for key, one in node["properties"].items()},
    )


def _titles(node: Mapping[str, Any]) -> dict[str, str]:
    return dict(zip(LANGUAGES, node["title"].split(" / "), strict=True))


def _references(node: Mapping[str, Any], pattern: str) -> Iterator[Reference]:
    if targets := node.get("x-refers"):
        yield Reference(pattern, tuple(targets))
    for name, one in node.get("properties", {}).items():
        yield from _references(one, f"{pattern}/{name}".lstrip("/"))
    if items := node.get("items"):
        yield from _references(items, f"{pattern}/*")
