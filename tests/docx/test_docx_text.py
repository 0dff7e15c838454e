# SPDX-License-Identifier: MIT
"""The text of a draft is what paper shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_files import WORD_TYPE, docx, field, paragraph, word_part

from esep.docx.numbering import spell
from esep.docx.text import ANY_NUMBER, NotCleanError, extract

RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.fixture
def text(tmp_path):
    def read(*blocks: str, parts: dict[str, str] | None = None) -> list[str]:
        kinds = {name: f"{WORD_TYPE}{name.rstrip('123')}+xml" for name in parts or {}}
        path = tmp_path / "a.docx"
        path.write_bytes(
            docx(
                *blocks,
                extra={f"word/{n}.xml": (kinds[n], body) for n, body in (parts or {}).items()},
                links=[(name.rstrip("123"), f"{name}.xml", False) for name in parts or {}],
            )
        )
        return [item.text for item in extract(path)]

    return read


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=number)


def numbering(*levels: tuple[str, str], more: str = "") -> dict[str, str]:
    items = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
        for at, (form, label) in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{items}</w:abstractNum>'
    num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return {"numbering": word_part("numbering", abstract + num + more)}


def test_spaces_are_single(text) -> None:
    assert text(paragraph("  бір \u00a0 екі\t")) == ["бір екі"]


def test_runs_are_joined(text) -> None:
    assert text(paragraph(runs=RUN.format("құ") + RUN.format("жат"))) == ["құжат"]


def test_cells_are_paragraphs_of_their_own(text) -> None:
    row = "".join(f"<w:tc>{paragraph(word)}</w:tc>" for word in ("а", "б"))
    assert text(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>") == ["а", "б"]


def test_deleted_text_is_left_out_and_inserted_kept(text) -> None:
    deleted = "<w:del><w:r><w:delText>ескі</w:delText></w:r></w:del>"
    assert text(paragraph(runs=f"{deleted}<w:ins>{RUN.format('жаңа')}</w:ins>")) == ["жаңа"]


def test_hidden_run_is_left_out(text) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>құпия</w:t></w:r>"
    assert text(paragraph("ашық", runs=hidden)) == ["ашық"]


def test_code_of_a_field_is_left_out_and_its_result_kept(text) -> None:
    assert text(paragraph("тап ", runs=field("REF x", result="5"))) == ["тап 5"]


def test_page_number_is_any_number(text) -> None:
    assert text(paragraph("бет ", runs=field("PAGE", result="7"))) == [f"бет {ANY_NUMBER}"]


def test_page_in_contents_is_any_number(text) -> None:
    entry = "<w:r><w:t>Кіріспе</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>3</w:t></w:r>"
    begin, end = field("TOC \\o").split("<w:r><w:t></w:t></w:r>")
    assert text(paragraph(runs=begin + entry + end)) == [f"Кіріспе {ANY_NUMBER}"]


def test_text_box_is_read_once(text) -> None:
    box = f"<w:txbxContent>{paragraph('қорап')}</w:txbxContent>"
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert text(paragraph("негізгі", runs=f"<w:r>{choice}</w:r>")) == ["негізгі", "қорап"]


def test_notes_follow_with_their_number(text) -> None:
    runs = "<w:r><w:footnoteRef/></w:r>" + RUN.format("түсіндірме")
    note = f'<w:footnote w:id="2">{paragraph(runs=runs)}</w:footnote>'
    separator = f'<w:footnote w:id="0">{paragraph("–")}</w:footnote>'
    found = text(
        paragraph("сөз", runs='<w:r><w:footnoteReference w:id="2"/></w:r>'),
        parts={"footnotes": word_part("footnotes", separator + note)},
    )
    assert found == ["сөз1", "1 түсіндірме"]


def test_headers_and_footers_come_last(text) -> None:
    parts = {
        "header1": word_part("hdr", paragraph("жоғарғы")),
        "footer1": word_part("ftr", paragraph("төменгі")),
    }
    assert text(paragraph("мәтін"), parts=parts) == ["мәтін", "жоғарғы", "төменгі"]


def test_numbers_of_levels_are_counted(text) -> None:
    found = text(
        *(
            numbered(word, level)
            for word, level in (("а", 0), ("б", 1), ("в", 1), ("г", 0), ("д", 1))
        ),
        parts=numbering(("decimal", "%1."), ("lowerLetter", "%1.%2)")),
    )
    assert found == ["1. а", "1.a) б", "1.b) в", "2. г", "2.a) д"]


def test_bullet_has_no_text(text) -> None:
    assert text(numbered("а"), parts=numbering(("bullet", "•"))) == ["а"]


def test_list_that_restarts_begins_again(text) -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    found = text(
        numbered("а"),
        numbered("б"),
        numbered("в", list_id=2),
        parts=numbering(("decimal", "%1."), more=again),
    )
    assert found == ["1. а", "2. б", "1. в"]


def test_style_brings_its_list(text) -> None:
    style = '<w:style w:styleId="{}">{}</w:style>'
    numbered_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style.format("H", numbered_style) + style.format("I", '<w:basedOn w:val="H"/>')
    found = text(
        paragraph("а", properties='<w:pStyle w:val="I"/>'),
        parts=numbering(("upperRoman", "%1.")) | {"styles": word_part("styles", styles)},
    )
    assert found == ["I. а"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (3, "russianLower", "в"),
        (3, "noSuchFormat", "3"),
    ],
)
def test_number_is_spelled(number: int, form: str, text: str) -> None:
    assert spell(number, form) == text


def test_file_that_is_not_clean_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph(runs=field("DDE x"))))
    with pytest.raises(NotCleanError):
        extract(path)


def test_paragraphs_know_their_number_and_place(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('б')}</w:tc></w:tr></w:tbl>"
    path.write_bytes(docx(paragraph("а"), paragraph(), cell))
    assert [(item.kind, item.number) for item in extract(path)] == [("body", 1), ("table", 3)]


def test_row_that_repeats_on_every_page_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    properties = "<w:trPr><w:tblHeader/></w:trPr>"
    path.write_bytes(docx(f"<w:tbl><w:tr>{properties}<w:tc>{paragraph('а')}</w:tc></w:tr></w:tbl>"))
    assert [item.kind for item in extract(path)] == ["table-head"]
