# SPDX-License-Identifier: MIT
"""Gates L1 to L13: each opens with its evidence and is closed without one piece of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from esep.checks.context import Context
from esep.checks.gates import Gate, gate
from life.lives import SIGNED, T3, document, evidence, life, record, with_cycle, without

Ask = Callable[..., Gate]


@pytest.fixture
def ask(context_of: Callable[..., Context], files: dict[str, bytes]) -> Ask:
    def make(value: dict[str, Any], target: str, cycle: int = 0, **decisions: Any) -> Gate:
        context, found = record(context_of, {**files, **decisions}, value)
        return gate(context, found, target, cycle)

    return make


def replaced(value: dict[str, Any], name: str, **fields: Any) -> dict[str, Any]:
    """The passport with fields of one document changed; None removes one."""
    changed = []
    for one in value["documents"]:
        if one["id"] == name:
            one = {k: v for k, v in {**one, **fields}.items() if v is not None}
        changed.append(one)
    return {**value, "documents": changed}


def missing(value: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: one for key, one in value.items() if key != field}


@pytest.mark.parametrize(
    ("stage", "target", "name"),
    [
        ("planning", "creation.build", "L2"),
        ("creation.build", "creation.trial", "L3"),
        ("creation.trial", "creation.test", "L4"),
        ("creation.test", "creation.rollout", "L5"),
        ("creation.rollout", "operation", "L6"),
    ],
)
def test_gate_is_open_with_all_evidence(ask: Ask, stage: str, target: str, name: str) -> None:
    found = ask(life(stage), target)

    assert (found.id, found.lacking, found.is_open) == (name, (), True)


TRIAL_OPEN = {"trial": {"defects": [{"found_on": "2025-06-20", "what": "Қате"}]}}
NEGATIVE = {"round": "t2", "laboratory": "З", "finished_on": "2025-10-30", "result": "negative",
            "evidence_form": "protocol"}  # fmt: skip
INVESTED = {"public_investment": "yes"}
CONCLUSIONS = [{"area": area, "number": "1", "date": "2025-02-10", "result": "positive"}
               for area in ("informatization", "infosec")]  # fmt: skip


# covers: R129-8
@pytest.mark.parametrize(
    ("value", "target", "need"),
    [
        (without(life(), "tor"), "creation.build", "tor"),
        (replaced(life(), "tor", approved=None), "creation.build", "tor"),
        (replaced(life(), "tor", review_143="negative"), "creation.build", "tor_review"),
        (replaced(life(), "tor", form="draft", file="documents/tor.docx"), "creation.build", "tor"),
        (missing(life(), "funding"), "creation.build", "funding_route"),
        (missing(life(), "cost_calculations"), "creation.build", "cost_calculation"),
        (missing(life(), "platform_priority"), "creation.build", "platform_priority"),
        (life(traits=INVESTED), "creation.build", "conclusion_infosec"),
        (life(traits=INVESTED, conclusions=CONCLUSIONS[:1]), "creation.build",
         "conclusion_infosec"),
        (life(funding=[{"kind": "own", "route": "public_investment"}]), "creation.build",
         "conclusion_informatization"),
        (without(life(), "contract"), "creation.build", "contract"),
        (without(life("creation.build"), "test-program-trial"), "creation.trial", "program_trial"),
        (without(life("creation.build"), "manual-user"), "creation.trial", "manual_user"),
        (without(life("creation.build"), "design-note"), "creation.trial", "design_note"),
        (without(life("creation.build"), "act-trial", "procedures", "completion-certificate"),
         "creation.trial", "act_trial"),
        (life("creation.trial", **TRIAL_OPEN), "creation.test", "defects_fixed"),
        (without(life("creation.trial"), "procedures"), "creation.test", "trial_procedures"),
        (without(life("creation.trial"), "completion-certificate"), "creation.test",
         "completion_certificate"),
        (missing(life("creation.test"), "tests"), "creation.rollout", "is_tests"),
        (life("creation.test", tests=[*life()["tests"], NEGATIVE]), "creation.rollout", "is_tests"),
        (without(life("creation.rollout"), "act-industrial"), "operation", "act_industrial"),
        (without(life("creation.rollout"), "infosec-docs"), "operation", "infosec_docs"),
        (without(life("creation.rollout"), "test-protocols-acceptance"), "operation",
         "acceptance_protocol"),
        (life("creation.rollout", traits={"budget_funded": "yes"}), "operation",
         "source_code_transfer"),
        (life("creation.rollout", funding=[{"kind": "budget"}]), "operation",
         "source_code_transfer"),
        (life("creation.rollout", tests=[{**life()["tests"][0], "valid_until": "2026-11-19"}]),
         "operation", "is_tests"),
        (missing(life("creation.rollout"), "inventory"), "operation", "inventory"),
    ],
)  # fmt: skip
def test_gate_is_closed_without_one_piece(
    ask: Ask, value: dict[str, Any], target: str, need: str
) -> None:
    found = ask(value, target)

    assert need in {one.id for one in found.lacking}
    assert all(one.citation.act for one in found.needs)


def test_gate_opens_with_both_conclusions(ask: Ask) -> None:
    assert ask(life(traits=INVESTED, conclusions=CONCLUSIONS), "creation.build").is_open


def test_stage_left_out_has_no_gate(ask: Ask) -> None:
    found = ask(life("creation.build"), "operation")

    assert (found.id, found.is_open) == ("", False)


def test_register_entry_of_a_similar_object_is_a_warning(ask: Ask) -> None:
    decision = {"on_icp": "no", "exception": "E3", "justification": "text"}
    value = life(platform_priority=decision, trust_register={"listed": "yes", "number": "7"})

    found = ask(value, "creation.build")

    assert found.is_open
    assert "acquire" in {one.warning for one in found.needs}


def test_contract_is_not_asked_of_an_object_made_in_house(ask: Ask) -> None:
    said = {"item": "contracts", "reason": "in_house", "text": T3, **SIGNED}
    value = missing(without(life(), "contract"), "procurement")

    assert ask({**value, "not_applicable": [said]}, "creation.build").is_open


ACQUIRED = {"entry": "acquisition", "history": [{"stage": "planning", "since": "2025-02-03"}]}


def acquired(**more: Any) -> dict[str, Any]:
    value = replaced(life(lifecycle=ACQUIRED), "contract", contract_kind="acquisition")
    return {**value, "trust_register": {"listed": "yes", "number": "7"}, **more}


def test_acquisition_leads_to_operation(ask: Ask) -> None:
    found = ask(acquired(), "operation")

    assert (found.id, found.lacking) == ("L9", ())


def test_acquisition_outside_the_register_is_closed(ask: Ask) -> None:
    found = ask(acquired(trust_register={"listed": "no"}), "operation")

    assert [one.id for one in found.lacking] == ["register_entry"]


DONATION = {"number": "12", "date": "2025-02-01", "result": "positive", "economic_sense": "а",
            "purpose_and_use": "а", "no_similar_software": "а",
            "integrator_opinion": "positive"}  # fmt: skip


@pytest.mark.parametrize("entry", ["donation", "inheritance"])
def test_donation_leads_to_trial_by_a_conclusion(ask: Ask, entry: str) -> None:
    history = [{"stage": "creation.trial", "since": "2025-02-03"}]
    value = life(lifecycle={"entry": entry, "history": history})

    assert [one.id for one in ask(value, "creation.trial").lacking] == ["body_conclusion"]
    assert ask({**value, "donation": DONATION}, "creation.trial").id == "L10"
    assert ask({**value, "donation": DONATION}, "creation.trial").is_open
    assert ask({**value, "donation": DONATION}, "operation").id == ""


def cycle(*steps: str, **more: Any) -> dict[str, Any]:
    days = ("2026-02-02", "2026-03-02", "2026-04-06", "2026-05-04", "2026-06-01")
    history = [{"stage": a, "since": b} for a, b in zip(steps, days, strict=False)]
    return {"number": "1", "history": history, **more}


def developed(*steps: str, documents: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    cycles = [cycle(*steps, **more)] if steps else []
    value = with_cycle(life("operation"))
    documents = [*value["documents"], *documents]
    return {**value, "documents": documents, "development_cycles": cycles}


def test_cycle_opens_with_its_own_terms_of_reference(ask: Ask) -> None:
    assert ask(developed(documents=evidence(1)), "build", 1).id == "L7"
    assert ask(developed(documents=evidence(1)), "build", 1).is_open
    assert "tor" in {one.id for one in ask(developed(documents=[]), "build", 1).lacking}


def test_cycle_does_not_open_before_commissioning(ask: Ask) -> None:
    value = life("creation.rollout")
    found = ask({**value, "documents": [*value["documents"], *evidence(1)]}, "build", 1)

    assert "commissioned" in {one.id for one in found.lacking}


def test_second_cycle_does_not_open_before_the_first(ask: Ask) -> None:
    assert ask(developed(documents=evidence(2)), "build", 2).id == ""


def test_trustee_needs_the_agreement_of_the_authorised_body(ask: Ask) -> None:
    steps = ("build", "trial", "test", "rollout")
    alone = developed(*steps, documents=evidence(1), developer="trustee")
    agreed = developed(*steps, documents=evidence(1), developer="trustee",
                       agreed_by_authorised_body="2026-01-20")  # fmt: skip

    assert [one.id for one in ask(alone, "closed", 1).lacking] == ["trustee_agreement"]
    assert ask(agreed, "closed", 1).is_open


def test_cycle_closes_with_its_evidence_repeated(ask: Ask) -> None:
    steps = ("build", "trial", "test", "rollout")

    found = ask(developed(*steps, documents=evidence(1)), "closed", 1)

    assert (found.id, found.lacking) == ("L8", ())


@pytest.mark.parametrize(
    "name", ["act-industrial-1", "completion-certificate-1", "test-protocols-acceptance-1"]
)
def test_cycle_does_not_close_on_the_evidence_of_creation(ask: Ask, name: str) -> None:
    steps = ("build", "trial", "test", "rollout")
    value = without(developed(*steps, documents=evidence(1)), name)

    assert not ask(value, "closed", 1).is_open


def test_budget_money_of_a_cycle_asks_for_new_sources(ask: Ask) -> None:
    steps = ("build", "trial", "test", "rollout")
    value = developed(*steps, documents=evidence(1), budget_funded="yes")

    found = ask(value, "closed", 1)

    assert [one.id for one in found.lacking] == ["source_code_transfer"]


ENDED = {"termination": {"on": "2026-10-01", "reason": T3}}


def test_termination_needs_reason_document_and_closed_cycles(ask: Ask) -> None:
    value = life("operation", **ENDED)
    value["documents"] = [*value["documents"], document("end", "termination")]
    running = {**value, "development_cycles": [cycle("build")]}

    assert ask(value, "terminated").lacking == ()
    assert {one.id for one in ask(running, "terminated").lacking} >= {"cycles_closed"}
    assert "reason" in {one.id for one in ask(missing(value, "termination"), "terminated").lacking}


def test_write_off_needs_its_record(ask: Ask) -> None:
    value = life("operation", **ENDED)
    value["documents"] = [*value["documents"], document("end", "termination")]
    value["lifecycle"]["history"].append({"stage": "terminated", "since": "2026-10-01"})
    off = [{"inventory_no": "1", "date": "2025-12-20", "written_off_on": "2026-11-02"}]

    assert [one.id for one in ask(value, "written_off").lacking] == ["write_off"]
    assert ask({**value, "bookkeeping": off}, "written_off").is_open


def test_creation_may_be_cancelled_with_a_reason(ask: Ask) -> None:
    assert ask(life("creation.build", **ENDED), "terminated").id == "L13"
    assert ask(life("creation.build", **ENDED), "terminated").is_open
    assert not ask(life("creation.build"), "terminated").is_open


CORRECTED = {
    "registry/verifications/qala-akimdigi/su-esebi.yml": (
        'schema_version: "1"\nid: su-esebi\ncorrections:\n  - {from: creation.trial, '
        "to: creation.build, reason: {kk: а, ru: а}, by: Сарапшы, on: 2026-01-12}\n"
    ).encode()
}


def test_way_back_needs_a_correction_of_the_integrator(ask: Ask) -> None:
    value = life("creation.trial")

    assert not ask(value, "creation.build").is_open
    assert ask(value, "creation.build", **CORRECTED).id == "L13"
    assert ask(value, "creation.build", **CORRECTED).is_open


def test_second_way_back_needs_a_second_correction(ask: Ask) -> None:
    value = life("creation.trial")
    again = [("creation.build", "2025-07-01"), ("creation.trial", "2025-07-02")]
    history = [
        *value["lifecycle"]["history"], *({"stage": a, "since": b} for a, b in again),
    ]  # fmt: skip
    value["lifecycle"] = {"entry": "creation", "history": history}

    assert not ask(value, "creation.build", **CORRECTED).is_open
