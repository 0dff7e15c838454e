# SPDX-License-Identifier: MIT
"""Finds header, cross-reference sections, trailers and object offsets in the bytes of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from esep.pdfa.budget import Budget, DamagedError, LimitError
from esep.pdfa.filters import decode, names_of_filters
from esep.pdfa.lexer import Lexer, Note
from esep.pdfa.values import Dict, Operator, Stream, integer_of

_HEADER = re.compile(rb"%PDF-")
_STARTXREF = re.compile(rb"startxref[\x00\t\n\f\r ]*(\d{1,12})")
_SUBSECTION = re.compile(rb"[\x00\t\n\f\r ]*(\d{1,10})([\x00\t\n\f\r ]+)(\d{1,10})")
_ENTRY = re.compile(rb"[\x00\t\n\f\r ]*(\d{1,20})[\x00\t\n\f\r ]+(\d{1,10})[\x00\t\n\f\r ]+([fn])")
_TRAILER = re.compile(rb"[\x00\t\n\f\r ]*trailer")
_OBJECT = re.compile(
    rb"[\x00\t\n\f\r ]*(\d{1,10})([\x00\t\n\f\r ]+)(\d{1,10})([\x00\t\n\f\r ]+)obj"
)
_SPACES = re.compile(rb"(?:[\x00\t\n\f\r ]++|%[^\r\n]*+)*+")
_ENDSTREAM = re.compile(rb"endstream")
MAX_SECTIONS = 1000
HEADER_WITHIN = 1024


@dataclass(slots=True)
class Section:
    """One cross-reference section with its trailer."""

    offset: int
    trailer: Dict
    is_stream: bool = False
    spaces_ok: bool = True
    eol_ok: bool = True


@dataclass(slots=True)
class Layout:
    """Where things lie in a file, newest section first."""

    shift: int = 0
    sections: list[Section] = field(default_factory=list)
    offsets: dict[int, tuple[int, int]] = field(default_factory=dict)
    packed: dict[int, tuple[int, int]] = field(default_factory=dict)
    freed: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Parsed:
    """An indirect object as it lies in the file, and what its spelling breaks."""

    num: int
    value: object
    end: int
    breaches: tuple[str, ...] = ()


def read_layout(data: bytes, budget: Budget, note: Note) -> Layout:
    """Follow `startxref` through every section; raises `DamagedError` when the chain breaks."""
    header = _HEADER.search(data, 0, HEADER_WITHIN)
    layout = Layout(shift=header.start() if header else 0)
    starts = _STARTXREF.findall(data, max(0, len(data) - 2048))
    if not starts:
        raise DamagedError("no startxref near the end of the file")
    newest = int(starts[-1])
    if layout.shift and not _starts_section(data, newest + layout.shift):
        layout.shift = 0  # offsets count from the first byte, whatever precedes the header
    queue, seen = [newest], set()
    while queue:
        start = queue.pop(0)
        if start in seen:
            raise DamagedError("the cross-reference sections form a loop")
        seen.add(start)
        if len(seen) > MAX_SECTIONS:
            raise LimitError("cross-reference sections", MAX_SECTIONS)
        section = _read_section(data, start + layout.shift, layout, budget, note)
        layout.sections.append(section)
        for key in ("XRefStm", "Prev"):
            link = integer_of(section.trailer.get(key))
            if link:
                queue.append(link)
    return layout


def _starts_section(data: bytes, at: int) -> bool:
    start = _SPACES.match(data, at).end()  # type: ignore[union-attr]
    return data.startswith(b"xref", start) or _OBJECT.match(data, start) is not None


def _read_section(data: bytes, at: int, layout: Layout, budget: Budget, note: Note) -> Section:
    if not 0 < at < len(data):
        raise DamagedError(f"no cross-reference section at byte {at}")
    start = _SPACES.match(data, at).end()  # type: ignore[union-attr]
    if data.startswith(b"xref", start):
        return _read_table(data, start + 4, layout, budget, note)
    if _OBJECT.match(data, start):
        return _read_stream(data, start, layout, budget, note)
    raise DamagedError(f"no cross-reference section at byte {at}")


def _read_table(data: bytes, at: int, layout: Layout, budget: Budget, note: Note) -> Section:
    section = Section(at - 4, {})
    eol = re.compile(rb"\r\n?|\n").match(data, at)
    section.eol_ok = bool(eol and data[eol.end() : eol.end() + 1].isdigit())
    while head := _SUBSECTION.match(data, at):
        if head[2] != b" ":
            section.spaces_ok = False
        first, count, at = int(head[1]), int(head[3]), head.end()
        for index in range(count):
            entry = _ENTRY.match(data, at)
            if entry is None:
                raise DamagedError(f"a cross-reference entry is broken at byte {at}")
            at = entry.end()
            if index == 0 and first and entry[3] == b"f" and entry[2] == b"65535":
                first = 0 if int(entry[1]) == 0 else first
            _enter(layout, first + index, int(entry[1]), int(entry[2]), entry[3] == b"n", budget)
    trailer = _TRAILER.match(data, at)
    if trailer is None:
        raise DamagedError(f"no trailer after the cross-reference table at byte {at}")
    value = Lexer(data, trailer.end(), note).read()
    if not isinstance(value, dict):
        raise DamagedError("the trailer is no dictionary")
    section.trailer = value
    return section


def _enter(layout: Layout, num: int, offset: int, gen: int, in_use: bool, budget: Budget) -> None:
    if num in layout.offsets or num in layout.packed or num in layout.freed:
        return
    if not in_use:
        layout.freed.add(num)
    elif offset:
        layout.offsets[num] = (offset + layout.shift, gen)
    if len(layout.offsets) + len(layout.freed) > budget.objects * 2:
        raise LimitError("objects", budget.objects * 2)


def _read_stream(data: bytes, at: int, layout: Layout, budget: Budget, note: Note) -> Section:
    parsed = read_object(data, at, None, note)
    stream = parsed.value
    if not isinstance(stream, Stream):
        raise DamagedError(f"the cross-reference stream at byte {at} is no stream")
    parms = stream.dict.get("DecodeParms")
    parms = parms if isinstance(parms, list) else [parms]
    filters = names_of_filters(stream.dict.get("Filter"))
    dicts = [item if isinstance(item, dict) else {} for item in parms]
    rows = decode(stream.raw, filters, dicts, budget)
    widths = [integer_of(w) or 0 for w in stream.dict.get("W") or []]
    if len(widths) != 3 or not 0 < sum(widths) <= 64 or min(widths) < 0:
        raise DamagedError("the cross-reference stream has no usable W")
    index = stream.dict.get("Index") or [0, stream.dict.get("Size")]
    numbers = [integer_of(item) or 0 for item in index]
    pos = 0
    for first, count in zip(numbers[::2], numbers[1::2], strict=False):
        for num in range(first, first + min(count, len(rows))):
            row = rows[pos : pos + sum(widths)]
            pos += sum(widths)
            if len(row) == sum(widths):
                _enter_row(layout, num, row, widths, budget)
    return Section(at, stream.dict, is_stream=True)


def _enter_row(layout: Layout, num: int, row: bytes, widths: list[int], budget: Budget) -> None:
    kind_width, middle = widths[0], widths[0] + widths[1]
    kind = int.from_bytes(row[:kind_width], "big") if kind_width else 1
    second = int.from_bytes(row[kind_width:middle], "big")
    third = int.from_bytes(row[middle:], "big")
    if kind == 2:
        if num not in layout.offsets and num not in layout.freed:
            layout.packed.setdefault(num, (second, third))
    else:
        _enter(layout, num, second, third, kind == 1, budget)


def read_object(data: bytes, at: int, length_of: object, note: Note) -> Parsed:
    """The indirect object at byte `at`; `length_of` resolves an indirect Length.

    Raises `DamagedError` when there is none.
    """
    head = _OBJECT.match(data, at)
    if head is None:
        raise DamagedError(f"no object at byte {at}")
    breaches = []
    if len(head[2]) != 1 or len(head[4]) != 1 or data[head.start(1) - 1] not in b"\r\n":
        breaches.append("6.1.8-1")
    if data[head.end() : head.end() + 1] not in (b"\r", b"\n"):
        breaches.append("6.1.8-1")
    lexer = Lexer(data, head.end(), note)
    value = lexer.read()
    num = int(head[1])
    if isinstance(value, Operator):
        if value != "endobj":
            raise DamagedError(f"object {num} holds no value")
        return Parsed(num, None, lexer.pos, tuple(breaches))
    end = lexer.pos
    if isinstance(value, dict):
        word = _SPACES.match(data, end).end()  # type: ignore[union-attr]
        if data.startswith(b"stream", word):
            value, end, faults = _read_body(data, word + 6, value, length_of, num)
            breaches += faults
    breaches += _end_breaches(data, end)
    return Parsed(num, value, end, tuple(dict.fromkeys(breaches)))


def _read_body(
    data: bytes, at: int, entries: Dict, length_of: object, num: int
) -> tuple[Stream, int, list[str]]:
    breaches = []
    eol = re.compile(rb"\r\n|\n").match(data, at)
    if eol is None:
        breaches.append("6.1.7-2")
    start = eol.end() if eol else at + (data[at : at + 1] == b"\r")
    stated = entries.get("Length")
    length = integer_of(length_of(stated) if callable(length_of) else stated)
    keyword = _after_spaces(data, start + length) if length is not None and length >= 0 else -1
    if keyword < 0 or not data.startswith(b"endstream", keyword):
        found = _ENDSTREAM.search(data, start)
        if found is None:
            raise DamagedError(f"the stream of object {num} has no end")
        keyword = found.start()
        sound = False
    else:
        sound = True
    before = data[keyword - 2 : keyword]
    # ISO 19005-1, 6.1.7: an end-of-line marker, not counted by Length, precedes the keyword;
    # 0D 0A is one byte of data and one of marker when Length says so.
    if before == b"\r\n":
        marker = 2 if keyword - start - (length or 0) > 1 else 1
    else:
        marker = 1 if before[-1:] in (b"\r", b"\n") else 0
    if not marker or keyword == start:
        breaches.append("6.1.7-2")
        marker = 0
    if keyword - marker - start != length:
        breaches.append("6.1.7-1")
    body = data[start : start + length] if sound and length is not None else None
    raw = data[start : keyword - marker] if body is None else body
    return Stream(entries, raw, num), keyword + len(b"endstream"), breaches


def _after_spaces(data: bytes, at: int) -> int:
    found = re.compile(rb"[\x00\t\n\f\r ]*").match(data, at)
    return found.end() if found else -1


def _end_breaches(data: bytes, end: int) -> list[str]:
    word = _SPACES.match(data, end).end()  # type: ignore[union-attr]
    if not data.startswith(b"endobj", word):
        return ["6.1.8-1"]
    after = data[word + 6 : word + 7]
    if data[word - 1 : word] not in (b"\r", b"\n") or after not in (b"\r", b"\n"):
        return ["6.1.8-1"]
    return []
