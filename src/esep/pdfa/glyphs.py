# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.3.5, 6.3.6 and 6.3.8: every glyph shown is there, as wide as said, readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from esep.pdfa.cmap import CMap
from esep.pdfa.document import Document
from esep.pdfa.encodings import (
    MAC_CODES,
    PREDEFINED,
    STANDARD,
    differences,
    encoding_of,
    is_known,
    unicode_of,
)
from esep.pdfa.faults import Fault
from esep.pdfa.fonts import Font, Fonts
from esep.pdfa.lexer import Lexer
from esep.pdfa.truetype import TrueType
from esep.pdfa.type1 import NOTDEF, Cff, Type1
from esep.pdfa.values import Name, Operator, Stream, Value, integer_of, name_of, number_of

_SUBSET = re.compile(r"[A-Z]{6}\+")
EXEMPT = {"MacRomanEncoding", "MacExpertEncoding", "WinAnsiEncoding"}
COLLECTIONS = {b"GB1", b"CNS1", b"Japan1", b"Korea1"}
SYMBOL_MASKS = (0x0000, 0xF000, 0xF100, 0xF200)
DEFAULT_WIDTH = 1000.0
MAX_CID = 65535


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shown code: its CID for composite fonts, whether it is there, both widths."""

    code: int
    length: int
    cid: int
    present: bool
    program_width: float | None
    stated_width: float | None


def check(document: Document, fonts: Fonts, font: Font, level: str) -> Iterator[Fault]:
    """Faults of the glyphs shown in one font and of the lists that name its subset."""
    place, name = font.use.place, name_of(document.get(font.inner, "BaseFont"))
    glyphs = list(_shown(document, font))
    drawn = _codes(font, font.use.drawn)
    for glyph in glyphs:
        if (glyph.code, glyph.length) not in drawn:
            continue
        if not glyph.present:
            yield place.fault("6.3.5-1", font=name, code=f"{glyph.code:X}")
        ours, theirs = glyph.stated_width, glyph.program_width
        if ours is not None and theirs is not None and abs(ours - theirs) > 1:
            widths = {"stated": f"{ours:g}", "real": f"{theirs:g}"}
            yield place.fault("6.3.6-1", font=name, code=f"{glyph.code:X}", **widths)
    if _SUBSET.match(name):
        if font.kind in ("Type1", "MMType1"):
            yield from _check_charset(document, font, name)
        elif font.kind == "Type0":
            yield from _check_cidset(document, font, name, glyphs)
    if level == "a":
        yield from _check_unicode(document, fonts, font)


def _codes(font: Font, strings: set[bytes]) -> set[tuple[int, int]]:
    if font.kind != "Type0":
        return {(code, 1) for code in set(b"".join(strings))}
    cmap = font.encoding_cmap
    if cmap is not None and cmap.identity:
        text = b"".join(part[: len(part) // 2 * 2] for part in strings)
        return {(high << 8 | low, 2) for high, low in set(zip(text[::2], text[1::2], strict=True))}
    return {pair for text in strings for pair in cmap.codes(text)} if cmap else set()


def _shown(document: Document, font: Font) -> Iterator[Glyph]:
    codes = sorted(_codes(font, font.use.drawn | font.use.unseen))
    if font.kind == "Type3":
        yield from _type3_glyphs(document, font, codes)
    elif font.program is None:
        return
    elif font.kind == "Type0":
        yield from _composite_glyphs(document, font, codes)
    else:
        yield from _simple_glyphs(document, font, codes)


def _stated_widths(document: Document, font: Font) -> dict[int, float]:
    first = integer_of(document.get(font.entries, "FirstChar")) or 0
    widths: dict[int, float] = {}
    for index, item in enumerate(document.list_of(font.entries.get("Widths"))[:256]):
        widths[first + index] = number_of(document.resolve(item)) or 0.0
    return widths


def _simple_glyphs(document: Document, font: Font, codes: list[tuple[int, int]]) -> Iterator[Glyph]:
    stated = _stated_widths(document, font)
    missing = number_of(document.get(font.descriptor, "MissingWidth")) or 0.0
    program = font.program
    if isinstance(program, TrueType):
        names = _truetype_names(document, font)
        for code, length in codes:
            gid = _truetype_gid(program, names, code)
            present = code == 0 or 0 < gid < program.glyphs
            yield Glyph(code, length, 0, present, program.width(gid), stated.get(code, missing))
    elif program is not None:
        encoding = encoding_of(document, font.entries, program.encoding)
        # A code that a predefined encoding leaves out shows .notdef, which every program has.
        value = document.get(font.entries, "Encoding")
        base = document.get(value, "BaseEncoding") if isinstance(value, dict) else value
        predefined = name_of(base) in PREDEFINED
        for code, length in codes:
            name = encoding.get(code, NOTDEF)
            present = code == 0 or (name in program.names and (name != NOTDEF or predefined))
            width = program.width(name if name in program.names else NOTDEF)
            yield Glyph(code, length, 0, present, width, stated.get(code, missing))


def _truetype_names(document: Document, font: Font) -> dict[int, str] | None:
    encoding = document.get(font.entries, "Encoding")
    if font.symbolic or encoding is None:
        return None
    if isinstance(encoding, Name):
        return dict(PREDEFINED.get(encoding, STANDARD))
    base = PREDEFINED.get(name_of(document.get(encoding, "BaseEncoding")), STANDARD)
    return STANDARD | base | differences(document, encoding)


def _truetype_gid(program: TrueType, names: dict[int, str] | None, code: int) -> int:
    """The glyph of a code: PDF Reference 1.4, 5.5.5, Character Encoding."""
    if names is None:
        table = program.cmaps.get((3, 0))
        if table is not None:
            for mask in SYMBOL_MASKS:
                if gid := table.get(mask + code, 0):
                    return gid
            return 0
        table = program.cmaps.get((1, 0))
        return table.get(code, 0) if table else 0
    name = names.get(code, NOTDEF)
    if name == NOTDEF:
        return 0
    unicode, roman = program.cmaps.get((3, 1), {}), program.cmaps.get((1, 0), {})
    gid = unicode.get(unicode_of(name), 0)
    if not gid and name in MAC_CODES:
        gid = roman.get(MAC_CODES[name], 0)
    return gid or program.names.get(name, 0)


def _composite_glyphs(
    document: Document, font: Font, codes: list[tuple[int, int]]
) -> Iterator[Glyph]:
    widths = _cid_widths(document, font)
    default = number_of(document.get(font.inner, "DW"))
    fallback = DEFAULT_WIDTH if default is None else default
    program, cmap = font.program, font.encoding_cmap
    for code, length in codes:
        found = cmap.find(code, length) if cmap else None
        cid = found or 0
        if isinstance(program, TrueType):
            gid, mapped = _gid_of_cid(font, cid)
            inside = mapped and gid < program.glyphs and found is not None
            present = code == 0 or (cid != 0 and inside)
            width: float | None = program.width(gid)
        elif isinstance(program, Cff):
            present = code == 0 or (cid != 0 and program.has_cid(cid))
            name = program.name_of_cid(cid) if program.has_cid(cid) else NOTDEF
            width = program.width(name)
        else:
            return
        yield Glyph(code, length, cid, present, width, widths.get(cid, fallback))


def _gid_of_cid(font: Font, cid: int) -> tuple[int, bool]:
    mapping = font.cid_to_gid
    if mapping is None:
        return cid, True
    pair = mapping[2 * cid : 2 * cid + 2]
    return int.from_bytes(pair, "big"), len(pair) == 2


def _cid_widths(document: Document, font: Font) -> dict[int, float]:
    """The W array: `c [w …]` and `first last w` mixed."""
    items = [document.resolve(item) for item in document.list_of(font.inner.get("W"))]
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(items):
        first, second = integer_of(items[at]), items[at + 1]
        if first is None:
            at += 1
        elif isinstance(second, list):
            for index, item in enumerate(second):
                widths[first + index] = number_of(document.resolve(item)) or 0.0
            at += 2
        else:
            width = number_of(items[at + 2]) if at + 2 < len(items) else None
            span = range(max(first, 0), min(integer_of(second) or 0, MAX_CID) + 1)
            document.budget.spend_operators(len(span))
            widths.update(dict.fromkeys(span, width or 0.0))
            at += 3
    return widths


def _type3_glyphs(document: Document, font: Font, codes: list[tuple[int, int]]) -> Iterator[Glyph]:
    stated = _stated_widths(document, font)
    encoding = encoding_of(document, font.entries, {})
    procedures = document.dict_of(font.entries.get("CharProcs"))
    for code, length in codes:
        stream = document.resolve(procedures.get(encoding.get(code, "")))
        width = _procedure_width(document.decoded(stream)) if isinstance(stream, Stream) else None
        yield Glyph(code, length, 0, isinstance(stream, Stream), width, stated.get(code, 0.0))


def _procedure_width(data: bytes) -> float | None:
    """The first operand of the d0 or d1 that opens a glyph procedure."""
    values: list[Value] = []
    for value in Lexer(data[:4096]):
        if isinstance(value, Operator):
            return number_of(values[0]) if value in ("d0", "d1") and values else None
        values.append(value)
    return None


def _check_charset(document: Document, font: Font, name: str) -> Iterator[Fault]:
    program = font.program
    listed = document.get(font.descriptor, "CharSet")
    if isinstance(listed, bytes) and isinstance(program, (Type1, Cff)):
        names = {str(item) for item in Lexer(listed) if isinstance(item, Name)} - {NOTDEF}
        if names == program.names - {NOTDEF}:
            return
    yield font.use.place.fault("6.3.5-2", font=name)


def _check_cidset(
    document: Document, font: Font, name: str, glyphs: list[Glyph]
) -> Iterator[Fault]:
    stream = document.get(font.descriptor, "CIDSet")
    if isinstance(stream, Stream) and font.program is not None:
        bits = document.decoded(stream)
        for glyph in glyphs:
            byte = bits[glyph.cid >> 3] if glyph.cid >> 3 < len(bits) else 0
            if glyph.cid and glyph.present and not byte & (0x80 >> (glyph.cid & 7)):
                break
        else:
            return
    yield font.use.place.fault("6.3.5-3", font=name)


def _check_unicode(document: Document, fonts: Fonts, font: Font) -> Iterator[Fault]:
    """ISO 19005-1, 6.3.8: a ToUnicode CMap, or one of the three exemptions."""
    stream = document.get(font.entries, "ToUnicode")
    to_unicode = fonts.cmap(stream) if isinstance(stream, Stream) else None
    exempt = _is_exempt(document, font)
    names = _unicode_names(document, font)
    for code, length in sorted(_codes(font, font.use.drawn | font.use.unseen)):
        if exempt or _is_mapped(to_unicode, code, length):
            continue
        if is_known(names.get(code, NOTDEF)):
            continue
        base = name_of(document.get(font.inner, "BaseFont"))
        yield font.use.place.fault("6.3.8-1", font=base, code=f"{code:X}")


def _is_mapped(cmap: CMap | None, code: int, length: int) -> bool:
    if cmap is None:
        return False
    return any(cmap.find(code, size) is not None for size in {length, 1, 2})


def _is_exempt(document: Document, font: Font) -> bool:
    if font.kind != "Type0":
        return name_of(document.get(font.entries, "Encoding")) in EXEMPT
    info = document.dict_of(font.inner.get("CIDSystemInfo"))
    adobe = document.get(info, "Registry") == b"Adobe"
    return adobe and document.get(info, "Ordering") in COLLECTIONS


def _unicode_names(document: Document, font: Font) -> dict[int, str]:
    if font.kind in ("Type1", "MMType1"):
        builtin = font.program.encoding if isinstance(font.program, (Type1, Cff)) else STANDARD
        return encoding_of(document, font.entries, builtin)
    if font.kind == "TrueType" and not font.symbolic:
        return _truetype_names(document, font) or {}
    return {}
