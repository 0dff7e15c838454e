# SPDX-License-Identifier: MIT
"""The ledger file: read whole or refused, grown at its end, held by chain, base and checkpoint.

Three tests together find every tampering: the hash chain (a changed row), the base as a prefix
of the head (a cut tail, a recomputed chain) and a checkpoint kept elsewhere (a rewritten history).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from esep.ledger.codes import CodeFormat
from esep.ledger.faults import Fault, LedgerError
from esep.ledger.rows import NO_HASH, Event, Row, is_sealed, line_of, parse_line, seal

_CHECKPOINT = re.compile(r"esep-ledger:([1-9][0-9]{0,14}|0):([0-9a-f]{64})", re.ASCII)
_DEFAULT_FORMAT = CodeFormat()


@dataclass(frozen=True)
class Ledger:
    """A ledger without a fault; `assigned` is by code, `closed` holds the closing row by code."""

    fmt: CodeFormat
    rows: tuple[Row, ...]
    assigned: Mapping[str, Row]
    closed: Mapping[str, Row]
    by_object: Mapping[str, Row]

    @property
    def tip(self) -> str:
        """Hash of the last row."""
        return self.rows[-1].hash if self.rows else NO_HASH

    @property
    def next_serial(self) -> int:
        """The last assigned serial plus one; what stands in passports is never asked."""
        return len(self.assigned) + 1

    def current(self, code: str) -> Row | None:
        """Return the assigned row that holds `code` today, by its successors if it has any.

        None when the code was never assigned, or when it or its last successor was withdrawn.
        """
        while closing := self.closed.get(code):
            if closing.successor is None:
                return None
            code = closing.successor
        return self.assigned.get(code)


class Entry(NamedTuple):
    """An event to be written; an assignment gets its code here, a closing row names it."""

    event: Event
    object: str
    path: str
    on: date
    commit: str
    passport_sha256: str
    documents_sha256: str
    code: str | None = None
    successor: str | None = None
    reason: Mapping[str, str] | None = None


def read(data: bytes, fmt: CodeFormat = _DEFAULT_FORMAT) -> Ledger:
    """Return the ledger; raise `LedgerError` at its first fault, never repair."""
    return _filled(_Book(fmt), data)


def extend(ledger: Ledger, lines: bytes) -> Ledger:
    """Return `ledger` with the rows of `lines` after its own; raise `LedgerError`."""
    return _filled(_book_of(ledger), lines)


def check_chain(data: bytes, fmt: CodeFormat = _DEFAULT_FORMAT) -> Iterator[Fault]:
    """Yield every fault of the ledger itself."""
    yield from _scan(data, _Book(fmt))


def append(ledger: Ledger, entries: Iterable[Entry]) -> bytes:
    """Return the lines that add `entries` to the end of `ledger`; raise `LedgerError`."""
    book = _book_of(ledger)
    lines = []
    for entry in entries:
        line = line_of(book.row_of(entry))
        for fault in _scan(line, book):
            raise LedgerError(fault)
        lines.append(line)
    return b"".join(lines)


def is_prefix(base: bytes, head: bytes) -> bool:
    """Tell whether `head` is `base` with whole lines added, or with nothing added."""
    return head.startswith(base) and (not base or base.endswith(b"\n"))


def check_growth(base: bytes, head: bytes) -> Iterator[Fault]:
    """Yield what `head` did to the rows of `base` other than adding after them."""
    if is_prefix(base, head):
        return
    old, new = base.split(b"\n"), head.split(b"\n")
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    key = "shorter-than-base" if base.startswith(head) else "not-prefix"
    yield Fault(same + 1, key, {"base_rows": str(len(old) - 1), "head_rows": str(len(new) - 1)})


def checkpoint(ledger: Ledger) -> str:
    """Return size and tip hash as one line to print, mail or keep in another place."""
    return f"esep-ledger:{len(ledger.rows)}:{ledger.tip}"


def check_checkpoint(ledger: Ledger, text: str) -> Iterator[Fault]:
    """Yield what tells `ledger` from the one that `checkpoint` was printed of."""
    found = _CHECKPOINT.fullmatch(text.strip())
    if not found:
        yield Fault(0, "bad-checkpoint", {})
        return
    size = int(found[1])
    if size > len(ledger.rows):
        yield Fault(0, "behind-checkpoint", {"rows": str(len(ledger.rows)), "size": str(size)})
    elif found[2] != (ledger.rows[size - 1].hash if size else NO_HASH):
        yield Fault(size, "checkpoint-mismatch", {})


@dataclass
class _Book:
    """What is known after the rows so far; tip and serial are None after a line that is no row."""

    fmt: CodeFormat
    rows: list[Row] = field(default_factory=list)
    assigned: dict[str, Row] = field(default_factory=dict)
    closed: dict[str, Row] = field(default_factory=dict)
    by_object: dict[str, Row] = field(default_factory=dict)
    tip: str | None = NO_HASH
    serial: int | None = 0

    def enter(self, row: Row) -> None:
        self.rows.append(row)
        self.tip = row.hash
        if row.event == "assigned":
            self.serial = row.serial
            self.assigned.setdefault(row.code, row)
            self.by_object.setdefault(row.object, row)
        else:
            self.closed.setdefault(row.code, row)

    def row_of(self, entry: Entry) -> Row:
        serial = len(self.assigned) + 1 if entry.event == "assigned" else None
        code = self.fmt.make(serial) if serial else entry.code or ""
        facts = {**entry._asdict(), "code": code, "serial": serial}
        return seal(Row(seq=len(self.rows) + 1, prev=self.tip or NO_HASH, **facts))


def _book_of(ledger: Ledger) -> _Book:
    return _Book(
        ledger.fmt,
        list(ledger.rows),
        dict(ledger.assigned),
        dict(ledger.closed),
        dict(ledger.by_object),
        ledger.tip,
        len(ledger.assigned),
    )


def _filled(book: _Book, lines: bytes) -> Ledger:
    for fault in _scan(lines, book):
        raise LedgerError(fault)
    return Ledger(book.fmt, tuple(book.rows), book.assigned, book.closed, book.by_object)


def _scan(data: bytes, book: _Book) -> Iterator[Fault]:
    """Yield the faults of the lines in `data` and enter them into `book`."""
    *lines, rest = data.split(b"\n")
    first = len(book.rows) + 1
    for number, line in enumerate(lines, first):
        row = parse_line(line, number)
        if isinstance(row, Fault):
            book.tip = book.serial = None
            yield row
            continue
        for key, params in _row_faults(row, number, book):
            yield Fault(number, key, params)
        book.enter(row)
    if rest:
        yield Fault(first + len(lines), "torn-line", {})


_Said = Iterator[tuple[str, Mapping[str, str]]]


def _row_faults(row: Row, number: int, book: _Book) -> _Said:
    if row.seq != number:
        yield "seq-gap", {"seq": str(row.seq), "expected": str(number)}
    if book.tip is not None and row.prev != book.tip:
        yield "chain-broken", {}
    if not is_sealed(row):
        yield "hash-wrong", {}
    if not book.fmt.pattern.fullmatch(row.code):
        yield "bad-code", {"code": row.code}
    elif not book.fmt.is_valid(row.code):
        yield "bad-check-digits", {"code": row.code}
    elif row.event == "assigned":
        yield from _assignment_faults(row, book)
    else:
        yield from _closing_faults(row, book)


def _assignment_faults(row: Row, book: _Book) -> _Said:
    if book.fmt.parse(row.code) != row.serial:
        yield "code-not-of-serial", {"code": row.code, "serial": str(row.serial)}
    if row.code in book.assigned:
        yield "duplicate-code", {"code": row.code, "object": book.assigned[row.code].object}
    elif book.serial is not None and row.serial != book.serial + 1:
        yield "serial-gap", {"serial": str(row.serial), "expected": str(book.serial + 1)}
    if before := book.by_object.get(row.object):
        yield "duplicate-object", {"object": row.object, "code": before.code}


def _closing_faults(row: Row, book: _Book) -> _Said:
    holder = book.assigned.get(row.code)
    if holder is None:
        yield "unknown-code", {"code": row.code}
        return
    if row.code in book.closed:
        yield "closed-code", {"code": row.code}
    if holder.object != row.object:
        yield "wrong-object", {"object": row.object, "expected": holder.object}
    heir = row.successor
    if heir and (heir == row.code or heir not in book.assigned or heir in book.closed):
        yield "bad-successor", {"code": row.code, "successor": heir}
