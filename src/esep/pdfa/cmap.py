# SPDX-License-Identifier: MIT
"""Reads CMap streams: code spaces, CID mappings, ToUnicode mappings, WMode and usecmap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from esep.pdfa.budget import DamagedError, LimitError
from esep.pdfa.lexer import Lexer
from esep.pdfa.values import Name, Operator, Value, integer_of

MAX_RANGES = 200_000
MAX_BYTES = 8 << 20


@dataclass(slots=True)
class CMap:
    """Ranges are (length in bytes, first code, last code, CID or -1 for Unicode)."""

    spaces: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    ranges: list[tuple[int, int, int, int]] = field(default_factory=list)
    mode: int = 0
    uses: str = ""
    base: CMap | None = None
    identity: bool = False
    _sorted: bool = False

    def max_cid(self) -> int:
        """The highest CID a range reaches."""
        return max((cid + last - first for _, first, last, cid in self.ranges), default=0)

    def find(self, code: int, length: int) -> int | None:
        """The value of a code; None when nothing maps it."""
        if self.identity:
            return code
        if not self._sorted:
            self.ranges.sort()
            self._sorted = True
        at = bisect_right(self.ranges, (length, code, 1 << 40, 1 << 40))
        for index in range(at - 1, max(at - 9, -1), -1):
            size, first, last, value = self.ranges[index]
            if size == length and first <= code <= last:
                return value + code - first if value >= 0 else 0
        return self.base.find(code, length) if self.base else None

    def codes(self, text: bytes) -> Iterator[tuple[int, int]]:
        """The (code, length) pairs that a shown string consists of."""
        if self.identity:
            for at in range(0, len(text) - 1, 2):
                yield text[at] << 8 | text[at + 1], 2
            return
        spaces = self.all_spaces()
        shortest = min((size for size, _, _ in spaces), default=1)
        at = 0
        while at < len(text):
            size = next((s for s, lo, hi in spaces if _within(text[at : at + s], lo, hi)), shortest)
            yield int.from_bytes(text[at : at + size], "big"), size
            at += size

    def all_spaces(self) -> list[tuple[int, bytes, bytes]]:
        """The code space ranges of this CMap and of what it builds on, shortest first."""
        own = self.spaces + (self.base.all_spaces() if self.base else [])
        if self.base and self.base.identity:
            own.append((2, b"\0\0", b"\xff\xff"))
        return sorted(own)


IDENTITY = CMap(identity=True)


def _within(code: bytes, low: bytes, high: bytes) -> bool:
    if len(code) != len(low) or len(low) != len(high):
        return False
    return all(a <= b <= c for a, b, c in zip(low, code, high, strict=True))


def read_cmap(data: bytes) -> CMap:
    """Parse a CMap stream; what is broken is left out. Raises `LimitError` past 8 MiB."""
    if len(data) > MAX_BYTES:
        raise LimitError("CMap bytes", MAX_BYTES)
    cmap = CMap()
    held: list[Value] = []
    try:
        for value in Lexer(data):
            if not isinstance(value, Operator):
                held.append(value)
                continue
            _apply(cmap, value, held)
            if (
                not value.startswith("begin")
                or value == "begincmap"
                or (value.startswith("begin") and value != "begin")
            ):
                held = []
            if len(cmap.ranges) > MAX_RANGES:
                break
    except DamagedError:
        pass
    return cmap


def _apply(cmap: CMap, word: str, held: list[Value]) -> None:
    if word == "def" and len(held) >= 2 and held[-2] == Name("WMode"):
        cmap.mode = integer_of(held[-1]) or 0
    elif word == "usecmap" and held and isinstance(held[-1], Name):
        cmap.uses = str(held[-1])
    elif word == "endcodespacerange":
        for low, high in zip(held[::2], held[1::2], strict=False):
            if isinstance(low, bytes) and isinstance(high, bytes):
                cmap.spaces.append((len(low), low, high))
    elif word == "endcidrange":
        for low, high, cid in zip(held[::3], held[1::3], held[2::3], strict=False):
            _add(cmap, low, high, integer_of(cid))
    elif word == "endcidchar":
        for code, cid in zip(held[::2], held[1::2], strict=False):
            _add(cmap, code, code, integer_of(cid))
    elif word == "endbfrange":
        for low, high, text in zip(held[::3], held[1::3], held[2::3], strict=False):
            _add_texts(cmap, low, high, text)
    elif word == "endbfchar":
        for code, text in zip(held[::2], held[1::2], strict=False):
            if isinstance(text, (bytes, Name)):
                _add(cmap, code, code, -1)


def _add(cmap: CMap, low: Value, high: Value, value: int | None) -> None:
    if isinstance(low, bytes) and isinstance(high, bytes) and value is not None:
        first, last = int.from_bytes(low[:4], "big"), int.from_bytes(high[:4], "big")
        cmap.ranges.append((len(low), first, last, value))


def _add_texts(cmap: CMap, low: Value, high: Value, text: Value) -> None:
    if isinstance(text, list) and isinstance(low, bytes) and isinstance(high, bytes):
        first = int.from_bytes(low[:4], "big")
        count = min(len(text), int.from_bytes(high[:4], "big") - first + 1)
        high = (first + max(count, 1) - 1).to_bytes(len(low), "big") if count > 0 else low
        _add(cmap, low, high, -1)
    else:
        _add(cmap, low, high, -1)
