# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.8, asked of level a only: tags, their roles and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.pdfa.budget import LimitError
from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.usage import Place, Usage
from esep.pdfa.values import Dict, Ref, Value, name_of

_STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3"
    " H4 H5 H6 L LI Lbl LBody Table TR TH TD Span Quote Note Reference BibEntry Code Link Figure"
    " Formula Form"
)
STANDARD = frozenset(_STANDARD.split())
# RFC 1766, 2: a primary tag and subtags of one to eight letters; an empty text means unknown.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{1,8}(?:-[A-Za-z]{1,8})*)?")
MAX_ELEMENTS = 1_000_000


def check(document: Document, usage: Usage) -> Iterator[Fault]:
    """Faults of level a: marking, structure tree, role map, languages."""
    catalog = document.catalog
    marks = document.dict_of(catalog.get("MarkInfo"))
    if document.get(marks, "Marked") is not True:
        yield Fault("6.8.2.2-1", path="Root/MarkInfo")
    root = document.resolve(catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        yield Fault("6.8.3.3-1", path="Root")
    else:
        yield from _check_tree(document, root)
    yield from check_language(document.get(catalog, "Lang"), Place())
    for language, place in usage.languages.items():
        yield from check_language(language, place)


def _check_tree(document: Document, root: Dict) -> Iterator[Fault]:
    table = document.dict_of(root.get("RoleMap"))
    roles = {key: name_of(document.resolve(value)) for key, value in table.items()}
    judged: set[str] = set()
    for element, place in _elements(document, root):
        yield from check_language(document.get(element, "Lang"), place)
        kind = name_of(document.get(element, "S"))
        if kind not in judged:
            judged.add(kind)
            yield from _check_role(kind, roles, place)


def _check_role(kind: str, roles: dict[str, str], place: Place) -> Iterator[Fault]:
    seen, role = {kind}, kind
    while role in roles and not (role in STANDARD and roles[role] == role):
        role = roles[role]
        if role in seen:
            yield place.fault("6.8.3.4-2", type=kind)
            break
        seen.add(role)
    if not seen & STANDARD:
        yield place.fault("6.8.3.4-1", type=kind)


def _elements(document: Document, root: Dict) -> Iterator[tuple[Dict, Place]]:
    queue: list[Value] = [root.get("K")]
    seen: set[int] = {id(root)}
    while queue:
        ref = queue.pop()
        item = document.resolve(ref)
        if isinstance(item, list):
            queue.extend(item)
        elif _is_element(document, item) and id(item) not in seen:
            seen.add(id(item))
            if len(seen) > MAX_ELEMENTS:
                raise LimitError("structure elements", MAX_ELEMENTS)
            yield item, Place(None, ref.num if isinstance(ref, Ref) else None)
            queue.append(item.get("K"))


def _is_element(document: Document, item: Value) -> bool:
    """A dictionary that is no reference to marked content (MCR) or to an object (OBJR)."""
    kind = name_of(document.get(item, "Type"))
    return isinstance(item, dict) and ("S" in item or kind not in ("MCR", "OBJR"))


def check_language(value: Value, place: Place) -> Iterator[Fault]:
    """A Lang entry against RFC 1766."""
    if not isinstance(value, bytes):
        return
    if value[:2] in (b"\xfe\xff", b"\xff\xfe"):
        text = value.decode("utf-16", errors="replace")
    else:
        text = value.decode("latin-1")
    if not _LANGUAGE.fullmatch(text):
        yield place.fault("6.8.4-1", language=text[:40])
