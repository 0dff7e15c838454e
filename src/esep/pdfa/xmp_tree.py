# SPDX-License-Identifier: MIT
"""The XMP data model of a packet: properties with simple, structured or array values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
_DC_BEFORE_2000 = "http://purl.org/dc/1.1/"
_DC = "http://purl.org/dc/elements/1.1/"

Kind = Literal["simple", "struct", "bag", "seq", "alt"]
_ARRAYS: dict[str, Kind] = {"Bag": "bag", "Seq": "seq", "Alt": "alt"}
_SYNTAX = {"RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"}
_OLD = {"aboutEach", "aboutEachPrefix", "bagID"}
_NAMES_NODE = {"ID", "about", "nodeID"}
MAX_ATTRIBUTES = 1000
_FEW_ATTRIBUTES = 100  # up to here the prefix is asked of XPath, which counts from the first
_WHITE = " \t\r\n"
_attribute_name = etree.XPath("name(@*[$i])")


class NotXmpError(ValueError):
    """The RDF is not of the form that XMP allows; the text says where."""


@dataclass(slots=True)
class Node:
    """A property, a field or an array item; `value` is its text when it is simple."""

    ns: str
    name: str
    prefix: str | None
    kind: Kind = "simple"
    value: str = ""
    children: list[Node] = field(default_factory=list)
    lang: str | None = None
    by_name: dict[tuple[str, str], Node] = field(default_factory=dict)

    @property
    def is_array(self) -> bool:
        return self.kind in ("bag", "seq", "alt")

    @property
    def is_lang_alt(self) -> bool:
        return self.kind == "alt" and any(item.lang is not None for item in self.children)

    @property
    def qname(self) -> str:
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    @property
    def told(self) -> str:
        """The value as a message shows it: its text, or the kind of structure or array."""
        return self.value[:100] if self.kind == "simple" else self.kind

    def child(self, ns: str, name: str) -> Node | None:
        """Return the field `name` of the namespace `ns`."""
        return self.by_name.get((ns, name))


def read_rdf(rdf: Any) -> Node:
    """Return a structure of the properties below an ``rdf:RDF`` element, in the file's order.

    Raises NotXmpError where the RDF leaves the subset of the XMP Specification, chapter 4.
    """
    _forbid_text(rdf)
    root = Node(RDF, "RDF", "rdf", "struct")
    about = ""
    for element in rdf:
        if not _is_rdf(element, "Description"):
            raise NotXmpError(f"{_label(element)} in rdf:RDF")
        named = element.get(f"{{{RDF}}}about") or element.get("about") or ""
        if about and named and named != about:
            raise NotXmpError(f'rdf:about="{named}"')
        about = about or named
        _read_node(element, root, top=True)
    return root


def _read_node(element: Any, parent: Node, *, top: bool = False) -> None:
    """Add what a node element holds, as attributes and as elements, to `parent`."""
    names = 0
    for ns, name, prefix, value in _attributes(element):
        if ns == RDF and name in _NAMES_NODE:
            names += 1
        elif ns == RDF and (name in _SYNTAX or name in _OLD or name in ("li", "Description")):
            raise NotXmpError(f"rdf:{name} on {_label(element)}")
        else:
            _add(parent, Node(ns, name, prefix, value=value), top=top)
    if names > 1:
        raise NotXmpError(f"rdf:about, rdf:ID and rdf:nodeID together on {_label(element)}")
    _read_properties(element, parent, top=top)


def _read_properties(element: Any, parent: Node, *, top: bool = False) -> None:
    _forbid_text(element)
    for child in element:
        _read_property(child, parent, top=top)


def _read_property(element: Any, parent: Node, *, top: bool) -> None:
    if not isinstance(element.tag, str):
        raise NotXmpError(f"{_label(element)} among properties")
    name = etree.QName(element)
    if name.namespace is None:
        raise NotXmpError(f"{_label(element)} without a namespace")
    if name.namespace == RDF and (
        name.localname in _SYNTAX or name.localname in _OLD or name.localname == "Description"
    ):
        raise NotXmpError(f"{_label(element)} as a property")
    node = _add(parent, Node(name.namespace, name.localname, element.prefix), top=top)
    attributes = list(_attributes(element))
    telling = [a for a in attributes if a[:2] not in ((XML, "lang"), (RDF, "ID"))]
    if telling and telling[0][0] == RDF and telling[0][1] == "datatype":
        _read_literal(element, node, attributes)
    elif telling and telling[0][0] == RDF and telling[0][1] == "parseType":
        _read_parse_type(element, node, attributes)
    elif telling or not (len(element) or element.text):
        _read_empty(element, node, attributes)
    elif len(element):
        _read_resource(element, node, attributes)
    else:
        _read_literal(element, node, attributes)


def _read_literal(element: Any, node: Node, attributes: list[_Attribute]) -> None:
    if len(element):
        raise NotXmpError(f"{_label(element[0])} in the text of {_label(element)}")
    _read_lang(element, node, attributes, {"ID", "datatype"})
    node.value = element.text or ""


def _read_parse_type(element: Any, node: Node, attributes: list[_Attribute]) -> None:
    if element.get(f"{{{RDF}}}parseType") != "Resource":
        raise NotXmpError(f"an rdf:parseType other than Resource on {_label(element)}")
    _read_lang(element, node, attributes, {"ID", "parseType"})
    node.kind = "struct"
    _read_properties(element, node)
    _unfold_value(node)


def _read_resource(element: Any, node: Node, attributes: list[_Attribute]) -> None:
    _read_lang(element, node, attributes, {"ID"})
    _forbid_text(element)
    inner = element[0]
    if len(element) > 1 or not isinstance(inner.tag, str):
        raise NotXmpError(f"more than one value in {_label(element)}")
    name = etree.QName(inner)
    if name.namespace is None:
        raise NotXmpError(f"{_label(inner)} without a namespace")
    if name.namespace == RDF and (
        name.localname in _SYNTAX or name.localname in _OLD or name.localname == "li"
    ):
        raise NotXmpError(f"{_label(inner)} as a value")
    node.kind = _ARRAYS.get(name.localname, "struct") if name.namespace == RDF else "struct"
    _read_node(inner, node)
    _unfold_value(node)


def _read_empty(element: Any, node: Node, attributes: list[_Attribute]) -> None:
    """Read a property without content: empty, a URI, qualified, or a structure."""
    if len(element) or element.text:
        raise NotXmpError(f"content beside the attributes of {_label(element)}")
    rdf = {name: value for ns, name, _, value in attributes if ns == RDF}
    if ("resource" in rdf) + ("value" in rdf) + ("nodeID" in rdf and "resource" in rdf) > 1:
        raise NotXmpError(f"two values on {_label(element)}")
    if wrong := rdf.keys() & (_SYNTAX | _OLD | {"li", "Description"}) - {
        "ID",
        "nodeID",
        "resource",
    }:
        raise NotXmpError(f"rdf:{min(wrong)} on {_label(element)}")
    node.lang = element.get(f"{{{XML}}}lang")
    if "resource" in rdf or "value" in rdf:
        node.value = rdf.get("value", rdf.get("resource", ""))
        return
    fields = [a for a in attributes if not (a[0] == RDF and a[1] in ("ID", "nodeID"))]
    for ns, name, prefix, value in fields:
        if (ns, name) != (XML, "lang"):
            node.kind = "struct"
            _add(node, Node(ns, name, prefix, value=value))


def _read_lang(element: Any, node: Node, attributes: list[_Attribute], allowed: set[str]) -> None:
    """Take over ``xml:lang``; any attribute but that and rdf:`allowed` is a fault."""
    for ns, name, _, value in attributes:
        if (ns, name) == (XML, "lang"):
            node.lang = value
        elif ns != RDF or name not in allowed:
            raise NotXmpError(f"attribute {name} on {_label(element)}")


def _unfold_value(node: Node) -> None:
    """Replace a structure with ``rdf:value`` by that value; its other fields qualify it."""
    inner = node.child(RDF, "value")
    if inner is None:
        return
    if inner.lang is not None and node.lang is not None:
        raise NotXmpError(f"two xml:lang on {node.qname}")
    lang = node.child(XML, "lang")
    node.lang = node.lang or inner.lang or (lang.value if lang else None)
    node.kind, node.value = inner.kind, inner.value
    node.children, node.by_name = inner.children, inner.by_name


def _add(parent: Node, node: Node, *, top: bool = False) -> Node:
    if node.ns == _DC_BEFORE_2000:
        node.ns = _DC
    if node.ns == RDF and node.name == "li":
        if not parent.is_array:
            raise NotXmpError("rdf:li outside an array")
    elif parent.child(node.ns, node.name):
        raise NotXmpError(f"{node.qname} twice")
    elif node.ns == RDF and node.name == "value" and (top or parent.kind != "struct"):
        raise NotXmpError("rdf:value outside a structure")
    else:
        parent.by_name[node.ns, node.name] = node
    parent.children.append(node)
    return node


_Attribute = tuple[str, str, str | None, str]


def _attributes(element: Any) -> Iterator[_Attribute]:
    """Yield namespace, name, prefix and value; `about` and `ID` of RDF elements may go bare."""
    if len(element.attrib) > MAX_ATTRIBUTES:
        raise NotXmpError(f"{len(element.attrib)} attributes on {_label(element)}")
    bound = [(prefix, uri) for prefix, uri in element.nsmap.items() if prefix]
    for index, (key, value) in enumerate(element.attrib.items(), 1):
        name = etree.QName(key)
        ns = name.namespace
        if ns is None and name.localname in ("about", "ID") and _is_rdf(element):
            ns = RDF
        if ns is None:
            raise NotXmpError(
                f"attribute {name.localname} without a namespace on {_label(element)}"
            )
        prefixes = [prefix for prefix, uri in bound if uri == ns]
        if len(prefixes) > 1 and len(element.attrib) <= _FEW_ATTRIBUTES:
            prefixes = [_attribute_name(element, i=index).partition(":")[0]]
        yield ns, name.localname, prefixes[0] if prefixes else None, value


def _is_rdf(element: Any, name: str | None = None) -> bool:
    if not isinstance(element.tag, str):
        return False
    qname = etree.QName(element)
    return qname.namespace == RDF and name in (None, qname.localname)


def _forbid_text(element: Any) -> None:
    texts = [element.text, *(child.tail for child in element)]
    if found := next((t for t in texts if t and t.strip(_WHITE)), None):
        raise NotXmpError(f"text “{found.strip()[:40]}” in {_label(element)}")


def _label(element: Any) -> str:
    if not isinstance(element.tag, str):
        return "a processing instruction"
    name = etree.QName(element).localname
    return f"{element.prefix}:{name}" if element.prefix else str(name)
