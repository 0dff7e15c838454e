# SPDX-License-Identifier: MIT
"""Codes are closed by a row at the end of the ledger, once, whatever happens meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from race import eligible, make_clone, make_remote, merge_files, object_files

from esep.errors import UserError
from esep.gitlog.plumbing import git, line
from esep.ledger.chain import Entry, append, check_chain, check_growth, read
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import LedgerError
from esep.workflow.assign import assign
from esep.workflow.closing import Closing, close
from esep.workflow.ledger_history import LEDGER

ON = date(2026, 11, 20)
CODE = CodeFormat().make
WHY = {"kk": "жойылды", "ru": "списана", "en": "retired"}


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str]:
    remote = make_remote(tmp_path)
    clone = make_clone(remote, tmp_path, "clone")
    for name in ("tax", "water"):
        merge_files(clone, remote, object_files(name))
    assign(clone, remote, "main", eligible)
    return clone, remote


def book(remote: str) -> bytes:
    return git(Path(remote), "show", f"main:{LEDGER}")


def test_withdrawn_code_is_held_by_nobody(place: tuple[Path, str]) -> None:
    clone, remote = place
    before = book(remote)
    close(clone, remote, "main", Closing(CODE(1), ON, WHY))
    after = book(remote)

    assert list(check_growth(before, after)) == []
    assert list(check_chain(after)) == []
    assert read(after).current(CODE(1)) is None
    assert "жойылды" in line(Path(remote), "log", "-1", "--format=%B", "main")


def test_succeeded_code_leads_to_its_successor(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", Closing(CODE(1), ON, WHY, CODE(2)))
    found = read(book(remote)).current(CODE(1))

    assert found is not None
    assert found.code == CODE(2)


@pytest.mark.parametrize(
    ("code", "successor"),
    [(CODE(3), None), ("KZ-1", None), (CODE(1), CODE(3)), (CODE(1), CODE(1))],
)
def test_code_that_cannot_be_closed_stays(
    place: tuple[Path, str], code: str, successor: str | None
) -> None:
    clone, remote = place
    before = book(remote)
    with pytest.raises(UserError):
        close(clone, remote, "main", Closing(code, ON, WHY, successor))

    assert book(remote) == before


def test_code_is_closed_once(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", Closing(CODE(1), ON, WHY))

    with pytest.raises(UserError, match="closed already"):
        close(clone, remote, "main", Closing(CODE(1), ON, WHY))


def test_reason_stands_in_the_row_and_is_held_by_its_hash(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", Closing(CODE(1), ON, WHY))
    after = book(remote)

    assert read(after).closed[CODE(1)].reason == WHY
    with pytest.raises(LedgerError, match="hash-wrong"):
        read(after.replace("списана".encode(), "продана".encode()))


def test_closing_rows_of_before_there_were_reasons_are_sound(place: tuple[Path, str]) -> None:
    ledger = read(book(place[1]))
    facts = (ON, "c" * 40, "a" * 64, "b" * 64, CODE(1))
    line = append(ledger, [Entry("withdrawn", "tax", "objects/agency/tax", *facts)])

    assert b"reason" not in line
    assert list(check_chain(book(place[1]) + line)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**WHY, "en": ""},
        {"kk": "а", "ru": "б"},
        {**WHY, "fr": "a"},
        {**WHY, "ru": "a\n\nSigned-off-by: b"},
        {**WHY, "ru": "a\u202eb"},
        {**WHY, "ru": "и\u0306"},
        {**WHY, "ru": "а" * 201},
    ],
)
def test_reason_that_is_no_plain_line_in_three_languages_closes_nothing(
    place: tuple[Path, str], wrong: dict[str, str]
) -> None:
    clone, remote = place
    before = book(remote)
    with pytest.raises(UserError, match="reason"):
        close(clone, remote, "main", Closing(CODE(1), ON, wrong))

    assert book(remote) == before


def test_longest_reasons_fit_a_line(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", Closing(CODE(1), ON, dict.fromkeys(WHY, "ә" * 200), CODE(2)))

    assert list(check_chain(book(remote))) == []


def test_closed_object_keeps_its_place_and_gets_no_new_code(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", Closing(CODE(1), ON, WHY))

    assert assign(clone, remote, "main", eligible).rows == ()
