# SPDX-License-Identifier: MIT
"""The page of the cost calculator in a browser: the sums of the command line, and odd inputs."""

# covers: R129-7, R129-33

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esep.checks import costs
from esep.checks.context import Context
from esep.cli import main as cli
from esep.errors import ExitCode
from esep.model.tree import DirTree
from esep.portal import decisions_pages
from esep.portal.settings import Settings
from esep.portal.templates import Templates
from esep.portal.wording import Labels, Words
from esep.reports.decision_words import say
from trees import ROOT

pytestmark = pytest.mark.browser
DAY = date(2026, 2, 1)
VECTORS = json.loads((ROOT / "tests/decisions/cost_vectors.json").read_text(encoding="utf-8"))
SUMS = ("points", "total")


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The calculator’s own template and script in headless Chromium, from a disk."""
    path = write(tmp_path_factory.mktemp("site"))
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(path.as_uri())
    yield opened
    assert errors == []
    opened.close()


def write(folder: Path) -> Path:
    context = Context.of(DirTree(ROOT), DAY)
    settings = Settings(ROOT, folder, DAY)
    words = Words("en", Labels.load(ROOT / "theme"), context.rulebooks)
    renderer: Any = type("Bare", (), {"context": context, "settings": settings})
    values = decisions_pages._cost(renderer)
    values |= {"root": "", "title": "x", "say": lambda key: say(key, "en")}
    templates = Templates(ROOT / "theme", words, folder / "templates")
    html = templates.render("decisions/cost.html", values)
    (folder / "assets").mkdir()
    shutil.copyfile(ROOT / "theme/site/assets/cost.js", folder / "assets/cost.js")
    made = folder / "cost.html"
    made.write_text(f"<!doctype html><html lang=en><meta charset=utf-8>{html}", encoding="utf-8")
    return made


def fill(page: Any, inputs: dict[str, str], day: str) -> dict[str, str]:
    page.evaluate("document.querySelector('form').reset()")
    page.fill("[name=day]", day)
    for name, text in inputs.items():
        # As pasted or set by a tool: the field's own length limit holds typing alone.
        page.eval_on_selector(f"[name={name}]", "(one, text) => { one.value = text; }", text)
    page.dispatch_event("form", "input")
    return {name: str(page.text_content(f"[data-cost={name}]")) for name in SUMS}


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["total"])
def test_page_gives_the_sums_of_the_vectors(page: Any, one: dict[str, Any]) -> None:
    found = fill(page, one["inputs"], one["day"])

    assert {name: text.replace(",", "") for name, text in found.items()} == {
        name: one[name] for name in SUMS
    }


@pytest.mark.parametrize(("lang", "sign"), [("kk", ","), ("ru", ","), ("en", ".")])
def test_amount_is_written_as_readers_of_the_language_write_it(
    page: Any, lang: str, sign: str
) -> None:
    one = max(VECTORS, key=lambda one: len(one["total"]))
    page.evaluate("lang => { document.documentElement.lang = lang; }", lang)
    shown = fill(page, one["inputs"], one["day"])["total"]
    page.evaluate("document.documentElement.lang = 'en'")

    assert re.sub(r"[\s,.]", "", shown) == one["total"].replace(".", "")
    assert shown[-3] == sign


@pytest.mark.parametrize(
    "text", ["-1", "1.5", "1,5", "1e3", "0x10", "+1", "abc", "٣", "1 000", "1000001", "9" * 40]
)
def test_page_and_command_line_refuse_the_same_counts(
    page: Any, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    found = fill(page, {"ei_low": text}, "2026-02-01")

    assert found == dict.fromkeys(SUMS, "—")
    assert page.get_attribute("[name=ei_low]", "aria-invalid") == "true"
    assert page.is_visible("[data-cost-fault]")
    argv = ["--root", str(ROOT), "cost", f"ei_low={text}", "--on", "2026-02-01"]
    assert cli.main(argv) == ExitCode.USAGE
    assert "must be a whole number" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", " ", "0", "0000000"])
def test_empty_field_counts_nothing(page: Any, text: str) -> None:
    assert fill(page, {"ei_low": text, "eo_low": "1"}, "2026-02-01")["points"] == "4"


def test_day_without_norms_has_no_sum(page: Any) -> None:
    assert fill(page, {"ei_low": "1"}, "2018-12-31")["total"] == "—"


def test_page_says_that_it_is_not_the_official_methodology(page: Any) -> None:
    assert "140/НҚ" in str(page.text_content("[role=note]"))


def test_entry_for_the_passport_is_that_of_the_command_line(
    page: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(page, {"ei_low": "3", "ilf_high": "2"}, "2026-02-01")
    counts = ["ei_low=3", "ilf_high=2"]
    argv = ["--root", str(ROOT), "cost", *counts, "--on", "2026-02-01", "--format", "yaml"]

    assert cli.main(argv) == ExitCode.CLEAN
    assert page.text_content("[data-cost-entry]") == capsys.readouterr().out.rstrip("\n")


def test_input_given_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["--root", str(ROOT), "cost", "ei_low=1", "ei_low=2", "--on", "2026-02-01"]

    assert cli.main(argv) == ExitCode.USAGE
    assert "once" in capsys.readouterr().err


def test_method_without_a_formula_is_refused() -> None:
    method = costs.methods(Context.of(DirTree(ROOT), DAY))["functional-size"]

    with pytest.raises(costs.UserError, match="method"):
        costs.calculate({**method, "id": "other"}, {}, DAY)
