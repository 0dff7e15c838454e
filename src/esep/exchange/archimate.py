# SPDX-License-Identifier: MIT
"""The architecture as an ArchiMate Model Exchange File (The Open Group, version 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from lxml import etree

from esep import yamlsafe
from esep.checks.context import Context
from esep.checks.references import expand
from esep.i18n import LANGUAGES
from esep.model.architecture import Element, State

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"
TITLE = {
    "kk": "Электрондық үкіметтің архитектурасы",
    "ru": "Архитектура электронного правительства",
    "en": "E-government architecture",
}


class _Relation(NamedTuple):
    kind: str
    source: str
    target: str
    name: Mapping[str, str]


def write(context: Context, state: State) -> bytes:
    """One state of the architecture; the same input gives the same bytes."""
    nodes = dict(_nodes(context, state))
    root = etree.Element(f"{{{SPACE}}}model", nsmap={None: SPACE, "xsi": XSI})
    root.set("identifier", f"id-esep-{state}")
    root.set(f"{{{XSI}}}schemaLocation", f"{SPACE} {SCHEMA}")
    _name(root, TITLE)
    elements = etree.SubElement(root, f"{{{SPACE}}}elements")
    for key, (kind, name, text) in sorted(nodes.items()):
        one = etree.SubElement(elements, f"{{{SPACE}}}element", identifier=key)
        one.set(f"{{{XSI}}}type", kind)
        _name(one, name)
        _name(one, text, "documentation")
    relations = sorted({one[:3]: one for one in _relations(context, state)}.items())
    group = etree.SubElement(root, f"{{{SPACE}}}relationships") if relations else root
    for number, (_, (kind, source, target, name)) in enumerate(relations, 1):
        if source in nodes and target in nodes:
            one = etree.SubElement(group, f"{{{SPACE}}}relationship", identifier=f"id-r-{number}")
            one.set("source", source)
            one.set("target", target)
            one.set(f"{{{XSI}}}type", kind)
            _name(one, name)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _name(parent: Any, text: Mapping[str, str], tag: str = "name") -> None:
    for lang in LANGUAGES:
        if text.get(lang):
            one = etree.SubElement(parent, f"{{{SPACE}}}{tag}")
            one.set(f"{{{XML}}}lang", lang)
            one.text = text[lang]


def _nodes(
    context: Context, state: State
) -> Iterator[tuple[str, tuple[str, Mapping[str, str], Mapping[str, str]]]]:
    for one in context.architecture.all:
        if one.is_in(state) and not one.kind.archimate.endswith("Relationship"):
            seen = one.seen(state)
            text = seen.get("description", {})
            yield _id(one.kind.name, one.id), (one.kind.archimate, seen["name"], text)
    for facts in context.survey.values():
        kind = _mapping()["objects"][facts.kind]
        yield _id("objects", facts.id), (kind, facts.name, facts.purpose)
    for slug, record in context.registry.organisations.items():
        if record.is_valid:
            name = record.value["names"][-1]["name"]
            yield _id("organisations", slug), ("BusinessActor", name, {})


def _relations(context: Context, state: State) -> Iterator[_Relation]:
    for one in context.architecture.all:
        if not one.is_in(state):
            continue
        if one.kind.archimate.endswith("Relationship"):
            yield from _link(one, state)
            continue
        own, seen = _id(one.kind.name, one.id), one.seen(state)
        for reference in one.kind.references:
            if reference.pattern.startswith("target/"):
                continue
            for _, name in expand(seen, reference.pattern):
                kind, way = _relation(f"{one.kind.name}.{reference.pattern.split('/')[0]}")
                for target in _targets(context, reference.targets, name):
                    pair = (own, target) if way == "out" else (target, own)
                    yield _Relation(kind, *pair, {})


def _targets(context: Context, targets: tuple[str, ...], name: str) -> Iterator[str]:
    if targets == ("element",):
        yield _id(*name.split(":", 1))
        return
    for kind in targets:
        is_outside = kind in ("objects", "organisations")
        if is_outside or context.architecture.get(kind, name):
            yield _id(kind, name)


def _link(one: Element, state: State) -> Iterator[_Relation]:
    """A flow or an association that the model keeps as an element of its own."""
    kind, seen = one.kind.archimate.removesuffix("Relationship"), one.seen(state)
    for first, last, register in (
        ("from_object", "to_object", "objects"),
        ("from_organisation", "to_organisation", "organisations"),
        ("from", "to", "types"),
    ):
        if first in seen and last in seen:
            yield _Relation(
                kind, _id(register, seen[first]), _id(register, seen[last]), seen["name"]
            )


@cache
def _mapping() -> Mapping[str, Any]:
    data = resources.files(__package__).joinpath("archimate.yml").read_bytes()
    found: Mapping[str, Any] = yamlsafe.load(data)
    return found


def _relation(field: str) -> tuple[str, str]:
    kind, way = _mapping()["relations"].get(field, ("Association", "out"))
    return kind, way


def _id(kind: str, name: str) -> str:
    return f"id-{kind}-{name}"
