# SPDX-License-Identifier: MIT
"""What commits changed in a passport: told field by field, never what is hidden."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from portal_case import CANARY, build, commit, contents, document, git, passport, put, three

from esep.gitlog.history import read_history
from esep.portal.edits import FIELDS, LATEST, Difference, differences, versions
from esep.portal.store import STAMP

FOLDER = "objects/orda/alfa"
VALUES = st.recursive(
    st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "kind", "name"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.fixture
def repository(copy: Path) -> Path:
    """The small registry in git, its passports written in March."""
    git(copy, "init", "-q", "-b", "main")
    commit(copy, "2025-03-20")
    return copy


def section(site: Path, lang: str = "en", folder: str = FOLDER) -> html.HtmlElement | None:
    page = html.document_fromstring((site / lang / folder / "index.html").read_bytes())
    found = page.xpath("//section[@aria-labelledby='history']")
    return found[0] if found else None


def told(root: Path, lang: str = "en") -> list[list[str]]:
    """Label, before and after of every field on the page."""
    part = section(build(root), lang)
    assert part is not None
    rows = part.xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def write(root: Path, day: str, **more: Any) -> None:
    put(root, "orda/alfa", passport("alfa", **more))
    commit(root, day)


@given(VALUES, VALUES)
def test_differences_are_none_only_between_equal_values(one: Any, other: Any) -> None:
    assert (not list(differences(one, other))) == (one == other)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "1"}, {"a": "2"}, [(("a",), "1", "2")]),
        ({"a": "1"}, {}, [(("a",), "1", None)]),
        ([{"id": "x", "n": "1"}], [{"id": "y"}, {"id": "x", "n": "2"}],
         [(("*",), None, {"id": "y"}), (("*", "n"), "1", "2")]),
        (["p", "q"], ["q"], [(("*",), "p", None)]),
        ([{"n": "1"}], [{"n": "2"}],
         [(("*",), None, {"n": "2"}), (("*",), {"n": "1"}, None)]),
    ],
)  # fmt: skip
def test_entries_of_lists_are_told_apart_by_what_they_are_called(
    before: Any, after: Any, expected: Sequence[tuple[Any, ...]]
) -> None:
    assert list(differences(before, after)) == [Difference(*one) for one in expected]


def test_page_tells_what_a_commit_changed(repository: Path) -> None:
    write(repository, "2025-04-01")
    write(repository, "2025-05-01", **{"class": "3", "name": three("Жаңа атау")})
    assert ["class", "Class 2", "Class 3"] in told(repository)
    assert ["name (English)", "Жүйе alfa eng", "Жаңа атау eng"] in told(repository)
    part = section(repository / "site")
    assert part is not None
    assert [one.get("datetime") for one in part.xpath(".//time")] == [
        *("2025-05-01", "2025-04-01", "2025-03-20"),
    ]


def test_commit_is_a_link_when_the_git_host_is_known(repository: Path) -> None:
    site = build(repository, repository="https://git.example/esep")
    part, head = section(site), read_history(repository).head
    assert part is not None
    assert part.xpath(".//a/@href") == [f"https://git.example/esep/commit/{head}"]


def test_moved_object_keeps_its_history(repository: Path) -> None:
    shutil.move(repository / FOLDER, repository / "objects/saraishyq/alfa")
    commit(repository, "2025-04-01")
    put(repository, "saraishyq/alfa", passport("alfa", holder="saraishyq"))
    commit(repository, "2025-04-02")
    found = versions(read_history(repository))
    assert FOLDER not in found
    days = [one.on for one in found["objects/saraishyq/alfa"]]
    assert days == ["2025-03-20", "2025-04-02"]


def test_folder_given_to_another_object_begins_anew(repository: Path) -> None:
    git(repository, "rm", "-q", f"{FOLDER}/passport.yml")
    commit(repository, "2025-04-01")
    put(repository, "orda/alfa", passport("other"))
    commit(repository, "2025-04-02")
    assert [one.on for one in versions(read_history(repository))[FOLDER]] == ["2025-04-02"]


def test_what_is_hidden_is_in_no_difference(repository: Path) -> None:
    site = {"site": CANARY, "environment": "production"}
    # What was public in April is restricted in May: the page of May must not keep it.
    paper = document("paper", "public", title=three(CANARY), number=CANARY)
    write(repository, "2025-04-01", facts={"installations": [site]}, documents=[paper])
    closed = document("paper", "restricted")
    write(repository, "2025-05-01", documents=[closed])
    files = contents(build(repository))
    assert [name for name, data in files.items() if CANARY.encode() in data] == []
    assert section(repository / "site") is not None
    official = build(repository, edition="official")
    part = section(official)
    assert part is not None
    assert CANARY in part.text_content()


def test_state_of_another_form_is_named_and_not_told(repository: Path) -> None:
    put(repository, "orda/alfa", f"id: alfa\nkind: {CANARY}")
    commit(repository, "2025-04-01")
    write(repository, "2025-05-01")
    assert told(repository) == []
    part = section(repository / "site")
    assert part is not None
    assert part.text_content().count("another form") == 2
    assert CANARY not in part.text_content()


def test_long_histories_and_wide_edits_are_cut(repository: Path) -> None:
    for day in range(1, LATEST + 4):
        write(repository, f"2025-04-{day:02}", state_registration_no=str(day))
    domains = [f"d{number}" for number in range(FIELDS + 5)]
    write(repository, "2025-05-01", state_registration_no="15", domains=domains)
    part = section(build(repository))
    assert part is not None
    assert len(part.xpath("./ol/li")) == LATEST
    assert len(part.xpath("./ol/li[1]//tbody/tr")) == FIELDS
    assert "More fields changed: 6" in part.xpath("string(./ol/li[1])")


def test_page_is_made_anew_when_the_history_alone_changes(repository: Path) -> None:
    put(repository, "orda/alfa", passport("alfa", **{"class": "3"}))
    build(repository)
    commit(repository, "2025-05-01")
    after = contents(build(repository))
    part = section(repository / "site")
    assert part is not None
    assert len(part.xpath(".//time")) == 2
    shutil.rmtree(repository / ".cache")
    shutil.rmtree(repository / "site")
    clean = contents(build(repository))
    assert [name for name in clean if after[name] != clean[name] and name != STAMP] == []


def test_cut_history_is_said_and_never_guessed(repository: Path, tmp_path: Path) -> None:
    write(repository, "2025-05-01", **{"class": "3"})
    clone = tmp_path / "clone"
    git(repository, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    shutil.copytree(clone / ".git", tmp_path / "shallow.git")
    shutil.rmtree(repository / ".git")
    shutil.copytree(tmp_path / "shallow.git", repository / ".git")
    part = section(build(repository))
    assert part is not None
    assert "cut off" in part.text_content()
    assert part.xpath(".//time") == []


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_page_has_no_section_where_there_is_no_git(site: Path, lang: str) -> None:
    assert section(site, lang) is None
