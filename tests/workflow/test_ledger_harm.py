# SPDX-License-Identifier: MIT
"""A ledger that was harmed is refused and left as it is, and the harm is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from place import Place
from race import (
    make_clone,
    merge_files,
    object_files,
)

from esep.gitlog.plumbing import git
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import LedgerError
from esep.workflow.ledger_history import LEDGER, check_history


def test_ledger_when_rolled_back_between_two_attempts_is_refused(place: Place) -> None:
    place.merge(object_files("a"))
    before = place.head
    place.assign()
    place.merge(object_files("b"))
    bare = Path(place.remote)
    lost: list[str] = []

    def rewrite(heard: str) -> None:
        if heard == "before_push" and not lost:
            lost.append(heard)
            git(bare, "update-ref", "refs/heads/main", before)
            merge_files(make_clone(place.remote, place.folder, "x"), place.remote, {"x": b"x"})

    with pytest.raises(LedgerError, match="shorter-than-base"):
        place.assign(step=rewrite)


def torn(data: bytes) -> bytes:
    return data[:-1]


def rolled_back(data: bytes) -> bytes:
    return data.splitlines(keepends=True)[0]


def emptied(_data: bytes) -> bytes:
    return b""


def deleted(_data: bytes) -> None:
    return None


def other_object(data: bytes) -> bytes:
    return data.replace(b'"object":"a"', b'"object":"c"')


@pytest.mark.parametrize("harm", [torn, rolled_back, emptied, deleted, other_object])
def test_ledger_when_harmed_is_refused_and_left_as_it_is(
    place: Place, harm: Callable[[bytes], bytes | None]
) -> None:
    place.merge(object_files("a") | object_files("b"))
    place.assign()
    place.merge({LEDGER: harm(place.show(LEDGER))} | object_files("next"))
    head = place.head

    with pytest.raises(LedgerError):
        place.assign()
    assert place.head == head


def test_history_when_ledger_only_grew_has_no_fault(place: Place) -> None:
    for name in "abc":
        place.merge(object_files(name))
        place.assign()
    assert not list(check_history(Path(place.remote), "main"))


@pytest.mark.parametrize(
    ("harm", "key"),
    [(rolled_back, "shorter-than-base"), (other_object, "not-prefix"), (deleted, "ledger-missing")],
)
def test_history_when_ledger_was_harmed_and_put_back_names_the_commit(
    place: Place, harm: Callable[[bytes], bytes | None], key: str
) -> None:
    place.merge(object_files("a") | object_files("b"))
    place.assign()
    good = place.show(LEDGER)
    bad = place.merge({LEDGER: harm(good)})
    place.merge({LEDGER: good})

    first = next(check_history(Path(place.remote), "main"))
    assert (first.key, first.params["commit"]) == (key, bad)


def test_ledger_when_of_another_code_format_is_refused(place: Place) -> None:
    place.merge(object_files("a"))
    place.assign()
    with pytest.raises(LedgerError):
        place.assign(formats=lambda _: CodeFormat("ESEP", 4))
