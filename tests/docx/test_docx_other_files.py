# SPDX-License-Identifier: MIT
"""Other files under the name .docx are told for what they are."""

from __future__ import annotations

import pytest
from docx_files import (
    OLE,
    SHEET,
    WORD_TYPE,
    content_types,
    docx,
    pack,
    relationships,
)

from esep.docx import check


def found(data: bytes) -> str:
    (fault,) = check(data).faults
    assert fault.rule == "DX-101"
    return fault.params["found"]


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(512)


def office(main_type: str, main: str) -> bytes:
    return pack(
        {
            "[Content_Types].xml": content_types({main: main_type}),
            "_rels/.rels": relationships([("officeDocument", main, False)]),
            main: "<x/>",
        }
    )


def plain_zip(*names: str) -> bytes:
    return pack(dict.fromkeys(names, "x"))


SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
NOT_DOCX = {
    "empty": (b"", "@empty"),
    "lfs_pointer": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 9\n",
        "@lfs-pointer",
    ),
    "legacy_doc": (ole("WordDocument"), "@doc"),
    "legacy_xls": (ole("Workbook"), "@xls"),
    "legacy_ppt": (ole("PowerPoint Document"), "@ppt"),
    "encrypted_ooxml": (ole("EncryptedPackage"), "@encrypted"),
    "other_compound_file": (ole("Nothing"), "@ole"),
    "html": (b"<html><body>x</body></html>", "@html"),
    "html_after_blank": (b"\xef\xbb\xbf\n <!DOCTYPE html><p>", "@html"),
    "html_utf16": ("\ufeff<html><body>x".encode("utf-16-le"), "@html"),
    "rtf": (b"{\\rtf1 x}", "@rtf"),
    "pdf": (b"%PDF-1.4\n", "@pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n", "@image"),
    "program": (b"MZ\x90\x00", "@program"),
    "script": (b"#!/bin/sh\n", "@program"),
    "rar": (b"Rar!\x1a\x07\x00", "@archive"),
    "mht": (b"MIME-Version: 1.0\n", "@mht"),
    "word_xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "@word-xml"),
    "other_xml": (b'<?xml version="1.0"?><a/>', "@xml"),
    "text": ("Құжат".encode(), "@text"),
    "bytes": (bytes(range(64)), "@unknown"),
    "zip_without_entries": (b"PK\x05\x06" + bytes(18), "@zip-empty"),
    "odt": (plain_zip("mimetype", "content.xml", "META-INF/manifest.xml"), "@odf"),
    "epub": (plain_zip("mimetype", "META-INF/container.xml"), "@epub"),
    "jar": (plain_zip("META-INF/MANIFEST.MF"), "@program"),
    "plain_zip": (plain_zip("a.txt"), "@zip"),
    "xlsx": (office(SHEET, "xl/workbook.xml"), "@xlsx"),
    "pptx": (office(SLIDES, "ppt/presentation.xml"), "@pptx"),
}


@pytest.mark.parametrize("case", NOT_DOCX)
def test_other_file_is_named_for_what_it_is(case: str) -> None:
    data, kind = NOT_DOCX[case]
    assert found(data) == kind


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        (f"{WORD_TYPE}template.main+xml", "@dotx"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "@docm"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "@dotm"),
    ],
)
def test_renamed_member_of_the_word_family_is_named(media: str, kind: str) -> None:
    assert found(docx(main_type=media)) == kind
