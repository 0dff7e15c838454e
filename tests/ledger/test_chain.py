# SPDX-License-Identifier: MIT
"""The ledger: what is written reads back, what is tampered with is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.ledger import chain
from esep.ledger.chain import Entry, Ledger, append, check_chain, read
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import FAULTS, LedgerError
from esep.ledger.rows import FIELDS, MAX_LINE, Row, documents_digest, line_of, seal

SCHEMA = Path(__file__).parents[2] / "schemas" / "ledger-row.schema.json"


def assigned(name: str, **changes: Any) -> Entry:
    facts = {
        "event": "assigned",
        "object": name,
        "path": f"objects/agency/{name}",
        "on": date(2026, 11, 22),
        "commit": "c" * 40,
        "passport_sha256": "a" * 64,
        "documents_sha256": "b" * 64,
    }
    return Entry(**{**facts, **changes})


def withdrawn(code: str, name: str) -> Entry:
    return assigned(name, event="withdrawn", code=code)


def succeeded(code: str, name: str, successor: str) -> Entry:
    return assigned(name, event="succeeded", code=code, successor=successor)


def written(*entries: Entry) -> bytes:
    return append(read(b""), entries)


def objects(count: int) -> bytes:
    return written(*(assigned(f"object-{n}") for n in range(1, count + 1)))


def resealed(rows: list[Row], start: int = 0) -> bytes:
    """Recompute the whole chain, as an attacker who knows how would."""
    lines, prev = [], rows[0].prev
    for row in rows[start:]:
        row = seal(replace(row, prev=prev))
        lines.append(line_of(row))
        prev = row.hash
    return b"".join(lines)


def keys(data: bytes) -> list[str]:
    return [fault.key for fault in check_chain(data)]


CODE = CodeFormat().make


def test_rows_when_appended_read_back() -> None:
    ledger = read(objects(3))

    assert [(row.seq, row.serial, row.code, row.object) for row in ledger.rows] == [
        (1, 1, CODE(1), "object-1"),
        (2, 2, CODE(2), "object-2"),
        (3, 3, CODE(3), "object-3"),
    ]


def test_next_serial_when_codes_were_closed_is_last_assigned_plus_one() -> None:
    data = objects(2)
    data += append(read(data), [withdrawn(CODE(2), "object-2")])

    assert read(data).next_serial == 3


def test_append_when_done_in_two_steps_writes_the_same_bytes() -> None:
    first = objects(2)
    second = append(read(first), [assigned("object-3")])

    assert first + second == objects(3)


def test_lookup_when_object_is_known_gives_its_row() -> None:
    assert read(objects(3)).by_object["object-2"].code == CODE(2)


def test_rows_when_of_every_event_are_valid_under_the_schema() -> None:
    data = objects(3)
    data += append(
        read(data),
        [succeeded(CODE(1), "object-1", CODE(2)), withdrawn(CODE(3), "object-3")],
    )
    schema = jsonschema_rs.validator_for(json.loads(SCHEMA.read_bytes()), validate_formats=True)
    for line in data.splitlines():
        schema.validate(json.loads(line))


def test_schema_and_reader_when_asked_know_the_same_fields() -> None:
    assert set(json.loads(SCHEMA.read_bytes())["properties"]) == FIELDS


def ledger_of_heirs() -> Ledger:
    data = objects(4)
    return read(
        data
        + append(
            read(data),
            [
                succeeded(CODE(1), "object-1", CODE(2)),
                succeeded(CODE(2), "object-2", CODE(3)),
                withdrawn(CODE(4), "object-4"),
            ],
        )
    )


@pytest.mark.parametrize(
    ("serial", "holder"), [(1, "object-3"), (2, "object-3"), (3, "object-3"), (4, None), (5, None)]
)
def test_current_when_code_has_successors_is_the_last_of_them(
    serial: int, holder: str | None
) -> None:
    row = ledger_of_heirs().current(CODE(serial))
    assert (row and row.object) == holder


def test_documents_digest_when_order_differs_is_the_same() -> None:
    files = [("b.pdf", "2" * 64, 5), ("a.pdf", "1" * 64, 7)]
    assert documents_digest(files) == documents_digest(files[::-1])


def test_documents_digest_when_bytes_move_between_names_differs() -> None:
    assert documents_digest([("a", "1" * 64, 7)]) != documents_digest([("b", "1" * 64, 7)])


REFUSED_ENTRIES = {
    "duplicate-object": [assigned("object-1")],
    "unknown-code": [withdrawn(CODE(9), "object-1")],
    "closed-code": [withdrawn(CODE(1), "object-1"), withdrawn(CODE(1), "object-1")],
    "wrong-object": [withdrawn(CODE(1), "object-2")],
    "bad-successor": [succeeded(CODE(1), "object-1", CODE(1))],
    "bad-code": [withdrawn("X", "object-1")],
    "bad-check-digits": [withdrawn("KZ-000001-64", "object-1")],
    "bad-value": [assigned("../object")],
    "missing-field": [assigned("object-1", event="succeeded", code=CODE(1))],
    "unknown-field": [assigned("object-9", successor=CODE(1))],
}


@pytest.mark.parametrize("key", REFUSED_ENTRIES)
def test_append_when_entry_cannot_be_is_refused(key: str) -> None:
    with pytest.raises(LedgerError) as refusal:
        append(read(objects(2)), REFUSED_ENTRIES[key])
    assert refusal.value.fault.key == key


def test_successors_when_they_would_form_a_circle_are_refused() -> None:
    circle = [succeeded(CODE(1), "object-1", CODE(2)), succeeded(CODE(2), "object-2", CODE(1))]
    with pytest.raises(LedgerError, match="bad-successor"):
        append(read(objects(2)), circle)


def with_field(name: str, value: Any) -> bytes:
    """Two good rows, the second with one field set and its hash recomputed."""
    first, second = read(objects(2)).rows
    return line_of(first) + line_of(seal(replace(second, **{name: value})))


def second_line(change: Callable[[bytes], bytes]) -> bytes:
    first, second, _ = objects(2).split(b"\n")
    return first + b"\n" + change(second) + b"\n"


TAMPERED = {
    "torn-line": objects(2)[:-1],
    "line-too-long": second_line(lambda line: line + b" " * MAX_LINE),
    "not-json": second_line(lambda line: line[:-1]),
    "duplicate-key": second_line(lambda line: line[:-1] + b',"seq":2}'),
    "unknown-field": second_line(lambda line: line[:-1] + b',"zeal":2}'),
    "missing-field": second_line(
        lambda line: line.replace(b'"path":"objects/agency/object-2",', b"")
    ),
    "bad-value": second_line(lambda line: line.replace(b'"seq":2', b'"seq":"2"')),
    "not-canonical": second_line(lambda line: line.replace(b":", b": ", 1)),
    "seq-gap": with_field("seq", 3),
    "chain-broken": with_field("prev", "0" * 64),
    "hash-wrong": second_line(lambda line: line.replace(b"object-2", b"object-3")),
    "bad-code": with_field("code", "XX-000002-60"),
    "bad-check-digits": with_field("code", "KZ-000002-00"),
    "code-not-of-serial": with_field("code", CODE(3)),
    "serial-gap": with_field("serial", 3),
    "duplicate-code": with_field("code", CODE(1)),
    "duplicate-object": with_field("object", "object-1"),
}


@pytest.mark.parametrize("key", TAMPERED)
def test_ledger_when_tampered_with_says_how(key: str) -> None:
    faults = list(check_chain(TAMPERED[key]))
    assert key in [fault.key for fault in faults if fault.line in (2, 3)]


@pytest.mark.parametrize("key", TAMPERED)
def test_ledger_when_tampered_with_is_not_read(key: str) -> None:
    with pytest.raises(LedgerError):
        read(TAMPERED[key])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 1900,
        b'{"seq":NaN}',
        b'{"seq":1e999}',
        b'{"seq":' + b"9" * 1900 + b"}",
        b'{"\\ud800":1}',
        b'{"seq":true}',
    ],
)
def test_line_when_hostile_is_a_fault_and_no_traceback(line: bytes) -> None:
    assert next(check_chain(line + b"\n")).line == 1


def test_fault_when_one_line_is_unreadable_does_not_fall_on_the_next() -> None:
    first, _, third, _ = objects(3).split(b"\n")
    assert keys(b"\n".join([first, b"{", third, b""])) == ["not-json"]


def test_check_when_ledger_is_good_says_nothing() -> None:
    assert keys(objects(4)) == keys(b"") == []


Tamper = Callable[[list[bytes]], bytes]
TAMPERS: dict[str, tuple[Tamper, set[str]]] = {
    # which of chain, base and checkpoint must see it
    "middle row edited": (
        lambda rows: b"".join([rows[0], rows[1].replace(b"object-2", b"object-8"), *rows[2:]]),
        {"chain", "base"},
    ),
    "middle row deleted": (lambda rows: b"".join([rows[0], *rows[2:]]), {"chain", "base"}),
    "rows swapped": (lambda rows: b"".join([rows[1], rows[0], *rows[2:]]), {"chain", "base"}),
    "row doubled": (lambda rows: b"".join([rows[0], *rows]), {"chain", "base"}),
    "tail cut": (lambda rows: b"".join(rows[:-1]), {"base", "checkpoint"}),
    "chain recomputed": (
        lambda rows: resealed([replace(r, on=date(2020, 1, 1)) for r in read(b"".join(rows)).rows]),
        {"base", "checkpoint"},
    ),
}


@pytest.mark.parametrize("name", TAMPERS)
def test_tampering_when_done_is_seen_by_the_tests_that_can(name: str) -> None:
    base = objects(5)
    tamper, seen_by = TAMPERS[name]
    head = tamper(base.splitlines(keepends=True))
    saw = {"chain"} if keys(head) else set()
    saw |= {"base"} if list(chain.check_growth(base, head)) else set()
    if "chain" not in saw and list(
        chain.check_checkpoint(read(head), chain.checkpoint(read(base)))
    ):
        saw |= {"checkpoint"}

    assert saw == seen_by


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (objects(2), ("shorter-than-base", 3)),
        (b"", ("shorter-than-base", 1)),
        (objects(3).replace(b"object-2", b"object-9"), ("not-prefix", 2)),
    ],
)
def test_growth_when_base_rows_are_not_kept_names_the_line(
    head: bytes, fault: tuple[str, int]
) -> None:
    found = [(f.key, f.line) for f in chain.check_growth(objects(3), head)]
    assert found == [fault]


@given(st.integers(0, 5), st.integers(0, 5))
def test_ledger_when_grown_is_prefixed_by_its_past(a: int, b: int) -> None:
    assert chain.is_prefix(objects(a), objects(b)) == (a <= b)


def test_torn_base_when_continued_is_no_prefix() -> None:
    assert not chain.is_prefix(objects(2)[:-5], objects(2))


@given(st.integers(0, 6), st.integers(0, 6))
def test_checkpoint_when_ledger_has_grown_still_holds(size: int, more: int) -> None:
    past, now = read(objects(size)), read(objects(size + more))
    assert not list(chain.check_checkpoint(now, chain.checkpoint(past)))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "bad-checkpoint"),
        ("esep-ledger:1:zz", "bad-checkpoint"),
        (f"esep-ledger:9:{'0' * 64}", "behind-checkpoint"),
        (f"esep-ledger:1:{'0' * 64}", "checkpoint-mismatch"),
    ],
)
def test_checkpoint_when_it_does_not_hold_says_why(text: str, key: str) -> None:
    assert [f.key for f in chain.check_checkpoint(read(objects(2)), text)] == [key]


@settings(max_examples=60)
@given(st.data())
def test_any_one_byte_when_changed_is_found(data: st.DataObject) -> None:
    good = bytearray(objects(3))
    at = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != good[at]))
    good[at] = byte
    assert keys(bytes(good))


def test_every_fault_key_when_counted_is_reached_by_a_test() -> None:
    growth = {"shorter-than-base", "not-prefix"}
    points = {"bad-checkpoint", "behind-checkpoint", "checkpoint-mismatch"}
    of_history = {"ledger-missing"}
    assert set(TAMPERED) | set(REFUSED_ENTRIES) | growth | points | of_history == set(FAULTS)
