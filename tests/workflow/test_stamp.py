# SPDX-License-Identifier: MIT
"""A stamp adds one line and leaves every other byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from esep.workflow.stamp import StampError, stamp, stamped

CODE = "KZ-000123-85"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"id: tax\n", b'id: tax\naccounting_code: "KZ-000123-85"\n'),
        (b"id: tax", b'id: tax\naccounting_code: "KZ-000123-85"'),
        (b"id: tax\r\nx: 1\r\n", b'id: tax\r\naccounting_code: "KZ-000123-85"\r\nx: 1\r\n'),
        (b'a: 1\nid: "tax" # why\n', b'a: 1\nid: "tax" # why\naccounting_code: "KZ-000123-85"\n'),
        (b"id: tax\nx:\n  id: y\n", b'id: tax\naccounting_code: "KZ-000123-85"\nx:\n  id: y\n'),
    ],
)
def test_passport_when_stamped_has_one_line_more(before: bytes, after: bytes) -> None:
    assert stamp(before, CODE) == after


@pytest.mark.parametrize(
    "line", [b'accounting_code: "KZ-000123-85"', b"accounting_code: KZ-000123-85"]
)
def test_passport_when_it_carries_the_code_is_left_alone(line: bytes) -> None:
    passport = b"x: 1\nid: tax\ny: 2\n" + line + b" # ours\n"
    assert stamp(passport, CODE) is passport


@pytest.mark.parametrize(
    "passport",
    [
        b"",
        b"{id: tax}\n",
        b"name: x\n",
        b"id:\n  tax\n",
        b"id: >-\n  tax\n",
        b"id: tax\nid: tax\n",
        b"id: tax\naccounting_code: KZ-000001-63\n",
        b"id: tax\naccounting_code:\n",
        b'"x\nid: tax\n": 1\n',
        b"id: tax\n---\nid: tax\n",
        b"id: tax\nx: [\n",
        b"\xff\xfei\0d\0:\0",
        b"id: tax\na: &a [1]\nb: *a\n",
        b"  id: tax\n",
    ],
)
def test_passport_when_it_cannot_be_stamped_for_sure_is_refused(passport: bytes) -> None:
    with pytest.raises(StampError):
        stamp(passport, CODE)


LINES = st.sampled_from(
    [
        "kind: psp",
        "name:",
        "  kk: Салық",
        "# id: none",
        "",
        "purpose: |",
        "  id: inner",
        "x: [1, 2]",
    ]
)


@given(st.lists(LINES), st.lists(LINES), st.sampled_from(["\n", "\r\n"]))
def test_any_passport_when_stamped_means_the_same_and_the_code(
    before: list[str], after: list[str], ending: str
) -> None:
    passport = ending.join([*before, "id: tax", *after, ""]).encode()
    try:
        result = stamp(passport, CODE)
    except StampError:
        return
    meant = yaml.load(passport, Loader=yaml.CBaseLoader)
    assert yaml.load(result, Loader=yaml.CBaseLoader) == {**meant, "accounting_code": CODE}
    line = f'accounting_code: "{CODE}"{ending}'.encode()
    assert result.replace(line, b"", 1) == passport


def test_stamp_when_read_back_gives_id_and_code() -> None:
    assert stamped(stamp(b"id: tax\nx: 1\n", CODE)) == ("tax", CODE)


@pytest.mark.parametrize("passport", [b"", b"id: tax\n", b"x:\n  accounting_code: KZ-000123-85\n"])
def test_stamp_when_absent_reads_as_none(passport: bytes) -> None:
    assert stamped(passport) is None
