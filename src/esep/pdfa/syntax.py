# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.1.2 to 6.1.4: header, trailer and cross-reference table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.pdfa.budget import DamagedError
from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.lexer import Lexer
from esep.pdfa.reader import Section
from esep.pdfa.values import Dict, Value, integer_of

_HEADER = re.compile(rb"%PDF-\d\.\d")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_FIRST_OBJECT = re.compile(rb"\d+[\x00\t\n\f\r ]+\d+[\x00\t\n\f\r ]+obj")
MARKER = b"%%EOF"
LINEARIZED_WITHIN = 1024
MAX_OBJECTS = 8_388_607


def check(document: Document) -> Iterator[Fault]:
    """Faults of the frame that holds the objects."""
    yield from _check_header(document.data)
    yield from _check_trailers(document)
    yield from _check_end(document.data)
    yield from _check_sections(document.layout.sections)
    if len(document.layout.offsets) + len(document.layout.packed) > MAX_OBJECTS:
        yield Fault("6.1.12-7")


def _check_header(data: bytes) -> Iterator[Fault]:
    found = _HEADER.match(data)
    if found is None:
        yield Fault("6.1.2-1", offset=0)
    at = data.find(b"%PDF-", 0, LINEARIZED_WITHIN)
    eol = _LINE_END.search(data, max(at, 0))
    line = _LINE_END.split(data[eol.end() : eol.end() + 256], maxsplit=1)[0] if eol else b""
    if line[:1] != b"%" or len(line) < 5 or min(line[1:5]) < 128:
        yield Fault("6.1.2-2", offset=eol.end() if eol else 0)


def is_linearized(data: bytes) -> bool:
    """Whether the first object is a linearization dictionary that tells the true length."""
    found = _FIRST_OBJECT.search(data, 0, LINEARIZED_WITHIN)
    if found is None:
        return False
    try:
        entries = Lexer(data, found.end()).read()
    except DamagedError:
        return False
    if not isinstance(entries, dict) or "Linearized" not in entries:
        return False
    return integer_of(entries.get("L")) == len(data)


def _check_trailers(document: Document) -> Iterator[Fault]:
    sections = document.layout.sections
    newest = sections[0].trailer if sections else {}
    identity = _identity(document, newest)
    if identity is None:
        yield Fault("6.1.3-1", path="trailer")
    if any("Encrypt" in section.trailer for section in sections):
        yield Fault("6.1.3-2", path="trailer")
    if is_linearized(document.data) and len(sections) > 1:
        # ISO 19005-1/Cor.2: the first-page trailer is the one startxref leads to.
        last = _identity(document, max(sections, key=lambda section: section.offset).trailer)
        if last is not None and last != identity:
            yield Fault("6.1.3-4", path="trailer")


def _identity(document: Document, trailer: Dict) -> list[Value] | None:
    value = document.resolve(trailer.get("ID"))
    return [document.resolve(item) for item in value] if isinstance(value, list) else None


def trailing_bytes(data: bytes) -> int:
    """Bytes after the last end-of-file marker and one end-of-line; -1 without a marker."""
    at = data.rfind(MARKER)
    if at < 0:
        return -1
    rest = data[at + len(MARKER) :]
    eol = _LINE_END.match(rest)
    return len(rest) - (eol.end() if eol else 0)


def _check_end(data: bytes) -> Iterator[Fault]:
    count = trailing_bytes(data)
    if count:
        yield Fault("6.1.3-3", offset=len(data) - max(count, 0), params={"count": str(count)})


def _check_sections(sections: list[Section]) -> Iterator[Fault]:
    for section in sections:
        if not section.spaces_ok:
            yield Fault("6.1.4-1", offset=section.offset)
        if not section.eol_ok:
            yield Fault("6.1.4-2", offset=section.offset)
        if section.is_stream:
            yield Fault("6.1.4-3", offset=section.offset)
