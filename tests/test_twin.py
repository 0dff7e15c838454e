# SPDX-License-Identifier: MIT
"""A draft is compared with its original word by word, layout aside."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "docx"))

from docx_files import WORD_TYPE, docx, field, paragraph, word_part

from esep.docx.text import ANY_NUMBER
from esep.i18n import LANGUAGES
from esep.twin import Difference, Twin, compare
from esep.twin.align import gaps
from esep.twin.compare import differences
from esep.twin.original import original_words
from esep.twin.show import as_html, as_markdown, as_text
from esep.twin.words import Word, words

VOCABULARY = (
    *("мемлекеттік", "орган", "ақпараттандыру", "объектісінің", "жүйенің", "құрамы", "шлюз"),
    *("система", "учёта", "сведений", "обеспечивает", "взаимодействие", "компонентов", "данных"),
    *("talap", "modul", "interfeis", "server", "protokol", "arhiv", "katalog", "zhurnal"),
)


def prose(number: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(VOCABULARY) + f"{chance.randrange(90)}" for _ in range(number)]


def row(*texts: str) -> list[Word]:
    return [word for place, text in enumerate(texts, 1) for word in words(text, place)]


def found(draft: list[Word], original: list[Word]) -> list[tuple[str, str, str]]:
    return [(item.kind, item.draft, item.original) for item in differences(draft, original)[1]]


@pytest.mark.parametrize(
    ("draft", "original"),
    [
        ("ақпараттандыру", "ақпарат-\nтандыру"),
        ("ғылыми-техникалық", "ғылыми-\nтехникалық"),
        ("инфор\u00adмация", "информация"),
        ("эффективный", "эффек\ufffeтивный"),
        ("office", "oﬃce"),
        ("1 000 000", "1\u00a0000\u202f000"),
        ("«Есеп» – жүйе", '"Есеп" - жүйе'),
        ("КІРІСПЕ", "Кіріспе"),
        ("Кіріспе 5", "Кіріспе ............ 5"),
        ("\uf0b7 талап", "талап"),
        ("2024-07-01", "2024-\n07-01"),
        ("система учёта", "систе ма учёта"),
        ("система учёта", "системаучёта"),
    ],
)
def test_layout_makes_no_difference(draft: str, original: str) -> None:
    around = " ".join(prose(10))
    pages = [f"{around} {original} {around}".splitlines()]
    assert found(row(f"{around} {draft} {around}"), original_words(pages, [])) == []


@pytest.mark.parametrize(
    ("draft", "original"),
    [
        ("100", "1000"),
        ("-5", "5"),
        ("2024-07-01", "2024-07-10"),
        ("орган", "органы"),
        ("99,9 %", "99,5 %"),
        ("міндетті", "міндетті емес"),
    ],
)
def test_change_of_meaning_is_told(draft: str, original: str) -> None:
    around = " ".join(prose(10))
    assert found(row(f"{around} {draft} {around}"), row(f"{around} {original} {around}"))


@settings(max_examples=8, deadline=None)
@given(at=st.integers(0, 8999), seed=st.integers(0, 99))
def test_one_changed_word_of_twenty_pages_is_found(at: int, seed: int) -> None:
    text = prose(9000, seed)
    other = [*text[:at], "өзгерген", *text[at + 1 :]]
    assert found(row(" ".join(text)), row(" ".join(other))) == [("changed", text[at], "өзгерген")]


@settings(deadline=None)
@given(st.lists(st.sampled_from("абв"), max_size=30), st.lists(st.sampled_from("абв"), max_size=30))
def test_gaps_rebuild_the_other_side(left: list[str], right: list[str]) -> None:
    rebuilt, at = [], 0
    for gap in gaps(left, right):
        rebuilt += left[at : gap.a] + right[gap.c : gap.d]
        at = gap.b
    assert rebuilt + left[at:] == right


@settings(deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=40))
def test_text_is_its_own_twin(text: list[str]) -> None:
    assert differences(row(" ".join(text)), row(" ".join(text))) == (1.0, [])


def test_blank_that_was_filled_is_told_as_such() -> None:
    before, after = " ".join(prose(8)), " ".join(prose(8, 2))
    draft = row(f"{before} «___» ________ № ____ {after}")
    original = row(f"{before} «15» шілде № 123-НҚ {after}")
    assert {item[0] for item in found(draft, original)} == {"filled"}


def test_signature_block_is_added_and_nothing_else() -> None:
    text = " ".join(prose(200))
    original = f"БЕКІТЕМІН Басшы А. Асанова {text} ЭЦҚ қойылған 15.07.2024"
    assert [item[0] for item in found(row(text), row(original))] == ["added", "added"]


def test_footnote_at_the_bottom_of_a_page_has_moved() -> None:
    first, second, note = (" ".join(prose(60, seed)) for seed in (1, 2, 3))
    similarity, listed = differences(row(first, second, note), row(first, note, second))
    assert {item.kind for item in listed} == {"moved"}
    assert similarity == 1.0


def test_numbers_that_changed_places_are_told() -> None:
    a, b, c = (" ".join(prose(20, seed)) for seed in (1, 2, 3))
    assert len(found(row(f"{a} 100 {b} 200 {c}"), row(f"{a} 200 {b} 100 {c}"))) == 2


def test_page_number_of_contents_is_no_difference() -> None:
    assert found(row(f"Кіріспе {ANY_NUMBER}", "мәтін"), row("Кіріспе 12", "мәтін")) == []


def test_declared_header_is_left_out() -> None:
    pages = [["Есеп жүйесі бет 1 / 2", "бір"], ["екі", "Есеп жүйесі бет 2 / 2"]]
    header = f"Есеп жүйесі бет {ANY_NUMBER} / {ANY_NUMBER}"
    assert [word.text for word in original_words(pages, [header])] == ["бір", "екі"]


def test_undeclared_running_line_is_kept_once() -> None:
    pages = [["Көшірме", f"мәтін{number}"] for number in range(5)]
    assert [word.text for word in original_words(pages, [])].count("Көшірме") == 1


def test_head_of_a_table_is_kept_once() -> None:
    pages = [["№ Атауы", "бір"], ["№ Атауы", "екі"]]
    kept = [word.text for word in original_words(pages, [], ["№ Атауы"])]
    assert kept == ["No", "Атауы", "бір", "екі"]


def test_short_line_inside_many_pages_is_kept() -> None:
    page = [*(f"мәтін{number}" for number in range(9)), "орган", *"абвгдеж"]
    assert [word.text for word in original_words([page] * 5, [])].count("орган") == 5


def test_word_of_a_cell_over_a_page_break_has_moved() -> None:
    a, b, c = (" ".join(prose(20, seed)) for seed in (1, 2, 3))
    assert found(row(f"{a} соңы {b} {c}"), row(f"{a} {b} соңы {c}")) == [("moved", "соңы", "соңы")]


def test_lines_that_differ_in_a_number_are_all_kept() -> None:
    pages = [[f"Барлығы {number * 7 + 100}"] for number in range(5)]
    assert len(original_words(pages, [])) == 10


def test_page_numbers_are_left_out() -> None:
    pages = [[f"мәтін{number}", f"- {number + 3} -"] for number in range(5)]
    assert [word.text for word in original_words(pages, [])] == [f"мәтін{n}" for n in range(5)]


def test_numbers_of_a_table_are_kept() -> None:
    pages = [["10", "20", "30"], ["мәтін", "40"], ["50", "60"]]
    assert len(original_words(pages, [])) == 7


def test_word_broken_over_a_page_is_no_difference() -> None:
    text = " ".join(prose(10))
    pages = [[f"{text} ақпарат-"], [f"тандыру {text}"]]
    assert found(row(f"{text} ақпараттандыру {text}"), original_words(pages, [])) == []


@pytest.fixture
def pair(tmp_path):
    def make(paragraphs: list[str], lines: list[str]) -> tuple[Path, Path]:
        draft, original = tmp_path / "a.docx", tmp_path / "a.pdf"
        draft.write_bytes(docx(*map(paragraph, paragraphs)))
        pdf = FPDF()
        pdf.set_font("helvetica", size=11)
        pdf.add_page()
        for line in lines:
            pdf.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
        pdf.output(str(original))
        return draft, original

    return make


LATIN = [" ".join(word for word in prose(120, seed) if word.isascii()) for seed in range(30)]


def test_equal_files_have_no_differences(pair) -> None:
    assert compare(*pair(LATIN, LATIN)) == Twin(1.0)


def test_place_and_surroundings_of_a_change_are_told(pair) -> None:
    other = [*LATIN[:20], f"alpha beta 17 {LATIN[20]}", *LATIN[21:]]
    draft = [*LATIN[:20], f"alpha beta 16 {LATIN[20]}", *LATIN[21:]]
    (item,) = compare(*pair(draft, other)).differences
    assert (item.draft, item.original, item.paragraph) == ("16", "17", 21)
    assert item.before.endswith("alpha beta")
    assert item.page > 1


def test_draft_that_is_not_clean_is_not_compared(pair) -> None:
    draft, original = pair(LATIN, LATIN)
    draft.write_bytes(docx(paragraph(runs=field("DDE x"))))
    assert compare(draft, original).problem == "draft-not-clean"


def test_original_that_is_no_pdf_is_not_compared(pair) -> None:
    draft, original = pair(LATIN, LATIN)
    original.write_bytes(b"%PDF-1.4 broken")
    assert compare(draft, original).problem == "original-unreadable"


def test_original_without_text_is_not_compared(pair) -> None:
    assert compare(*pair(LATIN, [])).problem == "no-text"


HOSTILE = Difference("changed", "<script>*a*</script>", "@all [x](javascript:1)", 1, 2, "&", "`")


def test_html_escapes_what_the_files_say() -> None:
    text = as_html(Twin(0.5, (HOSTILE,)), "en")
    assert "<script" not in text
    assert "<del>&lt;script&gt;" in text


def test_markdown_escapes_what_the_files_say() -> None:
    text = as_markdown(Twin(0.5, (HOSTILE,)), "en").partition("\n\n")[2]
    assert not set("<>[]()@`") & set(text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("problem", ["draft-not-clean", "original-unreadable", "no-text", "limits"])
def test_problem_is_told_in_every_language(lang: str, problem: str) -> None:
    assert "?]" not in as_text(Twin(0.0, problem=problem), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["changed", "filled", "removed", "added", "moved"])
def test_difference_is_told_in_every_language(lang: str, kind: str) -> None:
    item = Difference(kind, "a", "b", 1, 2, "", "")
    text = as_text(Twin(0.9994, (item,), 3, (4,)), lang)
    assert "?]" not in text
    assert "99.9" in text


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_kazakh_and_russian_original_of_libreoffice_is_a_twin(tmp_path: Path) -> None:
    from esep.convert import convert

    texts = [" ".join(prose(90, seed)) + " «Есеп» әіңғүұқөһ Ёё" for seed in range(40)]
    draft, original = tmp_path / "a.docx", tmp_path / "a.pdf"
    draft.write_bytes(with_footer(texts))
    convert(draft, original, checker=Accepting)
    assert compare(draft, original) == Twin(1.0)
    draft.write_bytes(with_footer([*texts[:-1], f"{texts[-1]} соңы"]))
    (item,) = compare(draft, original).differences
    assert (item.kind, item.draft) == ("removed", "соңы")


def with_footer(texts: list[str]) -> bytes:
    footer = word_part("ftr", paragraph("бет ", runs=field("PAGE", result="1")))
    section = '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/></w:sectPr>'
    return docx(
        *(paragraph(text, '<w:jc w:val="both"/>') for text in texts),
        paragraph(properties=section),
        extra={"word/footer1.xml": (f"{WORD_TYPE}footer+xml", footer)},
        links=[("footer", "footer1.xml", False)],
    )


class Accepting:
    """A check that accepts every file: here only the text matters."""

    accepted = True
    verdict = "conforms-1b"

    def __init__(self, path: Path) -> None:
        assert path.is_file()
