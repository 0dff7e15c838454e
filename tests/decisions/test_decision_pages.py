# SPDX-License-Identifier: MIT
"""Pages of decisions: nothing personal, nothing internal in the public edition."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from decision_files import PASSPORT, changed, put

from esep.checks.context import Context
from esep.portal import decisions_pages
from esep.portal.told import Whole, tell
from esep.reports.operator_register import register

Make = Callable[..., Context]


def renderer(context: Context, edition: str = "public") -> Any:
    settings = SimpleNamespace(edition=edition, on=context.on, languages=("kk", "ru", "en"))
    names = {slug: one.value["names"][0]["name"] for slug, one in _organisations(context).items()}
    spoken = SimpleNamespace(words=SimpleNamespace(date=str))
    known = dict.fromkeys(settings.languages, spoken)
    return SimpleNamespace(
        context=context, settings=settings, organisations=names, by_language=known
    )


def _organisations(context: Context) -> Any:
    return context.registry.organisations


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_printable_page_leaves_the_name_of_the_person_blank(
    files: dict[str, bytes], context_of: Make, lang: str
) -> None:
    context = context_of(changed(files))

    values = decisions_pages._paper(renderer(context), register(context)[0], lang)

    assert "Сынақбай" not in str(values)
    assert decisions_pages.BLANK in str(values)


def test_page_of_a_case_names_nobody(files: dict[str, bytes], context_of: Make) -> None:
    context = context_of(changed(files))

    values = decisions_pages._case(renderer(context), register(context)[0], "kk")

    told = {key: value for key, value in values.items() if key != "case"}
    assert "Сынақбай" not in str(told)
    assert values["lacking"]


def test_options_are_told_by_what_a_reader_may_do_about_them(
    files: dict[str, bytes], context_of: Make
) -> None:
    context = context_of(changed(files))

    values = decisions_pages._case(renderer(context), register(context)[0], "ru")

    told = [(name, one) for name, some in values["acts"].items() for one, *_ in some]
    assert sorted(one.id for _, one in told) == sorted(one.id for one in values["score"].options)
    assert all(one.value == 1 for name, one in told if name == "counted")
    assert all(one.flags for name, one in told if name == "look")
    assert all(one.source == "absent" for name, one in told if name == "declare")
    assert list(values["acts"]) == ["look", "declare", "passport", "counted", "foreign"]


@pytest.mark.parametrize(("edition", "shown"), [("public", False), ("official", True)])
def test_board_shows_internal_facts_in_the_official_edition_only(
    files: dict[str, bytes], context_of: Make, edition: str, shown: bool
) -> None:
    claim = {"on": "2026-01-02", "subject": "CANARY-CLAIM"}
    put(files, PASSPORT, {"/warranty": {"end": "2026-12-01", "claims": [claim]}})
    context = context_of(files)

    told = {one.folder: tell(context, one, None, None) for one in context.registry.objects()}
    board = decisions_pages._board(renderer(context, edition), Whole("", (), {}, {}, {}, told))

    lines = list(board)
    assert ("CANARY-CLAIM" in str(lines)) is shown
    assert "warranty" in [one.what for one in lines]


def test_calculator_is_given_the_method_on_file(files: dict[str, bytes], context_of: Make) -> None:
    values = decisions_pages._cost(renderer(context_of(files)))

    assert json.loads(values["data"])["norms"] == values["method"]["norms"]
