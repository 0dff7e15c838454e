# SPDX-License-Identifier: MIT
"""Boards of deadlines and pages of notices: what they tell, to whom, and when they do not guess."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree, html
from portal_case import (
    AGREED,
    ROOT,
    build,
    commit,
    contents,
    furnish,
    organisation,
    passport,
    put,
    to_yaml,
)

LOGIN = "secret-login"
ACCOUNT = {
    "schema_version": "1",
    "login": LOGIN,
    "user_id": "17",
    "organisation": "orda",
    "role": "registrant",
    "application": {
        "received_on": "2025-05-29",
        "entity_full_name": "Орда",
        "structural_unit": "Бөлім",
        "person": {"surname": "Жасырын", "given_name": "Адам"},
        "position": "маман",
        "phone": "+7 700 000 00 00",
        "work_email": "zhasyryn@orda.example",
        "access_purposes": ["record_objects"],
    },
    "granted": {"on": "2025-05-30", "by": "biik-bot"},
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry under git: one deadline is over, one application for access waits."""
    root = tmp_path_factory.mktemp("kept")
    furnish(root)
    shutil.copytree(ROOT / "registry/calendar", root / "registry/calendar")
    (root / ".gitignore").write_text("/site/\n/.cache/\n")
    organisation(root, "orda")
    organisation(root, "biik", type="service_integrator")
    put(root, "orda/alfa", passport("alfa", environments=[AGREED]))
    gap = {"since": "2025-01-01", "due": "2025-06-20", "note": "Іздестіріледі"}
    gaps = [gap | {"item": name} for name in ("tor", "manual_user")]
    put(root, "orda/beta", passport("beta", known_gaps=gaps))
    folder = root / "registry/accounts"
    folder.mkdir()
    (folder / f"{LOGIN}.yml").write_text(to_yaml(ACCOUNT), "utf-8")
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commit(root, "2025-05-30")
    build(root)
    return root


def page(root: Path, name: str) -> html.HtmlElement:
    return html.parse(root / "site" / name / "index.html").getroot()


def part(root: Path, name: str, section: str) -> list[str]:
    """Rows of one part of a board as text."""
    rows = page(root, name).xpath(f"//div[@aria-labelledby='{section}']//tbody/tr")
    return [" ".join(" ".join(one.itertext()).split()) for one in rows]


def test_overdue_clock_stands_first_with_its_days_actor_and_paragraph(kept: Path) -> None:
    (row,) = part(kept, "en/organisations/orda/deadlines", "overdue")
    assert "15 April 2025 48 days late" in row
    assert "Жүйе alfa eng" in row
    assert "registrant the organisation’s turn" in row
    assert "129" in row


def test_clock_waiting_for_the_integrator_is_on_its_board_too(kept: Path) -> None:
    (row, *_) = part(kept, "ru/organisations/biik/deadlines", "soon")
    assert "очередь организации" in row
    (other, *_) = part(kept, "ru/organisations/orda/deadlines", "soon")
    assert "очередь другой стороны" in other


def test_gaps_alike_make_one_row(kept: Path) -> None:
    rows = part(kept, "en/organisations/orda/deadlines", "soon")
    assert len([one for one in rows if "known gap × 2" in one]) == 1


def test_board_of_the_registry_leads_to_every_organisation_that_must_act(kept: Path) -> None:
    links = page(kept, "kk/deadlines").xpath("//div[@aria-labelledby='boards']//a/@href")
    assert sorted(links) == [
        f"../../kk/organisations/{one}/deadlines/index.html" for one in ("biik", "orda")
    ]


def test_calendar_holds_every_deadline_once(kept: Path) -> None:
    text = (kept / "site/ru/organisations/orda/deadlines/deadlines.ics").read_bytes().decode()
    known = re.findall(r"UID:(\S+)", text)
    assert len(known) == len(set(known)) == text.count("BEGIN:VEVENT") >= 4
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize("name", ["deadlines/deadlines", "notices/notices"])
@pytest.mark.parametrize("place", ["", "organisations/orda/"])
def test_feed_has_what_the_standard_asks_of_it(kept: Path, name: str, place: str) -> None:
    feed = etree.parse(kept / f"site/kk/{place}{name}.atom").getroot()
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == feed.findtext(f"{ATOM}id")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(entries)
    for one in entries:
        assert one.find(f"{ATOM}link") is not None
        assert one.findtext(f"{ATOM}title")


def test_notices_go_to_their_organisation_with_names_and_dates(kept: Path) -> None:
    text = " ".join(page(kept, "en/organisations/orda/notices").text_content().split())
    assert "Жүйе alfa eng" in text
    assert "15 April 2025" in text


def test_public_pages_and_feeds_name_no_login(kept: Path) -> None:
    assert "N1" in page(kept, "en/notices").text_content()
    assert [name for name, data in contents(kept / "site").items() if LOGIN.encode() in data] == []


@pytest.fixture
def changed(kept: Path, tmp_path: Path) -> Path:
    """A copy with its built portal, to be changed."""
    root = tmp_path / "changed"
    shutil.copytree(kept, root, copy_function=shutil.copy2)
    return root


def test_incremental_build_after_a_commit_equals_a_clean_one(changed: Path) -> None:
    returned = AGREED | {"returned_on": "2025-04-01"}
    put(changed, "orda/alfa", passport("alfa", environments=[returned]))
    commit(changed, "2025-05-31")
    found = contents(build(changed))
    assert part(changed, "en/organisations/orda/deadlines", "overdue") == []
    clean = contents(build(changed, out=changed / ".cache/clean"))
    clean.pop(".build"), found.pop(".build")
    assert found == clean


def test_other_branches_change_nothing(changed: Path) -> None:
    before = contents(changed / "site")
    subprocess.run(["git", "switch", "-q", "-c", "other"], cwd=changed, check=True)
    put(changed, "orda/gamma", passport("gamma"))
    commit(changed, "2025-05-31")
    subprocess.run(["git", "switch", "-q", "main"], cwd=changed, check=True)
    assert contents(build(changed, out=changed / ".cache/again")).keys() == before.keys()
    assert "gamma" not in (changed / ".cache/again/en/deadlines/index.html").read_text("utf-8")


def test_history_is_read_again_only_after_a_commit(
    changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(changed)

    def refuse(*_: object) -> None:
        raise AssertionError("history was read")

    monkeypatch.setattr("esep.portal.past.open_sources", refuse)
    put(changed, "orda/beta", passport("beta"))
    build(changed)


@pytest.mark.parametrize(
    ("fault", "said"), [("shallow", "was not fetched in full"), ("none", "has no history of git")]
)
def test_without_whole_history_nothing_is_guessed(
    kept: Path, tmp_path: Path, fault: str, said: str
) -> None:
    root = tmp_path / "cut"
    if fault == "shallow":
        place = ["--depth", "1", kept.as_uri(), str(root)]
        (kept / "note").write_text("x")
        commit(kept, "2025-05-31")
        subprocess.run(["git", "clone", "-q", *place], check=True)
    else:
        shutil.copytree(kept, root)
        shutil.rmtree(root / ".git")
    site = build(root, out=root / ".cache/site")
    for name in ("deadlines", "notices", "organisations/orda/deadlines"):
        text = (site / f"en/{name}/index.html").read_text("utf-8")
        assert said in text
        assert "<table" not in text
    assert not list(site.rglob("deadlines.*"))


def test_official_edition_tells_whose_access_it_is(kept: Path, tmp_path: Path) -> None:
    root = tmp_path / "official"
    shutil.copytree(kept, root, copy_function=shutil.copy2)
    site = build(root, edition="official", out=root / ".cache/official")
    assert LOGIN in (site / "en/notices/index.html").read_text("utf-8")


def test_objects_alike_are_told_to_the_holder_of_the_later_one(kept: Path, tmp_path: Path) -> None:
    root = tmp_path / "r"
    shutil.copytree(kept, root)
    alike = {"functions": ["salyq-esepteu"], "services": ["salyq-tolem"]}
    for slug, day in (("kop-bir", "2025-03-01"), ("kop-eki", "2025-04-01")):
        name = {"kk": f"Салық есебі {slug}", "ru": "Учёт налогов", "en": "Tax account"}
        changes = passport(slug)["changes"]
        changes[0]["changed_on"] = day
        put(root, f"orda/{slug}", passport(slug, name=name, changes=changes, **alike))
    before = contents(build(root))
    names = ("en/notices/index.html", "en/organisations/orda/notices/notices.atom")
    told = [" ".join(html.fromstring(before[one]).text_content().split()) for one in names]

    assert "N15" in told[0]
    assert all("Tax account has a similar object: Tax account" in one for one in told)
    assert "similar object" not in page(root, "en/organisations/biik/notices").text_content()

    name = {"kk": "Жаңа", "ru": "Новое", "en": "A new name"}
    put(root, "orda/kop-bir", passport("kop-bir", name=name, **alike))
    after = contents(build(root))
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".cache")
    assert after.keys() == contents(build(root)).keys()
    assert after[names[0]] == contents(root / "site")[names[0]]


def test_deadline_of_a_register_leads_to_the_page_of_what_it_is_about(
    modelled: Path, rendered: object
) -> None:
    site = modelled / "site"
    found = [
        (one.text_content(), one.xpath(".//a/@href"))
        for one in html.parse(site / "ru/deadlines/index.html").xpath(
            "//table[contains(@class,'e-due')]//tbody//th"
        )
    ]
    assert [name for name, links in found if not links] == []
    targets = {link for _, links in found for link in links}
    assert {one.split("/ru/")[1].split("/")[0] for one in targets} > {"objects"}
    assert all((site / "ru/deadlines" / one).is_file() for one in targets)
