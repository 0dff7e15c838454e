# SPDX-License-Identifier: MIT
"""What the demonstration is to show: mostly complete objects, and gaps that are meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from demo_reading import ROOT

from esep.checks import check_object
from esep.checks.completeness import Standing, table
from esep.checks.context import Context
from esep.demo.case import TODAY
from esep.demo.content import load
from esep.findings import Finding, Severity
from esep.model.registry import ObjectRecord
from esep.model.tree import DirTree
from esep.workflow.eligible import may_have_code
from esep.workflow.fingerprints import changed_since

BAD_FILES = {"DOC016", "DOC018"}
STATES = [Standing.REJECTED, Standing.CLAIMED, Standing.WAIVED, Standing.STATEMENT,
          Standing.DEBT, Standing.NEGATIVE]  # fmt: skip


@pytest.fixture(scope="module")
def context() -> Context:
    return Context.of(DirTree(ROOT), TODAY)


@pytest.fixture(scope="module")
def records(context) -> dict[str, ObjectRecord]:
    return {record.id: record for record in context.registry.objects()}


@pytest.fixture(scope="module")
def findings(context, records) -> dict[str, list[Finding]]:
    return {name: list(check_object(context, record)) for name, record in records.items()}


def standings(context: Context, records: dict[str, ObjectRecord]) -> Iterator[tuple[str, Standing]]:
    for name, record in records.items():
        for row in table(context, record):
            yield name, row.state


def exceptions(passports: dict[Any, Any]) -> set[str]:
    decided = (data.get("platform_priority", {}) for data in passports.values())
    return {one["exception"] for one in decided if "exception" in one}


def test_errors_are_only_in_objects_meant_to_show_gaps(findings):
    failed = {
        k for k, found in findings.items() if any(f.severity is Severity.ERROR for f in found)
    }
    assert len(failed) <= 14
    assert all("gaps" in load().objects[name] for name in failed)


def test_most_objects_may_have_an_accounting_code(context, records):
    assert sum(may_have_code(context, record) for record in records.values()) >= 32


def test_three_to_nine_documents_are_bad_on_purpose(findings):
    bad = [f for found in findings.values() for f in found if f.code in BAD_FILES]
    assert 3 <= len(bad) <= 9


def test_one_environment_of_the_platform_is_overdue(findings):
    assert [k for k, found in findings.items() for f in found if f.code == "LIF010"] == [
        "qaldyq-esebi"
    ]


def test_one_object_was_cancelled_before_commissioning(passports):
    ended = [[step["stage"] for step in d["lifecycle"]["history"]] for d in passports.values()]
    assert sum(p[-1] == "terminated" and "operation" not in p for p in ended) == 1


def test_evidence_lapsed_while_a_cycle_is_open_is_no_fault(passports, findings):
    lapsed = [d["id"] for d in passports.values() for one in d.get("tests", [])
              if one.get("valid_until", "9999") < TODAY.isoformat()]  # fmt: skip
    assert lapsed == ["ekpe-tizilimi"]
    assert [f.code for f in findings["ekpe-tizilimi"] if f.code == "LIF003"] == []


def test_every_exception_from_the_platform_is_present(passports):
    assert exceptions(passports) == {"E1", "E2", "E3"}


@pytest.mark.parametrize("state", STATES)
def test_every_answer_to_a_missing_item_is_present(context, records, state):
    assert state in {found for _, found in standings(context, records)}


def test_one_statement_awaits_the_decision_of_the_integrator(context, records):
    claimed = [name for name, state in standings(context, records) if state is Standing.CLAIMED]
    assert claimed == ["zhol-kamera"]


def test_known_gaps_are_only_in_legacy_objects(passports):
    owing = {d["lifecycle"]["entry"] for d in passports.values() if "known_gaps" in d}
    assert owing == {"legacy"}


def test_decisions_are_not_dated_ahead(decisions):
    dates = [one["on"] for data in decisions.values() for key in ("waivers", "rejections")
             for one in data.get(key, [])]  # fmt: skip
    assert max(dt.date.fromisoformat(day) for day in dates) <= TODAY


def test_nothing_that_was_confirmed_has_changed_since(context, records, decisions):
    def is_confirmed(data: dict[str, Any]) -> bool:
        return any(one["result"] == "confirmed" for one in data.get("verifications", []))

    confirmed = [name for name, data in decisions.items() if is_confirmed(data)]
    assert len(confirmed) >= 25
    assert {n: c for n in confirmed if (c := changed_since(context, records[n])[1])} == {}


def test_only_complete_objects_are_confirmed(context, records, decisions):
    for name, data in decisions.items():
        for one in data.get("verifications", []):
            confirmed = one["result"] == "confirmed"
            assert may_have_code(context, records[name]) == confirmed, name
