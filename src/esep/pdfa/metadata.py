# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.7.2: the metadata stream of the catalogue, and what goes to the XMP checks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.values import Stream, name_of

_CONFORMANCE = re.compile(rb"conformance\s*(?:=\s*[\"']\s*|>\s*)([ABab])")
_PART = re.compile(rb"pdfaid\s*:\s*part|pdfa/ns/id")
MAX_PACKET = 16 << 20


def catalog_packet(document: Document) -> bytes | None:
    """The catalogue's XMP packet as it lies in the file; None when absent or filtered."""
    stream = document.resolve(document.catalog.get("Metadata"))
    if not isinstance(stream, Stream) or document.filters(stream):
        return None
    return stream.raw


def claimed_level(document: Document) -> str | None:
    """The conformance level the packet claims, a or b; None without a claim."""
    packet = catalog_packet(document) or b""
    if b"\0" in packet[:100]:
        packet = packet.replace(b"\0", b"")
    found = _CONFORMANCE.search(packet[:MAX_PACKET]) if _PART.search(packet[:MAX_PACKET]) else None
    return found[1].decode().lower() if found else None


def check(document: Document, level: str) -> Iterator[Fault]:
    """Faults of the catalogue's metadata stream, then of what is written in every packet."""
    from esep.pdfa import xmp

    main = document.resolve(document.catalog.get("Metadata"))
    if not isinstance(main, Stream):
        yield Fault("6.7.2-1", path="Root")
        yield from xmp.check_metadata(None, _information(document), level)
    else:
        kind = (name_of(document.get(main, "Type")), name_of(document.get(main, "Subtype")))
        if kind != ("Metadata", "XML"):
            yield Fault("6.7.2-1", obj=main.num, path="Root/Metadata")
        elif document.filters(main):
            yield Fault("6.7.2-2", obj=main.num, path="Root/Metadata")
        if not document.filters(main):
            yield from xmp.check_metadata(main.raw, _information(document), level)
    for num, value in document.objects.items():
        if isinstance(value, Stream) and value is not main:
            yield from _check_other(document, num, value)


def _check_other(document: Document, num: int, stream: Stream) -> Iterator[Fault]:
    from esep.pdfa import xmp

    if name_of(document.get(stream, "Type")) != "Metadata":
        return
    for fault in xmp.check_other(document.decoded(stream)):
        yield Fault(fault.rule, num, fault.page, fault.path, fault.offset, fault.params)


def _information(document: Document) -> dict[str, str | bytes]:
    """The Info dictionary as the XMP checks want it: strings raw, names as text."""
    info = document.dict_of(document.trailer.get("Info"))
    found: dict[str, str | bytes] = {}
    for key in info:
        value = document.get(info, key)
        if isinstance(value, (bytes, str)):
            found[str(key)] = value
    return found
