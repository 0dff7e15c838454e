# SPDX-License-Identifier: MIT
"""The report of the implementation: its figures, its lists, its paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_model import NAME, Make, element, put, version

from esep import pdfa
from esep.checks.context import Context
from esep.exchange.report import to_pdf
from esep.i18n import LANGUAGES
from esep.model.tree import DirTree
from esep.reports import implementation
from esep.reports.implementation_lists import tables
from trees import ROOT


def test_report_counts_only_what_falls_into_the_period(
    files: dict[str, bytes], context_of: Make
) -> None:
    def conclusion(name: str, on: str) -> dict[str, Any]:
        return element(name, element=f"types:{name}", level="2", on=on, text=NAME)

    listed = [conclusion("a", "2026-01-01"), conclusion("b", "2026-06-30")]
    listed.append(conclusion("c", "2026-07-01"))
    put(files, "registry/projects/monitoring/a.yml", conclusions=listed)

    made = implementation.make(context_of(files), date(2026, 1, 1), date(2026, 6, 30))

    assert made.figures["conclusions"]["level_2"] == 2
    assert made.figures["conclusions"]["on_components"] == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_on_paper_is_pdfa(files: dict[str, bytes], context_of: Make, lang: str) -> None:
    one = version("v", status="approved", submitted_on="2026-01-12", decided_on="2026-02-02")
    put(files, "registry/architecture/versions/a.yml", architecture_versions=[one])
    context = context_of(files)
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))
    data = to_pdf(context, made, lang)

    assert pdfa.check(data).verdict == "conforms-1b"
    assert data == to_pdf(context, made, lang)


def test_lists_of_the_report_name_what_its_figures_count(
    files: dict[str, bytes], context_of: Make
) -> None:
    advice = element("r", kind="replace", addressee="qala-akimdigi", issued_by="AB")
    advice |= {"issued_on": "2026-01-12", "status": "issued", "due_on": "2026-02-02"}
    put(files, "registry/projects/portfolio/a.yml", recommendations=[advice])
    context = context_of(files)
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))

    rows = {one.title: one.rows for one in tables(context, made, "en")}

    assert rows["Recommendations not carried out"] == [
        ("c", "Akimat of the city of Mysal", "2026-02-02, overdue")
    ]


def test_every_figure_of_the_report_has_words_in_all_languages(context_of: Make) -> None:
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))

    for lang in ("kk", "ru", "en"):
        assert all(section and row for section, row, _ in implementation.lines(context, made, lang))
