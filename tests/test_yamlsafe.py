# SPDX-License-Identifier: MIT
"""YAML is read as text."""

from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.yamlsafe import _FORBIDDEN, Source, YamlFault, load


@pytest.mark.parametrize(
    "text",
    ["no", "NO", "12:30", "12:30:45", "1.10", "010", "001240001234", "~", "1_000", "0x1F",
     "2026-02-30", ".inf", ".nan", "9" * 100_000],
)  # fmt: skip
def test_scalar_stays_what_was_written(text: str) -> None:
    assert load(f"value: {text}\n".encode()) == {"value": text}


def test_position_is_that_of_the_value() -> None:
    source = Source("p.yml", b"a: 1\nb:\n  - c: x\n    d: y\n")

    assert source.position("/b/0/d") == (4, 8)


def test_position_of_what_is_absent_is_its_parents() -> None:
    source = Source("p.yml", b"a: 1\nb:\n  c: x\n")

    assert source.position("/b/missing/deeper") == (3, 3)


_TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20)
_KEYS = st.text("abcxyz", min_size=1, max_size=5)
_VALUES = st.recursive(_TEXT, lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner))


@settings(deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, min_size=1))
def test_what_is_dumped_is_read_back(value: dict[str, object]) -> None:
    text = yaml.dump(value, allow_unicode=True, default_style='"').encode()
    try:
        read = load(text)
    except YamlFault as fault:
        # Compositions differ, marks pile up, nests grow deep: refused, never altered.
        assert fault.code in ("YML003", "YML007", "YML012")
    else:
        assert read == value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(load(data), dict)
    except YamlFault as fault:
        assert fault.code.startswith("YML")


def test_no_character_that_a_reader_cannot_see_passes_the_quick_look() -> None:
    unseen = [chr(one) for one in range(0x110000) if _FORBIDDEN.match(chr(one))]
    passed = []
    for char in unseen:
        with suppress(YamlFault, UnicodeEncodeError):
            passed.append(load(f"a: x{char}y".encode()))

    assert len(unseen) > 10_000
    assert passed == []
