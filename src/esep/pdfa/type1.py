# SPDX-License-Identifier: MIT
"""Type 1 and CFF programs: glyph names, built-in encoding and advance widths."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Protocol

from esep.pdfa import type2
from esep.pdfa.budget import DamagedError
from esep.pdfa.encodings import STANDARD

_GLYPH = re.compile(rb"/([^\s/{}\[\]()<>%]+)\s+(\d{1,6})\s+(?:RD|-\||\S{1,4})\s")
_CODE = re.compile(rb"dup\s+(\d{1,3}|8#[0-7]{1,3}|16#[0-9A-Fa-f]{1,2})\s*/(\S+)\s+put")
_MATRIX = re.compile(rb"/FontMatrix\s*[\[{]\s*([-+.\deE]+)")
_LEN_IV = re.compile(rb"/lenIV\s+(-?\d+)")
MAX_PROGRAM = 4 << 20
EEXEC_KEY, CHARSTRING_KEY = 55665, 4330
NOTDEF = ".notdef"


class Program(Protocol):
    """What the rules ask of a program whose glyphs have names."""

    encoding: dict[int, str]

    @property
    def names(self) -> set[str]:
        """Names of all glyphs."""

    def width(self, name: str) -> float | None:
        """Advance width of a glyph per 1000 of the em; None when it cannot be told."""


def _decrypt(data: bytes, key: int, skip: int) -> bytes:
    out = bytearray(len(data))
    for index, cipher in enumerate(data):
        out[index] = cipher ^ (key >> 8)
        key = ((cipher + key) * 52845 + 22719) & 0xFFFF
    return bytes(out[skip:])


@dataclass(slots=True)
class Type1:
    """A parsed Type 1 program."""

    encoding: dict[int, str]
    glyphs: dict[str, bytes]
    scale: float
    skip: int

    @property
    def names(self) -> set[str]:
        """Names of all glyphs."""
        return set(self.glyphs)

    def width(self, name: str) -> float | None:
        """Advance width from the hsbw or sbw operator that opens the glyph."""
        body = self.glyphs.get(name)
        if body is None:
            return None
        plain = body if self.skip < 0 else _decrypt(body, CHARSTRING_KEY, self.skip)
        width = _opening_width(plain)
        return None if width is None else width * self.scale


def _opening_width(code: bytes) -> float | None:
    stack: list[float] = []
    at = 0
    while at < len(code) and len(stack) < 48:
        byte = code[at]
        at += 1
        if byte >= 32:
            value, at = _operand(code, byte, at)
            stack.append(value)
        elif byte == 13 and len(stack) >= 2:
            return stack[1]
        elif byte == 12 and code[at : at + 1] == b"\x07" and len(stack) >= 4:
            return stack[2]
        elif byte == 12 and code[at : at + 1] == b"\x0c" and len(stack) >= 2 and stack[-1]:
            at += 1
            divisor = stack.pop()
            stack[-1] /= divisor
        else:
            return None
    return None


def _operand(code: bytes, byte: int, at: int) -> tuple[float, int]:
    if byte <= 246:
        return byte - 139, at
    if byte == 255:
        return int.from_bytes(code[at : at + 4], "big", signed=True), at + 4
    low = code[at] if at < len(code) else 0
    if byte <= 250:
        return (byte - 247) * 256 + low + 108, at + 1
    return -(byte - 251) * 256 - low - 108, at + 1


def read_type1(data: bytes) -> Type1:
    """Parse a Type 1 program, binary, hexadecimal or with PFB markers."""
    if data[:2] == b"\x80\x01":
        data = _without_markers(data)
    if len(data) > MAX_PROGRAM:
        raise DamagedError("the Type 1 program is too large")
    start = data.find(b"eexec")
    if start < 0:
        raise DamagedError("the Type 1 program has no eexec part")
    clear, at = data[:start], start + 5
    while data[at : at + 1] in (b" ", b"\t", b"\r", b"\n"):
        at += 1
    body = data[at:]
    if re.match(rb"[0-9A-Fa-f\s]{8}", body[:8]):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", body)
        body = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    private = _decrypt(body, EEXEC_KEY, 4)
    glyphs = _read_glyphs(private)
    if not glyphs:
        raise DamagedError("the Type 1 program has no glyphs")
    found = _LEN_IV.search(private)
    matrix = _MATRIX.search(clear)
    scale = _float(matrix[1]) * 1000 if matrix else 1.0
    return Type1(_read_encoding(clear), glyphs, scale, int(found[1]) if found else 4)


def _float(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.001


def _without_markers(data: bytes) -> bytes:
    parts, at = [], 0
    while data[at : at + 1] == b"\x80" and data[at + 1 : at + 2] in (b"\x01", b"\x02"):
        size = int.from_bytes(data[at + 2 : at + 6], "little")
        parts.append(data[at + 6 : at + 6 + size])
        at += 6 + size
    return b"".join(parts)


def _read_glyphs(private: bytes) -> dict[str, bytes]:
    at = private.find(b"/CharStrings")
    glyphs: dict[str, bytes] = {}
    at = private.find(b"begin", at) if at >= 0 else len(private)
    while at >= 0 and (found := _GLYPH.search(private, at)):
        end = found.end() + int(found[2])
        glyphs.setdefault(found[1].decode("latin-1"), private[found.end() : end])
        at = end
    return glyphs


def _read_encoding(clear: bytes) -> dict[int, str]:
    at = clear.find(b"/Encoding")
    if at < 0 or re.match(rb"/Encoding\s+StandardEncoding", clear[at:]):
        return STANDARD
    found: dict[int, str] = {}
    for code, name in _CODE.findall(clear, at):
        base, _, digits = code.rpartition(b"#")
        found[int(digits, int(base or 10)) & 255] = name.decode("latin-1")
    return found


class Cff:
    """A CFF program read by fontTools, name-keyed or CID-keyed."""

    def __init__(self, data: bytes) -> None:
        from fontTools.cffLib import CFFFontSet

        try:
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(data), None, isCFF2=False)
            self._top: Any = fonts[fonts.fontNames[0]]
            self._strings: Any = self._top.CharStrings
            self.order: list[str] = list(self._top.charset)
            self.encoding = self._builtin(data)
        except RecursionError as error:
            raise DamagedError("the CFF program recurses") from error
        except Exception as error:  # fontTools raises whatever the bytes provoke
            raise DamagedError(f"the CFF program is unusable: {error}") from error
        self.is_cid = hasattr(self._top, "ROS")
        self._gids = {name: gid for gid, name in enumerate(self.order)}
        self._cids = self._find_cids()
        self._subrs: dict[int, list[list[bytes]]] = {}

    @property
    def names(self) -> set[str]:
        """Names of all glyphs."""
        return set(self.order)

    def has_cid(self, cid: int) -> bool:
        """Whether a CID-keyed program has the CID, any other a glyph of that number."""
        return cid in self._cids

    def _find_cids(self) -> frozenset[int]:
        if not self.is_cid:
            return frozenset(range(len(self.order)))
        return frozenset({0, *(int(name[3:]) for name in self.order if name[3:].isdigit())})

    def name_of_cid(self, cid: int) -> str:
        """The glyph that a CID means."""
        if self.is_cid:
            return f"cid{cid:05d}" if cid else NOTDEF
        return self.order[cid] if cid < len(self.order) else ""

    def width(self, name: str) -> float | None:
        """Advance width of a glyph per 1000 of the em."""
        if name not in self._strings:
            return None
        try:
            glyph = self._strings[name]
            private = glyph.private
            if id(private) not in self._subrs:
                both = (getattr(private, "Subrs", []), glyph.globalSubrs)
                self._subrs[id(private)] = [[subr.bytecode for subr in subrs] for subrs in both]
            extra = type2.extra_width(glyph.bytecode, *self._subrs[id(private)])
            width = private.defaultWidthX if extra is None else private.nominalWidthX + extra
            return float(width) * self._scale(name)
        except DamagedError:
            raise
        except Exception as error:  # fontTools raises whatever the bytes provoke
            raise DamagedError(f"the CFF glyph {name} is unusable: {error}") from error

    def _scale(self, name: str) -> float:
        matrix = float(self._top.FontMatrix[0]) if "FontMatrix" in self._top.rawDict else 0.0
        if self.is_cid and (inner := self._inner_matrix(name)):
            return (matrix or 1.0) * inner * 1000
        return (matrix or 0.001) * 1000

    def _inner_matrix(self, name: str) -> float:
        inner = self._top.FDArray[self._top.FDSelect[self._gids[name]]]
        return float(inner.FontMatrix[0]) if "FontMatrix" in inner.rawDict else 0.0

    def _builtin(self, data: bytes) -> dict[int, str]:
        at = self._top.rawDict.get("Encoding", 0)
        if at <= 1:
            return {} if at else STANDARD
        table = {code: name for code, name in enumerate(self._top.Encoding) if name != NOTDEF}
        # fontTools drops code 0 of a list of codes, though a font may well use it.
        if data[at] & 0x7F == 0 and 0 in (codes := data[at + 2 : at + 2 + data[at + 1]]):
            table[0] = self.order[codes.index(0) + 1]
        return table
