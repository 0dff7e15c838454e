# SPDX-License-Identifier: MIT
"""The catalogue in a browser, from a disk: keyboard, address, files, what is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    assert errors == []
    opened.close()


def visit(page: Any, site: Path, query: str = "", lang: str = "en", unfold: bool = True) -> None:
    page.goto((site / lang / "objects/index.html").as_uri() + query)
    page.locator(".e-facets:not([hidden])").wait_for()
    if unfold:
        page.locator(".e-facets__fold > summary").click()


def status(page: Any) -> str:
    return str(page.locator(".e-facets [role=status]").text_content())


def names(page: Any) -> list[str]:
    page.locator(".e-found tbody tr").first.wait_for()
    return list(page.locator(".e-found tbody th").all_text_contents())


def test_facet_is_chosen_with_the_keyboard_alone(page: Any, site: Path) -> None:
    visit(page, site)
    page.locator("summary", has_text="Registration").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert status(page) == "Objects found: 1 of 4"
    assert names(page) == ["Жүйе alfa eng"]
    assert page.evaluate("document.activeElement.value") == "coded"


def test_choice_stands_in_the_address_and_back_undoes_it(page: Any, site: Path) -> None:
    visit(page, site)
    page.locator("summary", has_text="Registration").click()
    page.locator("input[value=coded]").check()
    page.locator("input[value=waiting]").check()
    assert page.url.endswith("?state=coded&state=waiting")
    page.go_back()
    assert status(page) == "Objects found: 1 of 4"
    page.go_back()
    assert page.locator(".e-whole table").is_visible()


def test_address_alone_brings_the_choice_back(page: Any, site: Path) -> None:
    visit(page, site, "?holder=saraishyq&kind=ici.is&kind=unknown")
    assert status(page) == "Objects found: 1 of 4"
    assert names(page) == ["Жүйе beta eng"]
    assert page.locator("input[value=saraishyq]").is_checked()
    assert page.locator(".e-whole").is_hidden()


def test_choice_goes_along_to_another_language(page: Any, site: Path) -> None:
    visit(page, site, "?state=faulty")
    page.locator(".e-switch a[lang=ru]").click()
    page.locator(".e-facets:not([hidden])").wait_for()
    assert status(page) == "Найдено объектов: 1 из 4"
    assert names(page) == ["broken"]


def test_clearing_gives_the_whole_list_and_keeps_the_focus_in_the_form(
    page: Any, site: Path
) -> None:
    visit(page, site, "?state=coded")
    page.locator("button[type=reset]").press("Enter")
    assert status(page) == "Objects found: 4 of 4"
    assert page.locator(".e-whole table").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_file_holds_what_is_chosen_and_nothing_else(page: Any, site: Path, kind: str) -> None:
    visit(page, site, "?state=waiting")
    with page.expect_download() as saved:
        page.locator(f"button[data-save={kind}]").press("Enter")
    assert saved.value.suggested_filename == f"objects.{kind}"
    assert ids(Path(saved.value.path()), kind) == ["beta", "gamma"]


def ids(path: Path, kind: str) -> list[str]:
    if kind == "json":
        data = json.loads(path.read_bytes())
        assert data["filter"] == "state=waiting"
        return [one["id"] for one in data["objects"]]
    if kind == "csv":
        return [one.partition(",")[0] for one in path.read_text("utf-8-sig").splitlines()[1:]]
    with path.open("rb") as file:
        sheet = openpyxl.load_workbook(file).active
        return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_every_group_of_boxes_has_a_name_and_the_page_does_not_overflow(
    page: Any, site: Path
) -> None:
    visit(page, site, "?state=coded", lang="kk")
    groups = page.locator(".e-facets fieldset")
    legends = page.locator(".e-facets fieldset > legend").all_text_contents()
    assert len(legends) == groups.count() == 10
    assert all(legends)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_narrow_screen_shows_objects_before_facets(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    visit(page, site, lang="ru", unfold=False)
    assert page.locator(".e-facet").first.is_hidden()
    assert page.locator(".e-whole tbody a").first.bounding_box()["y"] < 640


def test_wide_screen_shows_facets_at_once(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    visit(page, site, unfold=False)
    assert page.locator(".e-facet").first.is_visible()


def test_folded_facets_say_how_many_are_in_use_and_which(page: Any, site: Path) -> None:
    visit(page, site, "?state=coded&state=waiting", unfold=False)
    fold = page.locator(".e-facets__fold > summary")
    assert str(fold.text_content()).endswith("· 2 in use")
    assert page.locator(".e-chosen li").count() == 2


def test_chosen_value_is_taken_back_with_the_keyboard(page: Any, site: Path) -> None:
    visit(page, site, "?state=coded&state=waiting", unfold=False)
    page.locator(".e-chosen button").first.press("Enter")
    assert page.url.endswith("?state=waiting")
    assert page.evaluate("document.activeElement.closest('.e-chosen') !== null")
    page.keyboard.press("Enter")
    assert status(page) == "Objects found: 4 of 4"
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_list_is_there_without_javascript(browser: Any, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en/objects/index.html").as_uri())
    assert page.locator(".e-whole table").is_visible()
    assert page.locator(".e-facets").is_hidden()
    context.close()
