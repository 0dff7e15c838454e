# SPDX-License-Identifier: MIT
"""Extension schemas of a packet: their form (ISO 19005-1, 6.7.8) and what they declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from esep.pdfa.faults import Fault
from esep.pdfa.xmp_tree import Node
from esep.pdfa.xmp_types import Schema, Structure, is_known, normal_type, predefined_structures

EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_TYPE = "http://www.aiim.org/pdfa/ns/type#"
_FIELD = "http://www.aiim.org/pdfa/ns/field#"
_CATEGORIES = ("internal", "external")


@dataclass(frozen=True, slots=True)
class _Part:
    """One field that a description has: `form` is what its value must be."""

    rule: str
    name: str
    form: Literal["text", "type", "category", "seq"] = "text"


@dataclass(frozen=True, slots=True)
class _Description:
    ns: str
    prefix: str
    parts: Sequence[_Part]


# Tables of ISO 19005-1, 6.7.8 with Technical Corrigendum 1
_OF_SCHEMA = _Description(
    _SCHEMA,
    "pdfaSchema",
    (
        _Part("6.7.8-3", "schema"),
        _Part("6.7.8-4", "namespaceURI"),
        _Part("6.7.8-5", "prefix"),
        _Part("6.7.8-6", "property", "seq"),
        _Part("6.7.8-7", "valueType", "seq"),
    ),
)
_OF_PROPERTY = _Description(
    _PROPERTY,
    "pdfaProperty",
    (
        _Part("6.7.8-8", "name"),
        _Part("6.7.8-9", "valueType", "type"),
        _Part("6.7.8-10", "category", "category"),
        _Part("6.7.8-11", "description"),
    ),
)
_OF_TYPE = _Description(
    _TYPE,
    "pdfaType",
    (
        _Part("6.7.8-12", "type"),
        _Part("6.7.8-13", "namespaceURI"),
        _Part("6.7.8-14", "prefix"),
        _Part("6.7.8-15", "description"),
        _Part("6.7.8-16", "field", "seq"),
    ),
)
_OF_FIELD = _Description(
    _FIELD,
    "pdfaField",
    (
        _Part("6.7.8-17", "name"),
        _Part("6.7.8-18", "valueType", "type"),
        _Part("6.7.8-19", "description"),
    ),
)


def declared_schemas(container: Node | None) -> Mapping[str, Schema]:
    """Return what the extension schemas declare, by namespace; a later one replaces."""
    declared = {}
    for schema in _items(container):
        uri = schema.child(_SCHEMA, "namespaceURI")
        properties = schema.child(_SCHEMA, "property")
        if uri is None or properties is None or not properties.is_array:
            continue
        known = _structures(schema)
        types: dict[str, str] = {}
        for item in properties.children:
            name, value_type = _text(item, _PROPERTY, "name"), _text(item, _PROPERTY, "valueType")
            if name is not None and value_type is not None and is_known(value_type, known):
                types.setdefault(name, value_type)
        declared[uri.value] = Schema(types, known)
    return declared


def check_extensions(container: Node | None) -> Iterator[Fault]:
    """Yield breaches of 6.7.8 in ``pdfaExtension:schemas``."""
    if container is None:
        return
    if container.kind != "bag" or container.prefix != "pdfaExtension":
        yield Fault("6.7.8-2", path=container.qname, params={"found": container.kind})
    for schema in _items(container):
        known = _structures(schema)
        yield from _check(schema, _OF_SCHEMA, known)
        for item in _items(schema.child(_SCHEMA, "property")):
            yield from _check(item, _OF_PROPERTY, known)
        for item in _items(schema.child(_SCHEMA, "valueType")):
            yield from _check(item, _OF_TYPE, known)
            for field in _items(item.child(_TYPE, "field")):
                yield from _check(field, _OF_FIELD, known)


def _check(node: Node, kind: _Description, known: Mapping[str, Structure]) -> Iterator[Fault]:
    names = {part.name for part in kind.parts}
    if foreign := [c.qname for c in node.children if c.ns != kind.ns or c.name not in names]:
        yield Fault("6.7.8-1", path=kind.prefix, params={"found": ", ".join(foreign)})
    for part in kind.parts:
        found = node.child(kind.ns, part.name)
        if not _is_right(found, part, kind.prefix, known):
            params = {"field": f"{kind.prefix}:{part.name}", "found": _told(found)}
            yield Fault(part.rule, path=kind.prefix, params=params)


def _is_right(found: Node | None, part: _Part, prefix: str, known: Mapping[str, Structure]) -> bool:
    if part.form == "seq":
        # An ordered array; an alternative is one in the data model of XMP.
        return found is None or (found.kind in ("seq", "alt") and found.prefix in (None, prefix))
    if found is None or found.kind != "simple" or found.prefix != prefix:
        return False
    if part.form == "type":
        return is_known(found.value, known)
    return part.form != "category" or found.value in _CATEGORIES


def _told(found: Node | None) -> str:
    if found is None:
        return "–"
    return f"{found.qname} = {found.value or found.kind}"


def _structures(schema: Node) -> Mapping[str, Structure]:
    """Return the predefined structures and those the schema declares for itself."""
    known = dict(predefined_structures())
    for item in _items(schema.child(_SCHEMA, "valueType")):
        name, uri = _text(item, _TYPE, "type"), _text(item, _TYPE, "namespaceURI")
        if name is None or uri is None:
            continue
        fields = {
            field_name: field_type
            for field in _items(item.child(_TYPE, "field"))
            if (field_name := _text(field, _FIELD, "name")) is not None
            and (field_type := _text(field, _FIELD, "valueType")) is not None
        }
        known[normal_type(name)] = Structure(uri, fields)
    return known


def _items(array: Node | None) -> Sequence[Node]:
    return array.children if array is not None and array.is_array else ()


def _text(node: Node, ns: str, name: str) -> str | None:
    found = node.child(ns, name)
    return None if found is None else found.value
