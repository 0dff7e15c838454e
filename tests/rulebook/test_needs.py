# SPDX-License-Identifier: MIT
"""What an object owes at its stage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from committed import BOOKS
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.errors import UserError
from esep.rulebook import Requirement, State, need, required
from esep.rulebook.needs import CREATION, CYCLE_STEPS, STAGES, cell

# covers: R193-9, R193-13a, R174-9a, R129-4b, T-12, T-38

ON = date(2025, 6, 2)
KINDS = [
    *("seir", "sw", "ir", "ici.is", "ici.tp", "ici.apk", "ici.dc", "ici.net", "ici.sec", "psp"),
]


def owed(
    stage: str,
    kind: str = "ici.is",
    cycle: int = 0,
    passport: dict[str, Any] | None = None,
    on: date = ON,
) -> dict[str, Requirement]:
    found = required(BOOKS, BOOKS.in_force(on), passport or {}, kind, stage, cycle)
    return {one.item: one for one in found}


@pytest.mark.parametrize(
    ("item", "stage", "state", "leaving"),
    [
        ("general", "planning", State.REQUIRED, "R"),
        ("tor", "planning", State.BY_LEAVING, "R"),
        ("tor", "creation.build", State.REQUIRED, ""),
        ("facts.plan", "creation.build", State.DRAFT, "R"),
        ("facts.plan", "creation.trial", State.REQUIRED, ""),
        ("manual_user", "creation.build", State.BY_LEAVING, "d"),
        ("manual_user", "creation.trial", State.DRAFT, "R"),
        ("manual_user", "creation.test", State.REQUIRED, ""),
        ("is_tests", "creation.trial", State.NOT_YET, ""),
        ("is_tests", "creation.test", State.BY_LEAVING, "R"),
        ("is_tests", "creation.rollout", State.REQUIRED, ""),
        ("infosec_docs", "creation.test", State.DRAFT, "R"),
        ("act_industrial", "creation.rollout", State.BY_LEAVING, "R"),
        ("act_industrial", "operation", State.REQUIRED, ""),
        ("bookkeeping", "creation.rollout", State.NOT_YET, ""),
        ("bookkeeping", "operation", State.REQUIRED, ""),
        ("termination", "operation", State.NOT_YET, ""),
        ("termination", "terminated", State.REQUIRED, ""),
        ("termination", "written_off", State.REQUIRED, ""),
        ("inventory", "creation.trial", State.DRAFT, ""),
    ],
)
def test_item_stands_so_at_stage(item: str, stage: str, state: State, leaving: str) -> None:
    found = owed(stage)[item]

    assert (found.state, found.leaving) == (state, leaving)


@pytest.mark.parametrize(
    ("item", "stage", "kinds"),
    [
        ("test_program", "creation.build", ()),
        ("test_program", "creation.trial", ("preliminary", "trial")),
        ("test_program", "operation", ("preliminary", "trial", "acceptance")),
        ("test_protocols", "creation.test", ("preliminary",)),
        ("test_protocols", "creation.rollout", ("preliminary", "trial")),
        ("test_protocols", "operation", ("preliminary", "trial", "acceptance")),
    ],
)
def test_kinds_of_tests_add_up(item: str, stage: str, kinds: tuple[str, ...]) -> None:
    assert owed(stage)[item].test_kinds() == kinds


def test_evidence_of_tests_must_be_positive() -> None:
    assert owed("operation")["is_tests"].qualifiers == ("positive",)


def test_bookkeeping_has_the_grace_of_the_first_refresh() -> None:
    found = owed("operation")

    assert found["bookkeeping"].grace == "refresh"
    assert not [one for one in found.values() if one.grace and one.item != "bookkeeping"]


def test_stage_is_the_one_whose_gate_asked_last() -> None:
    found = owed("operation")

    assert found["tor"].stage == "planning"
    assert found["manual_user"].stage == "rollout"


def test_platform_product_owes_its_own_list() -> None:
    found = owed("operation", "psp")

    assert len(found) == 17
    assert found["act_trial"].number == "7a"
    assert not {"infosec_docs", "design_spec", "doc_changes", "tor", "contracts"} & set(found)
    assert found["psp_requirements"].state is State.REQUIRED


def test_item_15_is_not_on_the_older_list() -> None:
    found = owed("operation", on=date(2024, 7, 21))

    assert not [key for key in found if key.startswith("facts")]


def test_list_without_a_rule_in_force_is_policy() -> None:
    assert {r.basis for r in owed("operation", on=date(2024, 8, 1)).values()} == {"policy"}


def test_nothing_is_owed_before_the_first_text_on_file() -> None:
    assert owed("operation", on=date(2015, 8, 1)) == {}


@pytest.mark.parametrize(
    ("item", "kind", "passport", "state"),
    [
        ("infosec_docs", "seir", {}, State.REQUIRED),
        ("infosec_docs", "seir", {"stored_in": "salyq"}, State.NOT_APPLICABLE),
        ("is_tests", "seir", {}, State.NOT_APPLICABLE),
        ("manual_user", "ici.tp", {}, State.OPTIONAL),
        ("is_tests", "ici.dc", {}, State.REQUIRED),
        ("contracts", "ici.is", {}, State.REQUIRED),
    ],
)
def test_kind_and_condition_decide(
    item: str, kind: str, passport: dict[str, Any], state: State
) -> None:
    assert owed("operation", kind, passport=passport)[item].state is state


@pytest.mark.parametrize(
    ("item", "kind", "passport", "reasons"),
    [
        ("bookkeeping", "ici.is", {}, ()),
        ("bookkeeping", "ici.is", {"traits": {"service_model": "yes"}}, ("service_model",)),
        ("bookkeeping", "ici.is", {"traits": {"service_model": "no"}}, ()),
        (
            "bookkeeping",
            "sw",
            {"of_other_person": {"purposes": ["form_seir"]}},
            ("of_other_person",),
        ),
        ("contracts", "ici.is", {}, ("in_house",)),
        ("contracts", "ici.is", {"procurement": [{"contract_no": "1"}]}, ()),
        ("contracts", "ici.is", {"lifecycle": {"entry": "donation"}}, ("in_house", "donation")),
        ("is_tests", "ici.dc", {}, ("not_subject_to_tests", "no_software")),
        ("is_tests", "ici.dc", {"traits": {"critical": "yes"}}, ()),
        ("design_descr", "ici.apk", {"traits": {"own_software": "true"}}, ()),
        ("design_descr", "ici.apk", {"traits": {"own_software": "no"}}, ("no_software",)),
        ("act_industrial", "seir", {}, ("no_separate_act",)),
        ("tor", "ici.is", {}, ()),
    ],
)
def test_reason_excuses_only_what_the_passport_bears_out(
    item: str, kind: str, passport: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    assert owed("operation", kind, passport=passport)[item].reasons == reasons


@pytest.mark.parametrize(
    ("step", "items"),
    [
        ("build", {"tor"}),
        ("trial", {"tor", "procurement", "contracts", "test_program"}),
        (
            "test",
            {
                *("tor", "procurement", "contracts", "test_program", "test_protocols"),
                *("act_trial", "manual_user", "manual_admin"),
                *("design_spec", "design_descr", "design_note"),
            },
        ),
        (
            "closed",
            {
                *("tor", "procurement", "contracts", "test_program", "test_protocols"),
                *("act_trial", "manual_user", "manual_admin"),
                *("design_spec", "design_descr", "design_note", "is_tests", "act_industrial"),
            },
        ),
        ("cancelled", set()),
    ],
)
def test_cycle_repeats_what_is_new(step: str, items: set[str]) -> None:
    found = owed(step, cycle=2)

    assert {key for key, one in found.items() if one.state is State.REQUIRED} == items
    assert {one.cycle for one in found.values()} == {2}


def test_cancelled_creation_owes_only_the_gates_it_passed() -> None:
    stages = ["planning", "creation.build", "terminated"]
    history = [{"stage": stage, "since": "2025-02-01"} for stage in stages]
    found = owed("terminated", passport={"lifecycle": {"history": history}})

    assert found["tor"].state is State.REQUIRED
    assert found["act_trial"].state is State.NOT_YET
    assert found["termination"].state is State.NOT_YET


@pytest.mark.parametrize("kind", KINDS)
def test_later_stages_owe_no_less(kind: str) -> None:
    before: set[str] = set()
    for stage in STAGES:
        due = {k for k, r in owed(stage, kind).items() if r.state is State.REQUIRED}
        assert before <= due, stage
        before = due


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_gate_asks_is_owed_after_it(kind: str) -> None:
    for stage, following in zip(CREATION, STAGES[1:], strict=False):
        asked = {k for k, r in owed(stage, kind).items() if r.leaving == "R"}
        due = {k for k, r in owed(following, kind).items() if r.state is State.REQUIRED}
        assert asked <= due, stage


ANY = st.recursive(
    st.none() | st.booleans() | st.sampled_from(["", "yes", "no", "operation", "planning"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["traits", "lifecycle", "history", "entry", "stored_in", "stage"]),
            inner,
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=50)
@given(
    passport=st.dictionaries(
        st.sampled_from(["traits", "lifecycle", "stored_in", "procurement", "of_other_person"]), ANY
    ),
    kind=st.sampled_from(KINDS),
    stage=st.sampled_from([*STAGES, "written_off"]),
)
def test_no_passport_breaks_the_computation(
    passport: dict[str, Any], kind: str, stage: str
) -> None:
    found = required(BOOKS, BOOKS.in_force(ON), passport, kind, stage)

    assert [one.item for one in found] == [ref.key for ref in BOOKS.in_force(ON).items(kind)]


@pytest.mark.parametrize(("kind", "stage"), [("ici.xx", "operation"), ("ici.is", "sleep")])
def test_unknown_kind_or_stage_is_refused(kind: str, stage: str) -> None:
    with pytest.raises(UserError, match=r"ici\.xx|sleep"):
        owed(stage, kind)


@pytest.mark.parametrize(
    ("text", "stage", "qualifiers"),
    [
        ("", "", ()),
        ("R", "R", ()),
        ("R final", "R", ("final",)),
        ("R (preliminary, trial)", "R", ("preliminary", "trial")),
        ("u on re-test", "u", ("on re-test",)),
        ("new version", "new", ("version",)),
    ],
)
def test_cell_is_read(text: str, stage: str, qualifiers: tuple[str, ...]) -> None:
    assert (cell("R", text).stage, cell("R", text).qualifiers) == (stage, qualifiers)


def test_need_outside_the_list_does_not_apply() -> None:
    book = BOOKS.in_force(ON)

    assert need(BOOKS, book, "tor", "psp", "planning").kind == "–"
    assert need(BOOKS, book, "tor", "ici.is", "development").stage == "new"
    assert CYCLE_STEPS == ("build", "trial", "test", "rollout")
