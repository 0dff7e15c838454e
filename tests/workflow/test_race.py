# SPDX-License-Identifier: MIT
"""The race holds for our algorithm and catches the three that look like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from race import (
    Algorithm,
    commit_files,
    eligible,
    faults,
    job,
    make_clone,
    make_remote,
    merge_files,
    object_files,
    run_race,
)

from esep.gitlog.plumbing import git
from esep.workflow.assign import Plan, assign, fetch_head, make_plan, push
from esep.workflow.ledger_history import LEDGER
from esep.workflow.reading import Reading


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_race_when_writers_are_killed_breaks_no_promise(tmp_path: Path) -> None:
    figures = run_race(tmp_path, 4, 5, kill_every=0.5)
    assert (figures.faults, figures.failed, figures.kills > 0) == ([], 0, True)


Overtake = Callable[[], object]


def ours(clone: Path, remote: str, overtake: Overtake) -> None:
    assign(
        clone, remote, "main", eligible, step=once("before_push", overtake), pause=lambda *_: None
    )


def forced(clone: Path, remote: str, overtake: Overtake) -> None:
    plan = make_plan(Reading(clone), fetch_head(clone, remote, "main"), eligible)
    overtake()
    if plan.commit:
        git(clone, "push", "-q", "--force", remote, f"{plan.commit}:refs/heads/main")


def not_reread(clone: Path, remote: str, overtake: Overtake) -> None:
    """After a reject, commit the ledger of the first attempt on the new head."""
    plan = make_plan(Reading(clone), fetch_head(clone, remote, "main"), eligible)
    overtake()
    if plan.commit and push(clone, remote, "main", plan.commit):
        head = fetch_head(clone, remote, "main")
        files = planned(clone, plan) | {LEDGER: git(clone, "show", f"{plan.commit}:{LEDGER}")}
        assert push(clone, remote, "main", commit_files(clone, head, files)) is None


def rebased(clone: Path, remote: str, overtake: Overtake) -> None:
    """After a reject, put the lines of the first attempt after those of the new head."""
    plan = make_plan(Reading(clone), fetch_head(clone, remote, "main"), eligible)
    overtake()
    if plan.commit and push(clone, remote, "main", plan.commit):
        head = fetch_head(clone, remote, "main")
        added = git(clone, "show", f"{plan.commit}:{LEDGER}").removeprefix(
            git(clone, "show", f"{plan.head}:{LEDGER}")
        )
        files = planned(clone, plan) | {LEDGER: git(clone, "show", f"{head}:{LEDGER}") + added}
        assert push(clone, remote, "main", commit_files(clone, head, files)) is None


def planned(clone: Path, plan: Plan) -> dict[str, bytes | None]:
    paths = [f"{row.path}/passport.yml" for row in plan.rows]
    return {path: git(clone, "show", f"{plan.commit}:{path}") for path in paths}


def once(name: str, act: Overtake) -> Callable[[str], None]:
    """Return a step that acts the first time it hears `name`."""
    waiting = [act]

    def step(heard: str) -> None:
        if heard == name and waiting:
            waiting.pop()()

    return step


def duel(folder: Path, slow: Callable[[Path, str, Overtake], None]) -> list[str]:
    """Let a whole merge and job pass between the plan of a slow job and its push."""
    remote = make_remote(folder)
    one, two = (make_clone(remote, folder, name) for name in ("one", "two"))
    merge_files(one, remote, object_files("first"))
    job(one, remote)  # a ledger with a row: an empty one looks the same read or not
    merge_files(one, remote, object_files("early"))

    def overtake() -> None:
        merge_files(two, remote, object_files("late"))
        job(two, remote)

    slow(one, remote, overtake)
    again: Algorithm = lambda clone, remote: slow(clone, remote, lambda: None)  # noqa: E731
    return list(faults(remote, {"first", "early", "late"}, folder, again))


def test_duel_when_job_starts_again_from_the_fetch_breaks_nothing(tmp_path: Path) -> None:
    assert duel(tmp_path, ours) == []


@pytest.mark.parametrize(
    ("variant", "sign"),
    [
        (forced, "lost objects"),
        (not_reread, "ledger lost rows"),
        (rebased, "duplicate codes"),
    ],
)
def test_duel_when_algorithm_is_a_wrong_one_is_found(
    tmp_path: Path, variant: Callable[[Path, str, Overtake], None], sign: str
) -> None:
    assert re.search(sign, " ".join(duel(tmp_path, variant)))


@pytest.mark.slow
def test_gold_race_when_run_whole_breaks_no_promise(tmp_path: Path) -> None:
    figures = run_race(tmp_path, 16, 50, kill_every=0.6)
    assert (figures.faults, figures.failed) == ([], 0)
