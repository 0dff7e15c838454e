# SPDX-License-Identifier: MIT
"""Accounting codes: check digits find slips, storage is strict, typing is forgiven."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.ledger.codes import CodeFormat

FORMATS = st.builds(
    CodeFormat, prefix=st.text("ABCKXYZ", min_size=1, max_size=4), digits=st.integers(4, 9)
)


@st.composite
def codes(draw: st.DrawFn) -> tuple[CodeFormat, str]:
    fmt = draw(FORMATS)
    return fmt, fmt.make(draw(st.integers(1, 10**fmt.digits - 1)))


def test_check_digits_when_computed_by_hand() -> None:
    assert 20_35_000123_85 % 97 == 1  # K is 20, Z is 35
    assert CodeFormat().make(123) == "KZ-000123-85"


@given(codes())
def test_code_when_made_is_parsed_to_its_serial(made: tuple[CodeFormat, str]) -> None:
    fmt, code = made
    assert fmt.make(fmt.parse(code) or 0) == code


@given(codes())
def test_any_single_digit_when_changed_is_found(made: tuple[CodeFormat, str]) -> None:
    fmt, code = made
    changed = [
        code[:at] + digit + code[at + 1 :]
        for at, char in enumerate(code)
        if char.isdigit()
        for digit in "0123456789"
        if digit != char
    ]
    assert not [text for text in changed if fmt.is_valid(text)]


@given(codes())
def test_any_two_adjacent_digits_when_swapped_are_found(made: tuple[CodeFormat, str]) -> None:
    fmt, code = made
    places = [at for at, char in enumerate(code) if char.isdigit()]
    for a, b in pairwise(places):
        swapped = list(code)
        swapped[a], swapped[b] = code[b], code[a]
        assert code[a] == code[b] or not fmt.is_valid("".join(swapped))


@pytest.mark.parametrize(
    "text",
    [
        "KZ-000123-85\n",
        "KZ-٠٠٠١٢٣-85",
        "kz-000123-85",
        "КZ-000123-85",
        "KZ-00123-85",
        "KZ-000000-65",
        "XZ-000123-85",
        "",
    ],
)
def test_stored_code_when_not_exact_is_refused(text: str) -> None:
    assert not CodeFormat().is_valid(text)


def test_check_digits_when_equal_modulo_97_only_are_refused() -> None:
    fmt = CodeFormat()
    serial = next(n for n in range(1, 1000) if fmt.check_digits(n) == "98")
    assert not fmt.is_valid(fmt.make(serial)[:-2] + "01")


@pytest.mark.parametrize(
    "typed",
    [
        "KZ-000123-85",
        "kz 000123 85",
        "кз–000123—85",
        "Кz−000123‑85",
        "KZ00012385",
        "ＫＺ－０００１２３－８５",
    ],
)
def test_code_when_typed_by_hand_is_normalised(typed: str) -> None:
    assert CodeFormat().normalise(typed) == "KZ-000123-85"


@pytest.mark.parametrize("typed", ["", "KZ", "85", "KZ-123-85", "салық есебі", "KZ-٠٠٠١٢٣-85"])
def test_text_when_not_shaped_like_a_code_is_not_normalised(typed: str) -> None:
    assert CodeFormat().normalise(typed) is None


@given(codes(), st.sampled_from([" ", "-", "–", "\u00a0", "\u200b"]))
def test_code_when_dashes_are_replaced_is_normalised(
    made: tuple[CodeFormat, str], gap: str
) -> None:
    fmt, code = made
    assert fmt.normalise(code.lower().replace("-", gap)) == code


@given(st.text())
def test_normalise_when_given_anything_returns_a_code_shape_or_none(text: str) -> None:
    found = CodeFormat().normalise(text)
    assert found is None or CodeFormat().pattern.fullmatch(found)


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_serial_when_outside_the_number_line_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        CodeFormat().make(serial)


@pytest.mark.parametrize(
    ("prefix", "digits"), [("", 6), ("kz", 6), ("КЗ", 6), ("KZ", 3), ("KZ-", 6)]
)
def test_format_when_unusable_is_refused(prefix: str, digits: int) -> None:
    with pytest.raises(ValueError, match="code format"):
        CodeFormat(prefix, digits)
