# SPDX-License-Identifier: MIT
"""Whatever an identifier is, it takes the address of nothing else."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from portal_case import build, contents, give_code, organisation, passport, put

from esep.portal import common, pool
from esep.portal.architecture_pages import WORK
from esep.yamlsafe import load

ROOT = Path(__file__).parents[2]
POLICY = load((ROOT / "registry/rulebooks/policy.yml").read_bytes())["identifiers"]
NAMES = (
    *("registry", "index", "api", "assets", "badges", "code", "data", "feed", "search", "kk"),
    *("page-2", "organisations", "objects", "deadlines", "notices", "expenses", "application"),
    *("kz-000001-63", "0", "x", "domains", *WORK),
)


def crowd(root: Path, names: tuple[str, ...]) -> None:
    """Organisations, objects and domains under every name."""
    organisation(root, "orda")
    for name in names:
        organisation(root, name)
        put(root, f"{name}/{name}", passport(name, holder=name, domains=[name]))
    give_code(root, "index")


def test_every_address_is_made_once(started: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(started, NAMES)
    made: list[str] = []
    files, write = common.site_files, pool.Renderer._write

    def noted(*given: object) -> object:
        for one in files(*given):
            made.append(one[0])
            yield one

    monkeypatch.setattr("esep.portal.build.site_files", noted)
    monkeypatch.setattr(
        pool.Renderer,
        "_write",
        lambda self, path, data: (made.append(path), write(self, path, data)),
    )
    monkeypatch.setattr(pool, "PARALLEL_FROM", 10_000)
    build(started)

    counted = Counter(one.casefold() for one in made)  # disks of others do not tell case apart
    assert [one for one, times in counted.items() if times > 1] == []


def test_registry_keeps_its_badge_when_an_object_is_named_like_it(started: Path) -> None:
    put(started, "orda/registry", passport("registry"))

    badge = (build(started) / "badges/registry.svg").read_text("utf-8")

    assert "0/1" in badge


def test_organisation_whose_file_climbs_up_has_no_page(started: Path) -> None:
    file = started / "registry/organisations/orda.yml"
    shutil.copy(file, file.with_name("...yml"))

    site = build(started)
    title = (site / "kk/index.html").read_text("utf-8").partition("</title>")[0]

    assert "orda" not in title
    assert (site / "kk/organisations/orda/index.html").is_file()


def test_first_of_two_files_at_one_address_stays(started: Path) -> None:
    """A second one of another key would have every other build take the other of the two."""
    organisations = "registry/organisations"
    shutil.copytree(ROOT / organisations, started / organisations, dirs_exist_ok=True)
    source = (ROOT / "registry/acquisitions/2026/arna-qorgau.yml").read_text("utf-8")
    for year in ("2024", "2025"):
        path = started / f"registry/acquisitions/{year}/arna-qorgau.yml"
        path.parent.mkdir(parents=True)
        path.write_text(source.replace("Protection", f"Protection {year}"), "utf-8")
    page = "en/cases/acquisition/arna-qorgau/index.html"
    assert b"Protection 2024" in contents(build(started))[page]
    assert b"Protection 2024" in contents(build(started))[page]


def test_pages_of_monitoring_are_kept_by_the_policy() -> None:
    assert set(POLICY["ict_projects"]) == set(WORK)
