# SPDX-License-Identifier: MIT
"""The portal in Chromium: WCAG by axe-core, the keyboard, narrow screens, the strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
TEMPLATES = (
    *("index.html", "objects/index.html", "objects/orda/alfa/index.html"),
    *("objects/orda/beta/index.html", "objects/saraishyq/broken/index.html"),
    *("organisations/index.html", "organisations/orda/index.html", "kinds/index.html"),
    *("kinds/ici.is/index.html", "rules/index.html", "rules/CMP001/index.html"),
    *("rules/book/RB-193/index.html", "rules/item/tor/index.html", "rules/act/193-НҚ/index.html"),
    *("search/index.html", "data/index.html", "glossary/index.html", "about.html"),
    "code/KZ-000001-63/index.html",
)
WIDTHS = (1280, 360)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
STANDARD = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets, which no page read from disk may
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        started = running.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def view(browser: Any, site: Path) -> Iterator[Any]:
    """Opens a page and keeps what the browser complains of."""
    contexts = []

    def show(name: str, width: int = 1280, scheme: str = "light") -> Any:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda one: page.complaints.append(one.text))
        page.on("pageerror", lambda one: page.complaints.append(str(one)))
        page.goto((site / name).as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_page_breaks_no_rule_of_accessibility(view: Any, lang: str, name: str) -> None:
    page, broken = view(f"{lang}/{name}"), []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("options => axe.run(options)", STANDARD)["violations"]
            places = [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]]
            broken += [(width, scheme, *one) for one in places]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            broken.append((width, "wider than the screen"))
    assert broken == []
    assert page.complaints == []


def test_first_stop_of_the_keyboard_leads_to_the_content(view: Any) -> None:
    page = view("ru/objects/orda/alfa/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_every_stop_of_the_keyboard_is_seen(view: Any) -> None:
    page = view("kk/objects/orda/alfa/index.html")
    for _ in range(30):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert style[0] != "none" and style[1] != "0px"


def test_scheme_that_was_chosen_stays_on_the_next_page(view: Any) -> None:
    page = view("en/index.html")
    page.click(".e-scheme")
    page.click(".e-nav a >> nth=0")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 27, 34)"


def test_menu_opens_and_closes_on_a_narrow_screen(view: Any) -> None:
    page = view("kk/index.html", 360)
    assert not page.is_visible(".e-nav")
    page.click(".e-menu")
    assert page.is_visible(".e-nav")
    page.keyboard.press("Escape")
    assert not page.is_visible(".e-nav")


def test_search_finds_an_object_from_every_page(view: Any) -> None:
    page = view("kk/objects/orda/beta/index.html")
    page.fill(".e-top input[type=search]", "gamma")
    page.click(".e-top [role=option] a")
    page.wait_for_url("**/kk/objects/saraishyq/gamma/index.html")


def test_page_of_results_takes_the_question_from_its_address(view: Any) -> None:
    page = view("ru/search/index.html")
    page.goto(page.url + "?q=alfa")
    page.wait_for_selector(".e-find--page [role=option]")


def test_pages_are_read_without_javascript(browser: Any, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        page.click("a[hreflang=ru]")
        page.click(".e-nav a >> nth=0")
        assert page.is_visible(".e-whole table.e-list")
