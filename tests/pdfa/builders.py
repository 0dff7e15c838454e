# SPDX-License-Identifier: MIT
"""Writes small PDF files byte by byte: conforming ones, and ones with a single defect."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field, replace
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.eexec import encrypt
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
IDENTITY = "[<30313233> <30313233>]"
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part>'
    "<pdfaid:conformance>{level}</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
)
FONT_CONTENT = b"BT /F1 12 Tf (AB) Tj ET\n"
WIDTHS = {"A": 500, "B": 600}


def stream(body: bytes, entries: str = "") -> bytes:
    """The value of a stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(body), body)


def icc(version: int = 2, kind: bytes = b"mntr", space: bytes = b"RGB ") -> bytes:
    """The header of an ICC profile and an empty tag table: all that the rules look at."""
    head = bytearray(132)
    head[3], head[8], head[12:16], head[16:20] = 132, version, kind, space
    head[20:24], head[36:40] = b"XYZ ", b"acsp"
    return bytes(head)


@dataclass(frozen=True)
class Draft:
    """A file in the making; numbered objects 1 to 7 are there from the start."""

    header: bytes = HEADER
    level: str = "B"
    catalog: str = ""
    page: str = ""
    resources: str = ""
    content: bytes = b"0 0 1 rg 0 0 9 9 re f\n"
    metadata: bytes | None = None
    metadata_entries: str = "/Type /Metadata /Subtype /XML"
    intents: str = "/OutputIntents [6 0 R]"
    profile: bytes = field(default_factory=icc)
    profile_entries: str = "/N 3"
    trailer: str = f"/ID {IDENTITY}"
    objects: dict[int, bytes] = field(default_factory=dict)
    raw: dict[int, bytes] = field(default_factory=dict)
    table: str = "xref\n{first} {count}\n"
    tail: bytes = b""

    def values(self) -> dict[int, bytes]:
        """All objects without their `obj` and `endobj`."""
        packet = self.metadata
        if packet is None:
            packet = PACKET.format(level=self.level).encode()
        catalog = f"<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R {self.intents} {self.catalog} >>"
        page = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
            f" /Resources << {self.resources} >> {self.page} >>"
        )
        intent = (
            "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
            " /DestOutputProfile 7 0 R >>"
        )
        return {
            1: catalog.encode("latin-1"),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page.encode("latin-1"),
            4: stream(self.content),
            5: stream(packet, self.metadata_entries),
            6: intent.encode(),
            7: stream(self.profile, self.profile_entries),
        } | self.objects

    def build(self) -> bytes:
        """The bytes of the file."""
        out = bytearray(self.header)
        offsets = {}
        values = self.values()
        for num in sorted(values.keys() | self.raw.keys()):
            offsets[num] = len(out)
            plain = b"%d 0 obj\n%s\nendobj\n" % (num, values.get(num, b"null"))
            out += self.raw.get(num, plain)
        start = len(out)
        count = max(offsets) + 1
        out += self.table.format(first=0, count=count).encode()
        out += b"0000000000 65535 f \n"
        for num in range(1, count):
            in_use = b"%010d 00000 n \n" % offsets[num] if num in offsets else b""
            out += in_use or b"0000000000 00000 f \n"
        out += f"trailer\n<< /Size {count} /Root 1 0 R {self.trailer} >>\n".encode("latin-1")
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out) + self.tail


def draft(**changes: object) -> Draft:
    """The smallest PDF/A-1b with some parts changed."""
    return replace(Draft(), **changes)  # type: ignore[arg-type]


def tagged(**changes: object) -> Draft:
    """The smallest PDF/A-1a with some parts changed."""
    tree = {
        20: b"<< /Type /StructTreeRoot /K 21 0 R /RoleMap << /Foo /P >> >>",
        21: b"<< /Type /StructElem /S /Document /P 20 0 R /K [22 0 R] >>",
        22: b"<< /Type /StructElem /S /Foo /P 21 0 R /Lang (kk-KZ) /K 0 /Pg 3 0 R >>",
    }
    base = draft(
        level="A",
        catalog="/MarkInfo << /Marked true >> /StructTreeRoot 20 0 R /Lang (ru)",
        content=b"/P << /MCID 0 >> BDC 0 0 1 rg 0 0 9 9 re f EMC\n",
        objects=tree,
    )
    objects = tree | changes.pop("objects", {})  # type: ignore[operator]
    return replace(base, objects=objects, **changes)  # type: ignore[arg-type]


def _square(pen: TTGlyphPen | T2CharStringPen) -> None:
    pen.moveTo((0, 0))
    pen.lineTo((0, 400))
    pen.lineTo((400, 400))
    pen.lineTo((400, 0))
    pen.closePath()


@cache
def truetype(cmap_tables: int = 2) -> bytes:
    """A TrueType program with glyphs A (500) and B (600)."""
    order = [".notdef", "A", "B"]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({65: "A", 66: "B"})
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        _square(pen)
        glyphs[name] = pen.glyph()
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (WIDTHS.get(name, 300), 0) for name in order})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Probe", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    tables = font.font["cmap"].tables
    font.font["cmap"].tables = [t for t in tables if t.platformID == 3][:1]
    if cmap_tables == 2:
        roman = type(tables[0])(4)
        roman.platformID, roman.platEncID, roman.language = 1, 0, 0
        roman.cmap = {65: "A", 66: "B"}
        font.font["cmap"].tables.append(roman)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def symbol_truetype() -> bytes:
    """A TrueType program whose only cmap is (3, 0) at F000."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(truetype()))
    table = next(t for t in font["cmap"].tables if t.platformID == 3)
    table.platEncID, table.cmap = 0, {0xF041: "A", 0xF042: "B"}
    font["cmap"].tables = [table]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def compact() -> bytes:
    """A name-keyed CFF program with glyphs A (500) and B (600)."""
    order = [".notdef", "A", "B"]
    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({65: "A", 66: "B"})
    glyphs = {}
    for name in order:
        pen = T2CharStringPen(WIDTHS.get(name, 300), None)
        _square(pen)
        glyphs[name] = pen.getCharString()
    font.setupCFF("Probe", {"FullName": "Probe"}, glyphs, {})
    font.setupHorizontalMetrics({name: (WIDTHS.get(name, 300), 0) for name in order})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Probe", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    return bytes(font.font.getTableData("CFF "))


def type1() -> bytes:
    """A Type 1 program with glyphs A (500) and B (600)."""

    def glyph(name: str, width: int) -> bytes:
        code = b"\x8b" + bytes([255]) + width.to_bytes(4, "big") + b"\x0d\x0e"
        body, _ = encrypt(b"\0\0\0\0" + code, 4330)
        return b"/%s %d RD %s ND\n" % (name.encode(), len(body), body)

    private = b"dup /Private 2 dict dup begin /lenIV 4 def /CharStrings 3 dict dup begin\n"
    private += glyph(".notdef", 300) + glyph("A", 500) + glyph("B", 600) + b"end end"
    secret, _ = encrypt(b"\0\0\0\0" + private, 55665)
    clear = b"%!PS-AdobeFont-1.0: Probe\n/FontMatrix [0.001 0 0 0.001 0 0] def\n"
    return clear + b"/Encoding StandardEncoding def currentfile eexec\n" + secret


def simple_font(
    program: bytes = b"",
    *,
    kind: str = "TrueType",
    name: str = "Probe",
    entries: str = "/Type /Font /FirstChar 65 /LastChar 66 /Widths [500 600]",
    encoding: str = "/Encoding /WinAnsiEncoding",
    descriptor: str = "/Flags 32 /FontFile2 12 0 R",
    program_entries: str = "",
) -> dict[str, object]:
    """Changes that put a simple font on the page and show A and B with it."""
    font = f"<< /Subtype /{kind} /BaseFont /{name} {entries} {encoding} /FontDescriptor 11 0 R >>"
    flags = (
        f"<< /Type /FontDescriptor /FontName /{name} /FontBBox [0 0 400 400] /ItalicAngle 0"
        f" /Ascent 800 /Descent -200 /CapHeight 400 /StemV 80 {descriptor} >>"
    )
    packed = stream(zlib.compress(program or truetype()), f"/Filter /FlateDecode {program_entries}")
    return {
        "resources": "/Font << /F1 10 0 R >>",
        "content": FONT_CONTENT,
        "objects": {10: font.encode(), 11: flags.encode(), 12: packed},
    }


def composite_font(
    *,
    name: str = "Probe",
    encoding: str = "/Identity-H",
    info: str = "/Registry (Adobe) /Ordering (Identity) /Supplement 0",
    inner: str = "/Type /Font /CIDToGIDMap /Identity /W [1 [500 600]]",
    descriptor: str = "/FontFile2 12 0 R",
    outer: str = "",
    content: bytes = b"BT /F1 12 Tf <00010002> Tj ET\n",
    objects: dict[int, bytes] | None = None,
) -> dict[str, object]:
    """Changes that put a Type 0 font on the page and show CIDs 1 and 2 with it."""
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding {encoding}"
        f" /DescendantFonts [13 0 R] {outer} >>"
    )
    descendant = (
        f"<< /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << {info} >>"
        f" /FontDescriptor 11 0 R {inner} >>"
    )
    flags = f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 {descriptor} >>"
    return {
        "resources": "/Font << /F1 10 0 R >>",
        "content": content,
        "objects": {
            10: font.encode(),
            11: flags.encode(),
            12: stream(zlib.compress(truetype()), "/Filter /FlateDecode"),
            13: descendant.encode(),
        }
        | (objects or {}),
    }


def cmap_stream(
    *, ordering: str = "Identity", mode: int = 0, stated: int = 0, last: int = 255, use: str = ""
) -> bytes:
    """An embedded CMap that maps two-byte codes 0000 to 00FF to CIDs."""
    text = (
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {use}\n"
        f"/CMapName /Probe-H def /WMode {mode} def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"1 begincidrange <0000> <00FF> {last - 255} endcidrange endcmap end end"
    )
    entries = (
        f"/Type /CMap /CMapName /Probe-H /WMode {stated} /CIDSystemInfo"
        f" << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >>"
    )
    return stream(text.encode(), entries)


def to_unicode(first: int = 65, last: int = 66) -> bytes:
    """A ToUnicode CMap for one-byte codes."""
    text = (
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange"
        f" 1 beginbfrange <{first:02X}> <{last:02X}> <0041> endbfrange endcmap"
    )
    return stream(text.encode())


def widget(
    entries: str, appearance: str = "/AP << /N 31 0 R >>", kind: str = "Tx"
) -> dict[str, object]:
    """Changes that put a form field on the page."""
    annotation = (
        f"<< /Type /Annot /Subtype /Widget /FT /{kind} /T (a) /F 4 /Rect [0 0 9 9]"
        f" {appearance} {entries} >>"
    )
    form = stream(b"0 0 1 rg 0 0 9 9 re f", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return {
        "page": "/Annots [30 0 R]",
        "catalog": "/AcroForm << /Fields [30 0 R] >>",
        "objects": {30: annotation.encode(), 31: form},
    }


def annotation(entries: str, kind: str = "Square", flags: str = "/F 4") -> dict[str, object]:
    """Changes that put an annotation on the page."""
    value = f"<< /Type /Annot /Subtype /{kind} {flags} /Rect [0 0 9 9] {entries} >>"
    form = stream(b"0 0 1 rg 0 0 9 9 re f", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return {"page": "/Annots [30 0 R]", "objects": {30: value.encode(), 31: form}}


def image(entries: str = "", bits: str = "/BitsPerComponent 8") -> dict[str, object]:
    """Changes that draw a one-pixel image; object 41 is a mask that entries may name."""
    common = "/Type /XObject /Subtype /Image /Width 1 /Height 1"
    picture = stream(b"\0\0\0", f"{common} /ColorSpace /DeviceRGB {bits} {entries}")
    mask = stream(b"\0", f"{common} /ImageMask true /BitsPerComponent 8")
    good_mask = stream(b"\0", f"{common} /ImageMask true /BitsPerComponent 1")
    return {
        "resources": "/XObject << /X 40 0 R >>",
        "content": b"/X Do\n",
        "objects": {40: picture, 41: mask, 42: good_mask},
    }


def form(entries: str = "", body: bytes = b"0 0 1 rg 0 0 9 9 re f") -> dict[str, object]:
    """Changes that draw a form XObject."""
    value = stream(body, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {entries}")
    return {
        "resources": "/XObject << /X 40 0 R >>",
        "content": b"/X Do\n",
        "objects": {40: value},
    }


def state(entries: str) -> dict[str, object]:
    """Changes that set an extended graphics state."""
    return {"resources": f"/ExtGState << /G << {entries} >> >>", "content": b"/G gs\n"}


def space(value: str, objects: dict[int, bytes] | None = None) -> dict[str, object]:
    """Changes that fill with a colour space."""
    return {
        "resources": f"/ColorSpace << /C {value} >>",
        "content": b"/C cs 0 0 9 9 re f\n",
        "objects": objects or {},
    }
