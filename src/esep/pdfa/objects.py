# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.1.6 to 6.1.13: rules that every object must meet, referenced or not."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from esep.pdfa import security
from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.values import Dict, Name, Stream, Value, name_of

UNSAFE_SCHEMES = ("javascript", "vbscript", "data")


def check(document: Document) -> Iterator[Fault]:
    """Faults of all objects, then those of the catalogue's own entries."""
    yield from document.spelling
    for num, value in document.objects.items():
        if isinstance(value, Stream):
            yield from _check_stream(document, num, value)
        for entries in _dicts_in(value):
            yield from _check_dict(document, num, entries)
    names = document.dict_of(document.catalog.get("Names"))
    if "EmbeddedFiles" in names:
        yield Fault("6.1.11-2", path="Root/Names")
    if "JavaScript" in names:
        yield Fault(security.JS_NAMES, path="Root/Names")
    if "OCProperties" in document.catalog:
        yield Fault("6.1.13-1", path="Root")


def _check_stream(document: Document, num: int, stream: Stream) -> Iterator[Fault]:
    if stream.dict.keys() & {"F", "FFilter", "FDecodeParms"}:
        yield Fault("6.1.7-3", obj=num)
    if "LZWDecode" in document.filters(stream):
        yield Fault("6.1.10-1", obj=num)


def _dicts_in(value: Value) -> Iterator[Dict]:
    """Every dictionary inside one indirect object."""
    stack = [value.dict if isinstance(value, Stream) else value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(part for part in item.values() if isinstance(part, (dict, list)))
        elif isinstance(item, list):
            stack.extend(part for part in item if isinstance(part, (dict, list)))


def _check_dict(document: Document, num: int, entries: Dict) -> Iterator[Fault]:
    if "EF" in entries and _is_file_specification(entries):
        yield Fault("6.1.11-1", obj=num)
    kind = entries.get("S")
    if not isinstance(kind, Name):
        return
    if kind == "JavaScript" and "JS" in entries:
        yield Fault(security.JS_OBJECT, obj=num)
    elif kind == "Launch" and entries.keys() & {"F", "Win", "Mac", "Unix"}:
        yield Fault(security.LAUNCH, obj=num)
    elif kind == "URI":
        yield from _check_address(num, document.get(entries, "URI"))
    elif kind in ("GoToR", "SubmitForm"):
        target = document.get(entries, "F")
        inner = document.get(target, "F") if isinstance(target, dict) else target
        if isinstance(inner, bytes) and inner[:2] in (b"\\\\", b"//"):
            yield Fault(security.URI_SCHEME, obj=num, params={"scheme": "UNC"})
        yield from _check_address(num, inner)


def _is_file_specification(entries: Dict) -> bool:
    kind = name_of(entries.get("Type"))
    return kind in ("Filespec", "F") or bool(entries.keys() & {"F", "UF", "FS"})


def _check_address(num: int, address: Value) -> Iterator[Fault]:
    if not isinstance(address, bytes):
        return
    text = unquote(address[:200].decode("latin-1"))
    plain = "".join(char for char in text if char > " ").lower()
    for scheme in UNSAFE_SCHEMES:
        if plain.startswith(scheme + ":"):
            yield Fault(security.URI_SCHEME, obj=num, params={"scheme": scheme})
