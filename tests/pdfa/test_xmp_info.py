# SPDX-License-Identifier: MIT
"""The document information dictionary against the XMP, and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xmp_packets import array, broken_rules, packet

from esep.pdfa.xmp_dates import is_xmp_date, pdf_moment, text_string, xmp_moment

TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
SUBJECT = TITLE.replace("title", "description")
CREATOR = f"<dc:creator>{array('Seq', '{}')}</dc:creator>"
CASES = [
    ("6.7.3-2", "Title", TITLE),
    ("6.7.3-3", "Author", CREATOR),
    ("6.7.3-4", "Subject", SUBJECT),
    ("6.7.3-5", "Keywords", "<pdf:Keywords>{}</pdf:Keywords>"),
    ("6.7.3-6", "Creator", "<xmp:CreatorTool>{}</xmp:CreatorTool>"),
    ("6.7.3-7", "Producer", "<pdf:Producer>{}</pdf:Producer>"),
]
DATES = [
    ("6.7.3-1", "CreationDate", "<xmp:CreateDate>{}</xmp:CreateDate>"),
    ("6.7.3-8", "ModDate", "<xmp:ModifyDate>{}</xmp:ModifyDate>"),
]


@pytest.mark.parametrize(("rule", "key", "inner"), CASES)
def test_info_agrees_when_the_texts_are_equal(rule, key, inner):
    info = {key: b"\xfe\xff" + "Қаулы".encode("utf-16-be")}

    assert broken_rules(packet(inner.format("Қаулы")), info) == []


@pytest.mark.parametrize(("rule", "key", "inner"), CASES)
def test_info_breaks_the_rule_when_the_texts_differ_or_the_property_is_missing(rule, key, inner):
    assert broken_rules(packet(inner.format("other")), {key: b"text"}) == [rule]
    assert broken_rules(packet(), {key: b"text"}) == [rule]


@pytest.mark.parametrize(("rule", "key", "inner"), CASES)
def test_metadata_may_say_more_than_info(rule, key, inner):
    assert broken_rules(packet(inner.format("text")), {}) == []


@pytest.mark.parametrize(("rule", "key", "inner"), DATES)
def test_dates_are_compared_as_moments(rule, key, inner):
    data = packet(inner.format("2026-11-22T10:00:00+05:00"))

    assert broken_rules(data, {key: b"D:20261122100000+05'00'"}) == []
    assert broken_rules(data, {key: b"D:20261122050000Z"}) == []
    assert broken_rules(data, {key: b"D:20261122100000Z"}) == [rule]
    assert broken_rules(data, {key: b"22.11.2026"}) == [rule]


@pytest.mark.parametrize(("rule", "key", "inner"), DATES)
def test_date_without_its_property_is_accepted(rule, key, inner):
    assert broken_rules(packet(), {key: b"D:2026"}) == []


def test_date_that_xmp_spells_wrongly_is_left_to_its_type():
    data = packet("<xmp:CreateDate>soon</xmp:CreateDate>")

    assert broken_rules(data, {"CreationDate": b"D:2026"}) == ["6.7.9-3"]


def test_author_must_be_the_only_creator():
    data = packet(f"<dc:creator>{array('Seq', 'text', 'more')}</dc:creator>")

    assert broken_rules(data, {"Author": b"text"}) == ["6.7.3-3"]


def test_title_is_the_default_one_wherever_it_stands():
    items = '<rdf:li xml:lang="ru">Первый</rdf:li><rdf:li xml:lang="x-default">Title</rdf:li>'
    data = packet(f"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title>")

    assert broken_rules(data, {"Title": b"Title"}) == []


def test_title_is_the_first_one_when_none_is_the_default():
    data = packet(TITLE.format("Title").replace("x-default", "en"))

    assert broken_rules(data, {"Title": b"Title"}) == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"trailing\0", "trailing"),
        (b"\x84 \xa0 \xe9", "— € é"),
        (b"\xfe\xff\x04\x9a", "Қ"),
        (b"\xef\xbb\xbf\xd2\x9a", "Қ"),
        ("name", "name"),
    ],
)
def test_text_string_is_decoded(raw, text):
    assert text_string(raw) == text


@pytest.mark.parametrize(
    "text", ["D:2026", "D:202611", "D:20261122", "D:2026112210", "D:20261122100000Z00'00'"]
)
def test_pdf_date_may_end_early(text):
    assert pdf_moment(text) is not None


@pytest.mark.parametrize(
    "text",
    ["2026", "D:26", "D:20261", "D:20261122100000+05''", "D:20261122100000Z01'00'", "D:2026 "],
)
def test_pdf_date_is_unreadable_when_it_is_not_of_the_form(text):
    assert pdf_moment(text) is None


@pytest.mark.parametrize("text", ["2026-", "2026-11-22T", "2026-11-22T10:00:00+", "T10:00", "x"])
def test_xmp_date_is_unreadable_when_a_part_is_begun_and_not_given(text):
    assert not is_xmp_date(text)


@given(
    st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)),
    st.integers(-23 * 60, 23 * 60),
)
def test_both_dates_name_the_moment_that_they_were_written_from(when, minutes):
    when = when.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    sign, hours, rest = "-" if minutes < 0 else "+", *divmod(abs(minutes), 60)
    digits = f"{when.year:04}{when:%m%d%H%M%S}"
    iso = f"{when.year:04}-{when:%m-%dT%H:%M:%S}{sign}{hours:02}:{rest:02}"
    epoch = xmp_moment("1970-01-01T00:00:00Z")

    assert xmp_moment(iso) == pdf_moment(f"D:{digits}{sign}{hours:02}'{rest:02}'")
    assert (
        xmp_moment(iso) - epoch == (when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000
    )
