# SPDX-License-Identifier: MIT
"""Clocks of registers: each kind of case yields the same record and feeds all that tell of it."""

# covers: R193-12b, R193-17b, R193-17c, R193-36b, R193-41, R129-16.6–7, R353-4

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esep.checks.cases import SOURCES, register_clocks
from esep.checks.clocks import Clock
from esep.checks.context import Context
from esep.cli import main as cli
from esep.model.tree import DirTree
from life.conftest import Repo
from life.lives import FOLDER, T3, dump, life
from trees import ROOT

VERSION = {"id": "a-1", "name": T3, "number": "1", "state": "target", "stage": "goals",
           "context": {"internal": T3, "external": T3}, "grounds": ["act_change"],
           "domains": ["su"],
           "status": "submitted", "received_on": "2026-03-02"}  # fmt: skip
ADVICE = {"id": "usynym", "name": T3, "kind": "migrate_to_icp", "addressee": "qala-akimdigi",
          "issued_by": "AB", "issued_on": "2026-02-02", "status": "issued",
          "due_on": "2026-03-10"}  # fmt: skip
REPORT = {"id": "r-1", "name": T3, "from": "2025-07-01", "to": "2025-12-31"}
FILES = {"architecture_versions": "registry/architecture/versions/a.yml",
         "recommendations": "registry/projects/portfolio/a.yml",
         "reports": "registry/projects/monitoring/a.yml"}  # fmt: skip


@pytest.fixture
def bodies(registry: Path) -> Path:
    """The minimal registry with an authorised body and a service integrator."""
    body = (ROOT / "tests/data/files/authorised-body.yml").read_text(encoding="utf-8")
    folder = registry / "registry/organisations"
    (folder / "uakiletti.yml").write_text(body, encoding="utf-8")
    other = body.replace("uakiletti", "integrator").replace("authorised_body", "service_integrator")
    (folder / "integrator.yml").write_text(other, encoding="utf-8")
    return registry


def told(root: Path, kind: str, *values: Mapping[str, Any], on: date) -> dict[str, Clock]:
    """Clocks of the registry with these elements, by subject and timer."""
    text = dump({"schema_version": "1", kind: list(values)})
    path = root / FILES[kind]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    clocks = register_clocks(Context.of(DirTree(root), on))
    return {f"{one.about.subject} {one.timer}": one for one in clocks}


def test_decision_on_a_version_is_due_in_ten_working_days(bodies: Path) -> None:
    found = told(bodies, "architecture_versions", VERSION, on=date(2026, 3, 3))

    clock = found["a-1 architecture_decision"]
    assert (clock.due, clock.about.org) == (date(2026, 3, 17), "uakiletti")  # 9 March is a day off


def test_refused_version_waits_for_the_integrator_until_another_is_sent(bodies: Path) -> None:
    refused = {**VERSION, "status": "refused", "decision": "refuse", "decided_on": "2026-03-04"}
    later = {**VERSION, "id": "a-2", "supersedes": "a-1", "submitted_on": "2026-03-12"}

    alone = told(bodies, "architecture_versions", refused, on=date(2026, 3, 5))
    both = told(bodies, "architecture_versions", refused, later, on=date(2026, 3, 20))

    assert alone["a-1 architecture_rework"].about.org == "integrator"
    assert alone["a-1 architecture_rework"].is_running(date(2026, 3, 5))
    assert both["a-1 architecture_rework"].ended == date(2026, 3, 12)


def test_recommendation_is_due_when_its_issuer_said(bodies: Path) -> None:
    done = {**ADVICE, "id": "tez", "status": "done", "done_on": "2026-03-11"}

    found = told(bodies, "recommendations", ADVICE, done, on=date(2026, 3, 20))

    assert found["usynym recommendation"].standing(date(2026, 3, 11)) == "overdue"
    assert found["tez recommendation"].standing(date(2026, 3, 11)) == "late"
    assert found["usynym recommendation"].requirement == "R193-41"


def test_recommendation_without_a_day_stays_open_and_a_cancelled_one_does_not(
    bodies: Path,
) -> None:
    undated = {key: one for key, one in ADVICE.items() if key != "due_on"}
    cancelled = {**ADVICE, "id": "joq", "status": "cancelled", "reason": T3}

    found = told(bodies, "recommendations", undated, cancelled, on=date(2026, 3, 20))

    assert found["usynym recommendation"].standing(date(2026, 3, 20)) == "open"
    assert not found["joq recommendation"].is_running(date(2026, 3, 20))


def test_report_follows_the_last_period_without_anybody_recording_it(bodies: Path) -> None:
    filed = {**REPORT, "filed_on": "2026-01-20"}

    text = dump({"schema_version": "1", "reports": [filed]})
    path = bodies / FILES["reports"]
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    clocks = list(register_clocks(Context.of(DirTree(bodies), date(2026, 7, 1))))

    first, following = [one for one in clocks if one.timer == "implementation_report"]
    assert first.standing(date(2026, 7, 1)) == "late"  # ten working days from 31 December
    assert (following.start, following.due) == (date(2026, 6, 30), date(2026, 7, 15))


def test_every_source_yields_timers_that_have_a_name(bodies: Path) -> None:
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))
    timers = [{clock.timer for clock in source(context)} for source in SOURCES]

    assert all(timers), "the demonstration registry shows every kind of case"
    for name in set.union(*timers):
        assert set(context.rulebooks.term("timer", name)) == {"kk", "ru", "en"}


def licensed(*days: str) -> dict[str, Any]:
    goods = [{"name": T3, "kind": "licence", "quantity": "1", "licence_until": day} for day in days]
    return {**life("operation"), "inventory": goods}


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    capsys.readouterr()
    cli.main(argv)
    return json.loads(capsys.readouterr().out)


def test_licence_that_expires_is_told_before_and_after(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(f"{FOLDER}/passport.yml", dump(licensed("2026-04-01", "2026-06-01")))
    repo.commit(date(2026, 1, 5))

    due = answer(capsys, "due", "--on", "2026-04-02", "--format", "json")["clocks"]
    notices = answer(capsys, "notices", "--since", "2026-02-01", "--on", "2026-04-02",
                     "--format", "json")["notices"]  # fmt: skip

    licences = [(one["due"], one["standing"]) for one in due if one["timer"] == "licence"]
    assert licences == [("2026-04-01", "overdue"), ("2026-06-01", "running")]
    told = [(one["event"], one["created_on"]) for one in notices if one["kind"] == "N17"]
    assert told == [("expires", "2026-03-02"), ("expired", "2026-04-02")]


def test_calendar_holds_each_deadline_once(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(f"{FOLDER}/passport.yml", dump(licensed("2026-04-01", "2026-06-01")))
    repo.commit(date(2026, 1, 5))

    cli.main(("due", "--on", "2026-03-02", "--format", "ics"))

    names = [line for line in capsys.readouterr().out.splitlines() if line.startswith("UID")]
    assert len(names) == len(set(names)) >= 3


def test_deadline_says_whose_turn_it_is(
    bodies: Path, repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(f"{FOLDER}/passport.yml", dump(life("creation.trial")))
    repo.commit(date(2026, 3, 2))

    def turns(org: str) -> dict[str, str]:
        found = answer(capsys, "due", "--org", org, "--on", "2026-03-03", "--format", "json")
        return {one["timer"]: one["turn"] for one in found["clocks"]}

    assert turns("qala-akimdigi") == {"verify": "them", "confirm": "us"}
    assert turns("integrator") == {"verify": "us"}


def test_folder_is_no_file_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()

    assert DirTree(tmp_path).read("a.yml", 10) is None
