# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.3.2 to 6.3.4 and 6.3.7: font dictionaries, CMaps, embedding, encodings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from esep.pdfa import cmap as cmaps
from esep.pdfa.budget import DamagedError
from esep.pdfa.cmap import CMap, read_cmap
from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.truetype import TrueType, font_tables, read_truetype
from esep.pdfa.type1 import Cff, Type1, read_type1
from esep.pdfa.usage import FontUse, Place
from esep.pdfa.values import Dict, Name, Stream, Value, integer_of, name_of

SIMPLE = {"Type1", "MMType1", "TrueType", "Type3"}
CID_FONTS = {"CIDFontType0", "CIDFontType2"}
KNOWN = SIMPLE | CID_FONTS | {"Type0"}
_COMPACT = {"Type1": "Type1C", "MMType1": "Type1C", "CIDFontType0": "CIDFontType0C"}
IDENTITIES = {"Identity-H", "Identity-V"}
_STANDARD_14 = (
    "Courier Courier-Bold Courier-Oblique Courier-BoldOblique Helvetica Helvetica-Bold"
    " Helvetica-Oblique Helvetica-BoldOblique Times-Roman Times-Bold Times-Italic"
    " Times-BoldItalic Symbol ZapfDingbats"
)
STANDARD_14 = frozenset(_STANDARD_14.split())
SYMBOLIC, NONSYMBOLIC = 4, 32
UNSEEN = 3
Program = TrueType | Type1 | Cff


@dataclass(slots=True)
class Font:
    """A font in use: `entries` as referred to, `inner` its CIDFont or itself."""

    use: FontUse
    kind: str
    entries: Dict
    inner: Dict
    descriptor: Dict
    program: Program | None = None
    encoding_cmap: CMap | None = None
    cid_to_gid: bytes | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def symbolic(self) -> bool:
        """Symbolic by the flags: bit 3 set and bit 6 clear."""
        flags = integer_of(self.descriptor.get("Flags")) or 0
        return flags & (SYMBOLIC | NONSYMBOLIC) == SYMBOLIC

    @property
    def rendered(self) -> bool:
        """Whether any text of it is seen."""
        return bool(self.use.drawn)


class Fonts:
    """Builds fonts and reads each embedded program and CMap once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._programs: dict[tuple[int, str], Program | None] = {}
        self._cmaps: dict[int, CMap] = {}

    def build(self, use: FontUse) -> Font:
        """The font behind a use, its program parsed if there is a sound one."""
        get, entries = self.document.get, use.entries
        kind = name_of(get(entries, "Subtype"))
        inner = entries
        if kind == "Type0":
            descendants = self.document.list_of(entries.get("DescendantFonts"))
            inner = self.document.dict_of(descendants[0]) if descendants else {}
        descriptor = self.document.dict_of(inner.get("FontDescriptor"))
        font = Font(use, kind, entries, inner, descriptor)
        font.program = self._program(font)
        if kind == "Type0":
            font.encoding_cmap = self._encoding_cmap(get(entries, "Encoding"))
            mapping = get(inner, "CIDToGIDMap")
            if isinstance(mapping, Stream):
                font.cid_to_gid = self.document.decoded(mapping)
        return font

    def cmap(self, stream: Stream) -> CMap:
        """An embedded CMap with what it builds on."""
        if id(stream) not in self._cmaps:
            found = read_cmap(self.document.decoded(stream))
            self._cmaps[id(stream)] = found
            base = self.document.get(stream, "UseCMap")
            if isinstance(base, Stream):
                found.base = self.cmap(base)
            elif name_of(base) in IDENTITIES or found.uses in IDENTITIES:
                found.base = cmaps.IDENTITY
        return self._cmaps[id(stream)]

    def _encoding_cmap(self, encoding: Value) -> CMap | None:
        if isinstance(encoding, Stream):
            return self.cmap(encoding)
        return cmaps.IDENTITY if name_of(encoding) in IDENTITIES else None

    def _program(self, font: Font) -> Program | None:
        kind = name_of(self.document.get(font.inner, "Subtype"))
        if kind in ("TrueType", "CIDFontType2"):
            order: tuple[str, ...] = ("FontFile2", "FontFile3")
        elif kind in ("Type1", "MMType1"):
            order = ("FontFile", "FontFile3")
        else:
            order = ("FontFile3",) if kind == "CIDFontType0" else ()
        for key in order:
            stream = self.document.get(font.descriptor, key)
            if isinstance(stream, Stream) and self._fits(font, kind, key, stream):
                return self._read(stream, key)
        return None

    def _fits(self, font: Font, kind: str, key: str, stream: Stream) -> bool:
        """Whether the program is of a kind that the font dictionary can use."""
        if key == "FontFile3":
            subtype = name_of(self.document.get(stream, "Subtype"))
            return subtype == "OpenType" or subtype == _COMPACT.get(kind)
        encoding = self.document.get(font.entries, "Encoding")
        if kind == "TrueType" and not font.symbolic and isinstance(encoding, Name):
            return encoding in ("MacRomanEncoding", "WinAnsiEncoding")
        return True

    def _read(self, stream: Stream, key: str) -> Program | None:
        known = (id(stream), key)
        if known not in self._programs:
            try:
                self._programs[known] = _read_program(self.document.decoded(stream), key)
            except DamagedError:
                self._programs[known] = None
        return self._programs[known]


def _read_program(data: bytes, key: str) -> Program:
    if key == "FontFile":
        return read_type1(data)
    if key == "FontFile2":
        return read_truetype(data)
    if data[:4] == b"OTTO":
        return Cff(font_tables(data).get(b"CFF ", b""))
    return read_truetype(data) if data[:4] in (b"\0\1\0\0", b"true") else Cff(data)


def check_fontless(places: list[tuple[Place, int]]) -> Iterator[Fault]:
    """Faults of text that is shown while no font is set: it lacks all that a font must have."""
    for place, mode in places:
        for rule in ("6.3.2-1", "6.3.2-2", "6.3.2-3"):
            yield place.fault(rule)
        if mode != UNSEEN:
            yield place.fault("6.3.4-1")


def check(document: Document, font: Font) -> Iterator[Fault]:
    """Faults of the dictionaries of one font."""
    inner_kind = name_of(document.get(font.inner, "Subtype"))
    yield from _check_dictionary(document, font, inner_kind)
    if font.kind == "Type0":
        yield from _check_composite(document, font, inner_kind)
    elif font.kind in SIMPLE:
        yield from _check_simple(document, font)
    if font.kind == "TrueType":
        yield from _check_truetype(document, font)


def _check_dictionary(document: Document, font: Font, kind: str) -> Iterator[Fault]:
    """The dictionary that holds the descriptor; of a Type 0 font only the CIDFont is judged."""
    place, name = font.use.place, name_of(document.get(font.inner, "BaseFont"))
    if name_of(document.get(font.inner, "Type")) != "Font":
        yield place.fault("6.3.2-1", font=name)
    if font.kind not in KNOWN or kind not in KNOWN:
        yield place.fault("6.3.2-2", font=name)
    if kind != "Type3" and not name:
        yield place.fault("6.3.2-3")
    for key in ("FontFile", "FontFile2", "FontFile3"):
        subtype = document.get(document.get(font.descriptor, key), "Subtype")
        if subtype is not None and name_of(subtype) not in ("Type1C", "CIDFontType0C"):
            yield place.fault("6.3.2-7", font=name, subtype=name_of(subtype))
    if kind != "Type3" and font.rendered and font.program is None:
        yield place.fault("6.3.4-1", font=name)


def is_standard(document: Document, font: Font) -> bool:
    """One of the fourteen standard fonts, not embedded."""
    name = name_of(document.get(font.entries, "BaseFont"))
    return font.kind == "Type1" and font.program is None and name in STANDARD_14


def _check_simple(document: Document, font: Font) -> Iterator[Fault]:
    if is_standard(document, font):
        return
    place, name = font.use.place, name_of(document.get(font.entries, "BaseFont"))
    first = integer_of(document.get(font.entries, "FirstChar"))
    last = integer_of(document.get(font.entries, "LastChar"))
    widths = document.get(font.entries, "Widths")
    if first is None:
        yield place.fault("6.3.2-4", font=name)
    if last is None:
        yield place.fault("6.3.2-5", font=name)
    if not isinstance(widths, list) or len(widths) != (last or 0) - (first or 0) + 1:
        yield place.fault("6.3.2-6", font=name)


def _check_truetype(document: Document, font: Font) -> Iterator[Fault]:
    place, name = font.use.place, name_of(document.get(font.entries, "BaseFont"))
    encoding = document.get(font.entries, "Encoding")
    if font.symbolic:
        if encoding is not None:
            yield place.fault("6.3.7-2", font=name)
        if isinstance(font.program, TrueType) and font.program.cmap_count != 1:
            yield place.fault("6.3.7-3", font=name, count=str(font.program.cmap_count))
        return
    base = encoding
    if isinstance(encoding, dict):
        base = document.get(encoding, "BaseEncoding")
    plain = not isinstance(encoding, dict) or "Differences" not in encoding
    if name_of(base) not in ("MacRomanEncoding", "WinAnsiEncoding") or not plain:
        yield place.fault("6.3.7-1", font=name)


def _check_composite(document: Document, font: Font, inner_kind: str) -> Iterator[Fault]:
    place, name = font.use.place, name_of(document.get(font.entries, "BaseFont"))
    encoding = document.get(font.entries, "Encoding")
    label = encoding if isinstance(encoding, Name) else document.get(encoding, "CMapName")
    if name_of(label) not in IDENTITIES:
        yield from _check_collections(document, font, encoding)
    if inner_kind == "CIDFontType2" and font.rendered:
        mapping = document.get(font.inner, "CIDToGIDMap")
        if not isinstance(mapping, Stream) and mapping != Name("Identity"):
            yield place.fault("6.3.3.2-1", font=name)
    if isinstance(encoding, Stream):
        yield from _check_cmap(document, font, encoding)
    elif name_of(label) not in IDENTITIES:
        yield place.fault("6.3.3.3-1", font=name, cmap=name_of(label))


def _check_collections(document: Document, font: Font, encoding: Value) -> Iterator[Fault]:
    ours = document.dict_of(font.inner.get("CIDSystemInfo"))
    value = document.get(encoding, "CIDSystemInfo")
    theirs = document.dict_of(value[0] if isinstance(value, list) and value else value)
    for key in ("Registry", "Ordering"):
        mine = document.get(ours, key)
        if mine is None or mine != document.get(theirs, key):
            yield font.use.place.fault("6.3.3.1-1", key=key)
            return


def _check_cmap(document: Document, font: Font, stream: Stream) -> Iterator[Fault]:
    place, found = font.use.place, font.encoding_cmap
    if found is None:
        return
    if (integer_of(document.get(stream, "WMode")) or 0) != found.mode:
        yield place.fault("6.3.3.3-2")
    base = document.get(stream, "UseCMap")
    used = "" if isinstance(base, Stream) else name_of(base) or found.uses
    if used and used not in IDENTITIES:
        yield place.fault("6.3.3.3-1", cmap=used)
    if found.max_cid() > 65535:
        yield place.fault("6.1.12-10")
