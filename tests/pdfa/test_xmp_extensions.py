# SPDX-License-Identifier: MIT
"""Extension schemas: their form, and the types that they declare."""

from __future__ import annotations

import pytest
from xmp_packets import a_field, a_property, a_type, array, broken_rules, extension, packet

USE = "<own:code>A-1</own:code>"


def rules(schema: str, use: str = "") -> list[str]:
    return broken_rules(packet(schema + use))


def test_extension_conforms_when_every_field_is_there():
    schema = extension(a_property() + a_property(name="home", valueType="Address"), a_type())

    assert rules(schema, USE) == []


def test_extension_without_properties_and_types_conforms():
    assert rules(extension(property="")) == []


@pytest.mark.parametrize(
    ("rule", "schema"),
    [
        ("6.7.8-1", extension(a_property(), valueType="<pdfaSchema:note>x</pdfaSchema:note>")),
        ("6.7.8-1", extension(a_property(note="x"))),
        ("6.7.8-1", extension(value_types=a_type(note="x"))),
        ("6.7.8-1", extension(value_types=a_type(a_field(note="x")))),
        (
            "6.7.8-2",
            extension(
                open="<pdfaExtension:schemas><rdf:Seq>", close="</rdf:Seq></pdfaExtension:schemas>"
            ),
        ),
        ("6.7.8-3", extension(schema="")),
        ("6.7.8-3", extension(schema=f"<pdfaSchema:schema>{array('Bag')}</pdfaSchema:schema>")),
        ("6.7.8-4", extension(namespaceURI="")),
        ("6.7.8-5", extension(prefix="")),
        (
            "6.7.8-6",
            extension(property=f"<pdfaSchema:property>{array('Bag')}</pdfaSchema:property>"),
        ),
        ("6.7.8-6", extension(property="<pdfaSchema:property>x</pdfaSchema:property>")),
        (
            "6.7.8-7",
            extension(valueType=f"<pdfaSchema:valueType>{array('Bag')}</pdfaSchema:valueType>"),
        ),
        ("6.7.8-8", extension(a_property(name=""))),
        ("6.7.8-9", extension(a_property(valueType=""))),
        ("6.7.8-9", extension(a_property(valueType="Address"))),
        ("6.7.8-9", extension(a_property(valueType="seq Addresses"), a_type())),
        ("6.7.8-10", extension(a_property(category=""))),
        ("6.7.8-10", extension(a_property(category="Internal"))),
        ("6.7.8-11", extension(a_property(description=""))),
        ("6.7.8-12", extension(value_types=a_type(type=""))),
        ("6.7.8-13", extension(value_types=a_type(namespaceURI=""))),
        ("6.7.8-14", extension(value_types=a_type(prefix=""))),
        ("6.7.8-15", extension(value_types=a_type(description=""))),
        ("6.7.8-16", extension(value_types=a_type(field=array("Bag")))),
        ("6.7.8-17", extension(value_types=a_type(a_field(name="")))),
        ("6.7.8-18", extension(value_types=a_type(a_field(valueType="")))),
        ("6.7.8-18", extension(value_types=a_type(a_field(valueType="Street")))),
        ("6.7.8-19", extension(value_types=a_type(a_field(description="")))),
    ],
)
def test_extension_breaks_the_rule_of_the_field_that_is_wrong(rule, schema):
    assert rules(schema) == [rule]


def test_extension_breaks_6_7_8_2_when_its_prefix_is_another():
    ns = "http://www.aiim.org/pdfa/ns/extension/"
    schema = extension(
        open=f'<ext:schemas xmlns:ext="{ns}"><rdf:Bag>', close="</rdf:Bag></ext:schemas>"
    )

    assert rules(schema) == ["6.7.8-2"]


def test_extension_breaks_the_rule_of_a_field_with_another_prefix():
    ns = "http://www.aiim.org/pdfa/ns/schema#"
    schema = extension(schema=f'<s:schema xmlns:s="{ns}">Own</s:schema>')

    assert rules(schema) == ["6.7.8-3"]


@pytest.mark.parametrize(
    ("value_type", "right", "wrong"),
    [
        ("Integer", "7", "seven"),
        ("Closed Choice of Integer", "7", "seven"),
        ("Date", "2026-11-22", "22.11.2026"),
        ("Boolean", "True", "yes"),
        ("Real", "-1.5", "1,5"),
        ("bag Integer", array("Bag", "1", "2"), array("Bag", "1", "x")),
        ("Bag", array("Bag", "any"), array("Seq", "any")),
        ("seq Text", array("Seq", "any"), "any"),
        ("alt Text", array("Alt", "any"), array("Seq", "any")),
        ("seq bag Integer", f"<rdf:Seq><rdf:li>{array('Bag', '1')}</rdf:li></rdf:Seq>", "1"),
        ("XPath", "/a/b[1]", "/a/b["),
        ("MIMEType", "text/plain", "text"),
        ("ResourceRef", "<rdf:Description stRef:documentID='x'/>", "x"),
    ],
)
def test_declared_property_is_held_to_its_type(value_type, right, wrong):
    schema = extension(a_property(valueType=value_type))

    assert rules(schema, f"<own:code>{right}</own:code>") == []
    assert rules(schema, f"<own:code>{wrong}</own:code>") == ["6.7.9-3"]


def test_declared_lang_alt_asks_for_a_language():
    schema = extension(a_property(valueType="Lang Alt"))
    item = '<rdf:Alt><rdf:li xml:lang="x-default">a</rdf:li></rdf:Alt>'

    assert rules(schema, f"<own:code>{item}</own:code>") == []
    assert rules(schema, f"<own:code>{array('Alt', 'a')}</own:code>") == ["6.7.9-3"]


def test_declared_structure_is_checked_field_by_field():
    schema = extension(
        a_property(valueType="bag Address"),
        a_type(a_field() + a_field(name="number", valueType="Integer")),
    )
    use = "<own:code><rdf:Bag><rdf:li ownType:city='Astana' ownType:{}='{}'/></rdf:Bag></own:code>"

    assert rules(schema, use.format("number", "5")) == []
    assert rules(schema, use.format("number", "five")) == ["6.7.9-3"]
    assert rules(schema, use.format("street", "x")) == ["6.7.9-3"]


def test_declared_structures_may_nest():
    outer = a_type(a_field(name="home", valueType="Address"), type="Person")
    schema = extension(a_property(valueType="Person"), a_type() + outer)
    use = "<own:code rdf:parseType='Resource'><ownType:home ownType:{}='Astana'/></own:code>"

    assert rules(schema, use.format("city")) == []
    assert rules(schema, use.format("town")) == ["6.7.9-3"]


def test_declared_type_without_fields_is_text():
    schema = extension(a_property(valueType="Address"), a_type(field=""))

    assert rules(schema, USE) == []
    assert rules(schema, f"<own:code>{array('Bag')}</own:code>") == ["6.7.9-3"]


def test_property_stays_undefined_when_its_declared_type_is_unknown():
    schema = extension(a_property(valueType="Nowhere"))

    assert rules(schema, USE) == ["6.7.8-9", "6.7.9-2", "6.7.9-3"]


def test_property_in_another_namespace_stays_undefined():
    assert rules(extension(a_property()), "<stDim:code>1</stDim:code>") == ["6.7.9-2", "6.7.9-3"]
