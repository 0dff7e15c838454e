# SPDX-License-Identifier: MIT
"""The checkpoint in every footer, and the page and file of the ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from portal_case import build, close_code, contents, give_code

from esep.ledger.chain import check_checkpoint, read
from esep.portal.ledger_pages import picture

LEDGER = "registry/codes.jsonl"
EMPTY = f"esep-ledger:0:{'0' * 64}"


def drawn(site: Path) -> str:
    """The checkpoint as the picture shows it."""
    return "".join(re.findall(r">([^<]+)</text>", (site / "data/ledger.svg").read_text("utf-8")))


def test_every_page_shows_the_picture_of_the_checkpoint_at_its_foot(site: Path) -> None:
    pages = [one for lang in ("kk", "ru", "en") for one in (site / lang).rglob("*.html")]
    for path in pages:
        shown = html.parse(path).xpath("//footer//a[contains(@href, 'ledger/')]/img/@src")
        assert [(path.parent / one).resolve() for one in shown] == [site / "data/ledger.svg"]


def test_picture_shows_a_checkpoint_that_verifies(registry: Path, site: Path) -> None:
    ledger = read((registry / LEDGER).read_bytes())
    assert list(check_checkpoint(ledger, drawn(site))) == []


def test_page_gives_the_same_checkpoint_as_text(site: Path) -> None:
    assert f"--checkpoint {drawn(site)}<" in (site / "ru/ledger/index.html").read_text("utf-8")


def test_file_to_download_is_the_ledger(registry: Path, site: Path) -> None:
    assert (site / "data/codes.jsonl").read_bytes() == (registry / LEDGER).read_bytes()


def test_new_code_leaves_pages_of_other_objects_as_they_are(copy: Path) -> None:
    before = contents(copy / "site")
    give_code(copy, "beta")
    changed = {name for name, data in contents(build(copy)).items() if before.get(name) != data}
    assert {"data/ledger.svg", "ru/ledger/index.html"} <= changed
    assert not [one for one in changed if one.startswith("ru/objects/saraishyq/")]


@pytest.mark.parametrize("successor", [None, "KZ-000002-60"])
def test_closed_code_is_listed_with_its_successor(copy: Path, successor: str | None) -> None:
    give_code(copy, "beta")
    close_code(copy, "KZ-000001-63", successor)
    page = html.parse(build(copy) / "en/ledger/index.html")
    (row,) = page.xpath("//div[@aria-labelledby='closed']//tbody/tr")
    assert "KZ-000001-63" in row.text_content()
    assert ("KZ-000002-60" in row.text_content()) == bool(successor)


def test_damaged_ledger_is_told_and_not_published(copy: Path) -> None:
    (copy / LEDGER).write_text("torn", "utf-8")
    site = build(copy)
    assert not (site / "data/codes.jsonl").exists()
    assert "esep-ledger:?" in (site / "data/ledger.svg").read_text("utf-8")
    assert "e-checkpoint" not in (site / "kk/ledger/index.html").read_text("utf-8")


def test_picture_of_an_empty_ledger_shows_no_rows() -> None:
    assert "esep-ledger:0:" in picture(EMPTY).decode()
