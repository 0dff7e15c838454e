# SPDX-License-Identifier: MIT
"""Ordinary drafts pass; what the author left behind is a warning."""

from __future__ import annotations

import pytest
from docx_files import (
    MAIN_TYPE,
    STRICT,
    WORD_TYPE,
    Part,
    docx,
    field,
    pack,
    paragraph,
    parts,
    relationships,
    word_part,
)

from esep.docx import Fault, Verdict, check, check_isolated
from esep.findings import Severity
from esep.isolation import Worker

CORE = "application/vnd.openxmlformats-package.core-properties+xml"
APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
PNG = b"\x89PNG\r\n\x1a\n"


def strict() -> bytes:
    def rewrite(body: Part) -> Part:
        assert isinstance(body, str)
        for old, new in STRICT.items():
            body = body.replace(old, new)
        return body

    return pack({name: rewrite(body) for name, body in parts().items()})


def with_part(name: str, kind: str, body: str) -> bytes:
    return docx(extra={f"word/{name}.xml": (f"{WORD_TYPE}{kind}+xml", body)})


CLEAN = {
    "plain": docx(),
    "strict": strict(),
    "picture": docx(extra={"word/media/image1.png": ("", PNG)}),
    "folders_in_the_container": pack({**parts(), "word/media/": ""}),
    "theme": docx(extra={"word/theme/theme1.xml": (THEME, "<a/>")}),
    "custom_xml": docx(extra={"customXml/item1.xml": ("", "<a><control/><movie/></a>")}),
    "web_link": docx(links=[("hyperlink", "https://example.kz/?a=1&b=2", True)]),
    "mail_link": docx(links=[("hyperlink", "mailto:office@example.kz", True)]),
    "bookmark_link": docx(links=[("hyperlink", "#_Toc1", True)]),
    "contents": docx(paragraph(runs=field(' TOC \\o "1-3" \\h ', result="1"))),
    "page_number": docx(paragraph(runs='<w:fldSimple w:instr=" PAGE "/>')),
    "link_field": docx(paragraph(runs=field('HYPERLINK "http://example.kz" \\o "DDE"'))),
    "link_field_to_bookmark": docx(paragraph(runs=field("HYPERLINK \\l _Toc1"))),
    "condition_with_nested_page": docx(
        paragraph(
            runs='<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText>'
            f'</w:r>{field("PAGE")}<w:r><w:instrText> = 1 "a" "b"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
    ),
    "word_dde_in_text": docx(paragraph("DDEAUTO – өріс атауы")),
    "embedded_picture": docx(
        paragraph(
            runs='<w:r><a:blip r:embed="rId1" r:link="" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:r>'
        ),
        extra={"word/media/image1.png": ("", PNG)},
        links=[("image", "media/image1.png", False)],
    ),
    "vml_text_box": docx(paragraph(runs='<w:r><w:pict><v:shape href="#x"/></w:pict></w:r>')),
    "large_and_repetitive_but_small": docx(*[paragraph("бірдей мәтін")] * 8_000),
    "name_with_percent": docx(extra={"word/media/a%20b.png": ("", PNG)}),
    "main_part_elsewhere": pack(
        {
            name.replace("word/document", "content/main"): (
                body.replace("word/document", "content/main") if isinstance(body, str) else body
            )
            for name, body in parts().items()
        }
    ),
    "absolute_target_in_other_case": docx(
        replace={"_rels/.rels": relationships([("officeDocument", "/word/Document.xml", False)])}
    ),
}


@pytest.mark.parametrize("case", CLEAN)
def test_ordinary_draft_is_clean(case: str) -> None:
    report = check(CLEAN[case])
    assert report.verdict is Verdict.CLEAN
    assert report.faults == ()


def run(properties: str, text: str = "құпия") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def styled(*styles: str, runs: str, properties: str = "", defaults: str = "") -> bytes:
    body = f"<w:docDefaults><w:rPrDefault>{defaults}</w:rPrDefault></w:docDefaults>"
    return docx(
        paragraph(runs=runs, properties=properties),
        extra={
            "word/z/styles.xml": (
                f"{WORD_TYPE}styles+xml",
                word_part("styles", body + "".join(styles)),
            )
        },
    )


HIDE = "<w:rPr><w:vanish/></w:rPr>"
HIDDEN = f'<w:style w:type="character" w:styleId="H">{HIDE}</w:style>'
BASED = '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="H"/></w:style>'
NORMAL = f'<w:style w:type="paragraph" w:default="1" w:styleId="N">{HIDE}</w:style>'
LEFTOVERS = {
    "insertion": (docx(paragraph(runs='<w:ins w:author="А."><w:r/></w:ins>')), "DX-401"),
    "deletion": (docx(paragraph(runs="<w:del><w:r/></w:del>")), "DX-401"),
    "move": (docx(paragraph(runs="<w:moveFrom><w:r/></w:moveFrom>")), "DX-401"),
    "format_change": (docx(paragraph(runs="<w:r><w:rPr><w:rPrChange/></w:rPr></w:r>")), "DX-401"),
    "comment": (with_part("comments", "comments", word_part("comments", "<w:comment/>")), "DX-402"),
    "hidden_run": (docx(paragraph(runs=run("<w:vanish/>"))), "DX-403"),
    "hidden_by_character_style": (styled(HIDDEN, runs=run('<w:rStyle w:val="H"/>')), "DX-403"),
    "hidden_by_base_style": (
        styled(HIDDEN, BASED, runs=run('<w:rStyle w:val="B"/>')),
        "DX-403",
    ),
    "hidden_by_paragraph_style": (
        styled(HIDDEN, runs=run(""), properties='<w:pStyle w:val="H"/>'),
        "DX-403",
    ),
    "hidden_by_default_style": (styled(NORMAL, runs=run("")), "DX-403"),
    "hidden_by_defaults": (styled(runs=run(""), defaults=HIDE), "DX-403"),
    "author": (
        docx(extra={"docProps/core.xml": (CORE, "<p><creator>А. Асанова</creator></p>")}),
        "DX-404",
    ),
    "company": (
        docx(extra={"docProps/app.xml": (APP, "<p><Company>Үлгі мекемесі</Company></p>")}),
        "DX-404",
    ),
    "custom_property": (
        docx(extra={"docProps/custom.xml": (CUSTOM, '<p><property name="Шифр"/></p>')}),
        "DX-405",
    ),
    "document_variable": (
        with_part("settings", "settings", word_part("settings", "<w:docVar/>")),
        "DX-406",
    ),
}
NOT_HIDDEN = {
    "switched_off": docx(paragraph(runs=run('<w:vanish w:val="0"/>'))),
    "switched_off_over_style": styled(
        HIDDEN, runs=run('<w:rStyle w:val="H"/><w:vanish w:val="false"/>')
    ),
    "paragraph_mark": docx(
        paragraph("көрінеді", properties="<w:rPr><w:vanish/></w:rPr>"),
    ),
    "run_without_text": docx(paragraph(runs="<w:r><w:rPr><w:vanish/></w:rPr></w:r>")),
    "style_not_used": styled(HIDDEN, runs=run("")),
    "style_based_on_itself": styled(
        '<w:style w:styleId="H"><w:basedOn w:val="H"/></w:style>', runs=run('<w:rStyle w:val="H"/>')
    ),
    "empty_author": docx(extra={"docProps/core.xml": (CORE, "<p><creator> </creator></p>")}),
    "comments_part_without_comments": with_part("comments", "comments", word_part("comments", "")),
}


@pytest.mark.parametrize("case", LEFTOVERS)
def test_leftover_is_a_warning_on_a_clean_draft(case: str) -> None:
    data, rule = LEFTOVERS[case]
    report = check(data)
    assert report.verdict is Verdict.CLEAN
    assert [(fault.rule, fault.severity) for fault in report.faults] == [(rule, Severity.WARNING)]


@pytest.mark.parametrize("case", NOT_HIDDEN)
def test_nothing_left_over_is_no_warning(case: str) -> None:
    assert check(NOT_HIDDEN[case]).faults == ()


def test_values_of_personal_properties_are_listed() -> None:
    core = "<p><creator>А. Асанова</creator><lastModifiedBy>Б.</lastModifiedBy></p>"
    (fault,) = check(docx(extra={"docProps/core.xml": (CORE, core)})).faults
    assert fault.params["values"] == "creator = А. Асанова; lastModifiedBy = Б."


def test_isolated_check_agrees(tmp_path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(LEFTOVERS["author"][0])
    assert check_isolated(path) == check(path)


def test_one_worker_checks_many_files(tmp_path) -> None:
    with Worker(seconds=20, memory_mb=512) as worker:
        for name, data in (("a.docx", docx()), ("b.docx", b"")):
            (tmp_path / name).write_bytes(data)
            assert check_isolated(tmp_path / name, worker=worker) == check(data)


def test_child_without_memory_could_not_check(tmp_path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx())
    with Worker(seconds=20, memory_mb=1) as worker:
        report = check_isolated(path, worker=worker)
    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert [fault.rule for fault in report.faults] == ["DX-900"]


def test_same_file_gives_the_same_report() -> None:
    data = docx(paragraph(runs=field("DDE x")), main_type=f"{MAIN_TYPE}x")
    assert check(data) == check(data)


def test_fault_is_hashable_by_its_key() -> None:
    assert hash(Fault("DX-103", Severity.ERROR).sort_key())
