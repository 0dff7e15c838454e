# SPDX-License-Identifier: MIT
"""Clocks over git history: when they start, when they end, and what the answer looks like."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.calendar.working import load_calendar
from esep.checks.clocks import (
    About,
    Actor,
    Clock,
    Standing,
    days_left,
    passport_clocks,
    refresh_start,
    set_going,
)
from esep.checks.context import Context
from esep.cli import main as cli
from esep.errors import ExitCode
from esep.gitlog.touches import Touch
from esep.model.passport import Passport
from esep.model.tree import DirTree
from esep.workflow.facts import Facts
from esep.workflow.timeline import Submitted, refresh_clocks, states, submission_clocks
from life.conftest import Repo
from life.lives import PATH, T3, dump, life, without
from trees import ROOT

DECISIONS = "registry/verifications/qala-akimdigi/su-esebi.yml"
INCOMPLETE = without(life("creation.trial"), "tor")
COMPLETE = life("creation.trial")
SIXTH = date(2026, 3, 2)  # a Monday


def due(
    capsys: pytest.CaptureFixture[str], *argv: str, on: date = SIXTH
) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = cli.main(("due", *argv, "--on", str(on), "--format", "json", "--lang", "en"))
    found = json.loads(capsys.readouterr().out)
    return int(code), {one["timer"]: one for one in found["clocks"]}


# covers: T-05, R174-8a
def test_verification_runs_from_the_first_complete_state(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(PATH, dump(INCOMPLETE))
    repo.commit(SIXTH)
    repo.write(PATH, dump(COMPLETE))
    repo.commit(SIXTH + timedelta(days=1))

    _, clocks = due(capsys, on=date(2026, 3, 4))

    found = clocks["verify"]
    assert (found["start"], found["due"], found["actor"]) == (
        "2026-03-03", "2026-03-05", "integrator",
    )  # fmt: skip
    assert found["days_left"] == 1
    assert "193/НҚ" in found["citation"]


def test_incomplete_record_sets_only_the_notice_going(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(PATH, dump(INCOMPLETE))
    repo.commit(SIXTH)

    _, clocks = due(capsys)

    assert "verify" not in clocks
    assert clocks["incompleteness_notice"]["due"] == "2026-03-04"


def test_submission_not_merged_is_seen(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(SIXTH)
    repo.git("checkout", "-q", "-b", "su-esebi")
    repo.write("objects/qala-akimdigi/zhana/passport.yml", dump({**COMPLETE, "id": "zhana"}))
    repo.commit(SIXTH + timedelta(days=1))
    repo.git("checkout", "-q", "main")

    cli.main(("due", "--on", "2026-03-04", "--format", "json"))

    found = json.loads(capsys.readouterr().out)["clocks"]
    starts = {one["start"] for one in found if one["subject"] == "zhana"}
    assert starts == {"2026-03-03"}


def test_return_stops_the_clock_and_the_next_complete_state_starts_another(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(PATH, dump(COMPLETE))
    first = repo.commit(SIXTH)
    verdict = {"by": "Сарапшы", "on": "2026-03-03", "commit": first, "result": "returned",
               "remarks": T3}  # fmt: skip
    repo.write(DECISIONS, dump({"schema_version": "1", "id": "su-esebi",
                                "verifications": [verdict]}))  # fmt: skip
    repo.commit(date(2026, 3, 3))
    assert "verify" not in due(capsys, on=date(2026, 3, 4))[1]

    repo.write(PATH, dump({**COMPLETE, "short_name": T3}))
    repo.commit(date(2026, 3, 5))

    assert due(capsys, on=date(2026, 3, 5))[1]["verify"]["start"] == "2026-03-05"


def test_confirmation_ends_the_clock(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(PATH, dump(COMPLETE))
    first = repo.commit(SIXTH)
    verdict = {"by": "Сарапшы", "on": "2026-03-06", "commit": first, "result": "confirmed"}
    repo.write(DECISIONS, dump({"schema_version": "1", "id": "su-esebi",
                                "verifications": [verdict]}))  # fmt: skip
    repo.commit(date(2026, 3, 6))

    assert "verify" not in due(capsys, on=date(2026, 3, 7))[1]
    assert due(capsys, "su-esebi", on=date(2026, 3, 7))[1]["verify"]["standing"] == "late"


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2023, 3, 1), "2023-03-09"),  # 5 working days, 8 March off
        (date(2024, 7, 19), "2024-07-26"),  # runs on over the repeal of 22.07.2024
        (date(2024, 9, 2), None),  # no rule in force
        (date(2025, 1, 8), "2025-01-10"),
    ],
)
def test_deadline_is_that_of_the_day_the_clock_starts(
    repo: Repo, capsys: pytest.CaptureFixture[str], start: date, last: str | None
) -> None:
    history = [{"stage": "planning", "since": "2023-01-04"}]
    change = {"kind": "registration", "changed_on": "2023-01-04", "summary": T3}
    lifecycle = {"entry": "creation", "history": history}
    repo.write(PATH, dump({**life(), "lifecycle": lifecycle, "changes": [change]}))
    repo.commit(start)

    _, clocks = due(capsys, on=date(2026, 3, 2))

    assert clocks["verify"]["due"] == last
    assert clocks["verify"]["basis"] == ("law" if last else "policy")


def test_past_day_shows_the_deadlines_of_the_data_of_that_day(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    early = {"kind": "registration", "changed_on": "2025-03-03", "summary": T3}
    repo.write(PATH, dump({**life(), "changes": [early]}))
    repo.commit(date(2025, 3, 3))
    late = {"kind": "refresh", "changed_on": "2026-03-02", "summary": T3}
    repo.write(PATH, dump({**life(), "changes": [early, late]}))
    repo.commit(SIXTH)

    before = due(capsys, on=date(2025, 9, 4))[1]["confirm"]
    after = due(capsys, on=SIXTH)[1]["confirm"]

    assert (before["due"], before["standing"]) == ("2025-09-03", "overdue")
    assert (after["due"], after["standing"]) == ("2026-09-02", "running")


def test_object_that_is_not_committed_has_no_dates(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(SIXTH)
    repo.write("objects/qala-akimdigi/zhana/passport.yml", dump({**life(), "id": "zhana"}))

    code = cli.main(("due", "zhana", "--on", "2099-01-01"))

    assert code == ExitCode.USAGE
    assert "committed" in capsys.readouterr().err


def test_overdue_comes_first_and_fails(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(PATH, dump(COMPLETE))
    repo.commit(SIXTH)

    code = cli.main(("due", "--on", "2026-03-20", "--lang", "kk"))

    out = capsys.readouterr().out
    assert code == ExitCode.FINDINGS
    assert out.startswith("✗")
    assert "сервистік интегратор" in out


def test_other_organisation_has_nothing_due(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(PATH, dump(COMPLETE))
    repo.commit(SIXTH)

    assert due(capsys, "--org", "jetkizushi") == (ExitCode.CLEAN, {})


def test_shallow_clone_says_that_dates_cannot_be_known(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(SIXTH)
    repo.commit(SIXTH)
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(tmp_path / "cut"))

    code = cli.main(("--root", str(tmp_path / "cut"), "due", "--on", "2026-03-04"))

    assert code == ExitCode.USAGE
    assert "shallow" in capsys.readouterr().err


def test_without_git_only_deadlines_of_the_records_are_told(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(("due", "--on", "2026-03-04", "--format", "json"))

    shown = capsys.readouterr()
    assert [one["timer"] for one in json.loads(shown.out)["clocks"]] == ["confirm"]
    assert "git" in shown.err


def test_feed_and_calendar_are_well_formed(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(PATH, dump({**COMPLETE, "holder": "qala-akimdigi"}))
    repo.commit(SIXTH)
    capsys.readouterr()

    cli.main(("due", "--on", "2026-03-03", "--format", "atom", "--lang", "kk"))
    feed = ElementTree.fromstring(capsys.readouterr().out)
    cli.main(("due", "--on", "2026-03-03", "--format", "ics", "--lang", "kk"))
    lines = capsys.readouterr().out.split("\r\n")

    assert feed.tag.endswith("feed")
    assert len(feed.findall("{*}entry")) == lines.count("BEGIN:VEVENT") == 2
    assert max(len(line.encode()) for line in lines) <= 75


def test_second_run_reads_no_passport(
    repo: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(PATH, dump(COMPLETE))
    repo.commit(SIXTH)
    first = due(capsys)
    monkeypatch.setattr("esep.gitlog.blobs.BlobReader.start", None)

    assert due(capsys) == first


def test_refresh_runs_from_the_earlier_of_change_and_discovery() -> None:
    change = {"changed_on": "2026-03-05", "absence_detected_on": "2026-03-02"}

    assert refresh_start(change) == date(2026, 3, 2)
    assert refresh_start({"changed_on": "2026-03-05"}) == date(2026, 3, 5)


DAYS = st.dates(date(2023, 1, 1), date(2026, 9, 30))
HERE = Context.of(DirTree(ROOT), date(2026, 11, 20))
CALENDAR = load_calendar((ROOT / "registry/calendar/kz.yml").read_bytes())


@settings(deadline=None)
@given(start=DAYS, timer=st.sampled_from(["account", "verify", "refresh", "icp_environment"]))
def test_no_clock_ends_before_it_starts(start: date, timer: str) -> None:
    clock = set_going(HERE, timer, start, Actor.INTEGRATOR, About("", "", ""))

    assert clock.due is None or clock.due > start
    assert clock.is_running(start)


SOME = st.none() | DAYS.map(str)


def said(**days: str | None) -> dict[str, Any]:
    return {name: day for name, day in days.items() if day}


@settings(deadline=None)
@given(st.lists(SOME, min_size=9, max_size=9), st.tuples(DAYS, DAYS, DAYS))
def test_no_clock_of_a_passport_is_negative(days: list[Any], sure: tuple[date, ...]) -> None:
    asked, given_on, agreed, back, placed, moved, due_on, closed, licence = days
    first, second, third = map(str, sure)
    value = {
        **life("operation"),
        "environments": [said(kind="trial", requested_on=asked, granted_on=given_on,
                              agreement_on=agreed, returned_on=back)],
        "placement": said(site="icp", requested_on=placed, since=moved),
        "known_gaps": [said(item="tor", since=first, due=due_on, closed_on=closed)],
        "inventory": [said(licence_until=licence)],
        "warranty": {},
        "changes": [{"changed_on": second}, said(changed_on=third, absence_detected_on=asked)],
    }  # fmt: skip
    seen = [Submitted(date(2026, 3, day), True, True, "", day, 0) for day in (1, 2)]
    about = About("", "", "")
    clocks = [*passport_clocks(HERE, Passport(value), ""),
              *refresh_clocks(HERE, about, value["changes"], seen)]  # fmt: skip

    assert all(one.due is None or one.due >= one.start for one in clocks)
    assert all(one.ended is None or one.ended >= one.start for one in clocks)


@settings(deadline=None)
@given(
    st.lists(st.tuples(DAYS, st.booleans(), st.booleans()), max_size=8),
    st.lists(st.tuples(DAYS, st.sampled_from(["confirmed", "returned"])), max_size=4),
    st.none() | DAYS,
)
def test_no_clock_of_a_submission_is_negative(
    commits: list[tuple[date, bool, bool]], answers: list[tuple[date, str]], coded: date | None
) -> None:
    touches = [
        Touch("", str(whole), "", 0, int(datetime(*day.timetuple()[:3], 6, tzinfo=UTC).timestamp()),
              merged)
        for day, whole, merged in commits
    ]  # fmt: skip
    lacking = {"True": (), "False": (("tor", 0, "2025-01-01"),)}
    seen = states(touches, lambda touch, _: Facts({"id": "a"}, lacking[touch.blob]))
    said = {"verifications": [{"on": str(day), "result": result} for day, result in answers]}

    for clock in submission_clocks(HERE, About("", "", ""), seen, said, coded):
        assert clock.due is None or clock.due > clock.start
        assert clock.ended is None or clock.ended >= clock.start


@settings(deadline=None)
@given(start=DAYS, length=st.integers(1, 30))
def test_working_days_there_and_back(start: date, length: int) -> None:
    last = CALENDAR.add_working_days(start, length)

    assert CALENDAR.count_working_days(start, last) == length
    assert CALENDAR.is_working_day(last)


@settings(deadline=None)
@given(start=DAYS, on=DAYS)
def test_days_left_turn_negative_with_the_standing(start: date, on: date) -> None:
    context = Context(HERE.registry, HERE.rulebooks, on)
    clock = set_going(context, "refresh", start, Actor.REGISTRANT, About("", "", ""))
    left = days_left(context, clock)

    if clock.standing(on) is Standing.RUNNING:
        assert left is None or left >= 0
    if clock.standing(on) is Standing.OVERDUE:
        assert left is not None
        assert left <= 0


@pytest.mark.parametrize(("kind", "ends"), [("creation", "2026-12-15"), ("support", None)])
def test_warranty_of_a_supplier_runs_though_no_passport_names_it(
    repo: Repo, capsys: pytest.CaptureFixture[str], kind: str, ends: str | None
) -> None:
    value = life("operation")
    bought = {**value["procurement"][0], "kind": kind}
    repo.write(PATH, dump({**value, "procurement": [bought]}))
    repo.commit(SIXTH)

    found = due(capsys, "su-esebi")[1].get("warranty", {})

    assert found.get("due") == ends


def test_clock_stopped_later_still_runs_today() -> None:
    about = About("", "", "")
    clock = Clock("confirm", about, Actor.REGISTRANT, SIXTH, date(2026, 3, 9), date(2026, 3, 6))

    assert clock.is_running(date(2026, 3, 5))
    assert not clock.is_running(date(2026, 3, 6))
