# SPDX-License-Identifier: MIT
"""The few TrueType tables that tell which glyphs a program holds and how wide they are."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

from esep.pdfa.budget import DamagedError

MAX_TABLES = 64
MAX_SEGMENTS = 40_000
MAX_CODES = 300_000
Cmap = dict[int, int]


@dataclass(slots=True)
class TrueType:
    """A parsed program: `widths` are per 1000 of the em, one for each long metric."""

    glyphs: int
    widths: list[float]
    cmaps: dict[tuple[int, int], Cmap]
    cmap_count: int
    names: dict[str, int] = field(default_factory=dict)

    def width(self, gid: int) -> float:
        """Advance width of a glyph; past the last metric the last one counts."""
        return self.widths[gid] if gid < len(self.widths) else self.widths[-1]


def read_truetype(data: bytes) -> TrueType:
    """Parse a TrueType program; raises `DamagedError` when a required table is unusable."""
    try:
        return _read(data)
    except (struct.error, IndexError, ValueError, KeyError) as error:
        raise DamagedError(f"the TrueType program is unusable: {error}") from error


def _read(data: bytes) -> TrueType:
    tables = font_tables(data)
    head, hhea, maxp, hmtx = (tables[tag] for tag in (b"head", b"hhea", b"maxp", b"hmtx"))
    units = struct.unpack_from(">H", head, 18)[0]
    glyphs = struct.unpack_from(">H", maxp, 4)[0]
    count = min(struct.unpack_from(">H", hhea, 34)[0], len(hmtx) // 4)
    if not units or not count:
        raise ValueError("no metrics")
    advances = struct.unpack_from(f">{count * 2}H", hmtx)[::2]
    widths = [advance * 1000 / units for advance in advances]
    cmaps, cmap_count = _read_cmaps(tables.get(b"cmap", b""))
    return TrueType(glyphs, widths, cmaps, cmap_count, _read_post(tables.get(b"post", b"")))


def font_tables(data: bytes) -> dict[bytes, bytes]:
    """The tables of an sfnt file by tag."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = min(struct.unpack_from(">H", data, start + 4)[0], MAX_TABLES)
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        tables[tag] = data[offset : offset + length]
    return tables


def _read_cmaps(table: bytes) -> tuple[dict[tuple[int, int], Cmap], int]:
    if len(table) < 4:
        return {}, 0
    count = struct.unpack_from(">H", table, 2)[0]
    cmaps: dict[tuple[int, int], Cmap] = {}
    for index in range(min(count, MAX_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        try:
            cmaps.setdefault((platform, encoding), _read_cmap(table[offset:]))
        except (struct.error, IndexError):
            cmaps.setdefault((platform, encoding), {})
    return cmaps, count


def _read_cmap(table: bytes) -> Cmap:
    kind = struct.unpack_from(">H", table)[0]
    if kind == 0:
        return dict(enumerate(table[6:262]))
    if kind == 4:
        return _read_segments(table)
    if kind == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        gids = struct.unpack_from(f">{count}H", table, 10)
        return {first + index: gid for index, gid in enumerate(gids)}
    if kind == 12:
        found: Cmap = {}
        count = min(struct.unpack_from(">I", table, 12)[0], MAX_SEGMENTS)
        codes = 0
        for index in range(count):
            start, end, gid = struct.unpack_from(">III", table, 16 + 12 * index)
            span = range(start, end + 1)
            codes += len(span)
            if codes > MAX_CODES:
                raise ValueError("too many codes in a cmap")
            found.update(zip(span, range(gid, gid + len(span)), strict=True))
        return found
    return {}


def _read_segments(table: bytes) -> Cmap:
    half = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", table, 14)
    starts = struct.unpack_from(f">{half}H", table, 16 + 2 * half)
    deltas = struct.unpack_from(f">{half}H", table, 16 + 4 * half)
    at = 16 + 6 * half
    offsets = struct.unpack_from(f">{half}H", table, at)
    found: Cmap = {}
    codes = 0
    for index, (start, end, delta, offset) in enumerate(
        zip(starts, ends, deltas, offsets, strict=True)
    ):
        codes += max(0, end + 1 - start)
        if codes > MAX_CODES:
            raise ValueError("too many codes in a cmap")
        for code in range(start, end + 1):
            gid = code
            if offset:
                place = at + 2 * index + offset + 2 * (code - start)
                if place + 2 > len(table):
                    break
                gid = struct.unpack_from(">H", table, place)[0]
                if not gid:
                    continue
            found.setdefault(code, (gid + delta) & 0xFFFF)
    return found


def _read_post(table: bytes) -> dict[str, int]:
    if len(table) < 34:
        return {}
    kind = struct.unpack_from(">I", table)[0]
    if kind == 0x00010000:
        return {name: gid for gid, name in enumerate(standardGlyphOrder)}
    if kind != 0x00020000:
        return {}
    count = struct.unpack_from(">H", table, 32)[0]
    at = 34 + 2 * count
    if at > len(table):
        return {}
    indexes = struct.unpack_from(f">{count}H", table, 34)
    extra = []
    while at < len(table):
        size = table[at]
        extra.append(table[at + 1 : at + 1 + size].decode("latin-1"))
        at += size + 1
    names: dict[str, int] = {}
    for gid, index in enumerate(indexes):
        if index < 258:
            names.setdefault(standardGlyphOrder[index], gid)
        elif index - 258 < len(extra):
            names.setdefault(extra[index - 258], gid)
    return names
