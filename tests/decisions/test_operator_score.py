# SPDX-License-Identifier: MIT
"""The thirteen options of Order 353: where each begins to count, and how they add up."""

# covers: R353-A2, T-20, T-21

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from esep.checks.operator_list import Facts, Flag, Score, Source, score
from esep.rulebook import Rulebooks

IS, COMPLEX = "ici.is", "ici.apk"
UNITS = {"a": frozenset({"a1", "a2"}), "b": frozenset(), "c": frozenset({"c1"})}
BASE = Facts(IS, frozenset("abc"), UNITS)
YES = {"value": "yes", "evidence": "order"}


@pytest.fixture
def law(rulebooks: Rulebooks) -> Any:
    return rulebooks.orders["353"].data


def value(result: Score, name: str) -> int:
    return next(one.value for one in result.options if one.id == name)


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("1.1", {"users": frozenset("a")}, 0),
        ("1.1", {"users": frozenset("ab")}, 1),
        ("1.1", {"users": frozenset({"a", "a1", "x"})}, 0),
        ("1.2", {"users": frozenset({"a1"})}, 0),
        ("1.2", {"users": frozenset({"a1", "a2"})}, 1),
        ("1.2", {"users": frozenset("b")}, 0),
        ("1.3", {"readers": frozenset("a")}, 0),
        ("1.3", {"readers": frozenset("ab")}, 1),
        ("1.3", {"readers": frozenset("ab"), "kind": COMPLEX}, 0),
        ("1.4", {"readers": frozenset({"c1"})}, 1),
        ("1.4", {"readers": frozenset("c")}, 0),
        ("1.4", {"readers": frozenset({"c1"}), "kind": COMPLEX}, 0),
        ("2.3", {"services": 3}, 0),
        ("2.3", {"services": 4}, 1),
        ("2.3", {"services": 4, "kind": COMPLEX}, 1),
        ("3.1", {"active": 1000}, 0),
        ("3.1", {"active": 1001}, 1),
        ("3.1", {"active": 5000, "kind": COMPLEX}, 0),
    ],
)
def test_computed_option_counts_from_the_threshold_of_the_text(
    law: Any, name: str, facts: dict[str, Any], expected: int
) -> None:
    assert value(score(law, replace(BASE, **facts), {}), name) == expected


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("3.2", "100000", 0),
        ("3.2", "100001", 1),
        ("3.3", "49.99", 0),
        ("3.3", "50", 1),
        ("3.3", "50.00", 1),
    ],
)
def test_declared_number_counts_from_the_threshold_of_the_text(
    law: Any, name: str, number: str, expected: int
) -> None:
    declared = {name: {"number": number, "evidence": "letter"}}

    assert value(score(law, BASE, declared), name) == expected


@pytest.mark.parametrize("name", ["2.1", "2.2", "2.4", "2.5"])
@pytest.mark.parametrize("kind", [IS, COMPLEX])
def test_declared_option_counts_with_evidence_only(law: Any, name: str, kind: str) -> None:
    facts = replace(BASE, kind=kind)

    assert value(score(law, facts, {name: YES}), name) == 1
    assert value(score(law, facts, {name: {"value": "yes"}}), name) == 0
    assert value(score(law, facts, {name: {"value": "no", "evidence": "order"}}), name) == 0


@pytest.mark.parametrize(("kind", "expected"), [(IS, 0), (COMPLEX, 1)])
def test_option_for_complexes_is_not_open_to_systems(law: Any, kind: str, expected: int) -> None:
    assert value(score(law, replace(BASE, kind=kind), {"3.4": YES}), "3.4") == expected


def test_nine_points_fail_when_one_group_has_none(law: Any) -> None:
    facts = replace(
        BASE,
        users=frozenset({"a", "b", "a1", "a2"}),
        readers=frozenset({"a", "b", "c1"}),
        services=9,
    )
    declared = dict.fromkeys(("2.1", "2.2", "2.4", "2.5"), YES)

    result = score(law, facts, declared)

    assert (result.total, result.groups, result.passed) == (9, {"1": 4, "2": 5, "3": 0}, False)
    assert result.lacking == ("3",)
    assert result.suggestions("3") == ("3.1", "3.2", "3.3")


def test_one_point_in_each_group_passes(law: Any) -> None:
    facts = replace(BASE, users=frozenset("ab"), active=1001)

    assert score(law, facts, {"2.5": YES}).passed


def test_most_points_within_reach_are_twelve_and_ten(law: Any) -> None:
    facts = replace(
        BASE,
        users=frozenset({"a", "b", "a1", "a2"}),
        readers=frozenset({"a", "b", "c1"}),
        services=9,
        active=2000,
    )
    declared: dict[str, Any] = dict.fromkeys(("2.1", "2.2", "2.4", "2.5", "3.4"), YES)
    declared |= {"3.2": {"number": "100001", "evidence": "x"}}
    declared |= {"3.3": {"number": "50", "evidence": "x"}}

    totals = [score(law, replace(facts, kind=kind), declared).total for kind in (IS, COMPLEX)]

    assert totals == [12, 10]


def test_all_units_of_a_body_without_units_score_nothing_and_are_flagged(law: Any) -> None:
    result = score(law, replace(BASE, users=frozenset("b")), {"1.2": YES})
    option = next(one for one in result.options if one.id == "1.2")

    assert option.value == 0
    assert Flag.VACUOUS in option.flags


def test_vacuous_option_scores_when_policy_says_so(law: Any) -> None:
    facts = replace(BASE, users=frozenset("b"))

    assert value(score(law, facts, {}, vacuous_scores=True), "1.2") == 1


def test_declaration_against_the_passport_is_flagged_and_not_counted(law: Any) -> None:
    result = score(law, replace(BASE, active=900), {"3.1": YES})
    option = next(one for one in result.options if one.id == "3.1")

    assert (option.value, option.flags) == (0, (Flag.CONTRADICTED,))


@pytest.mark.parametrize(("reason", "expected"), [("seen in the act", 0), ("", 1)])
def test_integrator_corrects_a_declared_value_with_a_reason(
    law: Any, reason: str, expected: int
) -> None:
    fix = [{"criterion": "2.5", "value": "no", "reason": reason}]

    assert value(score(law, BASE, {"2.5": YES}, fix), "2.5") == expected


def test_correction_does_not_open_an_option_of_the_other_kind(law: Any) -> None:
    fix = [{"criterion": "3.4", "value": "yes", "reason": "because"}]
    option = next(one for one in score(law, BASE, {}, fix).options if one.id == "3.4")

    assert (option.value, option.source) == (0, Source.FOREIGN)


def expected_points(facts: Facts, declared: dict[str, Any]) -> tuple[int, int, int]:
    """The order read once more, straight from its text and without its data."""

    def said(name: str) -> bool:
        one = declared.get(name, {})
        return one.get("value") == "yes" and bool(one.get("evidence"))

    def number(name: str) -> Fraction:
        one = declared.get(name, {})
        return Fraction(one.get("number", "0")) if one.get("evidence") else Fraction(0)

    def covers(bodies: frozenset[str]) -> bool:
        return {"a1", "a2"} <= bodies or {"c1"} <= bodies

    def of(bodies: frozenset[str] | None, name: str, rule: Any) -> int:
        return int(said(name) if bodies is None else rule(bodies))

    system = facts.kind == IS
    first = of(facts.users, "1.1", lambda some: len(some & set("abc")) >= 2)
    first += of(facts.users, "1.2", covers)
    if system:
        first += of(facts.readers, "1.3", lambda some: len(some & set("abc")) >= 2)
        first += of(facts.readers, "1.4", covers)
    second = sum(said(name) for name in ("2.1", "2.2", "2.4", "2.5"))
    second += int(said("2.3") if facts.services is None else facts.services >= 4)
    third = (number("3.2") >= 100_001) + (number("3.3") * 2 >= 100)
    if system:
        third += int(said("3.1") if facts.active is None else facts.active >= 1001)
    else:
        third += said("3.4")
    return first, second, third


def test_score_equals_the_text_read_by_brute_force_in_random_cases(law: Any) -> None:
    dice = random.Random(353)
    bodies = ["a", "b", "c", "a1", "a2", "c1", "x"]
    yes = [{}, YES, YES, {"value": "yes"}, {"value": "no", "evidence": "e"}]
    names = [one["id"] for one in law["criteria"] if one["id"] not in ("3.2", "3.3")]
    numbers = {"3.2": ("99999", "100000", "100001"), "3.3": ("49.9", "50", "50.1", "100")}
    wrong = 0
    for _ in range(100_000):
        some = [frozenset(one for one in bodies if dice.random() < 0.4) for _ in range(2)]
        facts = Facts(
            dice.choice((IS, COMPLEX)),
            BASE.central,
            UNITS,
            dice.choice((None, some[0])),
            dice.choice((None, some[1])),
            dice.choice((None, 0, 3, 4, 5)),
            dice.choice((None, 999, 1000, 1001)),
        )
        declared = {name: dice.choice(yes) for name in names}
        for name, values in numbers.items():
            declared[name] = {"number": dice.choice(values), "evidence": dice.choice(("", "e"))}
        result = score(law, facts, declared)
        points = expected_points(facts, declared)
        same = tuple(result.groups.values()) == points
        wrong += not same or result.passed != (min(points) >= 1 and sum(points) >= 3)

    assert wrong == 0
