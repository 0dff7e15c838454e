# SPDX-License-Identifier: MIT
"""From the bytes of a metadata stream to the properties of its XMP packet, never trusting them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from esep.pdfa.xmp_tree import RDF, Node, NotXmpError, read_rdf

XMP_DTD = "S-XMP-DTD"
XMP_SIZE = "S-XMP-SIZE"

MAX_BYTES = 4 * 1024 * 1024
MAX_REPAIRS = 100_000
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_FIRST_CHARACTER = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_REFERENCE = re.compile(r"&#(?:x0*1?[0-9a-fA-F]|0*[12]?[0-9]|0*3[01]);")


@dataclass(frozen=True, slots=True)
class Packet:
    """What a metadata stream says; `broken` tells why nothing could be read, if so.

    `header` is the text of the last ``xpacket`` instruction before the RDF;
    `refused` is the security finding for which nothing was even tried.
    """

    root: Node = field(default_factory=lambda: Node(RDF, "RDF", "rdf", "struct"))
    header: str = ""
    refused: str = ""
    broken: str = ""

    @property
    def properties(self) -> list[Node]:
        return self.root.children

    def find(self, ns: str, name: str) -> Node | None:
        """Return the property `name` of the namespace `ns`."""
        return self.root.child(ns, name)


def read_packet(data: bytes) -> Packet:
    """Parse a metadata stream; never raises, never expands an entity, never opens a file."""
    if len(data) > MAX_BYTES:
        return Packet(refused=XMP_SIZE, broken=f"{len(data)} > {MAX_BYTES}")
    encoding = _encoding(data)
    text = data.decode(encoding, "replace")
    if _has_doctype(text):
        return Packet(refused=XMP_DTD, broken="<!DOCTYPE")
    try:
        root = _parse(data) if encoding == "utf-8" else _parse_text(text)
        if root.getroottree().docinfo.internalDTD is not None:
            # The declared encoding hid it from the look at the text.
            return Packet(refused=XMP_DTD, broken="<!DOCTYPE")
        rdf = next(root.iter(f"{{{RDF}}}RDF"), None)
        return Packet() if rdf is None else Packet(read_rdf(rdf), _header(rdf))
    except etree.XMLSyntaxError as fault:
        return Packet(broken=fault.msg or "not XML")
    except NotXmpError as fault:
        return Packet(broken=str(fault))
    except RecursionError:
        return Packet(broken="nested too deeply")


def _encoding(data: bytes) -> str:
    """Tell UTF-16 and UTF-32 by the byte order mark or the first ``<``; all else is UTF-8."""
    for mark, name in _BOMS + _FIRST_CHARACTER:
        if data.startswith(mark):
            return name
    return "utf-8"


def _has_doctype(text: str) -> bool:
    """Tell whether a document type declaration stands before the root element."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<?", at):
            at = text.find("?>", at)
        elif text.startswith("<!--", at):
            at = text.find("-->", at)
        else:
            return text.startswith("<!DOCTYPE", at)
        if at < 0:
            return False
    return False


def _parse(data: bytes) -> Any:
    """Parse, if need be after the repairs that XMP readers have always made.

    Bytes that are no UTF-8 are taken as Windows-1252 and control characters as
    spaces: the XMP toolkit reads such packets, and so does the reference checker.
    """
    try:
        return etree.fromstring(data, _parser(None))
    except etree.XMLSyntaxError:
        if len(data) - len(data.decode("utf-8", "ignore").encode()) > MAX_REPAIRS:
            raise
        return _parse_text(data.decode("utf-8", "esep-windows-1252"))


def _parse_text(text: str) -> Any:
    text = _CONTROL_REFERENCE.sub(_spare_white, _CONTROL.sub(" ", text))
    return etree.fromstring(text.encode(), _parser("utf-8"))


def _parser(encoding: str | None) -> Any:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        recover=False,
    )


def _spare_white(reference: re.Match[str]) -> str:
    digits = reference[0][2:-1]
    code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    return reference[0] if code in (9, 10, 13) else " "


def _as_windows_1252(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeDecodeError)
    bad = fault.object[fault.start : fault.end]
    return bad.decode("cp1252", "replace").replace("\ufffd", " "), fault.end


codecs.register_error("esep-windows-1252", _as_windows_1252)


def _header(rdf: Any) -> str:
    before = rdf.xpath("preceding::processing-instruction('xpacket')")
    return str(before[-1].text or "") if before else ""
