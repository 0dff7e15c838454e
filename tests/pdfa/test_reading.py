# SPDX-License-Identifier: MIT
"""Decoding of streams, reading of programs and CMaps, and counts too large to build."""

from __future__ import annotations

import base64
import zlib

import pytest
from builders import compact, draft, truetype, type1
from hypothesis import given
from hypothesis import strategies as st

from esep.pdfa import check, syntax
from esep.pdfa.budget import Budget, DamagedError, LimitError
from esep.pdfa.cmap import read_cmap
from esep.pdfa.encodings import WIN_ANSI, is_known, unicode_of
from esep.pdfa.filters import decode
from esep.pdfa.truetype import read_truetype
from esep.pdfa.type1 import Cff, read_type1

TEXT = b"Esep " * 50


@pytest.mark.parametrize(
    ("raw", "filters"),
    [
        (zlib.compress(TEXT), ["FlateDecode"]),
        (TEXT.hex().encode() + b">", ["ASCIIHexDecode"]),
        (base64.a85encode(TEXT) + b"~>", ["ASCII85Decode"]),
        (b"".join(b"\4Esep " for _ in range(50)) + b"\x80", ["RunLengthDecode"]),
        (zlib.compress(TEXT).hex().encode() + b">", ["ASCIIHexDecode", "FlateDecode"]),
    ],
    ids=["flate", "hex", "85", "runs", "chain"],
)
def test_stream_is_decoded_by_its_filters(raw, filters):
    assert decode(raw, filters, [], Budget()) == TEXT


def test_lzw_is_decoded_as_in_the_pdf_reference():
    raw = bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])
    assert decode(raw, ["LZWDecode"], [], Budget()) == bytes(
        [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
    )


def test_png_prediction_is_undone():
    rows = b"\2\1\1" + b"\2\1\1" + b"\1\5\1"
    parms = [{"Predictor": 15, "Columns": 2}]
    assert decode(zlib.compress(rows), ["FlateDecode"], parms, Budget()) == b"\1\1\2\2\5\6"


@given(st.integers(min_value=1, max_value=64))
def test_decoding_stops_when_the_cap_is_reached(kilobytes):
    budget = Budget(stream_bytes=500)
    with pytest.raises(LimitError):
        decode(zlib.compress(bytes(kilobytes << 10)), ["FlateDecode"], [], budget)


@pytest.mark.parametrize("read", [read_truetype, read_type1, Cff])
@given(data=st.binary(max_size=200))
def test_any_bytes_as_a_font_program_are_damage(read, data):
    with pytest.raises(DamagedError):
        read(data)


def test_programs_tell_glyphs_and_widths():
    assert read_truetype(truetype()).widths == [300.0, 500.0, 600.0]
    for program in (read_type1(type1()), Cff(compact())):
        assert program.names == {".notdef", "A", "B"}
        assert (program.width("A"), program.width("B")) == (500.0, 600.0)


@given(st.integers(min_value=0, max_value=0xFFFF))
def test_cmap_maps_codes_of_its_ranges_only(code):
    cmap = read_cmap(
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange"
        b" 1 begincidrange <0100> <01FF> 7 endcidrange"
    )
    inside = 0x100 <= code <= 0x1FF
    assert cmap.find(code, 2) == (7 + code - 0x100 if inside else None)
    assert list(cmap.codes(code.to_bytes(2, "big"))) == [(code, 2)]


@pytest.mark.parametrize("name", ["fi", "afii10017", "Hungarumlautsmall", "registersans"])
def test_glyph_name_is_known_from_the_full_adobe_list_or_the_symbol_set(name):
    assert is_known(name)


@pytest.mark.parametrize(
    ("code", "point"), [(0x41, 0x41), (0x80, 0x20AC), (0xB5, 0xB5), (0xE9, 0xE9), (0x93, 0x201C)]
)
def test_win_ansi_code_leads_to_its_character(code, point):
    assert unicode_of(WIN_ANSI[code]) == point


def test_too_many_objects_break_6_1_12_7(monkeypatch):
    monkeypatch.setattr(syntax, "MAX_OBJECTS", 6)
    assert list(check(draft().build()).counts) == ["6.1.12-7"]
