# SPDX-License-Identifier: MIT
"""The address of a code stays for ever and says what became of the code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from lxml import html
from portal_case import ROOT, build, close_code, give_code

from esep.i18n import LANGUAGES
from esep.ledger.codes import CodeFormat
from esep.portal.wording import Labels

ALFA, GAMMA = CodeFormat().make(1), CodeFormat().make(2)
TEXTS = Labels.load(ROOT / "theme").texts


def told(site: Path, lang: str, code: str) -> str:
    page = html.fromstring((site / lang / "code" / code / "index.html").read_bytes())
    return " ".join(page.find(".//article").itertext())


def said(label: str, lang: str) -> str:
    """What a label says before its date."""
    return str(TEXTS[label][LANGUAGES.index(lang)]).partition("{")[0].strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_withdrawn_code_says_so_with_day_and_reason(copy: Path, lang: str) -> None:
    close_code(copy, ALFA)
    text = told(build(copy), lang, ALFA)

    assert said("code_withdrawn", lang) in text
    assert "2025" in text
    assert "<b>Себеп</b>" in text
    assert said("code_for_ever", lang) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_succeeded_code_leads_to_its_successor(copy: Path, lang: str) -> None:
    give_code(copy, "gamma")
    close_code(copy, ALFA, GAMMA)
    site = build(copy)
    page = html.fromstring((site / lang / "code" / ALFA / "index.html").read_bytes())
    links = page.xpath("//article//a/@href")

    assert said("code_succeeded", lang) in told(site, lang, ALFA)
    assert f"../../../{lang}/code/{GAMMA}/index.html" in links
    assert (site / lang / "code" / GAMMA / "index.html").exists()


def test_closed_code_stays_though_its_object_is_gone(copy: Path) -> None:
    close_code(copy, ALFA)
    shutil.rmtree(copy / "objects/orda/alfa")
    site = build(copy)

    assert said("code_withdrawn", "ru") in told(site, "ru", ALFA)
    assert (site / "code" / ALFA / "index.html").exists()


def test_code_whose_object_is_gone_says_so(copy: Path) -> None:
    shutil.rmtree(copy / "objects/orda/alfa")

    assert said("code_absent", "kk") in told(build(copy), "kk", ALFA)


@pytest.mark.parametrize("name", [ALFA, "alfa"])
def test_badge_of_a_closed_code_does_not_say_registered(copy: Path, name: str) -> None:
    close_code(copy, ALFA)
    site = build(copy)
    spoken = (site / "badges" / f"{name}.svg").read_text("utf-8")

    assert "учётный код закрыт" in spoken
    assert "присвоен" not in spoken
    assert (
        json.loads((site / "badges" / f"{name}.json").read_text("utf-8"))["message"]
        == f"{ALFA} · ✕"
    )


def test_page_of_the_object_tells_of_its_closed_code(copy: Path) -> None:
    close_code(copy, ALFA)
    page = html.fromstring((build(copy) / "ru/objects/orda/alfa/index.html").read_bytes())
    card = page.xpath("//section[@aria-labelledby='code']")[0]

    assert ALFA in " ".join(card.itertext())
    assert said("code_withdrawn", "ru") in " ".join(card.itertext())
    assert said("coded_on", "ru") not in " ".join(card.itertext())
