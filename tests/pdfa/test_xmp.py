# SPDX-License-Identifier: MIT
"""Identification, header, properties and reading of XMP packets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xmp_packets import IDENTIFICATION, PREFIXES, array, broken_rules, packet

from esep.pdfa.xmp import SECURITY, check_metadata, check_other
from esep.pdfa.xmp_packet import MAX_BYTES, MAX_REPAIRS, read_packet


def pdfaid(inner: str) -> bytes:
    return packet(identification=inner)


def test_metadata_of_the_smallest_packet_conform():
    assert broken_rules(packet()) == []


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("6.7.5-1", packet(header=' bytes="1024"')),
        ("6.7.5-2", packet(header=" encoding = 'UTF-8'")),
        ("6.7.11-1", packet(identification="")),
        (
            "6.7.11-2",
            pdfaid("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"),
        ),
        ("6.7.11-2", pdfaid("<pdfaid:conformance>B</pdfaid:conformance>")),
        (
            "6.7.11-3",
            pdfaid("<pdfaid:part>1</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"),
        ),
        ("6.7.11-3", pdfaid("<pdfaid:part>1</pdfaid:part>")),
    ],
)
def test_metadata_break_the_rule_when_header_or_identification_is_wrong(rule, data):
    assert broken_rules(data) == [rule]


@pytest.mark.parametrize(
    ("rule", "name"),
    [("6.7.11-4", "part"), ("6.7.11-5", "conformance"), ("6.7.11-6", "amd")],
)
def test_metadata_break_the_rule_when_the_prefix_is_not_pdfaid(rule, name):
    amended = f"{IDENTIFICATION}<pdfaid:amd>2005</pdfaid:amd>"
    other = amended.replace(f"pdfaid:{name}", f"q:{name}")
    other = other.replace(f"<q:{name}>", f'<q:{name} xmlns:q="{PREFIXES["pdfaid"]}">')

    assert broken_rules(pdfaid(other)) == [rule]


def test_identification_without_prefix_is_accepted_as_the_namespace_counts():
    inner = f'<part xmlns="{PREFIXES["pdfaid"]}">1</part>'

    assert broken_rules(pdfaid(inner + IDENTIFICATION.partition("</pdfaid:part>")[2])) == []


@pytest.mark.parametrize(("level", "rules"), [("b", []), ("a", ["6.7.11-3"])])
def test_conformance_b_is_wrong_only_at_level_a(level, rules):
    assert broken_rules(packet(), level=level) == rules


def test_conformance_a_is_right_at_both_levels():
    data = packet(identification=IDENTIFICATION.replace(">B<", ">A<"))

    assert broken_rules(data, level="a") == broken_rules(data, level="b") == []


def test_identification_in_attributes_is_read():
    data = packet(identification="").replace(
        b'rdf:about=""', b'rdf:about="" pdfaid:part="1" pdfaid:conformance="A"'
    )

    assert broken_rules(data, level="a") == []


@pytest.mark.parametrize(("prefix", "rules"), [("pdfaid", []), ("q", ["6.7.11-4"])])
def test_prefix_of_an_attribute_is_told_when_two_name_the_namespace(prefix, rules):
    attributes = f'xmlns:q="{PREFIXES["pdfaid"]}" {prefix}:part="1" pdfaid:conformance="B"'
    data = packet(identification="").replace(b'rdf:about=""', f'rdf:about="" {attributes}'.encode())

    assert broken_rules(data) == rules


@pytest.mark.parametrize(
    "inner",
    [
        "<dc:title>plain</dc:title>",
        f"<dc:title>{array('Alt', 'no language')}</dc:title>",
        f"<dc:creator>{array('Bag', 'unordered')}</dc:creator>",
        f"<dc:subject>{array('Seq', 'ordered')}</dc:subject>",
        "<xmp:CreateDate>yesterday</xmp:CreateDate>",
        "<xmp:CreateDate>2026-11-22 10:00</xmp:CreateDate>",
        "<xmpTPg:NPages>two</xmpTPg:NPages>",
        "<dc:format>pdf</dc:format>",
        "<exif:GPSLatitude>51N</exif:GPSLatitude>",
        "<exif:Flash rdf:parseType='Resource'><exif:Fired>true</exif:Fired></exif:Flash>",
        f"<tiff:BitsPerSample>{array('Seq', '8', 'eight')}</tiff:BitsPerSample>",
        "<xmpTPg:MaxPageSize stDim:w='wide'/>",
        "<xmpTPg:MaxPageSize stDim:depth='1'/>",
        "<xmpTPg:MaxPageSize stRef:w='1'/>",
        "<xmpTPg:MaxPageSize>210x297</xmpTPg:MaxPageSize>",
    ],
)
def test_property_breaks_6_7_9_3_when_its_value_is_of_another_type(inner):
    assert broken_rules(packet(inner)) == ["6.7.9-3"]


@pytest.mark.parametrize(
    "inner",
    [
        '<dc:title><rdf:Alt><rdf:li xml:lang="kk">Есеп</rdf:li></rdf:Alt></dc:title>',
        "<dc:title><rdf:Alt/></dc:title>",
        f"<dc:creator>{array('Seq', 'One', 'Two')}</dc:creator>",
        f"<dc:subject>{array('Bag')}</dc:subject>",
        f"<dc:date>{array('Seq', '2026', '2026-11', '2026-11-22T10:00:00.5+05:00')}</dc:date>",
        "<xmp:CreateDate/>",
        "<xmp:CreateDate>2026-11-22T10:00Z</xmp:CreateDate>",
        "<xmpTPg:NPages>+12</xmpTPg:NPages>",
        "<dc:format>application/pdf</dc:format>",
        "<exif:GPSLatitude>51,10,30N</exif:GPSLatitude>",
        "<tiff:Orientation>9</tiff:Orientation>",
        "<exif:Flash rdf:parseType='Resource'><exif:Fired>True</exif:Fired></exif:Flash>",
        "<xmpTPg:MaxPageSize stDim:w='210.5' stDim:h='.5' stDim:unit='mm'/>",
        "<xmpTPg:MaxPageSize><rdf:Description stDim:w='210'/></xmpTPg:MaxPageSize>",
        "<xmpMM:DocumentID rdf:resource='uuid:1'/>",
        "<xmpMM:DerivedFrom rdf:parseType='Resource'><stRef:documentID/></xmpMM:DerivedFrom>",
        "<xmpMM:History><rdf:Seq><rdf:li stEvt:when='2026'/></rdf:Seq></xmpMM:History>",
        "<dc:source rdf:value='archive' own:checked='yes'/>",
        "<dc:source rdf:parseType='Resource'><own:by/><rdf:value>a</rdf:value></dc:source>",
        "<dc:coverage>text<!-- comment --> goes on</dc:coverage>",
    ],
)
def test_property_conforms_when_its_value_is_of_its_type(inner):
    assert broken_rules(packet(inner)) == []


@pytest.mark.parametrize(
    "inner",
    ["<dc:author>x</dc:author>", "<own:code>x</own:code>", "<pdf:Trapped>False</pdf:Trapped>"],
)
def test_property_that_nobody_defines_breaks_6_7_9_2_and_has_no_right_type(inner):
    assert broken_rules(packet(inner)) == ["6.7.9-2", "6.7.9-3"]


@pytest.mark.parametrize(
    "inner",
    [
        "<dc:source>",
        "stray text",
        "<dc:source>a</dc:source><dc:source>b</dc:source>",
        "<dc:source rdf:parseType='Literal'>a</dc:source>",
        "<dc:source><rdf:Description/><rdf:Description/></dc:source>",
        "<dc:source>a<rdf:Description/></dc:source>",
        "<dc:source own:x='1'>content beside attributes</dc:source>",
        "<dc:source rdf:resource='a' rdf:value='b'/>",
        "<dc:source bare='1'/>",
        "<bare xmlns=''>1</bare>",
        "<rdf:li>outside an array</rdf:li>",
        "<rdf:value>outside a structure</rdf:value>",
        "<rdf:bagID>old</rdf:bagID>",
        "<dc:source><?target instruction?></dc:source>",
        "<undeclared:source>1</undeclared:source>",
    ],
)
def test_packet_breaks_6_7_9_1_and_names_no_level_when_it_is_not_rdf_of_xmp(inner):
    assert broken_rules(packet(inner)) == ["6.7.11-1", "6.7.9-1"]


def test_descriptions_may_be_several_but_of_one_resource():
    second = packet("</rdf:Description><rdf:Description rdf:about='{}'><dc:source>s</dc:source>")

    assert broken_rules(second.replace(b"{}", b"")) == []
    two = second.replace(b'rdf:about=""', b'rdf:about="uuid:1"').replace(b"{}", b"uuid:2")
    assert "6.7.9-1" in broken_rules(two)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig"])
def test_packet_is_read_in_every_encoding_of_unicode(encoding):
    text = packet("<dc:source>мұрағат</dc:source>").decode()

    assert broken_rules(text.encode(encoding)) == []


def test_packet_in_utf_16_may_declare_it():
    text = '<?xml version="1.0" encoding="UTF-16"?>' + packet().decode()

    assert broken_rules(text.encode("utf-16")) == []


@pytest.mark.parametrize("damage", [b"caf\xe9", b"a\x01b", b"a&#x2;b", b"a&#11;b"])
def test_packet_is_repaired_when_bytes_or_control_characters_are_wrong(damage):
    data = packet("<dc:source>{}</dc:source>").replace(b"{}", damage)

    assert broken_rules(data) == []


def test_packet_is_not_repaired_when_it_is_no_text_at_all():
    assert "6.7.9-1" in broken_rules(b"<x>" + b"\xff" * (MAX_REPAIRS + 1) + b"</x>")


def test_packet_with_bytes_of_windows_1252_keeps_their_letters():
    data = packet("<dc:source>{}</dc:source>").replace(b"{}", b"caf\xe9")

    assert read_packet(data).find(PREFIXES["dc"], "source").value == "café"


def test_metadata_without_rdf_name_no_level():
    assert broken_rules(b"<x/>") == ["6.7.11-1"]


def test_metadata_that_are_absent_are_compared_with_info_only():
    assert broken_rules(None, {"Title": b"t"}) == ["6.7.3-2"]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("before", [b"", b"<?xml version='1.0'?>\n", b"<!-- c --> "])
def test_packet_with_a_dtd_is_refused_unread(before):
    data = before + BOMB + packet("<dc:source>&b;</dc:source>")

    assert broken_rules(data) == ["6.7.9-1", "S-XMP-DTD"]
    assert [fault.rule for fault in check_other(data)] == ["S-XMP-DTD"]


def test_packet_with_a_dtd_in_a_declared_encoding_is_refused():
    text = f'<?xml version="1.0" encoding="UTF-7"?>{BOMB.decode()}' + packet().decode()[1:]
    hidden = text.replace("<!DOCTYPE", "+ADwAIQ-DOCTYPE").encode()

    assert "6.7.9-1" in broken_rules(hidden)


def test_packet_that_only_mentions_a_doctype_is_read():
    assert broken_rules(packet("<dc:source>&lt;!DOCTYPE&gt;</dc:source>")) == []


def test_packet_that_is_too_big_is_refused_unread():
    assert broken_rules(b" " * (MAX_BYTES + 1)) == ["6.7.9-1", "S-XMP-SIZE"]


def test_packet_that_is_nested_too_deeply_is_refused():
    deep = "<dc:source rdf:parseType='Resource'>" * 300 + "</dc:source>" * 300

    assert "6.7.9-1" in broken_rules(packet(deep))


def test_packet_with_many_properties_is_read_whole():
    many = "".join(f"<own:p{n}>1</own:p{n}>" for n in range(20_000))

    assert len(read_packet(packet(many)).properties) == 20_002


def test_other_metadata_may_hold_any_properties():
    assert list(check_other(packet("<own:code>1</own:code>", identification=""))) == []


def test_other_metadata_that_cannot_be_read_are_a_security_finding():
    assert [fault.rule for fault in check_other(b"<x")] == ["S-XMP-STREAM"]


@given(st.binary(max_size=200))
def test_check_never_raises_on_any_bytes(data):
    rules = {fault.rule for fault in check_metadata(data, {"CreationDate": data}, "b")}

    assert rules
    assert {fault.rule for fault in check_other(data)} <= set(SECURITY)


PIECES = ["<", ">", "/", " ", '"', "'", "=", "&", ";", "rdf:li", "dc:title", "rdf:Alt", "xmlns"]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_check_never_raises_on_mangled_markup(pieces):
    assert isinstance(broken_rules(packet("".join(pieces))), list)
