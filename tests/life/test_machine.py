# SPDX-License-Identifier: MIT
"""Random walks: no path reaches operation without its evidence, whatever is tried on the way."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esep.checks.context import Context
from esep.checks.gates import CYCLE_STEPS, gate
from esep.model.passport import STAGES, Passport
from esep.model.registry import ObjectRecord
from esep.yamlsafe import Source
from life.lives import FOLDER, evidence, life, record, with_cycle

STEPS = 250
FIELDS = ("platform_priority", "funding", "cost_calculations", "tests", "procurement", "inventory",
          "bookkeeping", "doc_changes", "facts")  # fmt: skip
# What must be there by law before an information system is operated (R129-9, R129-15).
OPERATED = {"tor", "contract", "act-trial", "act-industrial", "infosec-docs", "is-tests",
            "completion-certificate", "procedures", "manual-user", "manual-admin",
            "test-protocols-acceptance", "test-program-acceptance"}  # fmt: skip
CLOSED = {"tor-1", "act-trial-1", "act-industrial-1", "completion-certificate-1"}


Judge = Callable[[dict[str, Any], date], Callable[[str, int], bool]]


def walk(seed: int, judge: Judge) -> tuple[list[str], set[str]]:
    """Try random steps and add random evidence; return the stages reached and what was there."""
    dice = random.Random(seed)
    whole, day = with_cycle(life()), date(2025, 2, 3)
    bare = {key: one for key, one in whole.items() if key not in (*FIELDS, "trial")}
    value: dict[str, Any] = {**bare, "documents": []}
    reached = ["planning"]
    papers = [*whole["documents"], *evidence(1)]
    for _ in range(STEPS):
        lacking = [one for one in papers if one not in value["documents"]]
        if dice.random() < 0.5 and lacking:
            field, papers_now = dice.choice(FIELDS), [*value["documents"], dice.choice(lacking)]
            value = {**value, "documents": papers_now, field: whole[field]}
            continue
        number = dice.choice([0, 1, 2])
        target = dice.choice(CYCLE_STEPS[:-1] if number else STAGES[:6])
        if dice.random() < 0.02:
            target = dice.choice(CYCLE_STEPS if number else STAGES)
        if judge(value, day)(target, number):
            day += timedelta(days=1)
            value = dict(Passport(value).after(target, day, number).value)
            reached.append(f"{number}:{target}")
    return reached, {one["id"] for one in value["documents"]}


@pytest.fixture
def judge(context_of: Callable[..., Context], files: dict[str, bytes]) -> Judge:
    """Asks the gates of a passport; the registry around it is read once."""
    context, _ = record(context_of, files, life())
    known: list[Any] = [None, None]

    def make(value: dict[str, Any], _: date) -> Callable[[str, int], bool]:
        if known[0] is not value:
            data = json.dumps(value, ensure_ascii=False).encode()
            source, schemas = Source(f"{FOLDER}/passport.yml", data), context.registry.schemas
            known[:] = [value, ObjectRecord(source, "passport", schemas, FOLDER)]
            assert known[1].is_valid
        return lambda target, number: gate(context, known[1], target, number).is_open

    return make


@settings(
    max_examples=10_000 // STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_operation_is_reached_with_evidence_only_in_ten_thousand_steps(
    seed: int, judge: Judge
) -> None:
    reached, there = walk(seed, judge)

    assert "0:operation" not in reached or there >= OPERATED
    assert "1:closed" not in reached or there >= OPERATED | CLOSED
    order = [STAGES.index(one[2:]) for one in reached if one.startswith("0:")]
    assert order == sorted(set(order))


def test_a_walk_reaches_operation_and_closes_a_cycle(judge: Judge) -> None:
    reached = {one for seed in range(3) for one in walk(seed, judge)[0]}

    assert {"0:operation", "1:closed"} <= reached
