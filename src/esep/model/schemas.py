# SPDX-License-Identifier: MIT
"""The JSON Schemas of the registry: who decides validity, and who words the errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.validators import validator_for
from referencing import Registry as Resources
from referencing import Resource

from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.model.tree import Tree

MAX_SCHEMA_BYTES = 1 << 20
MAX_ERRORS = 50


class Schemas:
    """All schemas of a tree, by file name without ``.schema.json``."""

    def __init__(self, tree: Tree) -> None:
        self._documents: dict[str, Any] = {}
        for entry in tree.entries("schemas"):
            if entry.name.endswith(".schema.json"):
                data = tree.read(entry.path, MAX_SCHEMA_BYTES) or b""
                try:
                    self._documents[entry.name] = json.loads(data)
                except ValueError as error:
                    raise UserError(f"{entry.path}: not JSON: {error}") from None
        if not self._documents:
            raise UserError("no schemas/*.schema.json here: is this the root of a registry?")
        self._fast: dict[str, Any] = {}
        self._wordy: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return f"{name}.schema.json" in self._documents

    def is_valid(self, name: str, value: object) -> bool:
        """Decide with jsonschema-rs."""
        if name not in self._fast:
            self._fast[name] = jsonschema_rs.Draft202012Validator(
                self._schema(name), registry=self._fast_registry, validate_formats=True
            )
        return bool(self._fast[name].is_valid(value))

    def errors(self, name: str, value: object) -> Iterator[jsonschema.ValidationError]:
        """Word with jsonschema; at most `MAX_ERRORS`, in order of place."""
        if name not in self._wordy:
            schema = self._schema(name)
            self._wordy[name] = validator_for(schema)(
                schema,
                registry=self._resources,
                format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
            )
        found = sorted(
            self._wordy[name].iter_errors(value), key=lambda one: list(map(str, one.path))
        )
        yield from found[:MAX_ERRORS]

    def enum(self, name: str, pointer: str) -> list[str]:
        """The values a definition allows."""
        node = self._schema(name)
        for step in pointer.strip("/").split("/"):
            node = node[step]
        return list(node["enum"])

    def title(self, name: str, pointer: str, lang: str) -> str:
        """Label of the field at ``/properties/…`` in one language, from its title."""
        node: Any = self._schema(name)
        for step in pointer.strip("/").split("/"):
            node = self._follow(node)
            node = node.get("properties", {}).get(step) or node.get("items", {})
        titles = self._follow(node, keep="title").get("title", pointer).split(" / ")
        return str(titles[LANGUAGES.index(lang)] if len(titles) == len(LANGUAGES) else titles[0])

    def _follow(self, node: Mapping[str, Any], keep: str = "properties") -> Mapping[str, Any]:
        while keep not in node and "$ref" in node:
            file, _, fragment = node["$ref"].partition("#")
            node = self._documents[file] if file else node
            for step in fragment.strip("/").split("/"):
                node = node[step] if step else node
        if keep == "properties" and node.get("type") == "array":
            return self._follow(node["items"], keep)
        return node

    def _schema(self, name: str) -> Any:
        return self._documents[f"{name}.schema.json"]

    @cached_property
    def _fast_registry(self) -> Any:
        resources = [(one["$id"], one) for one in self._documents.values()]
        return jsonschema_rs.Registry(resources=resources)

    @cached_property
    def _resources(self) -> Any:
        pairs = [(one["$id"], Resource.from_contents(one)) for one in self._documents.values()]
        return Resources().with_resources(pairs)
