# SPDX-License-Identifier: MIT
"""What a build remembers for the next one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from esep.errors import UserError
from esep.portal import store
from esep.portal.store import STAMP, STATE, Store


def saved(folder: Path, rows: dict[str, object], **state: str) -> Store:
    """A store of one file, as a build leaves it."""
    found = Store(folder / "site", folder / "work")
    found.unsettle()
    found.data("a.txt", b"a")
    found.settle()
    found.save({"shape": "1", **state}, rows)
    return Store(folder / "site", folder / "work")


def test_rows_that_did_not_change_stay(tmp_path: Path) -> None:
    saved(tmp_path, {"objects/a/x": [1], "objects/a/y": [2]})
    again = saved(tmp_path, {"objects/a/y": [3], "objects/a/z": [4]})
    assert again.rows == {"objects/a/x": [1], "objects/a/y": [3], "objects/a/z": [4]}


def test_row_of_what_is_no_more_goes(tmp_path: Path) -> None:
    saved(tmp_path, {"objects/a/x": [1], "objects/a/y": [2]})
    assert saved(tmp_path, {"objects/a/y": None}).rows == {"objects/a/x": [1]}


def test_nothing_is_remembered_of_another_site(tmp_path: Path) -> None:
    saved(tmp_path, {"objects/a/x": [1]})
    (tmp_path / "site" / STAMP).write_text("0" * 32, "ascii")
    assert saved(tmp_path, {"objects/a/y": [2]}).rows == {"objects/a/y": [2]}


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"nothing of the kind"])
def test_damaged_memory_is_none(tmp_path: Path, data: bytes) -> None:
    saved(tmp_path, {"objects/a/x": [1]})
    (tmp_path / "work" / STATE).write_bytes(data)
    found = Store(tmp_path / "site", tmp_path / "work")
    assert (found.rows, found.state, found.old) == ({}, {}, {})
    assert saved(tmp_path, {"objects/a/y": [2]}).rows == {"objects/a/y": [2]}


def test_same_site_has_the_same_stamp_whatever_is_known_of_its_sources(tmp_path: Path) -> None:
    for name, when in (("here", 1), ("there", 2)):
        saved(tmp_path / name, {"objects/a/x": [when]})
    here, there = (tmp_path / name / "site" / STAMP for name in ("here", "there"))
    assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize("reads", [True, False], ids=["read", "write"])
def test_other_build_that_writes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    found = saved(tmp_path, {"objects/a/x": [1]})
    monkeypatch.setattr(store, "PATIENCE", 0.0)
    with closing(sqlite3.connect(tmp_path / "work" / STATE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="no other build"):
            _ = Store(found.out, tmp_path / "work") if reads else found.save({"shape": "1"}, {})
