# SPDX-License-Identifier: MIT
"""Damaged files: the checker answers, and accepts nothing that qpdf calls broken."""

from __future__ import annotations

import pytest
from bench_pdfa import damage
from builders import composite_font, draft, simple_font, tagged


@pytest.mark.parametrize(
    "variants", [150, pytest.param(10_000, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_damaged_files_get_a_verdict_and_broken_ones_no_acceptance(tmp_path, variants):
    sources = []
    for index, plan in enumerate((draft(**simple_font()), tagged(), draft(**composite_font()))):
        sources.append(tmp_path / f"{index}.pdf")
        sources[-1].write_bytes(plan.build())
    tally = damage(sources, variants, seed=7)
    assert (tally.lost, tally.failures, tally.accepted_broken) == (0, {}, [])
