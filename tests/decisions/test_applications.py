# SPDX-License-Identifier: MIT
"""Applications for the operator's list: states, clocks that stay put, portal data, grounds."""

# covers: R353-3b, R353-3c, R353-4, R353-5a, R353-5b, R353-5c, R353-6, R353-10, T-01, T-22, T-23

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from decision_files import APPLICATION, PASSPORT, changed
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.calendar.working import Calendar, Year
from esep.checks import portal_data, run
from esep.checks.applications import Case, cases, clocks, grounds, object_of
from esep.checks.clocks import About, Actor, set_going
from esep.checks.context import Context
from esep.rulebook import Rulebooks
from trees import MemoryTree

Make = Callable[..., Context]
DONE: dict[str, Any] = {
    "received": {"on": "2026-02-03"},
    "forwarded": {"on": "2026-02-05"},
    "integrator_received": {"on": "2026-02-05"},
    "recommended": {"on": "2026-02-09", "result": "compliant"},
    "recommendation_received": {"on": "2026-02-09"},
    "decided": {"on": "2026-02-11", "decision": "include"},
    "applicant_notified": {"on": "2026-02-11"},
    "operator_notified": {"on": "2026-02-12"},
    "ordered": {"on": "2026-02-13", "number": "77"},
    "exclusion_notified": {"on": "2026-03-10"},
    "excluded": {"on": "2026-03-20", "number": "91"},
}


def the_case(context: Context) -> Case:
    return next(cases(context))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-02-02", "draft"),
        ("2026-02-03", "filed"),
        ("2026-02-05", "ab_checked"),
        ("2026-02-09", "si_recommended"),
        ("2026-02-11", "decided"),
        ("2026-02-12", "operator_notified"),
        ("2026-02-13", "listed"),
        ("2026-03-10", "exclusion_notice"),
        ("2026-03-20", "excluded"),
    ],
)
def test_application_stands_where_its_steps_of_the_day_put_it(
    files: dict[str, bytes], context_of: Make, on: str, state: str
) -> None:
    context = context_of(changed(files, {"/steps": DONE}), on=date.fromisoformat(on))

    assert the_case(context).state == state


def test_order_before_the_notice_puts_an_object_on_the_list(
    files: dict[str, bytes], context_of: Make
) -> None:
    steps = {name: one for name, one in DONE.items() if name in ("received", "decided", "ordered")}

    assert the_case(context_of(changed(files, {"/steps": steps}))).state == "ordered"


def test_refused_application_is_closed(files: dict[str, bytes], context_of: Make) -> None:
    steps = {
        "received": DONE["received"],
        "decided": {"on": "2026-02-11", "decision": "refuse", "reasons": ["criteria"]},
    }
    case = the_case(context_of(changed(files, {"/steps": steps})))

    assert (case.state, case.is_open) == ("refused", False)


def test_every_clock_of_the_procedure_runs_by_its_paragraph(
    files: dict[str, bytes], context_of: Make
) -> None:
    history = [
        {"stage": "planning", "since": "2020-01-10"},
        {"stage": "operation", "since": "2020-12-15"},
        {"stage": "terminated", "since": "2026-03-02"},
    ]
    context = context_of(changed(files, {"/steps": DONE}, {"/lifecycle/history": history}))
    case = the_case(context)

    found = {
        one.timer: (one.citation.unit if one.citation else "", str(one.due))
        for one in clocks(context, case, object_of(context, case))
    }

    assert found == {
        "list_check": ("p.4", "2026-02-10"),
        "list_recommendation": ("p.5", "2026-02-12"),
        "list_decision": ("p.7", "2026-02-16"),
        "list_operator_notice": ("p.8", "2026-02-18"),
        "list_order": ("p.9", "2026-02-18"),
        "list_exclusion_notice": ("p.10", "2026-03-17"),
    }


def test_longest_path_to_the_order_is_twenty_working_days(context_of: Make) -> None:
    context = context_of({})
    day = date(2026, 2, 2)
    about = About("x", "x", "x")
    for timer in ("list_check", "list_recommendation", "list_decision", "list_order"):
        due = set_going(context, timer, day, Actor.AUTHORISED_BODY, about).due
        assert due
        day = due

    assert context.calendar.count_working_days(date(2026, 2, 2), day) == 20


_WORKED = Calendar(
    {year: Year(date(year, 1, 1), {}, {}, frozenset()) for year in range(2022, 2041)}
)
_DAYS = st.dates(date(2022, 10, 12), date(2030, 12, 31))


@given(start=_DAYS, later=st.integers(1, 3000), length=st.integers(1, 60), on=_DAYS)
@settings(max_examples=60, deadline=None)
def test_due_day_stays_when_a_later_rulebook_sets_another_term(
    rulebooks: Rulebooks, start: date, later: int, length: int, on: date
) -> None:
    timer = rulebooks.orders["353"].timers["list_check"]
    term = replace(timer, length=length, rulebook="RB-NEW")
    last = rulebooks.books[-1]
    new = replace(
        last,
        id="RB-NEW",
        valid_from=start + timedelta(days=later),
        deadlines={**last.deadlines, "list_check": term},
    )
    books = sorted((*rulebooks.books, new), key=lambda one: one.valid_from)
    about = About("x", "x", "x")
    found = []
    for law in (rulebooks, replace(rulebooks, books=tuple(books))):
        context = Context.__new__(Context)
        vars(context).update(rulebooks=law, on=on, calendar=_WORKED)
        found.append(set_going(context, "list_check", start, Actor.AUTHORISED_BODY, about).due)

    assert found[0] == found[1] is not None


@pytest.mark.parametrize(("reading", "late"), [("not_later_than", True), ("upon_expiry", False)])
def test_notice_of_exclusion_after_the_tenth_day_is_late_by_one_reading_of_two(
    files: dict[str, bytes], context_of: Make, reading: str, late: bool
) -> None:
    history = [
        {"stage": "operation", "since": "2020-12-15"},
        {"stage": "terminated", "since": "2026-03-02"},
    ]
    steps = {**DONE, "exclusion_notified": {"on": "2026-03-18"}}
    context = context_of(changed(files, {"/steps": steps}, {"/lifecycle/history": history}))
    policy = {**context.rulebooks.policy, "operator_list": {"exclusion_reading": reading}}
    policy["operator_list"]["vacuous_all_scores"] = "0"
    context = replace(context, rulebooks=replace(context.rulebooks, policy=policy))

    timers = [one.params["timer"] for one in run(context, jobs=1) if one.code == "OPL015"]

    assert timers == (["list_exclusion_notice"] if late else [])


@pytest.mark.parametrize("field", ["registered_users", "units/0/users"])
def test_negative_count_is_refused_by_the_form(
    files: dict[str, bytes], context_of: Make, field: str
) -> None:
    unit = {"name": {"kk": "а", "ru": "а", "en": "a"}, "kind": "territorial", "users": "4"}
    documents: dict[str, Any] = {"registered_users": "4", "units": [unit]}
    if field == "registered_users":
        documents[field] = "-4"
    else:
        unit["users"] = "-4"  # type: ignore[assignment]
    context = context_of(changed(files, {"/documents": documents}))

    at = {(one.location.path, one.location.pointer) for one in run(context, jobs=1)}

    assert (APPLICATION, f"/documents/{field}") in at


def passport_with(**test: str) -> dict[str, Any]:
    rounds = {"round": "r1", "laboratory": "Зертхана", "finished_on": "2020-11-01"}
    return {
        "/lifecycle/history": [
            {"stage": "planning", "since": "2020-01-10"},
            {"stage": "operation", "since": "2020-12-15"},
        ],
        "/users": {"registered": "5", "bodies": ["qala-akimdigi"], "sites": "1"},
        "/tests": [{**rounds, "result": "positive", "evidence_form": "act", **test}],
    }


@pytest.mark.parametrize(
    ("test", "cycle", "present"),
    [
        ({}, "", True),
        ({"valid_until": "2025-11-01"}, "", False),
        ({"valid_until": "2025-11-01"}, "build", True),
        ({"valid_until": "2025-11-01"}, "closed", False),
        ({"result": "negative"}, "build", False),
        ({"evidence_form": "protocol"}, "", True),
    ],
)
def test_expired_test_act_counts_only_while_a_cycle_is_open(
    files: dict[str, bytes], context_of: Make, test: dict[str, str], cycle: str, present: bool
) -> None:
    passport = passport_with(**test)
    if cycle:
        steps = [{"stage": "build", "since": "2025-02-03"}]
        steps += [{"stage": "closed", "since": "2025-09-01"}] if cycle == "closed" else []
        passport["/development_cycles"] = [{"number": "1", "history": steps}]
    context = context_of(changed(files, {}, passport))
    record = object_of(context, the_case(context))
    assert record

    rows = {one.id: one.present for one in portal_data.rows(context, record)}

    assert rows["test_act"] is present
    assert rows["bodies_and_sites"] is rows["registered_users"] is rows["description"] is True
    assert rows["commissioning"] is rows["technical_documentation"] is False


def test_complex_is_asked_for_two_rows(files: dict[str, bytes], context_of: Make) -> None:
    context = context_of(changed(files, {}, {"/kind": "ici.apk"}))
    record = object_of(context, the_case(context))
    assert record

    rows = [(one.id, one.present) for one in portal_data.rows(context, record)]

    assert rows == [("description", True), ("characteristics", False)]


def test_any_ground_of_refusal_suffices(files: dict[str, bytes], context_of: Make) -> None:
    steps = {**DONE, "recommended": {"on": "2026-02-09", "result": "non_compliant"}}
    context = context_of(changed(files, {"/steps": steps}))
    case = the_case(context)
    record = object_of(context, case)
    assert record

    assert grounds(context, case, record) == ("criteria", "architecture", "portal_data")


@pytest.mark.parametrize("kind", ["ici.tp", "ici.dc", "ici.net", "ici.sec"])
def test_kind_without_a_document_set_is_decided_by_hand(
    files: dict[str, bytes], context_of: Make, kind: str
) -> None:
    context = context_of(changed(files, {"/steps": DONE}, {"/kind": kind}))
    case = the_case(context)
    record = object_of(context, case)
    assert record

    assert grounds(context, case, record) == ()


def test_file_that_cannot_be_read_is_said_and_not_counted(
    files: dict[str, bytes], context_of: Make
) -> None:
    context = context_of({**files, APPLICATION: b"id: [\n"})

    assert list(cases(context)) == []
    assert APPLICATION in {one.location.path for one in run(context, jobs=1)}


def test_test_files_meet_their_schemas(files: dict[str, bytes], context_of: Make) -> None:
    context = context_of(changed(files))

    assert the_case(context).record.is_valid
    assert yaml.safe_load(files[PASSPORT])["id"] == the_case(context).value["object"]
    assert isinstance(context.registry.tree, MemoryTree)
