# SPDX-License-Identifier: MIT
"""The architecture as an ArchiMate Model Exchange File (The Open Group, version 3.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from xml.sax.saxutils import escape

from esep.checks.context import Context
from esep.exchange.archimate_relations import (
    Relation,
    identifier,
    mapping,
    of_elements,
    of_objects,
    relations,
)
from esep.i18n import LANGUAGES
from esep.model.architecture import State

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
_SPACES = f'xmlns="{SPACE}" xmlns:xsi="{XSI}" xsi:schemaLocation="{SPACE} {SCHEMA}"'
# Sizes of a view, in pixels.
_BOX, _GAP, _COLUMNS = (160, 60), 20, 6


class _Node(NamedTuple):
    """One element of the file: its type, the folder it lies in, and its text."""

    kind: str
    layer: str
    text: str


class Model:
    """The architecture with what passports say of it; its states share the latter."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def write(self, state: State) -> bytes:
        """One state as a file; the same input gives the same bytes.

        The order of children is that of the schema: name, elements, relationships,
        organizations, propertyDefinitions, views. Text for a tag: at ten thousand objects
        there are half a million, too many to be built as a tree first.
        """
        context = self._context
        nodes = dict(sorted({**dict(_elements(context, state)), **self._recorded}.items()))
        links = self._links(state, nodes)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<model {_SPACES} identifier="id-esep-{state}">',
            *_texts("name", mapping()["title"]),
            *_group("elements", (one.text for one in nodes.values())),
            *_group("relationships", map(_relationship, links)),
            *_group("organizations", _organisations(nodes)),
            *_group("propertyDefinitions", _definitions()),
            *_group("views", _group("diagrams", _diagrams(_views(context, state, nodes), links))),
            "</model>\n",
        ]
        return "\n".join(lines).encode()

    @cached_property
    def _recorded(self) -> dict[str, _Node]:
        """Objects and organisations, which are in every state."""
        return dict(_registered(self._context))

    @cached_property
    def _said(self) -> dict[str, Relation]:
        """What passports say of their objects, whatever state has the other end."""
        types = {key: one.kind for key, one in self._recorded.items()}
        for one in self._context.architecture.all:
            types[identifier(one.kind.name, one.id)] = one.kind.archimate
        found = relations(of_objects(self._context), types)
        # In order: what a state adds is then merged in, not sorted anew.
        return {one.identifier: one for one in sorted(found.values())}

    def _links(self, state: State, nodes: Mapping[str, _Node]) -> list[Relation]:
        types = {key: one.kind for key, one in nodes.items()}
        found = {
            key: one
            for key, one in self._said.items()
            if one.source in types and one.target in types
        }
        found |= relations(of_elements(self._context, state), types)
        return sorted(found.values())


def _group(tag: str, inside: Iterable[str]) -> Iterator[str]:
    """An element around others; the schema has no empty ones."""
    if lines := list(inside):
        yield f"<{tag}>"
        yield from lines
        yield f"</{tag}>"


def _texts(tag: str, text: Mapping[str, str]) -> Iterator[str]:
    for lang in LANGUAGES:
        if text.get(lang):
            yield f'<{tag} xml:lang="{lang}">{escape(text[lang])}</{tag}>'


def _node(
    key: str,
    kind: str,
    layer: str,
    name: Mapping[str, str],
    text: Mapping[str, str],
    properties: Mapping[str, str],
) -> tuple[str, _Node]:
    """An element by its identifier; `properties` are by key of archimate.yml."""
    lines = [
        f'<element identifier="{key}" xsi:type="{kind}">',
        *_texts("name", name),
        *_texts("documentation", text),
        *_group("properties", (
            f'<property propertyDefinitionRef="id-p-{own}"><value>{escape(said)}</value></property>'
            for own, said in properties.items()
            if said
        )),
        "</element>",
    ]  # fmt: skip
    return key, _Node(kind, layer, "\n".join(lines))


def _elements(context: Context, state: State) -> Iterator[tuple[str, _Node]]:
    for one in context.architecture.all:
        if one.is_in(state) and not one.kind.archimate.endswith("Relationship"):
            seen = one.seen(state)
            kind, text = one.kind, seen.get("description", {})
            key = identifier(kind.name, one.id)
            yield _node(key, kind.archimate, kind.layer, seen["name"], text, {})


def _registered(context: Context) -> Iterator[tuple[str, _Node]]:
    for one in context.survey.values():
        kind = mapping()["objects"][one.kind]
        layer = "infra" if one.kind.startswith("ici.") and one.kind != "ici.is" else "is"
        said = {"kind": one.kind, "accounting_code": one.code, "stage": one.stage}
        yield _node(identifier("objects", one.id), kind, layer, one.name, one.purpose, said)
    for slug, record in context.registry.organisations.items():
        if record.is_valid:
            name = record.value["names"][-1]["name"]
            key = identifier("organisations", slug)
            yield _node(key, "BusinessActor", "activity", name, {}, {})


def _definitions() -> Iterator[str]:
    for key, name in mapping()["properties"].items():
        yield f'<propertyDefinition identifier="id-p-{key}" type="string">'
        yield from _texts("name", name)
        yield "</propertyDefinition>"


def _relationship(link: Relation) -> str:
    names = "".join(f"{one}\n" for one in _texts("name", link.name)) if link.name else ""
    return (
        f'<relationship identifier="{link.identifier}" source="{link.source}"'
        f' target="{link.target}" xsi:type="{link.kind}">\n{names}</relationship>'
    )


def _organisations(nodes: Mapping[str, _Node]) -> Iterator[str]:
    """A folder for every layer that has elements."""
    for layer, name in mapping()["layers"].items():
        inside = [key for key, node in nodes.items() if node.layer == layer]
        if inside:
            yield "<item>"
            yield from _texts("label", name)
            yield from (f'<item identifierRef="{key}"/>' for key in inside)
            yield "</item>"


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


def _diagrams(views: Iterable[_View], links: Sequence[Relation]) -> Iterator[str]:
    leaving: dict[str, list[Relation]] = defaultdict(list)
    for link in links:
        leaving[link.source].append(link)
    for view in views:
        yield f'<view identifier="{view.identifier}" xsi:type="Diagram">'
        yield from _texts("name", view.name)
        yield from _boxes(view)
        shown = set(chain.from_iterable(view.rows))
        for link in chain.from_iterable(leaving[key] for row in view.rows for key in row):
            if link.target in shown:
                yield (
                    f'<connection identifier="{view.identifier}-{link.identifier}"'
                    f' xsi:type="Relationship" relationshipRef="{link.identifier}"'
                    f' source="{view.identifier}-{link.source}"'
                    f' target="{view.identifier}-{link.target}"/>'
                )
        yield "</view>"


def _boxes(view: _View) -> Iterator[str]:
    """Row below row, each in as many columns as there is room for."""
    (width, height), top = _BOX, _GAP
    for row in view.rows:
        for at, key in enumerate(row):
            x, y = _GAP + at % _COLUMNS * (width + _GAP), top + at // _COLUMNS * (height + _GAP)
            yield (
                f'<node identifier="{view.identifier}-{key}" elementRef="{key}"'
                f' xsi:type="Element" x="{x}" y="{y}" w="{width}" h="{height}"/>'
            )
        top += (len(row) + _COLUMNS - 1) // _COLUMNS * (height + _GAP) + 3 * _GAP
