# SPDX-License-Identifier: MIT
"""Which language a text is in, and how it is marked on a page of another."""

from __future__ import annotations

import json
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.i18n import LANGUAGES
from esep.portal.templates import quote
from esep.portal.tongues import Spoken, language_of, said

RUSSIAN = ["Протокол бюджетной комиссии от 2019-01-21", "5 лет", "еженедельно"]
RUSSIAN += ["ТОО «Испытательная лаборатория «Ақниет»", "Законодательство о персональных данных"]
KAZAKH = ["Ақпараттық жүйе", "Заң 7-бап", "Екінші деңгейдегі банктер", "күн сайын"]
ENGLISH = ["Minutes of the commission", "once a week", "Register extract shown daily"]
NEITHER = [
    "function-points",
    "AMQP",
    "REST/JSON",
    "3.0.9",
    "Акт № 56",
    "«Ақниет»",
    "IT Tulpar",
    "calc-1",
    "2 ПБ",
]


@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_is_told_on_pages_of_the_others(text: str) -> None:
    assert [language_of(text, page) for page in LANGUAGES] == ["ru", "", "ru"]


@pytest.mark.parametrize("text", KAZAKH)
def test_kazakh_is_told_on_pages_of_the_others(text: str) -> None:
    assert [language_of(text, page) for page in LANGUAGES] == ["", "kk", "kk"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_on_pages_of_the_others(text: str) -> None:
    assert [language_of(text, page) for page in LANGUAGES] == ["en", "en", ""]


@pytest.mark.parametrize("text", NEITHER)
def test_names_and_signs_are_of_no_language_where_both_may_write_them(text: str) -> None:
    assert [language_of(text, page) for page in ("kk", "ru")] == ["", ""]


def test_text_in_two_languages_is_of_neither() -> None:
    text = "Екінші деңгейдегі банктер / Банки второго уровня от центрального банка"
    assert [language_of(text, page) for page in ("kk", "ru")] == ["", ""]


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_mark_never_changes_what_is_said(text: str, page: str) -> None:
    marked = said(text, page)
    assert marked == text
    assert quote(text) in quote(marked)


def test_markup_is_of_no_language() -> None:
    assert language_of("<b>Протокол бюджетной комиссии от января</b>", "en") == ""


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_every_text_makes_the_same_element(text: str, page: str) -> None:
    made = re.sub(r"kk|ru|en", "", quote(said(text, page)).removesuffix(f"{quote(text)}</span>"))
    assert made == '<span class="e-said" lang="">'


def test_missing_translation_is_marked_by_itself_and_by_the_language_it_is_in() -> None:
    text = Spoken("учёт & <b>", "ru", "kk")
    assert text == "[kk?] учёт & <b>"
    assert quote(text) == ('[kk?] <span class="e-said" lang="ru">учёт &amp; &lt;b&gt;</span>')


def test_marked_text_is_plain_where_no_html_is_made() -> None:
    text = Spoken("учёт", "ru", "kk")
    assert f"{text}!" == "[kk?] учёт!"
    assert json.dumps([text], ensure_ascii=False) == '["[kk?] учёт"]'
    assert quote(pickle.loads(pickle.dumps(text))) == quote(text)
