# SPDX-License-Identifier: MIT
"""Codes are closed by a row at the end of the ledger, once, whatever happens meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from race import eligible, make_clone, make_remote, merge_files, object_files

from esep.errors import UserError
from esep.gitlog.plumbing import git, line
from esep.ledger.chain import check_chain, check_growth, read
from esep.ledger.codes import CodeFormat
from esep.workflow.assign import assign
from esep.workflow.closing import close
from esep.workflow.ledger_history import LEDGER

ON = date(2026, 11, 20)
CODE = CodeFormat().make


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
    close(clone, remote, "main", CODE(1), on=ON, reason="жойылды", fmt=CodeFormat())
    after = book(remote)

    assert list(check_growth(before, after)) == []
    assert list(check_chain(after)) == []
    assert read(after).current(CODE(1)) is None
    assert "жойылды" in line(Path(remote), "log", "-1", "--format=%B", "main")


def test_succeeded_code_leads_to_its_successor(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", CODE(1), on=ON, successor=CODE(2), fmt=CodeFormat())
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
        close(clone, remote, "main", code, on=ON, successor=successor, fmt=CodeFormat())

    assert book(remote) == before


def test_code_is_closed_once(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", CODE(1), on=ON, reason="x", fmt=CodeFormat())

    with pytest.raises(UserError, match="closed already"):
        close(clone, remote, "main", CODE(1), on=ON, reason="x", fmt=CodeFormat())


def test_reason_cannot_forge_a_trailer_of_the_message(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", CODE(1), on=ON, reason="a\n\nSigned-off-by: b", fmt=CodeFormat())
    message = git(Path(remote), "log", "-1", "--format=%B", "main").decode()

    assert not any(one.startswith("Signed-off-by") for one in message.splitlines())


def test_closed_object_keeps_its_place_and_gets_no_new_code(place: tuple[Path, str]) -> None:
    clone, remote = place
    close(clone, remote, "main", CODE(1), on=ON, reason="x", fmt=CodeFormat())

    assert assign(clone, remote, "main", eligible).rows == ()
