# SPDX-License-Identifier: MIT
"""XMP packets for the tests, built around the smallest one that conforms."""

from __future__ import annotations

from collections.abc import Mapping

from esep.pdfa.xmp import check_metadata

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpTPg": "http://ns.adobe.com/xap/1.0/t/pg/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaType": "http://www.aiim.org/pdfa/ns/type#",
    "pdfaField": "http://www.aiim.org/pdfa/ns/field#",
    "own": "http://example.kz/own/",
    "ownType": "http://example.kz/own/type#",
}
IDENTIFICATION = "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"


def packet(
    properties: str = "", *, identification: str = IDENTIFICATION, header: str = ""
) -> bytes:
    """Return a packet with these properties, given as XML with the prefixes above."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    return (
        f"<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'{header}?>"
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}><rdf:Description rdf:about="">'
        f"{identification}{properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def broken_rules(
    data: bytes | None, info: Mapping[str, str | bytes] | None = None, level: str = "b"
) -> list[str]:
    """Return the ids of the rules that `data` breaks, in order, each once."""
    return sorted({fault.rule for fault in check_metadata(data, info or {}, level)})


def array(kind: str, *items: str) -> str:
    """Return an ``rdf:Bag``, ``rdf:Seq`` or ``rdf:Alt`` of ``rdf:li`` texts."""
    return f"<rdf:{kind}>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:{kind}>"


def extension(properties: str = "", value_types: str = "", **replaced: str) -> str:
    """Return an extension schema of ``own``; `replaced` gives other XML for its fields."""
    types = f"<pdfaSchema:valueType><rdf:Seq>{value_types}</rdf:Seq></pdfaSchema:valueType>"
    parts = {
        "schema": "<pdfaSchema:schema>Own</pdfaSchema:schema>",
        "namespaceURI": f"<pdfaSchema:namespaceURI>{PREFIXES['own']}</pdfaSchema:namespaceURI>",
        "prefix": "<pdfaSchema:prefix>own</pdfaSchema:prefix>",
        "property": f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>",
        "valueType": types if value_types else "",
        "open": "<pdfaExtension:schemas><rdf:Bag>",
        "close": "</rdf:Bag></pdfaExtension:schemas>",
    } | replaced
    fields = "".join(v for k, v in parts.items() if k not in ("open", "close"))
    return f'{parts["open"]}<rdf:li rdf:parseType="Resource">{fields}</rdf:li>{parts["close"]}'


def declared(prefix: str, /, **fields: str) -> str:
    """Return an item of a ``Seq`` that declares a property, a value type or a field."""
    inner = "".join(f"<{prefix}:{k}>{v}</{prefix}:{k}>" for k, v in fields.items())
    return f'<rdf:li rdf:parseType="Resource">{inner}</rdf:li>'


def a_property(**changed: str) -> str:
    """Return the declaration of ``own:code``."""
    fields = {"name": "code", "valueType": "Text", "category": "internal", "description": "Code"}
    return declared("pdfaProperty", **{k: v for k, v in (fields | changed).items() if v})


def a_field(**changed: str) -> str:
    """Return the declaration of the field ``ownType:city``."""
    fields = {"name": "city", "valueType": "Text", "description": "City"}
    return declared("pdfaField", **{k: v for k, v in (fields | changed).items() if v})


def a_type(fields: str | None = None, **changed: str) -> str:
    """Return the declaration of the value type ``Address``."""
    parts = {
        "type": "Address",
        "namespaceURI": PREFIXES["ownType"],
        "prefix": "ownType",
        "description": "Address",
        "field": f"<rdf:Seq>{a_field() if fields is None else fields}</rdf:Seq>",
    }
    return declared("pdfaType", **{k: v for k, v in (parts | changed).items() if v})
