# SPDX-License-Identifier: MIT
"""The board of warranties and contracts: ends, claims, papers against records, plan and fact."""

# covers: R129-16.9, R129-17

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from decision_files import PASSPORT, put

from esep.checks.context import Context
from esep.cli import main as cli
from esep.errors import ExitCode
from esep.portal.tables import to_csv
from esep.reports.contracts import Line, board, of_organisation, rows
from trees import ROOT

Make = Callable[..., Context]
ON = date(2026, 2, 1)
TEXT = {"kk": "а", "ru": "а", "en": "a"}
BOUGHT = {"contract_no": "7", "date": "2025-03-01", "supplier_bin": "210540001237"}
BOUGHT |= {"subject": TEXT, "amount": "100.5", "document": "k"}  # type: ignore[dict-item]
PAPER = {"id": "k", "item": "contracts", "title": TEXT, "form": "original", "access": "public"}
PAPER |= {"file": "documents/k.pdf", "language": "kk", "version": "1", "sha256": "0" * 64}
PAPER |= {"size": "9", "number": "7", "date": "2025-03-01", "amount": "100.50"}


def lines(files: dict[str, bytes], context_of: Make, **values: Any) -> list[Line]:
    put(files, PASSPORT, {f"/{name}": value for name, value in values.items()})
    context = context_of(files, on=ON)
    found = board(context, of_organisation(context, ""), "ru")
    assert context.registry.object(PASSPORT.rpartition("/")[0]).is_valid
    return found


@pytest.mark.parametrize(
    ("record", "paper", "faults"),
    [
        ({}, {}, ()),
        ({"amount": "100.49"}, {}, ("amount",)),
        ({"date": "2025-03-02"}, {}, ("date",)),
        ({"supplier_bin": "210540001238"}, {}, ("supplier_bin",)),
        ({"fact": "100.51"}, {}, ("paid_over",)),
        ({"fact": "100.50"}, {}, ()),
        ({"document": "zhoq"}, {}, ()),
        ({"document": "zhoq"}, {"number": "8"}, ("no_paper",)),
    ],
)
def test_contract_is_set_against_its_paper(
    files: dict[str, bytes],
    context_of: Make,
    record: dict[str, str],
    paper: dict[str, str],
    faults: tuple[str, ...],
) -> None:
    found = lines(
        files, context_of, procurement=[{**BOUGHT, **record}], documents=[{**PAPER, **paper}]
    )

    assert next(one.faults for one in found if one.what == "contract" and one.supplier) == faults


def test_paper_without_a_record_is_a_fault(files: dict[str, bytes], context_of: Make) -> None:
    found = lines(files, context_of, documents=[PAPER])

    assert [(one.reference, one.faults) for one in found] == [("7", ("no_record",))]


def test_claim_lacks_what_is_not_stated(files: dict[str, bytes], context_of: Make) -> None:
    claim = {"on": "2026-02-02", "subject": "x", "failure_documented": "yes", "within_tor": "no"}
    warranty = {"start": "2025-01-15", "end": "2026-01-15", "claims": [claim]}

    found = lines(files, context_of, warranty=warranty)

    assert next(one.faults for one in found if one.what == "claim") == (
        "supplier_fault",
        "correct_operation",
        "no_intervention",
        "within_tor",
        "outside_warranty",
    )


def test_what_ends_first_stands_first(files: dict[str, bytes], context_of: Make) -> None:
    environment = {"kind": "trial", "agreement_on": "2025-11-30", "agreement": "3"}
    found = lines(
        files,
        context_of,
        warranty={"start": "2025-06-01", "end": "2026-06-01"},
        environments=[environment],
        procurement=[{**BOUGHT, "ends_on": "2026-03-05"}, {**BOUGHT, "contract_no": "8"}],
    )

    assert [(one.what, one.ends) for one in found] == [
        ("environment", "2026-02-28"),
        ("contract", "2026-03-05"),
        ("warranty", "2026-06-01"),
        ("contract", ""),
    ]


def test_plan_is_set_against_fact_by_year(files: dict[str, bytes], context_of: Make) -> None:
    costs = [
        {"year": "2024", "kind": "support", "plan": "10", "fact": "10.01"},
        {"year": "2025", "kind": "support", "plan": "10", "fact": "9.99"},
    ]

    found = lines(files, context_of, facts={"costs": costs})

    assert [(one.plan, one.fact, one.faults) for one in found] == [
        (1000, 1001, ("paid_over",)),
        (1000, 999, ()),
    ]


def test_table_starts_no_formula(files: dict[str, bytes], context_of: Make) -> None:
    found = lines(files, context_of, procurement=[{**BOUGHT, "contract_no": "=1+1"}])

    text = to_csv(list(rows(found, ON))).decode("utf-8-sig")
    cells = list(csv.DictReader(io.StringIO(text)))

    assert cells[0]["reference"] == "'=1+1"


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_board_of_one_body_is_printed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["--root", str(ROOT), "contracts", "--org", "saulyq", "--format", form]

    assert cli.main([*argv, "--on", "2026-11-20"]) in (ExitCode.CLEAN, ExitCode.FINDINGS)
    assert "darigerge-jazylu" in capsys.readouterr().out


def test_unknown_body_ends_with_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(ROOT), "contracts", "--org", "zhoq"]) == ExitCode.USAGE
    assert "zhoq" in capsys.readouterr().err
