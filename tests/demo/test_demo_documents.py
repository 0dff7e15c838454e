# SPDX-License-Identifier: MIT
"""What the documents of the demonstration say, and the tools that set them."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from demo_reading import ROOT

from esep.demo.body import Page, page, templates
from esep.demo.case import cases
from esep.demo.content import load
from esep.demo.plan import documents


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    content, bodies = load(), templates()
    return [
        page(case, doc, bodies)
        for entry in content.objects.values()
        for case in cases(content, entry)
        for doc in documents(case)
        if doc.access != "restricted"
    ]


def test_every_document_has_sections_and_no_unfilled_mark(pages):
    for sheet in pages:
        words = [sheet.title, sheet.object_name, *(block.text for block in sheet.blocks)]
        assert len(sheet.blocks) >= 2
        assert not any(mark in text for text in words for mark in "{}@")


def test_every_table_has_rows_as_wide_as_its_header(pages):
    tables = [block.rows for sheet in pages for block in sheet.blocks if block.kind == "table"]
    assert tables
    assert all(len(row) == len(rows[0]) for rows in tables for row in rows)


def test_no_two_documents_of_an_object_read_alike(pages):
    seen = [(sheet.object_name, sheet.title, sheet.language) for sheet in pages]
    assert len(seen) == len(set(seen))


def test_bodies_exist_in_kazakh_and_russian():
    assert all({"kk", "ru"} <= set(body) for body in templates().values())


def test_flat_document_is_well_formed_when_texts_hold_markup(pages):
    setting = pytest.importorskip("esep.demo.setting", exc_type=ImportError)
    sheet = pages[0]
    odd = Page(**{name: getattr(sheet, name) for name in Page.__dataclass_fields__}
               | {"title": "<b>&amp;]]>"})  # fmt: skip
    ElementTree.fromstring(setting.flat_odt(odd, 0))


def test_tracked_draft_holds_a_comment_and_changes(pages):
    setting = pytest.importorskip("esep.demo.setting", exc_type=ImportError)
    with zipfile.ZipFile(io.BytesIO(setting.draft_docx(pages[0], tracked=True))) as package:
        body = package.read("word/document.xml")
        assert b"<w:ins " in body
        assert b"<w:del " in body
        assert "word/comments.xml" in package.namelist()


def test_faulty_files_are_only_in_objects_that_are_to_show_gaps():
    for entry in load().objects.values():
        faulty = [gap for gap in entry.get("gaps", []) if {"plain", "pdfa2"} & set(gap)]
        for gap in faulty:
            wanted = {value.replace("_", "-") for value in gap.values()}
            folder = ROOT / "objects" / entry["org"] / entry["id"] / "documents"
            assert any((folder / f"{name}.pdf").exists() for name in wanted), entry["id"]
