# SPDX-License-Identifier: MIT
"""Registration extracts on the portal: where a build is asked for them, and only for codes."""

from __future__ import annotations

from pathlib import Path

from lxml import html
from portal_case import build, passport, put

from esep.portal.addresses import extract_file

CODE = "KZ-000001-63"


def links(site: Path, folder: str) -> list[str]:
    page = html.document_fromstring((site / "ru" / folder / "index.html").read_bytes())
    found: list[str] = page.xpath("//section[@aria-labelledby='reuse']//a/@href")
    return [one for one in found if one.endswith(".pdf")]


def test_object_with_a_code_links_to_its_extract(copy: Path) -> None:
    site = build(copy, extracts=True)
    assert (site / extract_file(CODE)).read_bytes().startswith(b"%PDF-1.4")
    assert links(site, "objects/orda/alfa") == [f"../../../../{extract_file(CODE)}"]
    assert links(site, "objects/orda/beta") == []


def test_extracts_go_when_a_build_is_not_asked_for_them(copy: Path) -> None:
    site = build(copy, extracts=True)
    build(copy)
    assert not (site / extract_file(CODE)).exists()
    assert links(site, "objects/orda/alfa") == []


def test_extract_is_made_anew_when_its_object_changes(copy: Path) -> None:
    extract = build(copy, extracts=True) / extract_file(CODE)
    before = extract.stat().st_mtime_ns
    put(copy, "saraishyq/gamma", passport("gamma"))
    build(copy, extracts=True)
    assert extract.stat().st_mtime_ns == before
    put(copy, "orda/alfa", passport("alfa", name={"kk": "Жаңа", "ru": "Новое", "en": "New"}))
    build(copy, extracts=True)
    assert extract.stat().st_mtime_ns != before
