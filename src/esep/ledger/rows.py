# SPDX-License-Identifier: MIT
"""One row of the ledger: its fields, its canonical line and its hash."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from esep.i18n import LANGUAGES
from esep.ledger.faults import Fault

Event = Literal["assigned", "withdrawn", "succeeded"]
EVENTS: tuple[Event, ...] = get_args(Event)
NO_HASH = "0" * 64  # what the first row has before it
MAX_LINE = 2048

_SHA256 = r"[0-9a-f]{64}"
_SLUG = r"[a-z0-9][a-z0-9-]{0,62}"
_TEXT_FIELDS = {
    "event": "|".join(EVENTS),
    "code": r"[ -~]{1,40}",  # form and check digits are judged by the code format
    "object": _SLUG,
    "path": f"objects/{_SLUG}/{_SLUG}",
    "on": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "commit": r"[0-9a-f]{40}([0-9a-f]{24})?",
    "passport_sha256": _SHA256,
    "documents_sha256": _SHA256,
    "successor": r"[ -~]{1,40}",
    "prev": _SHA256,
    "hash": _SHA256,
}
_PATTERNS = {name: re.compile(text, re.ASCII) for name, text in _TEXT_FIELDS.items()}
_NUMBERS = ("seq", "serial")
_ONLY_IN = {"serial": "assigned", "successor": "succeeded"}
_REASON = "reason"  # of a closing row, and not in those written before there were any
MAX_REASON = 200  # characters of one language: three must leave room in a line
FIELDS = frozenset((*_PATTERNS, *_NUMBERS, _REASON))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as stored; `serial` is there in assigned rows, `successor` in succeeded ones.

    `reason` says by language why a code was closed.
    `path` is the folder at that time, `on` a civil date in Asia/Almaty, `commit` the one whose
    tree was read, `passport_sha256` the digest of the passport in that tree.
    """

    seq: int
    event: Event
    code: str
    object: str
    path: str
    on: date
    commit: str
    passport_sha256: str
    documents_sha256: str
    prev: str
    hash: str = ""
    serial: int | None = None
    successor: str | None = None
    reason: Mapping[str, str] | None = None


def documents_digest(documents: Iterable[tuple[str, str, int]]) -> str:
    """Return one SHA-256 over (file name, sha256, size in bytes) of all documents, sorted."""
    return hashlib.sha256(_canonical(sorted(documents))).hexdigest()


def seal(row: Row) -> Row:
    """Return `row` with its hash."""
    return replace(row, hash=_digest(_fields(row)))


def line_of(row: Row) -> bytes:
    """Return the line of a sealed row, line feed included."""
    return _canonical(_fields(row)) + b"\n"


def parse_line(line: bytes, number: int) -> Row | Fault:
    """Return the row written in `line` (without its line feed), or what is wrong with it."""
    if len(line) > MAX_LINE:
        return Fault(number, "line-too-long", {"limit": str(MAX_LINE)})
    try:
        fields = json.loads(
            line.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant
        )
    except _DuplicateKeyError as error:
        return Fault(number, "duplicate-key", {"field": _shown(error.key)})
    except (ValueError, RecursionError):
        return Fault(number, "not-json", {})
    if not isinstance(fields, dict):
        return Fault(number, "not-json", {})
    for key, params in _shape_faults(fields):
        return Fault(number, key, params)
    if _canonical(fields) != line:
        return Fault(number, "not-canonical", {})
    return Row(**{**fields, "on": date.fromisoformat(fields["on"])})


def is_sealed(row: Row) -> bool:
    """Tell whether `hash` is the SHA-256 of the row."""
    return row.hash == _digest(_fields(row))


class _DuplicateKeyError(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in pairs:
        if key in fields:
            raise _DuplicateKeyError(key)
        fields[key] = value
    return fields


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _shape_faults(fields: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    event = fields.get("event")
    wanted = {name for name in FIELDS if _ONLY_IN.get(name, event) == event}
    if event == "assigned":
        wanted.remove(_REASON)
    for name in sorted(fields.keys() - wanted):
        yield "unknown-field", {"field": _shown(name)}
    for name in sorted(wanted - fields.keys() - {_REASON}):
        yield "missing-field", {"field": name}
    for name in sorted(wanted & fields.keys()):
        if not fits(name, fields[name]):
            yield "bad-value", {"field": name, "value": _shown(fields[name])}


def fits(name: str, value: object) -> bool:
    """Tell whether `value` can stand in the field `name` of a row."""
    if name in _NUMBERS:
        return type(value) is int and 0 < value < 10**15
    if name == _REASON:
        return (
            isinstance(value, dict)
            and {*value} == {*LANGUAGES}
            and all(map(_is_text, value.values()))
        )
    if not isinstance(value, str) or not _PATTERNS[name].fullmatch(value):
        return False
    return name != "on" or _is_date(value)


def _is_text(value: object) -> bool:
    """Tell whether a value is one line of plain text, the same for every reader."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= MAX_REASON
        and value.isprintable()
        and value == unicodedata.normalize("NFC", value.strip())
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    """Return hostile data as short ASCII, so that a message can carry it."""
    return ascii(value)[:60]


def _fields(row: Row) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in FIELDS}
    fields["on"] = row.on.isoformat()
    return {name: value for name, value in fields.items() if value is not None}


def _digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(
        _canonical({name: value for name, value in fields.items() if name != "hash"})
    ).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
        "utf-8", "surrogateescape"
    )
