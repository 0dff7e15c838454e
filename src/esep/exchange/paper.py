# SPDX-License-Identifier: MIT
"""Sheets of paper as PDF/A-1b: own fonts, no clock, the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

import segno

FONTS = Path(__file__).parent / "fonts"
FAMILY = "NotoSans"
PRODUCER = "Esep"
# Ours rather than fpdf2's, which would write the moment of making into it.
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmp:CreateDate="{day}" xmp:ModifyDate="{day}"
 pdf:Producer="{producer}" pdfaid:part="1" pdfaid:conformance="B"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>"""


class Sheet:
    """An A4 document written from top to bottom; `finish` returns its bytes."""

    def __init__(self, title: str, lang: str, on: date) -> None:
        from fpdf import FPDF  # a fifth of a second, and few commands write on paper

        pdf = FPDF(enforce_compliance="PDF/A-1B")
        for style, name in (("", "Regular"), ("B", "Bold")):
            pdf.add_font(FAMILY, style, FONTS / f"NotoSans-{name}.ttf")
        pdf.set_title(title)
        pdf.set_lang(lang)
        pdf.set_producer(PRODUCER)
        moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
        pdf.set_creation_date(moment)
        names = {"title": escape(title), "producer": PRODUCER}
        pdf.set_xmp_metadata(_XMP.format(day=moment.isoformat(), **names))
        pdf.set_margins(30, 20, 15)
        pdf.set_auto_page_break(True, margin=20)
        pdf.add_page()
        self._pdf = pdf

    def page(self) -> None:
        """Go on at the top of a new page."""
        self._pdf.add_page()

    def text(
        self, text: str, *, bold: bool = False, size: int = 11, align: str = "L", width: float = 0
    ) -> None:
        """One paragraph, `width` mm wide (0: the whole line)."""
        self._pdf.set_font(FAMILY, "B" if bold else "", size)
        self._pdf.multi_cell(
            width,
            size * 0.5,
            self._known(text),
            align=align,
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def gap(self, height: float = 4) -> None:
        self._pdf.ln(height)

    def qr(self, address: str, side: float = 32) -> float:
        """A QR code in the corner of the page; returns the width (mm) left beside it.

        Drawn of filled squares: an image would need a colour space of its own.
        """
        rows = list(segno.make(address, error="m", micro=False).matrix)
        left, top = self._pdf.w - self._pdf.r_margin - side, self._pdf.t_margin
        step = side / len(rows)
        for y, row in enumerate(rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    self._pdf.rect(left + x * step, top + y * step, step, step, style="F")
        return left - self._pdf.l_margin - 4

    def below(self, height: float) -> None:
        """Go on at least `height` mm below the top of the page's text."""
        self._pdf.set_y(max(self._pdf.get_y(), self._pdf.t_margin + height))

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Rows of cells, the first one being the head."""
        self._pdf.set_font(FAMILY, "", 9)
        # Margins differ: a table in the middle of the page would stand out on the left.
        style: dict[str, Any] = {"line_height": 5, "padding": (0.4, 1), "text_align": "LEFT"}
        with self._pdf.table(align="LEFT", col_widths=tuple(widths), **style) as table:
            for one in rows:
                row = table.row()
                for cell in one:
                    row.cell(self._known(cell))
        self.gap()

    def finish(self) -> bytes:
        return bytes(self._pdf.output())

    def _known(self, text: str) -> str:
        """`text` with what the fonts lack as code points: a blank would hide it."""
        font = self._pdf.fonts[FAMILY.lower()]
        glyphs = getattr(font, "cmap", ())
        return "".join(
            one if one == "\n" or ord(one) in glyphs else f"[U+{ord(one):04X}]" for one in text
        )
