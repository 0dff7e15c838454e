# SPDX-License-Identifier: MIT
"""The architecture as an ArchiMate Model Exchange File (The Open Group, version 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from esep.checks.context import Context
from esep.exchange.archimate_relations import Relation, identifier, mapping, relations
from esep.i18n import LANGUAGES
from esep.model.architecture import State

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
# Sizes of a view, in pixels.
_BOX, _GAP, _COLUMNS = (160, 60), 20, 6


class _Node(NamedTuple):
    """One element of the file; `properties` are by key of archimate.yml."""

    kind: str
    layer: str
    name: Mapping[str, str]
    text: Mapping[str, str]
    properties: Mapping[str, str]


def write(context: Context, state: State) -> bytes:
    """One state of the architecture; the same input gives the same bytes.

    The order of children is that of the schema: name, elements, relationships,
    organizations, propertyDefinitions, views.
    """
    nodes = dict(sorted(_nodes(context, state)))
    types = {key: one.kind for key, one in nodes.items()}
    links = relations(context, state, types)
    root = etree.Element(f"{{{SPACE}}}model", nsmap={None: SPACE, "xsi": XSI})
    root.set("identifier", f"id-esep-{state}")
    root.set(f"{{{XSI}}}schemaLocation", f"{SPACE} {SCHEMA}")
    _text(root, "name", mapping()["title"])
    if nodes:
        elements = _sub(root, "elements")
        for key, node in nodes.items():
            _element(elements, key, node)
    if links:
        _relationships(_sub(root, "relationships"), links)
    if nodes:
        _organisations(_sub(root, "organizations"), nodes)
    definitions = _sub(root, "propertyDefinitions")
    for key, name in mapping()["properties"].items():
        one = _sub(definitions, "propertyDefinition", identifier=f"id-p-{key}", type="string")
        _text(one, "name", name)
    if views := list(_views(context, state, nodes)):
        _diagrams(_sub(_sub(root, "views"), "diagrams"), views, links)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _sub(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{SPACE}}}{tag}", attributes)


def _text(parent: Any, tag: str, text: Mapping[str, str]) -> None:
    for lang in LANGUAGES:
        if text.get(lang):
            one = _sub(parent, tag)
            one.set(f"{{{XML}}}lang", lang)
            one.text = text[lang]


def _element(parent: Any, key: str, node: _Node) -> None:
    one = _sub(parent, "element", identifier=key)
    one.set(f"{{{XSI}}}type", node.kind)
    _text(one, "name", node.name)
    _text(one, "documentation", node.text)
    if node.properties:
        group = _sub(one, "properties")
        for name, value in node.properties.items():
            line = _sub(group, "property", propertyDefinitionRef=f"id-p-{name}")
            _sub(line, "value").text = value


def _nodes(context: Context, state: State) -> Iterator[tuple[str, _Node]]:
    for one in context.architecture.all:
        if one.is_in(state) and not one.kind.archimate.endswith("Relationship"):
            seen = one.seen(state)
            text = seen.get("description", {})
            node = _Node(one.kind.archimate, one.kind.layer, seen["name"], text, {})
            yield identifier(one.kind.name, one.id), node
    for facts in context.survey.values():
        kind = mapping()["objects"][facts.kind]
        said = {"kind": facts.kind, "accounting_code": facts.code, "stage": facts.stage}
        known = {key: value for key, value in said.items() if value}
        layer = "infra" if facts.kind.startswith("ici.") and facts.kind != "ici.is" else "is"
        yield identifier("objects", facts.id), _Node(kind, layer, facts.name, facts.purpose, known)
    for slug, record in context.registry.organisations.items():
        if record.is_valid:
            name = record.value["names"][-1]["name"]
            yield (
                identifier("organisations", slug),
                _Node("BusinessActor", "activity", name, {}, {}),
            )


def _relationships(parent: Any, links: Sequence[Relation]) -> None:
    for number, link in enumerate(links, 1):
        one = _sub(parent, "relationship", identifier=_link_id(number))
        one.set("source", link.source)
        one.set("target", link.target)
        one.set(f"{{{XSI}}}type", link.kind)
        _text(one, "name", link.name)


def _link_id(number: int) -> str:
    return f"id-r-{number}"


def _organisations(parent: Any, nodes: Mapping[str, _Node]) -> None:
    """A folder for every layer that has elements."""
    for layer, name in mapping()["layers"].items():
        inside = [key for key, node in nodes.items() if node.layer == layer]
        if inside:
            item = _sub(parent, "item")
            _text(item, "label", name)
            for key in inside:
                _sub(item, "item", identifierRef=key)


class _View(NamedTuple):
    identifier: str
    name: Mapping[str, str]
    rows: Sequence[Sequence[str]]


def _views(context: Context, state: State, nodes: Mapping[str, _Node]) -> Iterator[_View]:
    """A diagram of every domain: its capabilities above the objects that realise them."""
    for domain in context.architecture.of("domains"):
        objects = [
            one
            for one in context.survey.values()
            if domain.id in one.domains and not one.is_gone and domain.is_in(state)
        ]
        named = dict.fromkeys(
            identifier("capabilities", name) for one in objects for name in one.capabilities
        )
        top = [key for key in named if key in nodes]
        if top:
            rows = [top, [identifier("objects", one.id) for one in objects]]
            yield _View(f"id-v-{domain.id}", domain.name, rows)


def _diagrams(parent: Any, views: Sequence[_View], links: Sequence[Relation]) -> None:
    for view in views:
        diagram = _sub(parent, "view", identifier=view.identifier)
        diagram.set(f"{{{XSI}}}type", "Diagram")
        _text(diagram, "name", view.name)
        shown: dict[str, str] = {}
        top = _GAP
        for row in view.rows:
            for at, key in enumerate(row):
                shown[key] = f"{view.identifier}-{key}"
                _box(diagram, shown[key], key, at % _COLUMNS, top + at // _COLUMNS * 80)
            top += (len(row) + _COLUMNS - 1) // _COLUMNS * 80 + 60
        for number, link in enumerate(links, 1):
            if link.source in shown and link.target in shown:
                name = f"{view.identifier}-c-{number}"
                line = _sub(diagram, "connection", identifier=name)
                line.set(f"{{{XSI}}}type", "Relationship")
                line.set("relationshipRef", _link_id(number))
                line.set("source", shown[link.source])
                line.set("target", shown[link.target])


def _box(parent: Any, name: str, key: str, column: int, top: int) -> None:
    width, height = _BOX
    one = _sub(parent, "node", identifier=name, elementRef=key)
    one.set(f"{{{XSI}}}type", "Element")
    for side, size in (
        ("x", _GAP + column * (width + _GAP)), ("y", top), ("w", width), ("h", height)
    ):  # fmt: skip
        one.set(side, str(size))
