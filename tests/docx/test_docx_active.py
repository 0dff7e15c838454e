# SPDX-License-Identifier: MIT
"""What acts, fetches or leads elsewhere inside a DOCX is refused by name."""

from __future__ import annotations

import pytest
from docx_files import (
    OLE,
    SHEET,
    STRICT,
    WORD_TYPE,
    XML_TYPE,
    W,
    docx,
    field,
    paragraph,
    relationships,
    rules,
    word_part,
)

from esep.docx import Verdict, check

TEXT = paragraph("Жүйенің сипаттамасы")


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
        docx(extra={"customUI/customUI.xml": (XML_TYPE, "<customUI/>")}),
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


def test_hostile_target_is_shown_on_one_short_line() -> None:
    target = "http://x/\n::error::\u202e" + "a" * 500
    (fault,) = check(linked("attachedTemplate", target)).faults
    assert fault.params["target"].isprintable()
    assert len(fault.params["target"]) <= 120
