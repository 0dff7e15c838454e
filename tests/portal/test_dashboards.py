# SPDX-License-Identifier: MIT
"""Dashboards: figures, charts with tables, growth from git, data of the facets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from portal_case import (
    CANARY,
    ON,
    ROOT,
    SECRET,
    build,
    commit,
    contents,
    document,
    git,
    passport,
    put,
    settings_of,
)

from esep import yamlsafe
from esep.checks.context import Context
from esep.i18n import LANGUAGES
from esep.model.tree import DirTree
from esep.portal import charts
from esep.portal.bands import ORDERS, bands, completeness
from esep.portal.facets import KEYS, columns, script
from esep.portal.growth import Growth, Point, growth, read_past
from esep.portal.measures import measure
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.shells import Shells
from esep.portal.store import STAMP


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Objects came in January and February; one of them went in March."""
    root = tmp_path / "r"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    put(root, "orda/alfa", "id: alfa")
    commit(root, "2025-01-15")
    put(root, "orda/beta", "id: beta")
    put(root, "zher/gamma", "id: gamma")
    commit(root, "2025-02-28")
    git(root, "rm", "-q", "objects/orda/beta/passport.yml")
    commit(root, "2025-03-01")
    return root


def growth_of(root: Path) -> Growth:
    return growth(*read_past(settings_of(root)))


def renderer_of(root: Path) -> Renderer:
    settings = settings_of(root)
    return Renderer(settings, Context.of(DirTree(root), ON), Shells.load(settings.work))


def chart(page: html.HtmlElement, name: str) -> dict[str, int]:
    """The numbers in the table beside a chart."""
    rows = page.xpath(f"//section[@aria-labelledby='chart-{name}']//tbody/tr")
    said = {row.xpath("string(th)"): int(row.xpath("string(td)")) for row in rows}
    return {name.replace("\u00a0", " "): count for name, count in said.items()}


def board(site: Path, lang: str = "en", *parts: str) -> html.HtmlElement:
    path = site.joinpath(lang, "dashboards", *parts, "index.html")
    return html.document_fromstring(path.read_bytes())


def test_month_ends_count_what_came_less_what_went(repository: Path) -> None:
    found = growth_of(repository)
    briefs = [Brief("objects/orda/alfa", "alfa", True, code="c", coded_on="2025-02-10")]
    assert found.points(date(2025, 4, 10), briefs, None) == (
        Point(date(2025, 1, 31), 1, 0),
        Point(date(2025, 2, 28), 3, 1),
        Point(date(2025, 3, 31), 2, 1),
        Point(date(2025, 4, 10), 2, 1),
    )


def test_points_of_some_folders_count_these_alone(repository: Path) -> None:
    points = growth_of(repository).points(ON, [], {"objects/zher/gamma"})
    assert [one.recorded for one in points] == [1, 1, 1, 1, 1]
    assert points[0].day == date(2025, 2, 28)


def test_nothing_after_the_day_of_the_build_is_counted(repository: Path) -> None:
    points = growth_of(repository).points(date(2025, 2, 1), [], None)
    assert points == (Point(date(2025, 1, 31), 1, 0), Point(date(2025, 2, 1), 1, 0))


def test_shallow_history_is_told_from_none(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(repository, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    assert growth_of(clone) == Growth({}, "shallow")
    (tmp_path / "bare").mkdir()
    assert growth_of(tmp_path / "bare") == Growth({}, "none")


def test_page_says_so_when_there_is_no_history(site: Path) -> None:
    section = board(site).xpath("//section[@aria-labelledby='chart-growth']")[0]
    assert "no history of git" in section.text_content()
    assert section.xpath(".//table") == []


def test_page_draws_what_the_history_tells(copy: Path) -> None:
    git(copy, "init", "-q", "-b", "main")
    commit(copy, "2025-03-20")
    page = board(build(copy))
    assert chart(page, "growth") == {
        "2 June 2025": 4,
        "31 May 2025": 4,
        "30 April 2025": 4,
        "31 March 2025": 4,
    }
    lines = page.xpath("//section[@aria-labelledby='chart-growth']/*[local-name()='svg']/*")
    assert sum(one.tag == "path" for one in lines) == 2


def test_dashboard_is_made_anew_when_the_history_alone_changes(copy: Path) -> None:
    git(copy, "init", "-q", "-b", "main")
    commit(copy, "2025-03-20")
    before = chart(board(build(copy)), "growth")
    git(copy, "commit", "--amend", "-qm", "y", day="2025-05-20")
    after = contents(build(copy))
    assert len(chart(board(copy / "site"), "growth")) < len(before)
    shutil.rmtree(copy / ".cache")
    shutil.rmtree(copy / "site")
    clean = contents(build(copy))
    assert after.keys() == clean.keys()
    assert [name for name in clean if after[name] != clean[name] and name != STAMP] == []


def test_figures_are_those_of_the_objects(site: Path) -> None:
    page = board(site)
    assert chart(page, "fresh") == {
        "within the term of confirmation": 3,
        "late by up to one term": 0,
        "late by more than one term": 0,
        "confirmation no longer asked": 0,
    }
    assert sum(chart(page, "band").values()) == sum(chart(page, "gate").values()) == 3
    assert chart(page, "documents")["does not conform"] == 2
    assert chart(page, "deadlines")["still running"] == 3
    assert "passport cannot be read: 1" in page.text_content()


@pytest.mark.parametrize(
    ("day", "band"), [("2024-12-02", 0), ("2024-12-01", 1), ("2024-06-02", 1), ("2024-06-01", 2)]
)
def test_freshness_falls_with_every_term_of_confirmation(
    registry: Path, day: str, band: int
) -> None:
    brief = Brief("f", "i", True, changes=((day, "refresh", {}),))
    assert bands(renderer_of(registry))(brief)["fresh"] == ORDERS["fresh"][band]
    ended = brief._replace(stage="terminated")
    assert bands(renderer_of(registry))(ended)["fresh"] == "ended"


def test_deadline_counts_as_overdue_the_day_after(copy: Path) -> None:
    page = board(build(copy, on=date(2025, 9, 5)))
    assert chart(page, "deadlines")["overdue"] == 3
    page = board(build(copy, on=date(2025, 9, 4)))
    assert chart(page, "deadlines")["overdue"] == 0


def test_organisation_and_domain_count_their_own_objects(site: Path) -> None:
    assert sum(chart(board(site, "ru", "organisations", "orda"), "gate").values()) == 3
    assert sum(chart(board(site, "ru", "organisations", "saraishyq"), "gate").values()) == 2
    assert sum(chart(board(site, "ru", "domains", "salyq"), "gate").values()) == 3


def test_bar_leads_to_the_catalogue_only_where_it_shows_the_same_objects(site: Path) -> None:
    def urls(*parts: str) -> list[str]:
        found = board(site, "en", *parts).xpath("//section[@class='e-chart']//tbody//a/@href")
        return [one.partition("?")[2] for one in found]

    assert "fresh=fresh" in urls()
    assert "fresh=fresh&domain=salyq" in urls("domains", "salyq")
    assert urls("organisations", "orda") == []  # it owns what others hold


def boards(site: Path) -> Iterator[html.HtmlElement]:
    for path in site.glob("*/dashboards/**/index.html"):
        yield html.document_fromstring(path.read_bytes())


def test_every_chart_is_named_described_and_stands_by_a_table(site: Path) -> None:
    drawn = 0
    for page in boards(site):
        for svg in page.xpath("//*[local-name()='svg'][@role='img']"):
            drawn += 1
            ids = svg.get("aria-labelledby").split()
            assert [svg.xpath(f"string(*[@id='{one}'])") != "" for one in ids] == [True, True]
            assert svg.getparent().xpath(".//table//td")
    assert drawn >= 3 * 4 * 4


def test_dashboards_are_linked_from_home_organisation_and_domain(site: Path) -> None:
    for lang in LANGUAGES:
        for name in ("index.html", "organisations/orda/index.html", "domains/salyq/index.html"):
            page = html.document_fromstring((site / lang / name).read_bytes())
            assert page.xpath("//main//a[contains(@href, 'dashboards/')]"), name


def test_completeness_is_full_only_when_nothing_is_lacking() -> None:
    def band(done: int, due: int, complete: bool = False) -> str:
        return completeness(Brief("f", "i", True, done=done, due=due, complete=complete))

    assert band(0, 0, complete=True) == "full"
    assert [band(n, 1000) for n in (1000, 750, 749, 500, 499, 1, 0)] == [
        *("most", "most", "half", "half", "less", "less", "none"),
    ]


def test_bar_of_a_small_count_is_seen_and_of_none_is_not() -> None:
    drawn = charts.bars([("a", 10000, ""), ("b", 1, ""), ("c", 0, "")])
    assert [one.length for one in drawn.bars] == [drawn.full, 2, 0]


def test_lines_stay_inside_the_drawing() -> None:
    drawn = charts.lines([[0, 7, 9999], [0, 0, 1]])
    for path in drawn.paths:
        for x, y in (map(int, one.split()) for one in path[1:].split("L")):
            assert drawn.left <= x <= drawn.right
            assert 0 <= y <= drawn.height


def of_script(data: bytes) -> object:
    return json.loads(data.partition(b"=[")[0] and data.split(b"]=", 1)[1].rstrip(b";\n"))


def test_rows_stand_in_the_order_of_the_columns(site: Path) -> None:
    rows = of_script((site / "data/facets/ru-0.js").read_bytes())
    assert isinstance(rows, list)
    assert [one[0] for one in rows] == [
        *("orda/alfa", "orda/beta", "saraishyq/broken", "saraishyq/gamma"),
    ]
    words = of_script((site / "data/facets/kk.js").read_bytes())
    found = of_script((site / "data/facets/columns.js").read_bytes())
    assert isinstance(words, dict) and isinstance(found, dict)
    for facet in found["facets"]:
        assert len(words["values"][facet["key"]]) == len(facet["values"])


@pytest.mark.parametrize("marker", [CANARY, SECRET])
def test_facets_hold_nothing_that_is_not_public(site: Path, marker: str) -> None:
    texts = [one.read_text("utf-8") for one in (site / "data/facets").iterdir()]
    assert len(texts) == 7
    assert not any(marker in one for one in texts)


def test_columns_of_ten_thousand_objects_are_small(registry: Path) -> None:
    briefs = [
        Brief(
            f"objects/o{n % 300}/s{n}", f"s{n}", True, kind=f"k{n % 9}", holder=f"o{n % 300}"
        )._replace(domains=(f"d{n % 40}", f"d{n % 37}"), klass="1", stage="operation")
        for n in range(10_000)
    ]
    found = columns(renderer_of(registry), briefs)
    assert {one["key"] for one in found["facets"]} == set(KEYS)
    assert len(script("columns", found)) < 400_000


def test_every_label_has_three_texts_and_is_used() -> None:
    data = yamlsafe.load((ROOT / "theme/labels-boards.yml").read_bytes())
    sources = [*(ROOT / "theme/pages").glob("*.html"), *(ROOT / "src/esep/portal").glob("*.py")]
    text = "\n".join(one.read_text("utf-8") for one in sources)
    for key, said in data["texts"].items():
        assert len(said) == 3 and all(said), key
        made = key.startswith(("chart.", "board."))  # `"chart." ~ name` in a template
        assert f'"{key}"' in text or f"'{key}'" in text or made, key
    for group, values in data["values"].items():
        assert all(set(one) == set(LANGUAGES) and all(one.values()) for one in values.values())
        assert group.partition("_")[0] in ("facet", "board")


def test_document_counts_by_what_the_check_said_of_it(copy: Path) -> None:
    names = ("sound", "wrong", "word", "pointer", "gone")
    documents = [document(name, "public") for name in names]
    put(copy, "orda/delta", passport("delta", domains=["bilim"], documents=documents))
    folder = copy / "objects/orda/delta/documents"
    folder.mkdir()
    for name in ("sound", "wrong"):
        shutil.copy(copy / "objects/orda/beta/documents/open.pdf", folder / f"{name}.pdf")
    (folder / "word.pdf").write_bytes(b"PK\x03\x04word")
    (folder / "pointer.pdf").write_bytes(
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0"
    )
    assert chart(board(build(copy), "en", "domains", "bilim"), "documents") == {
        "conforms": 0,
        "does not conform": 3,
        "could not be checked": 1,
        "file is absent": 1,
    }


def test_document_conforms_when_the_check_says_nothing_of_it(registry: Path) -> None:
    context = Context.of(DirTree(registry), ON)
    counted = measure(context, context.registry.object("objects/orda/beta"), [], [])
    assert (counted.conforms, counted.faulty, counted.access) == (2, 0, 2)


def test_new_object_shows_in_the_dashboard_of_its_domain(copy: Path) -> None:
    put(copy, "orda/delta", passport("delta", domains=["bilim"]))
    page = board(build(copy), "kk", "domains", "bilim")
    assert sum(chart(page, "gate").values()) == 1
