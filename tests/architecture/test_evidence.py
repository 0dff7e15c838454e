# SPDX-License-Identifier: MIT
"""What passports and registers show to the checks of an analysis, and how it is handed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from esep.checks.context import Context
from esep.checks.evidence import CODES, Line, evidence, verdict
from esep.cli.main import cli
from esep.errors import UserError
from esep.model.architecture import Element
from esep.model.schemas import Schemas
from esep.model.tree import DirTree
from esep.reports.evidence import draft
from trees import ROOT

# covers: R193-32a, R193-32b, R193-33a, R193-33b, R193-33c, R193-34a–d

NAME = {"kk": "а", "ru": "б", "en": "c"}
PASSPORT = "objects/qala-akimdigi/su-esebi/passport.yml"
PROJECT = {
    "id": "p",
    "name": NAME,
    "goal": NAME,
    "type": "create_is",
    "owner": "qala-akimdigi",
    "objects": ["su-esebi"],
    "funding": [{"source": "budget", "year": "2026", "plan": "100", "fact": "90"}],
    "stage": "planning",
    "starts_on": "2026-01-12",
    "ends_on": "2027-01-12",
}


@pytest.fixture
def make(files: dict[str, bytes], context_of: Callable[..., Context]) -> Any:
    def built(passport: dict[str, Any], project: dict[str, Any], **kinds: Any) -> Any:
        document = yaml.load(files[PASSPORT], yaml.CBaseLoader) | passport
        files[PASSPORT] = json.dumps(document, ensure_ascii=False).encode()
        for kind, listed in ({"ict_projects": [PROJECT | project]} | kinds).items():
            folder = FOLDERS[kind]
            text = json.dumps({"schema_version": "1", kind: listed}, ensure_ascii=False)
            files[f"{folder}/{kind.replace('_', '-')}.yml"] = text.encode()
        context = context_of(files)
        return context, context.architecture.of("ict_projects")[0]

    return built


FOLDERS = {
    "ict_projects": "registry/projects/portfolio",
    "stakeholders": "registry/projects/portfolio",
    "technologies": "registry/architecture/systems",
    "capabilities": "registry/architecture/activity",
    "target_indicators": "registry/architecture/goals",
}


def seen(found: tuple[Context, Element], code: str) -> dict[str, str]:
    return {line.what: line.holds for line in evidence(*found, code)}


def test_cost_calculation_of_a_passport_is_evidence_of_spending(make: Any) -> None:
    calculation = {"id": "c", "method": "m", "method_version": "1", "inputs": {}, "result": "5"}
    found = make({"cost_calculations": [calculation | {"date": "2026-02-02"}]}, {})

    assert seen(found, "P2")["calculation"] == "yes"


def test_missing_cost_calculation_is_said(make: Any) -> None:
    assert seen(make({}, {}), "P2")["calculation"] == "no"


def test_version_that_is_not_approved_is_no_ground(make: Any) -> None:
    assert seen(make({}, {}), "P1")["version"] == "no"


def test_terms_of_reference_lacking_after_planning_are_said(make: Any) -> None:
    history = [
        {"stage": "planning", "since": "2026-01-12"},
        {"stage": "creation.build", "since": "2026-05-12"},
    ]
    found = make({"lifecycle": {"entry": "creation", "history": history}}, {})

    assert seen(found, "P1")["tor"] == "no"


def test_day_of_commissioning_comes_from_the_passport(make: Any) -> None:
    history = [
        {"stage": "planning", "since": "2026-01-12"},
        {"stage": "operation", "since": "2026-05-12"},
    ]
    found = make({"lifecycle": {"entry": "creation", "history": history}}, {})
    line = next(one for one in evidence(*found, "I2") if one.what == "commissioned")

    assert (line.holds, line.detail) == ("yes", "2026-05-12")


def test_finished_project_without_commissioning_is_said(make: Any) -> None:
    assert seen(make({}, {"stage": "operation"}), "I2")["commissioned"] == "no"


def test_technology_off_the_list_is_said(make: Any) -> None:
    assert seen(make({"technologies": ["cobol"]}, {}), "O2") == {"technology": "no"}


def test_capability_at_its_beginning_holds_partly(make: Any) -> None:
    known = {"id": "c", "name": NAME, "domain": "d", "assessment": "initial"}
    found = make({"capabilities": ["c"]}, {}, capabilities=[known])

    assert seen(found, "O3")["capability"] == "partly"


def test_indicator_behind_its_plan_is_said(make: Any) -> None:
    indicator = {
        "id": "i",
        "name": NAME,
        "goal": "g",
        "unit": NAME,
        "plan": [{"year": "2025", "value": "10"}],
        "fact": [{"year": "2025", "value": "8"}],
    }
    found = make({}, {"target_indicators": ["i"]}, target_indicators=[indicator])

    assert seen(found, "O1") == {"indicator": "no"}


def test_expectation_of_a_party_is_evidence_of_results(make: Any) -> None:
    party = {
        "id": "s",
        "name": NAME,
        "organisation": "qala-akimdigi",
        "org_type": "state_body",
        "projects": ["p"],
        "expectations": [{"text": NAME, "met": "partly"}],
    }

    assert seen(make({}, {}, stakeholders=[party]), "O4")["expectation"] == "partly"


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        ((), "unknown"),
        (("unknown",), "unknown"),
        (("yes", "unknown"), "met"),
        (("yes", "no"), "partly"),
        (("partly",), "partly"),
        (("no", "unknown"), "not_met"),
    ],
)
def test_verdict_sums_up_what_is_known(holds: tuple[Any, ...], expected: str) -> None:
    assert verdict(tuple(Line("w", "s", one) for one in holds)) == expected


@pytest.mark.parametrize("stage", list(CODES))
def test_draft_is_an_analysis_that_only_lacks_its_results(make: Any, stage: str) -> None:
    context, project = make({}, {})
    document = yaml.load(draft(context, project, stage, "ru"), yaml.CBaseLoader)
    for check in document["analyses"][0]["checks"]:
        assert check["result"] == ""
        check["result"] = "met"

    schemas = Schemas(DirTree(ROOT))

    assert list(schemas.errors("monitoring", {"schema_version": "1", **document})) == []


def test_unknown_project_is_said_when_analysed() -> None:
    result = CliRunner().invoke(cli, ["--root", str(ROOT), "analyse", "no-such"])

    assert isinstance(result.exception, UserError)
