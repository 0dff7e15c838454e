# SPDX-License-Identifier: MIT
"""The matrix computed from data is the matrix of the analysis."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from committed import BOOKS, analysis

from esep.rulebook.matrix import COLUMNS, matrix


def _plain(text: str) -> str:
    for mark in ("**", "`", "[P]"):
        text = text.replace(mark, "")
    return text.strip()


def test_matrix_equals_the_analysis_cell_for_cell() -> None:
    if not (folder := analysis()):
        pytest.skip("the analysis is not here; the counts below hold without it")
    with (folder / "completeness_matrix.csv").open(newline="") as file:
        wanted = [tuple(_plain(cell) for cell in row) for row in csv.reader(file)]

    assert [COLUMNS, *matrix(BOOKS)] == wanted


def test_matrix_counts_hold() -> None:
    rows = list(matrix(BOOKS))
    kinds = {(row[0], row[1], row[5], row[6]) for row in rows}

    assert len(rows) == 24 * 10 * 8
    assert Counter(need for *_, need in kinds) == {
        "R": 155,
        "–": 38,
        "o": 15,
        "c4": 19,
        "c2": 4,
        "c3": 5,
        "c1": 2,
        "c5": 1,
        "c6": 1,
    }


def test_printed_numbers_differ_by_list() -> None:
    printed = {row[0]: row[2:5] for row in matrix(BOOKS)}

    assert printed["act_trial"] == ("9a", "9a", "7a")
    assert printed["facts"] == ("15", "—", "12")
    assert printed["psp_agreement"] == ("—", "—", "9")
