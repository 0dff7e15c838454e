# SPDX-License-Identifier: MIT
"""The job gives every eligible object exactly one code, whatever happens around it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from place import Place
from race import (
    eligible,
    faults,
    job,
    make_clone,
    merge_files,
    object_files,
    passport,
)

from esep.gitlog.history import ShallowCloneError
from esep.gitlog.plumbing import GitError, git, line
from esep.ledger.chain import Entry, append, read
from esep.ledger.codes import CodeFormat
from esep.ledger.rows import documents_digest
from esep.workflow.assign import ObjectsStuckError, assign
from esep.workflow.ledger_history import LEDGER

CODE = CodeFormat().make


def test_object_when_merged_gets_row_and_stamp_in_one_commit(place: Place) -> None:
    merged = place.merge(object_files("tax"))
    outcome = place.assign()

    assert [row.code for row in outcome.rows] == [CODE(1)]
    assert line(Path(place.remote), "rev-list", "--parents", "-1", "main").split() == [
        outcome.head,
        merged,
    ]
    changed = git(Path(place.remote), "diff", "--name-only", merged, "main").decode().split()
    assert changed == ["objects/agency/tax/passport.yml", LEDGER]


def test_row_when_written_tells_what_was_read(place: Place) -> None:
    merged = place.merge(object_files("tax"))
    place.assign()

    (row,) = place.rows
    document = ("documents/tor.txt", hashlib.sha256(b"tax").hexdigest(), 3)
    assert (row["commit"], row["path"]) == (merged, "objects/agency/tax")
    assert row["passport_sha256"] == hashlib.sha256(passport("tax")).hexdigest()
    assert row["documents_sha256"] == documents_digest([document])


def test_run_when_nothing_is_new_pushes_nothing(place: Place) -> None:
    place.merge(object_files("tax"))
    place.assign()
    head = place.head

    assert (place.assign().rows, place.head) == ((), head)


def test_objects_when_merged_without_a_run_all_get_codes_in_order_of_merging(place: Place) -> None:
    """The push run never started: [skip ci], or a queued run was cancelled."""
    place.merge(object_files("zebra"), message="[skip ci] merge", on="1790000000 +0500")
    place.merge(object_files("apple"), on="1790000060 +0500")
    place.assign()

    assert place.codes() == {"zebra": CODE(1), "apple": CODE(2)}


def test_objects_when_merged_in_one_push_all_get_codes(place: Place) -> None:
    place.merge(object_files("b") | object_files("a"))
    assert [row.object for row in place.assign().rows] == ["a", "b"]


def test_date_when_run_comes_after_new_year_is_that_of_the_merge(place: Place) -> None:
    place.merge(object_files("old"), on="2026-12-31T18:59:00 +0000")
    place.merge(object_files("new"), on="2026-12-31T19:01:00 +0000")
    place.assign()

    assert [row["on"] for row in place.rows] == ["2026-12-31", "2027-01-01"]


@pytest.mark.parametrize("claimed", ["2037-05-05T00:00:00 +0000", "4000000000 +0000"])
def test_date_when_a_commit_claims_a_later_day_is_that_of_the_run(
    place: Place, claimed: str
) -> None:
    place.merge(object_files("tax"), on=claimed)
    place.assign(on=date(2026, 11, 20))

    assert [row["on"] for row in place.rows] == ["2026-11-20"]


def test_date_when_clocks_went_backwards_is_that_of_each_merge(place: Place) -> None:
    place.merge(object_files("first"), on="1790000060 +0500")
    place.assign()
    place.merge(object_files("second"), on="1780000000 +0500")
    place.assign()

    assert [row["on"] for row in place.rows] == ["2026-09-21", "2026-05-29"]
    assert place.codes() == {"first": CODE(1), "second": CODE(2)}


def test_object_when_not_complete_waits_and_gets_its_code_later(place: Place) -> None:
    path = "objects/agency/tax/passport.yml"
    place.merge({path: passport("tax", ready=False)})
    assert place.assign().rows == ()

    place.merge({path: passport("tax")})
    assert [row.code for row in place.assign().rows] == [CODE(1)]


def test_folder_when_moved_keeps_its_code(place: Place) -> None:
    place.merge(object_files("tax"))
    place.assign()
    stamped = place.show("objects/agency/tax/passport.yml")
    place.merge(
        {"objects/agency/tax/passport.yml": None, "objects/other/tax/passport.yml": stamped}
    )

    assert place.assign().rows == ()


def test_object_when_its_stamp_was_dropped_gets_no_second_code(place: Place) -> None:
    place.merge(object_files("tax"))
    place.assign()
    place.merge(object_files("tax"))

    assert place.assign().rows == ()


def test_serial_when_a_passport_claims_a_far_code_is_still_the_next(place: Place) -> None:
    forged = passport("far") + f'accounting_code: "{CODE(900000)}"\n'.encode()
    place.merge({"objects/agency/far/passport.yml": forged} | object_files("tax"))
    with pytest.raises(ObjectsStuckError):
        place.assign()

    assert place.codes() == {"tax": CODE(1)}


FOLDER = "objects/agency/bad/passport.yml"
STUCK: dict[str, dict[str, bytes | None]] = {
    "a code of somebody else": {FOLDER: passport("bad") + b'accounting_code: "KZ-000007-45"\n'},
    "two id lines": {FOLDER: passport("bad") + b"id: bad\n"},
    "no mapping": {FOLDER: b'- x\n- "\nid: bad\nready: "yes"\n"\n'},
    "an id inside a quoted text": {FOLDER: b"x: 'a\nid: bad\nready: \"yes\"\nz'\n"},
    "no YAML": {FOLDER: passport("bad") + b"x: [\n"},
    "aliases": {FOLDER: passport("bad") + b"a: &a 1\nb: *a\n"},
    "folder name with capitals": {"objects/agency/Bad/passport.yml": passport("bad")},
    "id with a slash": {FOLDER: passport("../bad")},
    "passport of a megabyte": {FOLDER: passport("bad") + b"#" * 1_000_000},
    "two folders of one id": {
        FOLDER: passport("bad"),
        "objects/other/bad/passport.yml": passport("bad"),
    },
}


@pytest.mark.parametrize("name", STUCK)
def test_object_when_it_cannot_take_a_code_is_told_and_the_others_get_theirs(
    place: Place, name: str
) -> None:
    place.merge(STUCK[name] | object_files("good"))
    with pytest.raises(ObjectsStuckError) as error:
        place.assign()

    assert {one.path for one in error.value.stuck} == {
        path.removesuffix("/passport.yml") for path in STUCK[name]
    }
    assert place.codes() == {"good": CODE(1)}


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_passport_when_it_is_no_plain_file_is_told(place: Place, mode: str) -> None:
    place.merge({FOLDER: b"../good/passport.yml"}, mode=mode)
    with pytest.raises(ObjectsStuckError, match="plain file"):
        place.assign()


def test_folder_when_it_takes_the_id_of_a_coded_object_gets_nothing(place: Place) -> None:
    place.merge(object_files("tax"))
    place.assign()
    place.merge({"objects/thief/tax/passport.yml": passport("tax")})

    assert place.assign().rows == ()


def test_withdrawn_object_when_still_there_gets_no_second_code(place: Place) -> None:
    place.merge(object_files("tax"))
    place.assign()
    data = place.show(LEDGER)
    facts = (date(2027, 1, 5), "c" * 40, "a" * 64, "b" * 64, CODE(1))
    data += append(read(data), [Entry("withdrawn", "tax", "objects/agency/tax", *facts)])
    place.merge({LEDGER: data} | object_files("tax") | object_files("next"))
    place.assign()

    assert [(r["event"], r["object"]) for r in place.rows] == [
        ("assigned", "tax"),
        ("withdrawn", "tax"),
        ("assigned", "next"),
    ]
    assert place.rows[-1]["code"] == CODE(2)


def test_shallow_clone_when_used_is_refused(place: Place) -> None:
    place.merge(object_files("a"))
    clone = place.folder / "shallow.git"
    subprocess.run(
        ["git", "clone", "-q", "--bare", "--depth=1", f"file://{place.remote}", str(clone)],
        check=True,
    )
    with pytest.raises(ShallowCloneError):
        assign(clone, place.remote, "main", eligible)


def test_push_when_refused_by_a_rule_and_not_by_a_race_is_an_error(place: Place) -> None:
    place.merge(object_files("a"))
    hook = Path(place.remote, "hooks", "pre-receive")
    hook.write_text("#!/bin/sh\necho main is protected >&2\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(GitError, match="main is protected"):
        place.assign()


def test_checkout_when_a_user_works_in_it_is_not_disturbed(place: Place) -> None:
    place.merge(object_files("a"))
    checkout = place.folder / "checkout"
    subprocess.run(["git", "clone", "-q", place.remote, str(checkout)], check=True)
    (checkout / "README.md").write_text("half written")
    (checkout / "staged.txt").write_text("staged")
    git(checkout, "add", "staged.txt")
    seen = [git(checkout, *args) for args in (("status", "--porcelain"), ("show-ref",))]

    assign(checkout, "origin", "main", eligible)
    assert place.codes() == {"a": CODE(1)}
    assert git(checkout, "status", "--porcelain") == seen[0]
    assert line(checkout, "rev-parse", "HEAD") in seen[1].decode()


STEPS = ["after_fetch", "after_append", "after_commit", "before_push", "after_push"]


def die_at(name: str) -> Callable[[str], None]:
    def step(heard: str) -> None:
        if heard == name:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


@pytest.mark.parametrize("name", STEPS)
def test_job_when_killed_at_a_step_is_made_good_by_the_next(place: Place, name: str) -> None:
    place.merge(object_files("a") | object_files("b"))
    fork = multiprocessing.get_context("fork")
    killed = fork.Process(target=place.assign, kwargs={"step": die_at(name)})
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    rows_after_kill = len(place.rows)

    place.assign()
    assert rows_after_kill == (2 if name == "after_push" else 0)
    assert not list(faults(place.remote, {"a", "b"}, place.folder, job))


def test_race_when_lost_starts_again_and_takes_the_next_serial(place: Place) -> None:
    other = make_clone(place.remote, place.folder, "other")
    place.merge(object_files("a"))
    lost: list[str] = []

    def overtake(heard: str) -> None:
        if heard == "before_push" and not lost:
            lost.append(heard)
            job(other, place.remote)
            merge_files(other, place.remote, object_files("b"))

    outcome = place.assign(step=overtake)
    assert (outcome.rejected, place.codes()) == (1, {"a": CODE(1), "b": CODE(2)})


def test_code_format_when_given_is_used_for_the_whole_ledger(place: Place) -> None:
    place.merge(object_files("a"))
    (row,) = place.assign(formats=lambda _: CodeFormat("ESEP", 4)).rows
    assert row.code == CodeFormat("ESEP", 4).make(1)
