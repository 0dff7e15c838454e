# SPDX-License-Identifier: MIT
"""The architecture as an ArchiMate Model Exchange File (The Open Group, version 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from esep import yamlsafe
from esep.checks.context import Context
from esep.checks.references import expand
from esep.i18n import LANGUAGES
from esep.model.architecture import Element, State

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"
_HEAD = f"""<?xml version='1.0' encoding='UTF-8'?>
<model xmlns="{SPACE}" xmlns:xsi="{XSI}" identifier="id-esep-{{state}}" \
xsi:schemaLocation="{SPACE} {SCHEMA}">
"""
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
    parts = [_HEAD.format(state=state), *_texts(TITLE, "name", 1), "  <elements>\n"]
    for key, (kind, name, text) in sorted(nodes.items()):
        parts.append(f'    <element identifier="{_safe(key)}" xsi:type="{kind}">\n')
        parts += (*_texts(name, "name", 3), *_texts(text, "documentation", 3), "    </element>\n")
    parts.append("  </elements>\n")
    relations = sorted({one[:3]: one for one in _relations(context, state)}.items())
    if relations:
        parts.append("  <relationships>\n")
    for number, (_, (kind, source, target, name)) in enumerate(relations, 1):
        if source in nodes and target in nodes:
            ends = f'source="{_safe(source)}" target="{_safe(target)}"'
            told = "".join(_texts(name, "name", 3))
            first = f'    <relationship identifier="id-r-{number}" {ends} xsi:type="{kind}"'
            parts.append(f"{first}>\n{told}    </relationship>\n" if told else f"{first}/>\n")
    if relations:
        parts.append("  </relationships>\n")
    return "".join([*parts, "</model>\n"]).encode()


def _texts(text: Mapping[str, str], tag: str, depth: int) -> Iterator[str]:
    for lang in LANGUAGES:
        if text.get(lang):
            yield f'{"  " * depth}<{tag} xml:lang="{lang}">{_safe(text[lang])}</{tag}>\n'


def _safe(text: str) -> str:
    return escape(text, {'"': "&quot;"})


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
