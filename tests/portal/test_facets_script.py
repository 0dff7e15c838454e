# SPDX-License-Identifier: MIT
"""The scripts of the catalogue without a page: choosing, counting, addresses, files."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_case import ROOT

from esep.portal.facets import _column
from esep.portal.tables import SIGNS, harmless

ASSETS = ROOT / "theme/site/assets"
PROGRAM = """
require(process.argv[1]); require(process.argv[2]);
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { table, select, fromAddress, toAddress } = globalThis.esepFacets;
const { toCsv, toXlsx } = globalThis.esepSheets;
const packed = (bytes) => Buffer.from(bytes).toString("base64");
const does = {
  select: ({ columns, address }) => {
    const known = table(columns);
    const chosen = fromAddress(known, address);
    const { hits, counts } = select(known, chosen);
    return { hits, counts: Object.fromEntries(counts), address: toAddress(known, chosen) };
  },
  csv: ({ rows }) => packed(toCsv(rows)),
  xlsx: ({ rows }) => packed(toXlsx(rows, "objects")),
};
console.log(JSON.stringify(asked.map((one) => does[one.what](one))));
"""
FORMULAE = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0",
            " =1", "\u00a0+1", "\uff1d1", "\uff0d1", " \uff201"]  # fmt: skip

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")


def run(*asked: dict[str, Any]) -> list[Any]:
    """The answers of the scripts, all in one process."""
    scripts = [str(ASSETS / name) for name in ("facets.js", "sheets.js")]
    done = subprocess.run(
        ["node", "-e", PROGRAM, *scripts],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def packed(rows: list[dict[str, list[str]]]) -> dict[str, Any]:
    """Columns as the build writes them."""
    keys = rows[0] if rows else {}
    found = [_column(key, [tuple(row[key]) for row in rows]) for key in keys]
    return {"size": len(rows), "shard": 250, "facets": found}


def cells(rows: list[list[str]], kind: str) -> list[list[str]]:
    data = base64.b64decode(run({"what": kind, "rows": rows})[0])
    if kind == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {one.data_type for row in sheet.iter_rows() for one in row if one.value} <= {
        "s",
        "inlineStr",
    }
    return [[str(one or "") for one in row] for row in sheet.iter_rows(values_only=True)]


ROWS = [
    {"kind": ["is"], "holder": ["orda"], "domain": ["salyq", "bilim"]},
    {"kind": ["is"], "holder": ["zher"], "domain": []},
    {"kind": ["sw"], "holder": ["orda"], "domain": ["bilim"]},
]


def test_values_of_one_facet_widen_and_facets_narrow() -> None:
    columns = packed(ROWS)
    asked = ["kind=is&kind=sw", "kind=is&holder=orda", "domain=bilim", "domain=salyq&kind=sw", ""]
    found = run(*({"what": "select", "columns": columns, "address": one} for one in asked))
    assert [one["hits"] for one in found] == [[0, 1, 2], [0], [0, 2], [], [0, 1, 2]]


def test_count_tells_what_choosing_a_value_would_give() -> None:
    columns = packed(ROWS)
    found = run({"what": "select", "columns": columns, "address": "kind=is"})[0]["counts"]
    assert found == {"kind": [2, 1], "holder": [1, 1], "domain": [1, 1]}


def test_address_is_the_same_whatever_the_order_and_drops_what_is_unknown() -> None:
    columns = packed(ROWS)
    asked = ["holder=orda&kind=sw&kind=is", "kind=is&x=1&kind=sw&holder=orda&kind=nothing"]
    found = run(*({"what": "select", "columns": columns, "address": one} for one in asked))
    assert {one["address"] for one in found} == {"kind=is&kind=sw&holder=orda"}


VALUES = st.lists(st.sampled_from("abcdef"), max_size=3, unique=True).map(sorted)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.fixed_dictionaries({"one": VALUES, "two": VALUES}), min_size=1, max_size=40),
    st.fixed_dictionaries({"one": VALUES, "two": VALUES}),
)
def test_hits_and_counts_are_those_of_a_plain_search(
    rows: list[dict[str, list[str]]], wanted: dict[str, list[str]]
) -> None:
    def passes(row: dict[str, list[str]], asked: dict[str, list[str]]) -> bool:
        return all(not some or set(some) & set(row[key]) for key, some in asked.items())

    columns = packed(rows)
    there = {key: {value for row in rows for value in row[key]} for key in wanted}
    asked = {key: [one for one in some if one in there[key]] for key, some in wanted.items()}
    address = "&".join(f"{key}={one}" for key, some in asked.items() for one in some)
    found = run({"what": "select", "columns": columns, "address": address})[0]
    assert found["hits"] == [at for at, row in enumerate(rows) if passes(row, asked)]
    for key in asked:
        others = asked | {key: []}
        expected = [
            sum(value in row[key] and passes(row, others) for row in rows)
            for value in sorted(there[key])
        ]
        assert found["counts"][key] == expected


def test_more_sets_than_one_digit_names_are_read_back() -> None:
    rows = [{"holder": [f"h{at:05}"]} for at in range(5000)]
    columns = packed(rows)
    assert columns["facets"][0]["width"] == 3
    found = run({"what": "select", "columns": columns, "address": "holder=h04321"})[0]
    assert found["hits"] == [4321]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_texts_come_back_as_they_were(kind: str) -> None:
    rows = [
        ["Атауы", 'with "quotes", commas'],
        ["<b>&amp;</b>]]>", "two\nlines"],
        ["ңғүұқөһі", "𝔸 №"],
    ]
    assert cells(rows, kind) == rows


def test_csv_cell_that_begins_a_formula_is_preceded_by_an_apostrophe() -> None:
    assert cells([[one] for one in FORMULAE], "csv") == [[f"'{one}"] for one in FORMULAE]


@pytest.mark.parametrize("text", ["x;=1+1", "x; +1", "x\n=1", "x;\uff1d1", "\t=1", "a;b\r@c"])
def test_no_part_of_a_cell_begins_a_formula_in_the_browser_or_out_of_it(text: str) -> None:
    for safe in (cells([[text]], "csv")[0][0], harmless(text)):
        assert not re.search(rf"(?:^|[;\t\r\n])\s*[{SIGNS}]|^[\t\r\n]", safe)
        assert safe.replace("'", "") == text


def test_xlsx_cell_that_looks_like_a_formula_is_text() -> None:
    assert [row[0].lstrip() for row in cells([[one] for one in FORMULAE], "xlsx")] == [
        one.lstrip() for one in FORMULAE
    ]


def test_xlsx_is_a_whole_zip_and_holds_no_character_that_xml_forbids() -> None:
    rows = [["a\x00b\x0bc\ufffe", "x" * 40000]]
    data = base64.b64decode(run({"what": "xlsx", "rows": rows})[0])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        assert {one.compress_type for one in book.infolist()} == {zipfile.ZIP_STORED}
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value == "a\ufffdb\ufffdc\ufffd"
    assert len(sheet["B1"].value) == 32767
