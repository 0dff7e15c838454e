# SPDX-License-Identifier: MIT
"""What machines read: JSON by its published schema, DCAT-AP, sitemaps, feeds, tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from esep.i18n import LANGUAGES
from esep.portal.dcat import FILE

ADDRESS = "https://esep.example/"
CLOSED = "KZ-000002-60"
ATOM = "{http://www.w3.org/2005/Atom}"
# The definition of the schema that each file keeps to, by the beginning of its address.
PARTS = {
    "api/v1/objects/": "object",
    "api/v1/objects.json": "objects",
    "api/v1/organisations.json": "organisations",
    "api/v1/codes.json": "codes",
    "api/v1/architecture.json": "architecture",
    "data/cases.json": "cases",
    "badges/": "badge",
}
# DCAT-AP 3.0: what must be there of each class.
MANDATORY = {
    "dcat:Catalog": {"title", "description", "publisher", "dataset"},
    "dcat:Dataset": {"title", "description"},
    "dcat:Distribution": {"accessURL"},
    "foaf:Agent": {"name"},
}


@pytest.fixture(scope="module")
def full(modelled: Path, rendered: object) -> Path:
    """The portal of a registry that has something of everything."""
    return modelled / "site"


def json_files(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*.json")):
        name = path.relative_to(site).as_posix()
        if not name.startswith("schemas/") and name != "api/v1/schema.json":
            yield name, path.read_bytes()


def test_every_json_file_meets_the_published_schema(full: Path) -> None:
    schema = json.loads((full / "api/v1/schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    seen = set()
    for name, data in json_files(full):
        part = next(part for start, part in PARTS.items() if name.startswith(start))
        checked = {**schema, "$ref": f"#/$defs/{part}"}
        Draft202012Validator(checked, format_checker=FormatChecker()).validate(json.loads(data))
        seen.add(part)
    assert seen == set(PARTS.values())


def test_closed_code_is_in_the_json_with_day_reason_and_state(full: Path) -> None:
    codes = json.loads((full / "api/v1/codes.json").read_bytes())["codes"]
    found = {one["accounting_code"]: one for one in codes}
    beta = json.loads((full / "api/v1/objects/beta.json").read_bytes())

    assert found[CLOSED]["state"] == "withdrawn"
    assert found[CLOSED]["closed"] == beta["closed_code"]
    assert beta["closed_code"]["on"] == "2025-05-20" and beta["accounting_code"] is None
    assert [one["state"] for one in codes] == ["assigned", "withdrawn"]


def nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        yield value
        for key, one in value.items():
            if key != "@context":
                yield from nodes(one)


def test_catalogue_of_data_has_what_dcat_ap_asks(full: Path) -> None:
    told = json.loads((full / FILE).read_bytes())
    seen = set()
    for node in nodes(told):
        if kind := node.get("@type"):
            seen.add(kind)
            assert MANDATORY[kind] <= node.keys()
            assert all(node[key] for key in MANDATORY[kind])
            assert node["@id"].startswith(ADDRESS)
    assert seen == MANDATORY.keys()


def test_every_term_of_the_catalogue_is_defined_in_it(full: Path) -> None:
    """Who expands it asks no other site, and drops nothing."""
    told = json.loads((full / FILE).read_bytes())
    context = told["@context"]
    for node in nodes(told):
        terms = {key for key in node if not key.startswith("@")}
        assert terms <= context.keys() | set(LANGUAGES)
        assert node.get("@type", "dcat:").partition(":")[0] in context


def test_catalogue_leads_to_files_that_are_there(full: Path) -> None:
    told = json.loads((full / FILE).read_bytes())
    urls = [one["downloadURL"] for one in nodes(told) if "downloadURL" in one]
    urls += [f"{page}index.html" for one in told["dataset"] for page in one["landingPage"]]
    assert len(urls) > 12
    assert [one for one in urls if not (full / one.removeprefix(ADDRESS)).is_file()] == []


def test_sitemap_tells_when_git_last_saw_an_object_change(full: Path) -> None:
    text = (full / "sitemap.xml").read_text("utf-8")
    days = re.findall(r"objects/orda/alfa/</loc><lastmod>([0-9-]+)</lastmod>", text)
    assert days == ["2025-05-30"] * len(LANGUAGES)


def test_sitemap_offers_every_page_in_all_languages_and_itself(full: Path) -> None:
    tree = etree.parse(full / "sitemap.xml")
    for url in tree.iterfind(".//{*}url"):
        place = url.findtext("{*}loc")
        links = {one.get("hreflang"): one.get("href") for one in url.iterfind("{*}link")}
        assert set(links) == set(LANGUAGES)
        assert place in links.values()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_feeds_have_what_rfc_4287_asks(full: Path, lang: str) -> None:
    paths = sorted((full / lang).rglob("*.atom"))
    assert len(paths) > 3
    for path in paths:
        feed = etree.parse(path).getroot()
        own = ADDRESS + path.relative_to(full).as_posix()
        assert [one.get("href") for one in feed.iterfind(f"{ATOM}link[@rel='self']")] == [own]
        assert feed.find(f"{ATOM}author/{ATOM}name").text
        days = []
        for one in (feed, *feed.iterfind(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(one.findall(ATOM + name)) == 1 and one.findtext(ATOM + name)
            days.append(datetime.fromisoformat(one.findtext(f"{ATOM}updated")))
        ids = [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
        assert len(ids) == len(set(ids))
        assert days[1:] == sorted(days[1:], reverse=True)
        assert all(day <= days[0] for day in days)


def test_every_table_is_plain_rfc_4180(full: Path) -> None:
    paths = sorted(full.rglob("*.csv"))
    assert len(paths) > 5
    for path in paths:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        assert {len(one) for one in rows} == {len(rows[0])}
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        assert out.getvalue().encode("utf-8-sig") == data
