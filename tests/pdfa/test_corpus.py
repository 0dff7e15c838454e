# SPDX-License-Identifier: MIT
"""Agreement with the reference validator, where its files lie beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bench_pdfa import measure, read_cases

from esep.pdfa import check

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ESEP_SHARED", ROOT.parent / "shared")) / "pdfa"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no files with known verdicts")


@pytest.mark.parametrize(
    ("name", "agreement", "accepts", "rejects"),
    [("corpus", 0.99, 1, 2), ("mutants", 0.995, 3, 2), ("real", 1.0, 0, 0)],
)
def test_verdicts_agree_with_the_reference(name, agreement, accepts, rejects, capsys):
    cases = list(read_cases(SHARED / name, SHARED / f"{name}-dev.tsv"))
    tally = measure(cases, check)
    with capsys.disabled():
        wrong = f"{len(tally.false_accepts)} FA, {len(tally.false_rejects)} FR"
        print(f"\n{name}: {tally.agree} of {len(cases)} agree, {wrong}")  # noqa: T201
    assert tally.agree >= agreement * len(cases)
    assert len(tally.false_accepts) <= accepts
    assert len(tally.false_rejects) <= rejects
    assert tally.same_rules >= 0.95 * tally.with_rules
