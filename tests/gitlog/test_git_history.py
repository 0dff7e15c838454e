# SPDX-License-Identifier: MIT
"""Dates of folders come from the main line in one pass, or not at all."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from esep.gitlog.history import ShallowCloneError, read_history
from esep.gitlog.plumbing import to_bytes

from .conftest import HOSTILE, Repo

FOLDER = "objects/a/o"
PASSPORT = b"objects/a/o/passport.yml"
ONE = "56a6051ca2b02b04ef92d5150c9ef600403cb1de"  # git hash-object of "1"


def utc(text: str) -> str:
    return f"{text} +0000"


def test_folder_when_changed_twice_has_first_and_last_commit(repo: Repo) -> None:
    first = repo.commit({PASSPORT: b"1"}, on=utc("2026-01-10T06:00:00"))
    repo.commit({b"objects/a/other/passport.yml": b"1"}, on=utc("2026-02-10T06:00:00"))
    last = repo.commit({PASSPORT: b"2"}, on=utc("2026-03-10T06:00:00"))

    span = read_history(repo.path, "main").folders[FOLDER]
    assert (span.first.oid, span.last.oid) == (first, last)
    assert (span.first.committed_on, span.last.committed_on) == (
        date(2026, 1, 10),
        date(2026, 3, 10),
    )


@pytest.mark.parametrize(
    ("moment", "civil"),
    [
        ("2024-02-28T17:59:59", date(2024, 2, 28)),  # UTC+6
        ("2024-02-28T18:00:00", date(2024, 2, 29)),
        ("2024-02-29T18:00:00", date(2024, 2, 29)),  # the hour lived twice
        ("2024-02-29T19:00:00", date(2024, 3, 1)),  # UTC+5
        ("2025-12-31T18:59:59", date(2025, 12, 31)),
        ("2025-12-31T19:00:00", date(2026, 1, 1)),
    ],
)
def test_commit_when_near_midnight_has_the_date_of_almaty(
    repo: Repo, moment: str, civil: date
) -> None:
    repo.commit({PASSPORT: b"1"}, on=utc(moment))
    assert read_history(repo.path, "main").commits[0].committed_on == civil


def test_commit_when_author_lives_elsewhere_has_the_date_of_almaty(repo: Repo) -> None:
    repo.commit({PASSPORT: b"1"}, authored="2026-05-31T22:00:00 -0500")
    assert read_history(repo.path, "main").commits[0].authored_on == date(2026, 6, 1)


def test_merge_when_it_brings_a_folder_dates_it_by_the_merge(repo: Repo) -> None:
    base = repo.commit({b"README.md": b"1"}, on=utc("2026-01-01T06:00:00"))
    side = repo.commit({PASSPORT: b"1"}, on=utc("2026-01-02T06:00:00"))
    merge = repo.commit({PASSPORT: b"1"}, parents=[base, side], on=utc("2026-01-09T06:00:00"))

    (commit,) = read_history(repo.path, "main").commits
    assert (commit.oid, commit.is_merge, commit.changed) == (
        merge,
        True,
        (("A", PASSPORT.decode(), ONE),),
    )


def test_paths_when_hostile_come_through_byte_for_byte(repo: Repo) -> None:
    names = [b"objects/a/o/" + name for name in HOSTILE]
    repo.commit({b"objects/a/o/z": b"0"})
    repo.commit(dict.fromkeys(names, b"1"))
    repo.commit({PASSPORT: b"2"})

    changed = [
        [to_bytes(one.path) for one in c.changed] for c in read_history(repo.path, "main").commits
    ]
    assert changed == [[PASSPORT], sorted(names), [b"objects/a/o/z"]]


def test_passport_when_deleted_has_no_bytes_and_other_files_never_tell_theirs(repo: Repo) -> None:
    repo.commit({PASSPORT: b"1", b"objects/a/o/x": b"1"})
    repo.commit({PASSPORT: None})

    found = [tuple(commit.changed) for commit in read_history(repo.path, "main").commits]
    path = PASSPORT.decode()
    assert found == [(("D", path, ""),), (("A", path, ONE), ("A", "objects/a/o/x", ""))]


def test_folder_when_moved_begins_anew_and_the_old_one_ends(repo: Repo) -> None:
    repo.commit({PASSPORT: b"1"})
    moved = repo.commit({PASSPORT: None, b"objects/b/o/passport.yml": b"1"})

    folders = read_history(repo.path, "main").folders
    assert (folders["objects/b/o"].first.oid, folders[FOLDER].last.oid) == (moved, moved)


def test_files_when_outside_object_folders_make_no_folder(repo: Repo) -> None:
    repo.commit({b"objects/README.md": b"1", b"objects/a/x": b"1", b"registry/a/b/c": b"1"})
    assert not read_history(repo.path, "main").folders


@pytest.mark.parametrize(
    "setting",
    ["log.follow=true", "log.showSignature=true", "log.showRoot=false", "diff.renames=true"],
)
def test_history_when_user_configured_git_is_the_same(repo: Repo, setting: str) -> None:
    repo.commit({PASSPORT: b"1" * 99})
    repo.commit({PASSPORT: None, b"objects/b/o/passport.yml": b"1" * 99})
    plain = read_history(repo.path, "main")
    repo.git("config", *setting.split("="))

    assert read_history(repo.path, "main") == plain


@pytest.mark.parametrize("when", ["99999999999999 +0000", "0 +0000", "1700000000 +9959"])
def test_commit_when_its_time_is_absurd_does_not_stop_the_reading(repo: Repo, when: str) -> None:
    tree = repo.git("rev-parse", repo.commit({PASSPORT: b"1"}) + "^{tree}")
    raw = (
        f"tree {tree}\nauthor A <a@esep.example> {when}\ncommitter C <c@esep.example> {when}\n\nx\n"
    )
    oid = repo.git(
        "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.encode()
    )
    (commit,) = read_history(repo.path, oid).commits
    assert commit.authored_on == commit.committed_on


def test_shallow_clone_when_read_is_refused(repo: Repo, tmp_path: Path) -> None:
    repo.commit({PASSPORT: b"1"})
    repo.commit({PASSPORT: b"2"})
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--bare", "--depth=1", f"file://{repo.path}", str(clone)], check=True
    )
    with pytest.raises(ShallowCloneError, match="unshallow"):
        read_history(clone, "main")


def test_cache_when_head_is_the_same_is_believed(repo: Repo, tmp_path: Path) -> None:
    repo.commit({b"objects/a/o/" + HOSTILE[6]: b"1"})
    cache = tmp_path / "cache" / "history.json"
    first = read_history(repo.path, "main", cache)
    assert read_history(repo.path, "main", cache) == first


def test_cache_when_head_has_grown_gives_what_a_full_reading_gives(
    repo: Repo, tmp_path: Path
) -> None:
    cache = tmp_path / "history.json"
    base = repo.commit({PASSPORT: b"1"})
    read_history(repo.path, "main", cache)
    repo.commit({b"README.md": b"1"})
    side = repo.commit({PASSPORT: b"2"}, parents=[base])
    repo.commit({PASSPORT: b"3"}, parents=[base, side])

    grown = read_history(repo.path, "main", cache)
    assert grown == read_history(repo.path, "main")


def test_cache_when_its_head_is_not_on_the_line_is_passed_over(repo: Repo, tmp_path: Path) -> None:
    cache = tmp_path / "history.json"
    base = repo.commit({PASSPORT: b"1"})
    side = repo.commit({PASSPORT: b"2"})
    read_history(repo.path, side, cache)
    repo.commit({PASSPORT: b"3"}, parents=[base, side])

    assert read_history(repo.path, "main", cache) == read_history(repo.path, "main")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version":1,"head":"x","commits":[[1]]}'])
def test_cache_when_unreadable_is_passed_over(repo: Repo, tmp_path: Path, content: bytes) -> None:
    repo.commit({PASSPORT: b"1"})
    cache = tmp_path / "history.json"
    cache.write_bytes(content)
    assert len(read_history(repo.path, "main", cache).commits) == 1
