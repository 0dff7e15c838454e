# SPDX-License-Identifier: MIT
"""The pages: all there in three languages, linked to what exists, escaped, without inline style."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from esep.checks import run
from esep.checks.context import Context
from esep.i18n import LANGUAGES
from esep.model.tree import DirTree
from esep.portal import architecture_activity as activity
from esep.portal import architecture_data as data
from esep.portal import architecture_model as model
from esep.portal import architecture_work as work
from esep.portal.architecture_parts import Desk, Page, Shared, Texts
from esep.portal.names import name_on
from esep.portal.templates import Templates
from esep.portal.wording import Labels, Words
from trees import ROOT

# covers: R193-16a, R193-20b, T-24, T-35

ON = date(2026, 11, 20)
MAKERS = (
    ("architecture", {**model.PAGES, **activity.PAGES, **data.PAGES}),
    ("monitoring", work.PAGES),
)


@cache
def context() -> Context:
    return Context.of(DirTree(ROOT), ON)


@cache
def shared() -> Shared:
    return Shared(context())


def desk(lang: str, of: Context | None = None) -> Desk:
    found = of or context()
    theme = ROOT / "theme"
    organisations = found.registry.organisations.items()
    names = {slug: name_on(one.value, ON) for slug, one in organisations}
    words = Words(lang, Labels.load(theme), found.rulebooks)
    return Desk(Shared(of) if of else shared(), words, Texts.load(theme), names)


@cache
def pages(lang: str) -> dict[tuple[str, ...], Page]:
    return made(desk(lang))


def made(at: Desk) -> dict[tuple[str, ...], Page]:
    found = {(top, name): make(at) for top, some in MAKERS for name, make in some.items()}
    for one in at.model.of("domains"):
        found["architecture", "domains", one.id] = model.domain_page(at, one)
    for one in at.model.of("ict_projects"):
        found["monitoring", one.id] = work.project_page(at, one)
    return found


def rendered(page: Page, lang: str, cache_folder: Path) -> str:
    templates = Templates(ROOT / "theme", desk(lang).words, cache_folder)
    values: dict[str, Any] = {"root": "../", "page": page, "title": page.title, "steps": []}
    return templates.render("architecture/page.html", {**values, "none": "—", "shade": "—"})


def test_pages_stand_at_the_same_addresses_in_every_language() -> None:
    first, *others = (set(pages(lang)) for lang in LANGUAGES)

    assert all(one == first for one in others)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_has_title_text_alternatives_and_no_inline_style(lang: str, tmp_path: Path) -> None:
    for page in pages(lang).values():
        html = rendered(page, lang, tmp_path)

        assert page.title
        assert " style=" not in html
        told = re.findall(r'<svg[^>]* (?:aria-label="[^"]+"|aria-hidden="true")', html)
        assert html.count("<svg") == len(told)


def test_every_text_and_value_stands_in_three_languages() -> None:
    found = Texts.load(ROOT / "theme")

    values = [text for group in found.values.values() for text in group.values()]
    assert {len(text) for text in (*found.texts.values(), *values)} == {len(LANGUAGES)}


def test_hostile_name_is_escaped(
    files: dict[str, bytes], context_of: Callable[..., Context], tmp_path: Path
) -> None:
    name = "<script>alert(1)</script>"
    files["registry/architecture/activity/a.yml"] = (
        f'schema_version: 1\ncapabilities: [{{id: a, name: {{kk: "{name}", ru: "{name}"}}}}]\n'
    ).encode()
    found = made(desk("ru", context_of(files)))["architecture", "capabilities"]

    html = rendered(found, "ru", tmp_path)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_control_and_supervision_are_two_pages() -> None:
    found = pages("en")

    control, supervision = found["monitoring", "control"], found["monitoring", "supervision"]
    assert control.blocks[0].rows != supervision.blocks[0].rows


def test_inherited_attributes_are_marked() -> None:
    blocks = pages("en")["architecture", "data"].blocks
    origins = {
        row[1][0].text for block in blocks if "Origin" in block.columns for row in block.rows
    }

    assert "own" in origins
    assert "inherited: Person" in origins


def test_total_of_digitisation_is_the_sum_of_its_domains() -> None:
    *domains, total = pages("en")["architecture", "data"].blocks[0].rows

    for column in (1, 2):
        assert sum(int(row[column][0].text) for row in domains) == int(total[column][0].text)


def test_check_of_objects_alone_leaves_the_architecture_to_the_integrator() -> None:
    folder = "objects/tabigat/aua-sapasy"

    assert not [one for one in run(context(), [folder], jobs=1) if one.code.startswith("ARC")]
