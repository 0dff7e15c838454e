# SPDX-License-Identifier: MIT
"""esep expenses: what is supported, why not, and tables that start no formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from esep.checks.context import Context
from esep.checks.expenses import Support
from esep.cli.expenses import written
from esep.errors import ExitCode
from esep.model.tree import DirTree
from life.lives import FOLDER, life, put, without
from trees import ROOT


def test_expenses_name_data_and_copies_that_lack(registry: Path, said: Any) -> None:
    put(registry, without(life("operation"), "tor"))

    code, out, _ = said("expenses", "--on", "2026-11-20", "--format", "json")

    found = json.loads(out)["objects"][0]
    lacks = {(one["what"], one["item"]) for one in found["lacks"]}
    assert (code, found["supported"], found["year"]) == (ExitCode.FINDINGS, False, 2027)
    assert {("data", "tor"), ("copy", "manual_user")} <= lacks


def test_expenses_are_supported_with_data_and_copies(registry: Path, said: Any) -> None:
    value = life("operation")
    put(registry, value)
    for one in value["documents"]:
        (registry / FOLDER / one["file"]).parent.mkdir(exist_ok=True)
        (registry / FOLDER / one["file"]).write_bytes(b"%PDF-1.4")

    code, out, _ = said("expenses", "--on", "2026-11-20", "--format", "json")

    assert (code, json.loads(out)["objects"][0]["lacks"]) == (ExitCode.CLEAN, [])
    assert json.loads(out)["objects"][0]["supported"]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_copy_that_lacks_is_told_in_every_language(registry: Path, said: Any, lang: str) -> None:
    put(registry, life("operation"))

    _, out, _ = said("expenses", "--on", "2026-11-20", "--lang", lang)

    copy = {"kk": "электрондық көшірмесі жоқ", "ru": "нет электронной копии",
            "en": "no electronic copy"}[lang]  # fmt: skip
    assert f": {copy} [tor]" in out


@pytest.mark.parametrize(("year", "planned"), [("2024", False), ("2025", True)])
def test_year_before_commissioning_plans_no_costs(
    registry: Path, said: Any, year: str, planned: bool
) -> None:
    put(registry, life("operation"))

    argv = ("expenses", "--on", "2026-11-20", "--year", year, "--format", "json", "--lang", "en")
    answer = json.loads(said(*argv)[1])["objects"][0]["answer"]

    assert (answer != "not in operation: no cost is planned") is planned


def test_object_not_in_operation_plans_no_costs(registry: Path, said: Any) -> None:
    _, out, _ = said("expenses", "--on", "2026-11-20", "--format", "json", "--lang", "en")

    assert json.loads(out)["objects"][0]["answer"] == "not in operation: no cost is planned"


SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62", "\ufe63"]
LEADS = ["", " ", "\u00a0", "  \t", "\u3000"]
EVIL = ["\t=1", "\r=1", "\n=1", "\tx", "\rx", "=cmd|' /C calc'!A0",
        *(f"{lead}{sign}1+1" for sign in SIGNS for lead in LEADS)]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_cell_never_begins_a_formula(form: str) -> None:
    found = [Support(evil, "p", evil, evil, 2027, False, "", ()) for evil in EVIL]
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))

    rows = cells(written(context, found, form, "en"), form)[1:]

    assert all(cell.startswith("'") for row in rows for cell in row[:3])
    shown = [[cell.replace("'", "") for cell in row[:3]] for row in rows]
    assert shown == [[evil.replace("'", "")] * 3 for evil in EVIL]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_plain_cell_stays_as_it_is(form: str) -> None:
    plain = ["su-esebi", "KZ-000001-63", "а=б", "x - y", "«=»", "a\r\nb", ""]
    found = [Support(one, "p", one, one, 2027, True, "", ()) for one in plain]
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))

    rows = cells(written(context, found, form, "en"), form)[1:]

    assert [row[:3] for row in rows] == [[one] * 3 for one in plain]


def cells(data: bytes, form: str) -> list[list[str]]:
    """The texts of a file as a spreadsheet reads it; a cell of XLSX must not be a formula."""
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    parts = zipfile.ZipFile(io.BytesIO(data))
    xml = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(xml.iter(f"{name}f"))
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{name}c")]
        for row in xml.iter(f"{name}row")
    ]
