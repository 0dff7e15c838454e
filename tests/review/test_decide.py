# SPDX-License-Identifier: MIT
"""Whole pull requests, replayed offline: the facts of each, and what is decided of it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from esep.workflow.decide import Facts, ObjectFacts, Remark, decide, from_json
from trees import ROOT

PULL_REQUESTS = sorted((Path(__file__).parent / "pull_requests").glob("*.json"))
SCHEMA = json.loads((ROOT / "schemas" / "review.schema.json").read_text(encoding="utf-8"))


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PULL_REQUESTS, ids=lambda path: path.stem)
def test_pull_request_is_decided_as_recorded(path: Path) -> None:
    case = load(path)
    decision = decide(from_json(case["facts"]))

    assert decision.verdict == case["expect"]["verdict"]
    assert list(decision.labels) == case["expect"]["labels"]
    assert decision.comment.next == case["expect"]["next"]


@pytest.mark.parametrize("path", PULL_REQUESTS, ids=lambda path: path.stem)
def test_facts_survive_json(path: Path) -> None:
    facts = load(path)["facts"]

    Draft202012Validator(SCHEMA).validate(facts)
    assert json.loads(json.dumps(asdict(from_json(facts)))) == facts


def facts(*codes: str, **changes: Any) -> Facts:
    """Facts with one finding per ``CODE`` (an error) or ``CODE:severity``."""
    words = dict.fromkeys(("kk", "ru", "en"), "—")
    pairs = (one.partition(":") for one in codes)
    remarks = tuple(
        Remark(code, grade or "error", "x.yml:1", words, words, words) for code, _, grade in pairs
    )
    head = Facts("a" * 40, "b" * 40, "aigul", "body", "registrant", "2026-11-20", 1, remarks, ())
    return replace(head, **changes)


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ((), "ready"),
        (("YML020",), "incomplete"),
        (("PSP001:warning",), "ready"),
        (("YML020", "REV003"), "refused"),
        (("COD007",), "refused"),
        (("REV012:warning",), "ready"),
        (("DOC019:note",), "ready"),
        (("DOC019",), "fault"),
        (("DOC019", "YML020"), "incomplete"),
    ],
)
def test_verdict_follows_from_the_gravest_finding(codes: tuple[str, ...], verdict: str) -> None:
    assert decide(facts(*codes)).verdict == verdict


def test_fault_of_the_run_is_never_laid_on_the_author() -> None:
    decision = decide(facts("YML020", fault="killed"))

    assert (decision.verdict, decision.comment.next) == ("fault", "portal")


def test_consent_that_is_missing_alone_is_asked_of_the_bodies() -> None:
    assert decide(facts("REV009")).comment.next == "bodies"


def test_consent_that_is_missing_beside_gaps_is_asked_of_the_author() -> None:
    assert decide(facts("REV009", "YML020")).comment.next == "author"


def test_code_is_promised_only_to_complete_objects_without_one() -> None:
    objects = (
        ObjectFacts("objects/b/new", "new", complete=True),
        ObjectFacts("objects/b/old", "old", code="KZ-000001-63", complete=True),
        ObjectFacts("objects/b/bare", "bare"),
    )

    assert decide(facts(objects=objects)).comment.awaits_code == ("new",)


def test_code_is_not_promised_to_a_refused_submission() -> None:
    objects = (ObjectFacts("objects/b/new", "new", complete=True),)

    assert decide(facts("REV003", objects=objects)).comment.awaits_code == ()
