# SPDX-License-Identifier: MIT
"""The ArchiMate exchange file: its shape, its references, and what may join what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from esep.checks.context import Context
from esep.exchange import archimate
from esep.exchange.archimate_relations import legal, mapping
from esep.model.architecture import STATES, State
from esep.model.tree import DirTree
from trees import ROOT

# covers: R193-2a, R193-2k

ON = date(2026, 11, 20)
NAME = {"kk": "а", "ru": "б", "en": "c"}
SPACE = {"a": archimate.SPACE}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data/archimate-exchange.rng"))
TYPE = f"{{{archimate.XSI}}}type"


@pytest.fixture(scope="module", params=STATES)
def demonstration(request: pytest.FixtureRequest) -> Any:
    context = Context.of(DirTree(ROOT), ON)
    state: State = request.param
    return etree.fromstring(archimate.Model(context).write(state))


def test_file_has_the_shape_of_the_format(demonstration: Any) -> None:
    GRAMMAR.assertValid(demonstration)


def test_every_identifier_stands_once(demonstration: Any) -> None:
    found = demonstration.xpath("//@identifier")

    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("attribute", "owners"),
    [
        ("a:relationships/a:relationship/@source", "a:elements/a:element"),
        ("a:relationships/a:relationship/@target", "a:elements/a:element"),
        (".//@elementRef", "a:elements/a:element"),
        (".//@relationshipRef", "a:relationships/a:relationship"),
        (".//@propertyDefinitionRef", "a:propertyDefinitions/a:propertyDefinition"),
        (".//@identifierRef", "a:elements/a:element"),
        (".//a:connection/@source", ".//a:node"),
        (".//a:connection/@target", ".//a:node"),
    ],
)
def test_every_reference_leads_somewhere(demonstration: Any, attribute: str, owners: str) -> None:
    known = set(demonstration.xpath(f"{owners}/@identifier", namespaces=SPACE))
    named = set(demonstration.xpath(attribute, namespaces=SPACE))

    assert named
    assert named <= known


def test_every_relationship_may_join_its_ends(demonstration: Any) -> None:
    types = {
        one.get("identifier"): one.get(TYPE)
        for one in demonstration.iterfind("a:elements/a:element", SPACE)
    }
    wrong = [
        (kind, types[one.get("source")], types[one.get("target")])
        for one in demonstration.iterfind("a:relationships/a:relationship", SPACE)
        if (kind := one.get(TYPE)) != "Association"
        and (types[one.get("source")], types[one.get("target")]) not in legal(kind)
    ]

    assert wrong == []


def test_connections_end_where_their_relationship_does(demonstration: Any) -> None:
    links = {
        one.get("identifier"): (one.get("source"), one.get("target"))
        for one in demonstration.iterfind("a:relationships/a:relationship", SPACE)
    }
    shown = {
        one.get("identifier"): one.get("elementRef")
        for one in demonstration.iterfind(".//a:node", SPACE)
    }
    drawn = demonstration.findall(".//a:connection", SPACE)

    assert drawn
    assert all(
        links[one.get("relationshipRef")] == (shown[one.get("source")], shown[one.get("target")])
        for one in drawn
    )


def test_flow_from_data_becomes_an_association(
    files: dict[str, bytes], context_of: Callable[..., Context]
) -> None:
    path = "objects/qala-akimdigi/su-esebi/passport.yml"
    other = "objects/qala-akimdigi/alan/passport.yml"
    data = files[path].decode()
    files[other] = data.replace("id: su-esebi", "id: alan").encode()
    files[path] = data.replace("kind: ici.is", "kind: seir").encode()
    flow = {"id": "f", "name": NAME, "from_object": "su-esebi", "to_object": "alan"}
    flow |= {"end_type": "internal"}
    text = json.dumps({"schema_version": "1", "interactions": [flow]}, ensure_ascii=False)
    files["registry/architecture/activity/a.yml"] = text.encode()

    root = etree.fromstring(archimate.Model(context_of(files)).write("current"))
    ends = {"source": "id-objects-su-esebi", "target": "id-objects-alan"}
    found = [
        one.get(TYPE)
        for one in root.iterfind(".//a:relationship", SPACE)
        if all(one.get(key) == value for key, value in ends.items())
    ]

    assert found == ["Association"]


def test_empty_registry_makes_a_file_of_the_right_shape(
    files: dict[str, bytes], context_of: Callable[..., Context]
) -> None:
    GRAMMAR.assertValid(etree.fromstring(archimate.Model(context_of(files)).write("target")))


def test_every_relation_wanted_is_one_the_language_knows() -> None:
    kinds = {kind for wanted in mapping()["relations"].values() for kind, _ in wanted}

    assert kinds <= mapping()["legal"].keys()
