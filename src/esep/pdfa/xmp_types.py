# SPDX-License-Identifier: MIT
"""Value types of XMP: which are known, and whether a value is of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from lxml import etree

from esep.pdfa.xmp_dates import is_xmp_date
from esep.pdfa.xmp_tree import Node

_CHOICE = re.compile(r"(?:open |closed )?(?:choice |choice$)(?:of )?")
_ARRAYS = ("bag", "alt", "seq")


@dataclass(frozen=True, slots=True)
class Structure:
    """A structured type: the namespace of its fields and their types by name.

    A declared type without fields is text of a special form.
    """

    uri: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """Properties of one namespace: type by name, and the structures these types may use."""

    properties: Mapping[str, str]
    structures: Mapping[str, Structure]


@cache
def predefined_schemas() -> Mapping[str, Schema]:
    """Return the schemas of XMP 2004 and PDF/A-1 by namespace."""
    known = predefined_structures()
    return {s["uri"]: Schema(s["properties"], known) for s in _table()["schemas"].values()}


@cache
def predefined_structures() -> Mapping[str, Structure]:
    """Return the structured types of XMP 2004 by normal name."""
    return {
        normal_type(name): Structure(s["uri"], s["fields"])
        for name, s in _table()["structures"].items()
    }


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = files("esep.pdfa").joinpath("xmp_properties.yml").read_text("utf-8")
    table: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return table


def normal_type(name: str) -> str:
    """Return a type name as it is compared: no letter case, no choice, ``bag`` for bag of text.

    >>> normal_type("Closed Choice of Integer"), normal_type("Bag"), normal_type("seq Date")
    ('integer', 'bag text', 'seq date')
    """
    name = _CHOICE.sub("", name.lower()).strip()
    if not name:
        return "text"
    return f"{name} text" if name.endswith(_ARRAYS) and not name.endswith("lang alt") else name


def is_known(name: str, structures: Mapping[str, Structure]) -> bool:
    """Tell whether `name` is a type, simple or structured, or an array of one."""
    name = normal_type(name)
    while name.startswith(tuple(f"{array} " for array in _ARRAYS)):
        name = name[4:]
    return name in _SIMPLE or name in structures or name == "lang alt"


def matches(node: Node, name: str, structures: Mapping[str, Structure]) -> bool:
    """Tell whether the value of `node` is of the type `name`."""
    name = normal_type(name)
    array, _, item = name.partition(" ")
    if item and array in _ARRAYS:
        return node.kind == array and all(matches(c, item, structures) for c in node.children)
    if structure := structures.get(name):
        if not structure.fields:
            return node.kind == "simple"
        return node.kind == "struct" and all(
            child.ns == structure.uri
            and child.name in structure.fields
            and matches(child, structure.fields[child.name], structures)
            for child in node.children
        )
    if name == "lang alt":
        return node.is_lang_alt or (node.kind == "alt" and not node.children)
    check = _SIMPLE.get(name)
    return check is not None and node.kind == "simple" and check(node.value)


def _form(pattern: str) -> Callable[[str], bool]:
    form = re.compile(pattern)
    return lambda text: form.fullmatch(text) is not None


def _any_text(_: str) -> bool:
    return True


def _is_xpath(text: str) -> bool:
    try:
        etree.XPath(text)
    except etree.XPathError:
        return False
    return True


# Names, addresses, languages and fractions are text: the technical working group
# of PDF/A decided not to look into them.
_SIMPLE: Mapping[str, Callable[[str], bool]] = {
    "text": _any_text,
    "propername": _any_text,
    "agentname": _any_text,
    "renditionclass": _any_text,
    "rational": _any_text,
    "locale": _any_text,
    "uri": _any_text,
    "url": _any_text,
    "boolean": _form(r"True|False"),
    "integer": _form(r"[+-]?[0-9]+"),
    "real": _form(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"),
    "mimetype": _form(r"(?a:[-+.\w]+/[-+.\w]+)"),
    "gpscoordinate": _form(r"[0-9]{2},[0-9]{2}[,.][0-9]{2}[NSEW]"),
    "date": is_xmp_date,
    "xpath": _is_xpath,
}
