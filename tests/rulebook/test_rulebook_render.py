# SPDX-License-Identifier: MIT
"""Words for findings: every language, no template trick."""

from __future__ import annotations

import pytest
from committed import BOOKS
from hypothesis import given
from hypothesis import strategies as st

from esep.findings import Finding, Location, Severity
from esep.i18n import LANGUAGES
from esep.rulebook import Citation
from esep.rulebook.render import fill


def _finding(code: str, **params: str) -> Finding:
    return Finding(code, Severity.ERROR, Location("objects/a/b/passport.yml"), params)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_renders_without_translation_marks(lang: str) -> None:
    for code in BOOKS.rules:
        text = BOOKS.render(_finding(code), lang)
        assert text.title
        assert text.message
        assert text.fix
        assert text.citation
        assert f"[{lang}?]" not in f"{text}", code


@pytest.mark.parametrize(
    "value",
    ["{0.__class__}", "{limit}", "{{", "}}", "{size!r}", "%s", "$size", "{limit.__init__}", "\\1"],
)
def test_value_stays_as_written(value: str) -> None:
    message = BOOKS.render(_finding("YML001", size=value, limit="9"), "en").message

    assert message == f"The file must not exceed 9; found {value}."


def test_missing_value_reads_as_a_question_mark() -> None:
    message = BOOKS.render(_finding("YML001", size="1"), "en").message

    assert message == "The file must not exceed ?; found 1."


def test_huge_value_is_cut() -> None:
    message = BOOKS.render(_finding("YML001", size="9" * 100_000, limit="1"), "kk").message

    assert len(message) < 500
    assert "…" in message


@given(st.text(), st.text())
def test_fill_inserts_each_value_once(first: str, second: str) -> None:
    assert fill("{a}|{b}", {"a": first, "b": second}) == f"{first}|{second}"


@pytest.mark.parametrize(
    ("lang", "item"),
    [
        ("kk", "тәжірибелік пайдалануға беру актісі"),
        ("ru", "акт сдачи в опытную эксплуатацию"),
        ("en", "act of handing into trial operation"),
    ],
)
def test_coded_value_reads_as_its_label(lang: str, item: str) -> None:
    params = {"item": "act_trial", "number": "9a", "stage": "trial"}

    assert item in BOOKS.render(_finding("CMP001", **params), lang).message


def test_same_word_differs_by_group() -> None:
    kind = BOOKS.render(_finding("CMP010", item="tor", kind="trial"), "en").message
    stage = BOOKS.render(_finding("CMP001", item="tor", number="11", stage="trial"), "en").message

    assert "trial-operation tests" in kind
    assert "stage “trial operation”" in stage


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kk", "№ 193/НҚ бұйрық, 2-тармақ, 6) тармақша, 08.01.2025 редакциясы"),
        ("ru", "приказ № 193/НҚ, п. 2, пп. 6), редакция от 08.01.2025"),
        ("en", "Order 193/НҚ, p. 2, sub-p. 6), edition of 08.01.2025"),
    ],
)
def test_citation_in_words(lang: str, text: str) -> None:
    edition = BOOKS.acts["193/НҚ"].editions[-1].start

    assert BOOKS.render_citation(Citation("193/НҚ", "p.2(6)", edition), lang) == text


def test_unnumbered_part_is_not_called_a_sub_paragraph() -> None:
    assert BOOKS.render_citation(Citation("193/НҚ", "p.13 clause.2"), "ru") == (
        "приказ № 193/НҚ, п. 13, часть 2"
    )


def test_policy_is_called_policy() -> None:
    text = BOOKS.render(_finding("YML001"), "ru")

    assert text.citation.startswith("политика портала: ")
    assert text.url == ""
