# SPDX-License-Identifier: MIT
"""Reading of PDF syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.pdfa.budget import DamagedError
from esep.pdfa.lexer import END, Lexer
from esep.pdfa.values import Name, Operator, Ref


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b" % note\r\n 12", 12),
        (b"+.5", 0.5),
        (b"--5", -5),
        (b"4 0 R", Ref(4, 0)),
        (b"[4 0 R 4 0]", [Ref(4, 0), 4, 0]),
        (b"/A#20b", Name("A b")),
        (b"(a(b)\\)\\061\\\nc\r\nd)", b"a(b))1c\nd"),
        (b"<4 1 4>", b"A@"),
        (b"<</A[true null]/B<<>>>>", {"A": [True, None], "B": {}}),
        (b"f*", Operator("f*")),
        (b"", END),
    ],
)
def test_value_is_read_as_written(text, value):
    assert Lexer(text).read() == value


@pytest.mark.parametrize("text", [b"[1", b"<< /A", b"(a", b"<< 1 2 >>", b"<< /A >>", b"]", b"[>>"])
def test_broken_syntax_is_damage(text):
    with pytest.raises(DamagedError):
        Lexer(text).read()


@given(st.binary(max_size=300))
def test_any_bytes_end_in_values_or_damage(data):
    try:
        count = sum(1 for _ in Lexer(data))
    except DamagedError:
        return
    assert count <= len(data)


@given(st.binary(max_size=60))
def test_string_survives_either_spelling(value):
    escaped = value.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    escaped = escaped.replace(b"\r", b"\\r")
    assert Lexer(b"(" + escaped + b")").read() == value
    assert Lexer(b"<" + value.hex().encode() + b">").read() == value
