# SPDX-License-Identifier: MIT
"""The document information dictionary and the XMP say the same (ISO 19005-1, 6.7.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from esep.pdfa.faults import Fault
from esep.pdfa.xmp_dates import pdf_moment, text_string, xmp_moment
from esep.pdfa.xmp_packet import Packet
from esep.pdfa.xmp_tree import Node

_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_PDF = "http://ns.adobe.com/pdf/1.3/"


def check_info(packet: Packet, info: Mapping[str, str | bytes]) -> Iterator[Fault]:
    """Yield breaches of 6.7.3; `info` maps keys without slash to raw string bytes."""
    told = {key: text_string(raw) for key, raw in info.items()}
    analogous = (
        ("6.7.3-2", "Title", "dc:title", _localised(packet.find(_DC, "title"))),
        ("6.7.3-3", "Author", "dc:creator", _only_item(packet.find(_DC, "creator"))),
        ("6.7.3-4", "Subject", "dc:description", _localised(packet.find(_DC, "description"))),
        ("6.7.3-5", "Keywords", "pdf:Keywords", _simple(packet.find(_PDF, "Keywords"))),
        ("6.7.3-6", "Creator", "xmp:CreatorTool", _simple(packet.find(_XMP, "CreatorTool"))),
        ("6.7.3-7", "Producer", "pdf:Producer", _simple(packet.find(_PDF, "Producer"))),
    )
    for rule, key, name, value in analogous:
        if key in told and told[key] != value:
            yield _fault(rule, key, told[key], name, value)
    for rule, key, name in (
        ("6.7.3-1", "CreationDate", "CreateDate"),
        ("6.7.3-8", "ModDate", "ModifyDate"),
    ):
        value = _simple(packet.find(_XMP, name))
        if key in told and value and not _same_moment(told[key], value):
            yield _fault(rule, key, told[key], f"xmp:{name}", value)


def _fault(rule: str, key: str, text: str, name: str, value: str | None) -> Fault:
    params = {"key": key, "info": text[:200], "property": name}
    return Fault(rule, path=f"Info/{key}", params=params | {"xmp": (value or "–")[:200]})


def _same_moment(of_pdf: str, of_xmp: str) -> bool:
    """Compare to the millisecond; a date of XMP that cannot be read is left to 6.7.9."""
    moment = xmp_moment(of_xmp)
    return moment is None or moment == pdf_moment(of_pdf)


def _simple(node: Node | None) -> str | None:
    return node.value if node is not None and node.kind == "simple" else None


def _only_item(node: Node | None) -> str | None:
    if node is None or node.kind not in ("seq", "alt") or len(node.children) != 1:
        return None
    return _simple(node.children[0])


def _localised(node: Node | None) -> str | None:
    """Return the x-default text of a language alternative, or else its first one."""
    if node is None or not node.is_lang_alt:
        return None
    items = node.children
    if any(item.lang is None or item.kind != "simple" for item in items):
        return None
    chosen = next((i for i in items if i.lang == "x-default"), items[0])
    return chosen.value
