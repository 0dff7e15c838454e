# SPDX-License-Identifier: MIT
"""The search box in a browser: from file://, under a strict policy, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from esep.search.documents import Document, Text
from esep.search.index import build
from esep.search.update import write

PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Поиск</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<form role="search" data-search-index="search/" data-search-root="./" data-search-lang="ru">
<label for="q">Поиск</label><input id="q" type="search" autocomplete="off"></form>
<script defer src="analyser.js"></script><script defer src="match.js"></script>
<script defer src="engine.js"></script><script defer src="search.js"></script></html>"""
HOSTILE = "<img src=x onerror=alert(1)></script>\u2028 мост"

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, tmp_path: Path, documents: list[Document]) -> Iterator[Any]:
    """A page with the box over our own objects, opened from file://."""
    texts = {"ru": Text(HOSTILE, kind="ИС", holder="Комитет", stage="развитие", url="hostile/")}
    leading = Document("away", {"ru": Text("Чужая ссылка", url="javascript:alert(1)")})
    write(
        tmp_path / "search",
        tmp_path,
        build([*documents, Document("hostile", texts, "KZ-1"), leading]),
    )
    for name in ("analyser.js", "match.js", "engine.js", "search.js"):
        (tmp_path / name).write_bytes(resources.files("esep.search").joinpath(name).read_bytes())
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "tau").write_text("", encoding="utf-8")
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message))
    opened.goto((tmp_path / "index.html").as_uri())
    yield opened
    assert errors == []
    opened.close()


def ask(page: Any, query: str) -> list[str]:
    """Type a query, wait for the answer, return the titles."""
    page.fill("#q", query)
    page.locator(".esep-search__status[role]:not(:empty)").wait_for(state="attached")
    return list(page.locator(".esep-search__title").all_text_contents())


def test_results_are_shown_with_facts_and_count(page: Any) -> None:
    titles = ask(page, "паспорт моста")
    assert titles[0] == "Паспорта мостов и путепроводов"
    assert "Найден" in page.locator("[role=status]").text_content()
    assert page.get_attribute("#q", "aria-expanded") == "true"


def test_reason_and_highlight_are_shown_when_a_word_is_mistyped(page: Any) -> None:
    ask(page, "пожраной")
    first = page.locator("[role=option]").first
    assert "исправлена опечатка" in first.locator(".esep-search__why").text_content()
    assert first.locator("mark").all_text_contents() == ["пожарной"]


def test_arrows_choose_and_escape_closes(page: Any) -> None:
    ask(page, "реестр")
    page.press("#q", "ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "esep-search-results-0-0"
    assert page.locator("[aria-selected=true]").count() == 1
    page.press("#q", "ArrowUp")
    assert page.get_attribute("#q", "aria-activedescendant") is None
    page.press("#q", "Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    assert page.input_value("#q") == "реестр"
    page.press("#q", "Escape")
    assert page.input_value("#q") == ""


def test_enter_opens_the_chosen_result(page: Any) -> None:
    ask(page, "лавина")
    page.press("#q", "ArrowDown")
    page.press("#q", "Enter")
    page.wait_for_url("**/tau")


def test_text_of_the_index_is_never_markup(page: Any) -> None:
    titles = ask(page, "onerror мост")
    assert titles[0] == HOSTILE
    assert page.locator("#q ~ ul img").count() == 0
    assert page.locator(".esep-search__facts").first.text_content().startswith("ИС · Комитет")


def test_link_leads_nowhere_when_it_leaves_the_portal(page: Any) -> None:
    ask(page, "чужая ссылка")
    assert page.locator("[role=option] a").first.get_attribute("href") is None


def test_word_that_met_nothing_is_named(page: Any) -> None:
    assert ask(page, "мост щщщщщщщщ")
    assert page.locator("[role=status]").text_content().endswith("Не найдены слова: «щщщщщщщщ».")


def test_nothing_found_is_said(page: Any) -> None:
    assert ask(page, "ъъъъъъъъ") == []
    assert page.locator("[role=status]").text_content().startswith("Ничего не найдено")


def test_query_that_met_nothing_is_put_in_words_of_the_index(page: Any) -> None:
    assert ask(page, "пасрпотртт") == []
    guess = page.locator(".esep-search__advice p a").first
    assert guess.text_content() == "паспорта"
    assert guess.text_content() in page.locator("[role=status]").text_content()
    page.fill("#q", guess.text_content())
    page.locator("[role=option]").first.wait_for()
    assert page.locator(".esep-search__advice").is_hidden()


def test_words_unlike_any_of_the_index_are_not_put_otherwise(page: Any) -> None:
    ask(page, "ъъъъъъъъ")
    assert page.locator(".esep-search__advice p").first.is_hidden()


def test_pages_that_help_are_the_next_stops_when_nothing_is_found(page: Any) -> None:
    ask(page, "ъъъъъъъъ")
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
    ends = ("/ru/objects/index.html", "/ru/organisations/index.html", "/ru/glossary/index.html")
    assert [one.endswith(end) for one, end in zip(stops, ends, strict=True)] == [True] * 3
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
