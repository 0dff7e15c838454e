# SPDX-License-Identifier: MIT
"""Hostile files under .docx are refused by name, in little time and memory."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx_files import (
    STRICT,
    WORD_TYPE,
    W,
    content_types,
    docx,
    field,
    pack,
    paragraph,
    parts,
    patch_entry,
    relationships,
    word_part,
)

from esep.docx import Report, Verdict, check, check_isolated
from esep.findings import Severity
from esep.isolation import Worker

TEXT = paragraph("Жүйенің сипаттамасы")
XML = "application/xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def rules(report: Report) -> set[str]:
    return {fault.rule for fault in report.faults if fault.severity is Severity.ERROR}


def built(case: tuple[bytes | Callable[[], bytes], str]) -> tuple[bytes, str]:
    data, rule = case
    return (data() if callable(data) else data), rule


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


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
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


def bomb(size: int) -> bytes:
    body = word_part("document", "<w:body/>") + " " * size
    return docx(replace={"word/document.xml": body})


def media(name: str, body: bytes) -> dict[str, tuple[str, bytes]]:
    return {f"word/media/{name}": ("", body)}


def many_parts(number: int) -> bytes:
    return docx(extra={f"customXml/item{n}.xml": (XML, "<a/>") for n in range(number)})


def lying_size(*, checksum_of_all: bool) -> bytes:
    body = random.Random(1).randbytes(5 << 20)
    data = docx(extra=media("a.png", body))
    if not checksum_of_all:
        data = patch_entry(data, "word/media/a.png", 16, "<L", zlib.crc32(body[:100]))
    return patch_entry(data, "word/media/a.png", 24, "<L", 100)


def huge_directory() -> bytes:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, *[0] * 4, *[0] * 10)[:46]
    directory = entry * 60_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def encrypted_entry() -> bytes:
    return patch_entry(docx(), "word/document.xml", 8, "<H", 1)


def other_method() -> bytes:
    return pack(parts(), zipfile.ZIP_LZMA)


def symlink() -> bytes:
    data = docx(extra=media("a.png", b"/etc/passwd"))
    return patch_entry(data, "word/media/a.png", 38, "<L", 0o120777 << 16)


def renamed(name: str) -> bytes:
    return pack([*parts().items(), (name, "x")])


CONTAINER = {
    "bomb": (lambda: bomb(150 << 20), "DX-106"),
    "bomb_of_incompressible_claim": (
        lambda: docx(extra={f"word/media/{n}.png": ("", bytes(30 << 20)) for n in range(7)}),
        "DX-105",
    ),
    "lying_size": (lambda: lying_size(checksum_of_all=True), "DX-107"),
    "lying_size_and_checksum": (lambda: lying_size(checksum_of_all=False), "DX-107"),
    "too_many_entries": (lambda: many_parts(2_001), "DX-104"),
    "huge_directory": (lambda: huge_directory(), "DX-104"),
    "truncated": (docx()[:-40], "DX-103"),
    "header_only": (b"PK\x03\x04" + bytes(64), "DX-103"),
    "wrong_checksum": (patch_entry(docx(), "word/document.xml", 16, "<L", 1), "DX-103"),
    "local_header_disagrees": (docx().replace(b"word/document", b"word/dokument", 1), "DX-103"),
    "parent_folder": (renamed("../../evil.xml"), "DX-108"),
    "absolute": (renamed("/etc/evil.xml"), "DX-108"),
    "backslash": (renamed("word\\evil.xml"), "DX-108"),
    "drive": (renamed("C:/evil.xml"), "DX-108"),
    "escaped_parent_folder": (renamed("word/%2e%2e/%2e%2e/evil.xml"), "DX-108"),
    "control_character": (renamed("word/evil\n.xml"), "DX-108"),
    "nul_in_name": (renamed("word/a.xml\x00.png"), "DX-108"),
    "bidi_in_name": (renamed("word/\u202elmx.exe"), "DX-108"),
    "trailing_dot": (renamed("word/evil.xml."), "DX-108"),
    "symlink": (symlink(), "DX-108"),
    "duplicate": (renamed("word/document.xml"), "DX-109"),
    "case_collision": (renamed("word/Document.XML"), "DX-109"),
    "escaped_duplicate": (renamed("word/%64ocument.xml"), "DX-109"),
    "encrypted_entry": (encrypted_entry(), "DX-110"),
    "other_method": (other_method(), "DX-111"),
    "bytes_after": (docx() + b"<html>", "DX-112"),
    "archive_before": (pack({"a.txt": "x"}) + docx(), "DX-112"),
}


@pytest.mark.parametrize("case", CONTAINER)
def test_container_is_refused(case: str) -> None:
    data, rule = built(CONTAINER[case])
    assert rule in rules(check(data))


def test_file_above_the_size_limit_is_refused(tmp_path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate((100 << 20) + 1)
    assert rules(check(path)) == {"DX-102"}


DTD = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "x">]>'
DECLARED = word_part("document", "<w:body><w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body>")
RELATED = [("officeDocument", "word/document.xml", False)]


def main(body: str | bytes) -> bytes:
    # Stored, so that the limits of the markup are met before those of the container.
    return pack(parts(replace={"word/document.xml": body}), zipfile.ZIP_STORED)


def tags_over_many_parts() -> bytes:
    body = f"<a>{'<b/>' * 500_000}</a>"
    extra = {f"customXml/item{number}.xml": (XML, body) for number in range(8)}
    return pack(parts(extra=extra), zipfile.ZIP_STORED)


PACKAGE = {
    "no_package_relationships": (
        pack({name: body for name, body in parts().items() if name != "_rels/.rels"}),
        "DX-201",
    ),
    "no_main_relationship": (docx(replace={"_rels/.rels": relationships([])}), "DX-201"),
    "two_main_relationships": (
        docx(replace={"_rels/.rels": relationships(RELATED * 2)}),
        "DX-201",
    ),
    "main_part_absent": (
        docx(replace={"_rels/.rels": relationships([("officeDocument", "word/x.xml", False)])}),
        "DX-201",
    ),
    "main_part_outside": (
        docx(replace={"_rels/.rels": relationships([("officeDocument", "http://x/", True)])}),
        "DX-201",
    ),
    "unknown_main_type": (docx(main_type="application/xml"), "DX-202"),
    "html_as_main_part": (main("<html/>"), "DX-202"),
    "syntax": (main("<w:document>"), "DX-203"),
    "undeclared_entity": (main(DECLARED), "DX-203"),
    "unknown_encoding": (main('<?xml version="1.0" encoding="no-such"?><a/>'), "DX-203"),
    "external_entity": (main(DTD + DECLARED.partition("\n")[2]), "DX-204"),
    "doctype_in_relationships": (
        docx(replace={"_rels/.rels": "<!DOCTYPE a>" + relationships(RELATED).partition("\n")[2]}),
        "DX-204",
    ),
    "doctype_in_utf16": (main(f"\ufeff{DTD}<a/>".encode("utf-16-le")), "DX-204"),
    "doctype_in_custom_xml": (
        docx(extra={"customXml/item1.xml": (XML, "<!DOCTYPE a><a/>")}),
        "DX-204",
    ),
    "deep": (lambda: main("<a>" * 100_000), "DX-205"),
    "many_tags": (lambda: main(word_part("document", "<a/><b/>" * 2_000_000)), "DX-205"),
    "tags_over_many_parts": (lambda: tags_over_many_parts(), "DX-205"),
    "long_token": (lambda: main(f"<a b='{'0123456789abcdef' * 800_000}'/>"), "DX-205"),
    "undeclared_part": (docx(extra={"word/notes.jpeg": ("", b"x")}), "DX-206"),
    "foreign_part": (
        docx(extra={"word/media/a.mp4": ("video/mp4", b"x")}),
        "DX-207",
    ),
    "program_as_part": (docx(extra={"word/a.exe": ("image/png", b"MZ")}), "DX-207"),
    "binary_part": (docx(extra={"word/a.bin": ("image/png", b"x")}), "DX-207"),
}


@pytest.mark.parametrize("case", PACKAGE)
def test_package_is_refused(case: str) -> None:
    data, rule = built(PACKAGE[case])
    assert rule in rules(check(data))


def vml(markup: str) -> bytes:
    return docx(TEXT, paragraph(runs=f"<w:r><w:pict>{markup}</w:pict></w:r>"))


def linked(kind: str, target: str, *, outside: bool = True) -> bytes:
    return docx(TEXT, links=[(kind, target, outside)])


def fields(*pieces: str) -> bytes:
    return docx(paragraph(runs=field(*pieces)))


def nested(inner: str, *, before: str = "", after: str = "") -> bytes:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    return docx(
        paragraph(runs=begin + code.format(before) + field(inner) + code.format(after) + end)
    )


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
ACTIVE = {
    "macro": (
        docx(extra={"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", OLE)}),
        "DX-301",
    ),
    "macro_relationship": (linked(f"{MICROSOFT}vbaProject", "x.xml", outside=False), "DX-301"),
    "activex": (
        docx(
            extra={"word/activeX/activeX1.xml": ("application/vnd.ms-office.activeX+xml", "<a/>")}
        ),
        "DX-302",
    ),
    "control": (docx(paragraph(runs='<w:r><w:control r:id="rId1"/></w:r>')), "DX-302"),
    "ole_part": (
        docx(
            extra={
                "word/embeddings/oleObject1.bin": (
                    "application/vnd.openxmlformats-officedocument.oleObject",
                    OLE,
                )
            }
        ),
        "DX-303",
    ),
    "embedded_workbook": (
        docx(extra={"word/embeddings/Book.xlsx": (SHEET.removesuffix(".main+xml"), b"PK")}),
        "DX-303",
    ),
    "ole_element": (
        docx(paragraph(runs='<w:object><o:OLEObject Type="Link"/></w:object>')),
        "DX-303",
    ),
    "alt_chunk": (docx('<w:altChunk r:id="rId1"/>'), "DX-304"),
    "alt_chunk_part": (docx(extra={"word/afchunk.htm": ("text/html", "<html/>")}), "DX-304"),
    "alt_chunk_relationship": (linked("aFChunk", "chunk.xml", outside=False), "DX-304"),
    "remote_template": (linked("attachedTemplate", "http://192.0.2.1/x.dotm"), "DX-305"),
    "remote_template_of_settings": (
        docx(
            extra={
                "word/settings.xml": (f"{WORD_TYPE}settings+xml", word_part("settings", "")),
                "word/_rels/settings.xml.rels": (
                    "",
                    relationships([("attachedTemplate", "\\\\192.0.2.1\\x.dotx", True)]),
                ),
            }
        ),
        "DX-305",
    ),
    "remote_picture": (linked("image", "http://192.0.2.1/x.png"), "DX-306"),
    "remote_ole": (linked("oleObject", "file://192.0.2.1/x.doc"), "DX-303"),
    "remote_frame": (linked("frame", "http://192.0.2.1/x.htm"), "DX-310"),
    "remote_part_not_marked_external": (linked("image", "//192.0.2.1/x", outside=False), "DX-306"),
    "remote_picture_behind_a_hyperlink": (
        docx(
            paragraph(runs=f'<w:r><a:blip xmlns:a="{DRAWING}" r:link="rId1"/></w:r>'),
            links=[("hyperlink", "http://192.0.2.1/x.png", True)],
        ),
        "DX-306",
    ),
    "remote_template_behind_a_hyperlink": (
        docx('<w:attachedTemplate r:id="rId1"/>', links=[("hyperlink", "http://192.0.2.1/", True)]),
        "DX-305",
    ),
    "remote_vml_picture": (vml('<v:imagedata src="http://192.0.2.1/x.png"/>'), "DX-306"),
    "vml_link_to_file": (vml('<v:shape href="file:///c:/x.exe"/>'), "DX-307"),
    "link_to_script": (linked("hyperlink", "javascript:alert(1)"), "DX-307"),
    "link_to_file": (linked("hyperlink", "file:///C:/x.exe"), "DX-307"),
    "link_to_share": (linked("hyperlink", "\\\\192.0.2.1\\share"), "DX-307"),
    "link_to_relative_file": (linked("hyperlink", "annex.exe"), "DX-307"),
    "link_field_to_share": (fields('HYPERLINK "\\\\\\\\192.0.2.1\\\\x"'), "DX-307"),
    "link_field_after_switch": (fields('HYPERLINK \\o "tip" "file:///c:/x"'), "DX-307"),
    "link_field_unquoted": (fields("HYPERLINK file:///c:/x"), "DX-307"),
    "dde": (fields("DDE excel x"), "DX-308"),
    "ddeauto_split_over_runs": (fields(" DD", "EAU", 'TO c:\\\\x "a"'), "DX-308"),
    "ddeauto_in_small_letters": (fields("ddeauto x"), "DX-308"),
    "ddeauto_before_a_quote": (fields('DDEAUTO"c:\\\\x"'), "DX-308"),
    "ddeauto_in_simple_field": (
        docx(paragraph(runs='<w:fldSimple w:instr="DDEAUTO x"/>')),
        "DX-308",
    ),
    "ddeauto_deleted": (
        docx(paragraph(runs=field("DDEAUTO x").replace("instrText", "delInstrText"))),
        "DX-308",
    ),
    "ddeauto_without_end": (
        docx(
            paragraph(
                runs='<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO x'
                "</w:instrText></w:r>"
            )
        ),
        "DX-308",
    ),
    "ddeauto_inside_if": (nested("DDEAUTO x", before="IF 1 = 1 "), "DX-308"),
    "ddeauto_in_header": (
        docx(
            extra={
                "word/header1.xml": (
                    f"{WORD_TYPE}header+xml",
                    word_part("hdr", paragraph(runs=field("DDEAUTO x"))),
                )
            }
        ),
        "DX-308",
    ),
    "include_text": (fields('INCLUDETEXT "c:\\\\x"'), "DX-308"),
    "include_picture": (fields('INCLUDEPICTURE "http://192.0.2.1/x" \\d'), "DX-308"),
    "linked_object": (fields("LINK Excel.Sheet.8 x"), "DX-308"),
    "name_of_field_computed": (nested("QUOTE 68 68 69"), "DX-309"),
    "name_of_field_partly_computed": (nested("QUOTE 69", before="DD", after="AUTO x"), "DX-309"),
    "field_after_64k_of_blanks": (fields(" " * 70_000, "DDEAUTO x"), "DX-309"),
    "online_video": (
        docx(paragraph(runs='<wp15:webVideoPr embeddedHtml="&lt;iframe/&gt;"/>')),
        "DX-310",
    ),
    "subdocument": (docx('<w:subDoc r:id="rId1"/>'), "DX-310"),
    "mail_merge": (
        docx(
            extra={
                "word/settings.xml": (
                    f"{WORD_TYPE}settings+xml",
                    word_part("settings", "<w:mailMerge/>"),
                )
            }
        ),
        "DX-310",
    ),
    "add_in": (
        docx(extra={"customUI/customUI.xml": (XML, "<customUI/>")}),
        "DX-310",
    ),
    "strict_dde": (
        docx(
            replace={
                "word/document.xml": word_part(
                    "document", f"<w:body>{paragraph(runs=field('DDE x'))}</w:body>"
                ).replace(W, STRICT[W])
            }
        ),
        "DX-308",
    ),
}


@pytest.mark.parametrize("case", ACTIVE)
def test_active_content_is_refused(case: str) -> None:
    data, rule = ACTIVE[case]
    report = check(data)
    assert rule in rules(report)
    assert report.verdict is Verdict.NOT_CLEAN


def test_missing_file_could_not_be_checked(tmp_path) -> None:
    assert check(tmp_path / "absent.docx").verdict is Verdict.COULD_NOT_CHECK


def test_hostile_target_is_shown_on_one_short_line() -> None:
    target = "http://x/\n::error::\u202e" + "a" * 500
    (fault,) = check(linked("attachedTemplate", target)).faults
    assert fault.params["target"].isprintable()
    assert len(fault.params["target"]) <= 120


@pytest.mark.parametrize("case", ["bomb", "lying_size", "huge_directory", "many_tags", "deep"])
def test_costly_file_is_answered_within_200_mb(case: str, tmp_path) -> None:
    data, rule = built((CONTAINER | PACKAGE)[case])
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with Worker(seconds=60, memory_mb=200) as worker:
        assert rule in rules(check_isolated(path, worker=worker))
