# SPDX-License-Identifier: MIT
"""Reports of the expense gate: who is supported, who is not and why, as page and tables."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from lxml import html
from openpyxl import load_workbook
from portal_case import build, contents, document, passport, put

PLACE = "en/organisations/saraishyq/expenses"


def rows(site: Path, place: str) -> list[list[str]]:
    text = (site / place / "expenses.csv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_report_lists_the_objects_an_organisation_holds(site: Path) -> None:
    assert [one[0] for one in rows(site, PLACE)[1:]] == ["beta"]
    assert {one[0] for one in rows(site, "en/expenses")[1:]} == {"alfa", "beta", "gamma"}


def test_page_tells_each_thing_that_is_missing(site: Path) -> None:
    page = html.parse(site / PLACE / "index.html")
    told = [one.text_content() for one in page.xpath("//details/ul/li")]
    assert "; ".join(told) == rows(site, PLACE)[1][-1]
    assert str(len(told)) == rows(site, PLACE)[1][-2] != "0"


def test_spreadsheet_says_the_same_as_the_csv(site: Path) -> None:
    sheet = load_workbook(site / PLACE / "expenses.xlsx").active
    assert [[str(one or "") for one in row] for row in sheet.values] == rows(site, PLACE)


def test_page_of_the_registry_leads_to_every_holder(site: Path) -> None:
    links = html.parse(site / "ru/expenses/index.html").xpath(
        "//div[@aria-labelledby='boards']//a/@href"
    )
    assert links == [
        f"../../ru/organisations/{one}/expenses/index.html" for one in ("orda", "saraishyq")
    ]


@pytest.mark.parametrize("edition", ["public", "official"])
def test_documents_are_never_named(copy: Path, edition: str) -> None:
    hidden = document("qupiya-qujat", "internal", item="manual_admin")
    put(copy, "orda/beta", passport("beta", documents=[hidden]))  # its file is not there
    site = build(copy, edition=edition)
    told = {name: data for name, data in contents(site).items() if "expenses" in name}
    assert len(told) == 27  # three reports in three languages, in three forms
    assert [name for name, data in told.items() if b"qupiya-qujat" in data] == []
