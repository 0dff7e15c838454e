# SPDX-License-Identifier: MIT
"""The implementation report for the authorised body, as PDF/A-1b and as a workbook's rows."""

from __future__ import annotations

from itertools import groupby

from esep.checks.context import Context
from esep.exchange.paper import Sheet
from esep.portal.tables import to_xlsx
from esep.reports.implementation import Report, head, lines, made_on
from esep.reports.implementation_lists import said, tables


def to_pdf(context: Context, report: Report, lang: str) -> bytes:
    """Figures by section, then the lists behind them; the same facts give the same bytes."""
    title, filed = head(report, lang)
    sheet = Sheet(title, lang, context.on)
    sheet.text(title, size=16, bold=True)
    sheet.text(filed)
    sheet.text(made_on(context, lang), size=9)
    columns = (said("columns", "figure", lang), said("columns", "number", lang))
    for section, rows in groupby(lines(context, report, lang), key=lambda one: one[0]):
        sheet.gap(2)
        sheet.text(section, bold=True, size=12)
        sheet.table([columns, *(row[1:] for row in rows)], (5, 1))
    sheet.page()
    for table in tables(context, report, lang):
        sheet.text(table.title, bold=True, size=12)
        if table.rows:
            widths = (3, *(2 for _ in table.columns[1:]))
            sheet.table([table.columns, *table.rows], widths)
        else:
            sheet.text(said("lists", "none", lang), size=9)
            sheet.gap()
    return sheet.finish()


def to_workbook(context: Context, report: Report, lang: str) -> bytes:
    """One sheet: figures, then the lists; the same facts give the same bytes."""
    rows: list[tuple[str, ...]] = [(one,) for one in (*head(report, lang), made_on(context, lang))]
    rows += lines(context, report, lang)
    for table in tables(context, report, lang):
        rows += [(), (table.title,), table.columns, *table.rows]
    return to_xlsx(rows)
