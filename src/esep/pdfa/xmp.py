# SPDX-License-Identifier: MIT
"""Metadata streams: ISO 19005-1, 6.7.3, 6.7.5, 6.7.8, 6.7.9 and 6.7.11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from esep.pdfa.faults import Fault
from esep.pdfa.xmp_extensions import EXTENSION, check_extensions, declared_schemas
from esep.pdfa.xmp_info import check_info
from esep.pdfa.xmp_packet import XMP_DTD, XMP_SIZE, Packet, read_packet
from esep.pdfa.xmp_types import Schema, matches, predefined_schemas

XMP_STREAM = "S-XMP-STREAM"
SECURITY = (XMP_DTD, XMP_SIZE, XMP_STREAM)

_PDFAID = "http://www.aiim.org/pdfa/ns/id/"
_HEADER_ATTRIBUTE = r"""{}\s*=\s*('[^']*'|"[^"]*")"""


def check_metadata(
    packet: bytes | None, info: Mapping[str, str | bytes], level: str
) -> Iterator[Fault]:
    """Check the catalogue's metadata stream for level "a" or "b".

    `info` maps keys of the document information dictionary, without slash, to
    raw string bytes; other than strings are given as text.
    """
    if packet is None:
        yield from check_info(Packet(), info)
        return
    read = read_packet(packet)
    if read.broken:
        yield Fault("6.7.9-1", params={"detail": read.broken})
    if read.refused:
        yield Fault(read.refused, params={"detail": read.broken})
        return
    yield from _check_header(read)
    container = read.find(EXTENSION, "schemas")
    yield from check_extensions(container)
    yield from _check_properties(read, declared_schemas(container))
    yield from _check_identification(read, level)
    yield from check_info(read, info)


def check_other(packet: bytes) -> Iterator[Fault]:
    """Check a metadata stream of a page, a font, an image …

    PDF/A-1 asks of it that it is XMP, but its properties bind nobody: what
    cannot be read is a security finding, no breach of the standard.
    """
    read = read_packet(packet)
    if read.broken:
        yield Fault(read.refused or XMP_STREAM, params={"detail": read.broken})


def _check_header(read: Packet) -> Iterator[Fault]:
    for rule, name in (("6.7.5-1", "bytes"), ("6.7.5-2", "encoding")):
        if found := re.search(_HEADER_ATTRIBUTE.format(name), read.header):
            yield Fault(rule, params={"found": found[0][:80]})


def _check_properties(read: Packet, declared: Mapping[str, Schema]) -> Iterator[Fault]:
    """Yield 6.7.9-2 and 6.7.9-3: a property nobody defines has no right type either."""
    for node in read.properties:
        if (node.ns, node.name) == (EXTENSION, "schemas"):
            continue
        schema = predefined_schemas().get(node.ns)
        if schema is None or node.name not in schema.properties:
            schema = declared.get(node.ns)
        value_type = schema.properties.get(node.name) if schema else None
        if schema is None or value_type is None:
            unknown = {"property": node.qname, "namespace": node.ns}
            yield Fault("6.7.9-2", path=node.qname, params=unknown)
        elif matches(node, value_type, schema.structures):
            continue
        params = {"property": node.qname, "type": value_type or "–", "found": node.told}
        yield Fault("6.7.9-3", path=node.qname, params=params)


def _check_identification(read: Packet, level: str) -> Iterator[Fault]:
    if not any(node.ns == _PDFAID for node in read.properties):
        yield Fault("6.7.11-1")
        return
    part, conformance = read.find(_PDFAID, "part"), read.find(_PDFAID, "conformance")
    if part is None or not re.fullmatch(r"\+?0*1", part.value):
        yield Fault("6.7.11-2", params={"found": part.told if part else "–"})
    allowed = ("A",) if level == "a" else ("A", "B")
    if conformance is None or conformance.value not in allowed:
        found = conformance.told if conformance else "–"
        yield Fault("6.7.11-3", params={"allowed": "/".join(allowed), "found": found})
    for rule, name in (("6.7.11-4", "part"), ("6.7.11-5", "conformance"), ("6.7.11-6", "amd")):
        node = read.find(_PDFAID, name)
        if node is not None and node.prefix not in (None, "pdfaid"):
            yield Fault(rule, path=node.qname, params={"found": node.qname})
