# SPDX-License-Identifier: MIT
"""The portal in Chromium: WCAG by axe-core, the keyboard, narrow screens, the strict policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from portal_case import ROOT

BROKEN = "objects/saraishyq/broken/index.html"  # the passport cannot be read
# Schemes by width. Colours do not depend on the language: every pair in one, each of both in all.
LOOKS = {
    "kk": {1280: ("light", "dark"), 360: ("light", "dark")},
    "ru": {1280: ("light",), 360: ("dark",)},
    "en": {1280: ("dark",), 360: ("light",)},
}
PARTS = 3  # of the pages: none takes a worker for long
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
STANDARD = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets, which no page read from disk may
}

# Links below one another that are lower than a target may be (WCAG 2.2, 2.5.8): axe lets them
# pass where lines happen to be far enough apart.
LOW = """[...document.querySelectorAll("td > a + br + a")]
  .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML)"""

pytestmark = pytest.mark.browser


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


def chosen(rendered: Mapping[str, list[str]]) -> list[str]:
    """A page of each shape that a template makes; of the architecture every kind of page."""
    found = {}
    for template, paths in rendered.items():
        for path in paths:
            parts = path.split("/")
            shape = parts[1] if len(parts) > 1 else path
            if template == "architecture/page.html" and len(parts) == 4 and "-" not in parts[2]:
                shape = path  # no project: their identifiers have hyphens, these are one of a kind
            found.setdefault((template, shape, len(parts)), path)
    hand_written = (f"kk/{one}.html" for one in ("about", "accessibility", "operations"))
    return [*found.values(), f"kk/{BROKEN}", *hand_written]


def test_every_template_makes_a_page_that_is_looked_at(rendered: Mapping[str, list[str]]) -> None:
    folder = ROOT / "theme/pages"
    names = {one.relative_to(folder).as_posix() for one in folder.rglob("*.html")}
    assert rendered.keys() == {one for one in names if not one.rpartition("/")[2].startswith("_")}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_page_breaks_no_rule_of_accessibility(
    browser: Any, modelled: Path, rendered: Mapping[str, list[str]], lang: str, part: int
) -> None:
    broken: list[object] = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.on("console", lambda one: broken.append((page.url, one.text)))
        page.on("pageerror", lambda one: broken.append((page.url, str(one))))
        for name in chosen(rendered)[part::PARTS]:
            path = f"{lang}{name.removeprefix('kk')}" if name.startswith("kk/") else name
            page.goto((modelled / "site" / path).as_uri())
            page.evaluate(AXE)
            broken += [(path, *one) for one in faults(page, LOOKS[lang])]
    assert broken == []


def faults(page: Any, looks: Mapping[int, Sequence[str]]) -> Iterator[tuple[object, ...]]:
    """What a page breaks on each screen and in each scheme."""
    for width, schemes in looks.items():
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            for one in page.evaluate("options => axe.run(options)", STANDARD)["violations"]:
                for node in one["nodes"]:
                    yield width, scheme, one["id"], node["html"][:160]
        yield from ((width, "low", one[:160]) for one in page.evaluate(LOW))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield width, "wider than the screen"


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
    page.wait_for_url("**/objects/**")
    page.wait_for_function("document.documentElement.dataset.scheme === 'dark'")
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


def test_rows_of_tables_stand_as_blocks_on_a_narrow_screen(view: Any) -> None:
    page = view("ru/objects/orda/beta/index.html", 360)
    assert page.locator(".e-docs td").first.get_attribute("data-label") == "Форма"
    wide = (
        "one => [...one.querySelectorAll(':scope > table')].some(t => t.offsetWidth > innerWidth)"
    )
    assert not any(one.evaluate(wide) for one in page.locator(".e-scroll").all())


def test_tables_that_stand_as_blocks_are_tables_to_a_screen_reader(view: Any) -> None:
    page = view("ru/objects/orda/beta/index.html", 360)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes]
    rows = page.locator(".e-scroll tr").count()
    folded = page.locator("details:not([open]) .e-scroll tr").count()
    assert roles.count("row") == rows - folded > 0


@pytest.mark.parametrize(("width", "stops"), [(1280, 0), (300, 1)])
def test_only_what_scrolls_is_a_stop_of_the_keyboard(view: Any, width: int, stops: int) -> None:
    page = view("en/objects/orda/alfa/index.html", width)
    drawing = page.locator(".e-scroll:has(> svg)")
    assert drawing.count() == 1
    assert page.locator(".e-scroll[tabindex]:has(> svg)").count() == stops


def test_what_is_there_is_folded_on_a_narrow_screen_alone(view: Any) -> None:
    name, part = "kk/objects/orda/beta/index.html", "details[data-fold]"
    assert view(name, 1280).locator(part).get_attribute("open") is not None
    assert view(name, 360).locator(part).get_attribute("open") is None
