# SPDX-License-Identifier: MIT
"""Traps of the law that a plausible build walks into, and where this one stands."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from esep.model.registry import Registry
from esep.model.tree import DirTree
from esep.rulebook import Rulebooks
from trees import MINIMAL, ROOT

SCHEMAS = Registry(DirTree(ROOT)).schemas
PASSPORT = MINIMAL / "objects" / "qala-akimdigi" / "su-esebi" / "passport.yml"


@pytest.fixture
def passport() -> dict[str, Any]:
    return yaml.load(PASSPORT.read_bytes(), Loader=yaml.CBaseLoader)  # type: ignore[no-any-return]


# covers: T-10, R174-4a
@pytest.mark.parametrize("field", ["proprietor", "holder"])
def test_proprietor_and_holder_are_two_duties(field: str, passport: dict[str, Any]) -> None:
    passport["holder"], passport["proprietor"] = "one", "other"
    assert SCHEMAS.is_valid("passport", passport)

    del passport[field]

    assert not SCHEMAS.is_valid("passport", passport)


# covers: T-16
@pytest.mark.parametrize("kind", SCHEMAS.enum("common", "/$defs/kind"))
def test_object_of_another_person_qualifies_any_kind(kind: str, passport: dict[str, Any]) -> None:
    passport |= {"kind": kind, "of_other_person": {"purposes": ["state_service"]}}
    assert SCHEMAS.is_valid("passport", passport)

    passport["of_other_person"] = {"purposes": []}

    assert not SCHEMAS.is_valid("passport", passport)


# covers: T-09
def test_bookkeeping_is_not_the_portals_own_record(rulebooks: Rulebooks) -> None:
    title = rulebooks.item("bookkeeping").title

    assert "бухгалтер" in title["kk"]
    assert "бухгалтер" in title["ru"]
    assert "bookkeeping" in title["en"]


# covers: R129-5
@pytest.mark.parametrize(
    ("route", "known"),
    [("public_investment", True), ("org_investment", True), ("ordinary_budget", False)],
)
def test_money_comes_by_one_of_two_routes(
    route: str, known: bool, passport: dict[str, Any]
) -> None:
    passport["funding"] = [{"kind": "budget", "route": route}]

    assert SCHEMAS.is_valid("passport", passport) is known


# covers: R129-4a
def test_order_129_hands_recording_to_the_rulebook_in_force(rulebooks: Rulebooks) -> None:
    cited = {cite.act for cite in rulebooks.rule("CMP001").citations}

    assert {"129", "193/НҚ"} <= cited
