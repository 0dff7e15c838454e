# SPDX-License-Identifier: MIT
"""The commands explain, matrix and trace."""

from __future__ import annotations

import csv
import json
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner
from committed import ROOT

from esep.cli import explain, matrix, trace
from esep.errors import UserError


def _run(command: click.Command, *args: str, lang: str = "kk") -> str:
    settings = SimpleNamespace(root=ROOT, lang=lang)
    result = CliRunner().invoke(command, args, obj=settings, catch_exceptions=False)
    return result.output


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "name", ["PSP003", "R193-12a", "T-05", "R193-11b", "act_trial", "RB-DC", "RB-PRE", "174/HK"]
)
def test_explain_answers_in_the_language(name: str, lang: str) -> None:
    lines = _run(explain.command, name, "--lang", lang).splitlines()

    assert len(lines) >= 3
    assert all(": " in line for line in lines)
    assert not [line for line in lines if "?]" in line]


def test_explain_takes_the_language_of_the_session() -> None:
    assert "Хабарлама: " in _run(explain.command, "PSP003")


def test_explain_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(UserError, match="NOPE"):
        _run(explain.command, "NOPE")


def test_matrix_prints_csv() -> None:
    rows = list(csv.reader(_run(matrix.command).splitlines()))

    assert len(rows) == 1921
    assert {len(row) for row in rows} == {13}


def test_trace_of_this_repository_makes_no_false_claim() -> None:
    report = json.loads(_run(trace.command, "--format", "json"))

    assert report["errors"] == []
    assert len(report["requirements"]) == 219


def test_trace_missing_lists_nothing_that_is_covered() -> None:
    report = json.loads(_run(trace.command, "--format", "json", "--missing"))

    assert {r["status"] for r in report["requirements"]} <= {"partly", "missing"}


def test_trace_text_ends_with_counts() -> None:
    output = _run(trace.command)

    assert "R193: " in output
    assert "class A: " in output
