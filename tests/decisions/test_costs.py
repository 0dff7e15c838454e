# SPDX-License-Identifier: MIT
"""The cost calculator counts the same on the command line and in the browser."""

# covers: R129-7, R129-33, T-37

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.checks import costs
from esep.checks.context import Context
from esep.cli import main as cli
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES
from esep.model.tree import DirTree
from trees import ROOT

DAY = date(2026, 2, 1)
VECTORS = json.loads((ROOT / "tests/decisions/cost_vectors.json").read_text(encoding="utf-8"))
METHOD = costs.methods(Context.of(DirTree(ROOT), DAY))["functional-size"]
NAMES = [one["id"] for one in METHOD["inputs"]]


def browser(cases: list[dict[str, Any]], method: Any = METHOD) -> Any:
    done = subprocess.run(
        [
            "node",
            str(ROOT / "tests/decisions/run_cost.js"),
            str(ROOT / "theme/site/assets/cost.js"),
        ],
        input=json.dumps({"method": method, "cases": cases}).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["total"])
def test_calculation_gives_the_sum_of_the_vector(one: dict[str, Any]) -> None:
    found = costs.calculate(METHOD, one["inputs"], date.fromisoformat(one["day"]))

    assert (str(found.points), costs.tenge(found.total)) == (one["points"], one["total"])


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_browser_gives_the_sums_of_the_vectors() -> None:
    expected = [{"points": one["points"], "total": one["total"]} for one in VECTORS]

    assert browser(VECTORS) == expected


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_browser_and_command_line_agree_on_awkward_norms() -> None:
    norm = {"from": "2020-01-01", "minutes_per_point": "487", "rate_tiyn_per_hour": "333337"}
    norm |= {"overhead_permille": "173", "vat_permille": "121"}
    method = {**METHOD, "norms": [norm]}
    cases = [
        {
            "inputs": {
                name: str((seed * 7919 + at * 104729) % 1000) for at, name in enumerate(NAMES)
            },
            "day": "2026-02-01",
        }
        for seed in range(300)
    ]
    ours = [costs.calculate(method, one["inputs"], DAY) for one in cases]

    assert browser(cases, method) == [
        {"points": str(one.points), "total": costs.tenge(one.total)} for one in ours
    ]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_browser_refuses_what_the_command_line_refuses() -> None:
    wrong = [{"ei_low": "-1"}, {"ei_low": "1000001"}, {"ei_low": "1.5"}, {"zhoq": "1"}]

    assert browser([{"inputs": one, "day": "2026-02-01"} for one in wrong]) == [None] * 4
    for one in wrong:
        with pytest.raises(UserError):
            costs.calculate(METHOD, one, DAY)


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 1_000_000).map(str)))
@settings(max_examples=100, deadline=None)
def test_each_step_is_rounded_to_the_nearest_tiyn(inputs: dict[str, str]) -> None:
    found = costs.calculate(METHOD, inputs, DAY)
    norm = costs.norms(METHOD, DAY)
    exact = Fraction(found.minutes * int(norm["rate_tiyn_per_hour"]), 60)

    assert abs(found.labour - exact) <= Fraction(1, 2)
    assert abs(found.overhead - Fraction(found.labour * 250, 1000)) <= Fraction(1, 2)


def test_day_without_norms_is_refused() -> None:
    with pytest.raises(UserError, match="norms"):
        costs.calculate(METHOD, {}, date(2018, 12, 31))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_method_says_in_every_language_that_it_is_not_the_official_one(lang: str) -> None:
    assert "140/НҚ" in METHOD["notice"][lang]
    assert METHOD["official"] == "no"


def test_entry_of_the_command_line_passes_its_own_check(
    files: dict[str, bytes],
    context_of: Callable[..., Context],
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["--root", str(ROOT), "cost", "ei_low=3", "--on", "2026-02-01", "--format", "yaml"]
    assert cli.main(argv) == ExitCode.CLEAN
    path = "objects/qala-akimdigi/su-esebi/passport.yml"
    files[path] += capsys.readouterr().out.encode()
    context = context_of(files)
    record = context.registry.object("objects/qala-akimdigi/su-esebi")

    assert record.is_valid
    assert list(costs.check_calculations(context, record)) == []


@pytest.mark.parametrize("argv", [["ei_low"], ["ei_low=x"], ["zhoq=1"], ["--method", "zhoq"]])
def test_wrong_input_ends_with_a_message(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--root", str(ROOT), "cost", *argv, "--on", "2026-02-01"]) == ExitCode.USAGE
    assert "must" in capsys.readouterr().err
