# SPDX-License-Identifier: MIT
"""Lists of the architecture as CSV: there, back, and what is refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_model import A, Make, element, put

from esep.errors import UserError
from esep.exchange import lists
from esep.model.metamodel import Metamodel
from esep.model.schemas import Schemas
from esep.model.tree import DirTree
from trees import ROOT

SCHEMAS = Schemas(DirTree(ROOT))
CAPABILITIES = Metamodel.read(DirTree(ROOT)).kinds["capabilities"]


def test_capabilities_come_back_from_csv_as_they_went(
    files: dict[str, bytes], context_of: Make
) -> None:
    listed = [element("a", functions=["f", "g"], level="1"), element("b", parent="a")]
    context = context_of(put(files, A, capabilities=listed))
    kind = context.architecture.metamodel.kinds["capabilities"]

    table = lists.to_csv(context.architecture, "capabilities").encode()

    back = yaml.safe_load(lists.from_csv(table, kind, context.registry.schemas))
    assert back["capabilities"] == listed


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"\xff\xfe",
        b"id,name_kk,name_ru\nA B,a,b\n",
        b"id,secret\na,b\n",
        b"id,name_kk,name_ru\na,b,\n",
        b'id,name_kk,name_ru,target\na,b,c,"{"\n',
        b"id,name_kk,name_ru,level\na,b,c,9\n",
    ],
)
def test_csv_that_is_no_register_is_refused(table: bytes) -> None:
    with pytest.raises(UserError):
        lists.from_csv(table, CAPABILITIES, SCHEMAS)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,secret\na,b\n", "row 1: columns must be of .*; found 'secret'"),
        ("id,name_kk,name_ru,id\na,b,c,d\n", "row 1: .*'id' stands twice"),
        ("id,name_kk,name_ru\na,b,c,d\n", "row 2: there must be 3 cells; found more"),
        ("id,name_kk,name_ru\na,b,c\nb,b,c\na,b,c\n", "row 4: id .*'a' is in row 2"),
        ("id,name_kk,name_ru\na,b\0,c\n", "NUL"),
    ],
)
def test_csv_fault_is_told_with_its_row(table: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        lists.from_csv(table.encode(), CAPABILITIES, SCHEMAS)


def test_csv_parted_by_semicolons_is_read() -> None:
    table = '\ufeffid;name_kk;name_ru;functions\r\na;б, в;г;"f;g"\r\n'.encode()

    back = yaml.safe_load(lists.from_csv(table, CAPABILITIES, SCHEMAS))

    assert back["capabilities"] == [
        {"id": "a", "name": {"kk": "б, в", "ru": "г"}, "functions": ["f", "g"]}
    ]


def test_cell_that_begins_a_formula_is_marked_as_text(
    files: dict[str, bytes], context_of: Make
) -> None:
    name = {"kk": "=1+1", "ru": "б"}
    context = context_of(put(files, A, areas=[{"id": "a", "name": name, "domains": ["d"]}]))

    assert "'=1+1" in lists.to_csv(context.architecture, "areas")


@given(
    name=st.text("'=+-@;,\"{[ a", min_size=1, max_size=6).filter(str.strip),
    text=st.text("'=+-@;,\"{[ a", min_size=1, max_size=6).filter(str.strip),
)
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_text_of_any_shape_comes_back_from_csv_as_it_went(
    files: dict[str, bytes], context_of: Make, name: str, text: str
) -> None:
    listed = [element("a", name={"kk": name, "ru": name}, description={"kk": text, "ru": text})]
    listed[0] |= {"register_no": text, "functions": ["f"]}
    context = context_of(put(dict(files), A, services=listed))
    kind = context.architecture.metamodel.kinds["services"]

    table = lists.to_csv(context.architecture, "services").encode("utf-8-sig")

    back = yaml.safe_load(lists.from_csv(table, kind, context.registry.schemas))
    assert back["services"] == listed
