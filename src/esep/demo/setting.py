# SPDX-License-Identifier: MIT
"""A page set by the tools people use: an office suite, a browser engine, a scanner, a word
processor."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import jinja2
import weasyprint
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

import docx
from esep.demo.body import Page
from esep.demo.content import DATA, load
from esep.demo.tables import label

PDF_VERSIONS = {"office": 1, "scan": 1, "pdfa2": 2, "plain": 0}
_COUNTRIES = {"kk": "KZ", "ru": "KZ", "en": "GB"}
_BALLAST = ("/stylesWithEffects", "/customXml", "/thumbnail")
_FONTS = ("Noto Serif", "Noto Sans")

_templates = jinja2.Environment(loader=jinja2.FileSystemLoader(DATA), autoescape=True)


def flat_odt(page: Page, face: int) -> str:
    """Return the page as a flat OpenDocument text; `face` picks the font."""
    return _templates.get_template("page.fodt.j2").render(
        p=page,
        font=_FONTS[face % len(_FONTS)],
        country=_COUNTRIES[page.language],
        page_word=label("page", page.language),
    )


def office_pdfs(sources: Mapping[str, str], version: int) -> dict[str, bytes]:
    """Convert flat OpenDocument texts to PDF; version 1 is PDF/A-1, 2 PDF/A-2, 0 plain PDF."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for key, text in sources.items():
            (folder / f"{key}.fodt").write_text(text, "utf-8")
        options = (
            f'{{"SelectPdfVersion":{{"type":"long","value":"{version}"}},'
            '"UseTaggedPDF":{"type":"boolean","value":"false"}}'
        )
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{name}/profile",
            "--convert-to",
            f"pdf:writer_pdf_Export:{options}",
            "--outdir",
            name,
        ]
        inputs = [str(folder / f"{key}.fodt") for key in sources]
        subprocess.run([*command, *inputs], check=True, capture_output=True, timeout=900)
        return {key: (folder / f"{key}.pdf").read_bytes() for key in sources}


def printed_pdf(page: Page) -> bytes:
    """Set the page with WeasyPrint as PDF/A-1b."""
    html = _templates.get_template("page.html.j2").render(
        p=page, page_word=label("page", page.language)
    )
    made = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-1b")
    assert isinstance(made, bytes)
    return made


def scanned_pdf(pdf: bytes, tilt: float) -> bytes:
    """Return the PDF as if it had been printed, scanned a little askew, and recognised."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "120", "-gray", "in.pdf", "p"], cwd=folder, check=True)
        sheets = [_askew(Image.open(path), tilt) for path in sorted(folder.glob("p*.pgm"))]
        sheets[0].save(
            folder / "scan.pdf", save_all=True, append_images=sheets[1:], resolution=120, quality=38
        )
        subprocess.run(
            ["ocrmypdf", "--output-type", "pdfa-1", "-l", "rus+kaz", "--jobs", "1",
             "--optimize", "0", "--quiet", "scan.pdf", "out.pdf"],
            cwd=folder, check=True, timeout=300,
        )  # fmt: skip
        return (folder / "out.pdf").read_bytes()


def _askew(image: Image.Image, tilt: float) -> Image.Image:
    return image.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=246)


def draft_docx(page: Page, *, tracked: bool) -> bytes:
    """Return the page as a Word draft; `tracked` leaves a comment and tracked changes in it."""
    document = docx.Document()
    _drop_ballast(document)
    document.core_properties.title = page.title
    document.core_properties.author = page.body if tracked else ""
    document.core_properties.comments = ""
    document.core_properties.language = page.language
    for line in (page.body, *page.approval):
        document.add_paragraph(line)
    document.add_heading(page.title, 0)
    document.add_paragraph(page.object_name)
    document.add_paragraph(" · ".join(page.facts))
    _fill(document, page)
    document.sections[0].footer.paragraphs[0].text = page.notice
    if tracked:
        _leave_changes(document, page.language)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _drop_ballast(document: Document) -> None:
    """Leave out what the library's template carries and nobody reads."""
    for part in (document.part, document.part.package):
        for key, link in list(part.rels.items()):
            if link.reltype.endswith(_BALLAST):
                del part.rels[key]


def _fill(document: Document, page: Page) -> None:
    for block in page.blocks:
        if block.kind == "head":
            document.add_heading(block.text, 1)
        elif block.kind == "table":
            grid = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
            for row in block.rows:
                for cell, text in zip(grid.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            style = "List Bullet" if block.kind == "item" else None
            document.add_paragraph(block.text, style)


def _leave_changes(document: Document, lang: str) -> None:
    words = {key: load().words("lines", key)[lang] for key in ("comment", "expert")}
    parts = {"w:ins": ("w:t", "inserted"), "w:del": ("w:delText", "deleted")}
    paragraph = next(p for p in document.paragraphs if len(p.text) > 60)
    run = paragraph.runs[0]
    document.add_comment(run, text=words["comment"], author=words["expert"])
    for number, (tag, (body, key)) in enumerate(parts.items(), 9001):
        change, inner, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(body)
        change.set(qn("w:id"), str(number))
        change.set(qn("w:author"), words["expert"])
        change.set(qn("w:date"), "2026-07-20T10:00:00Z")
        text.text = load().words("lines", key)[lang]
        inner.append(text)
        change.append(inner)
        paragraph._p.append(change)  # noqa: SLF001 - python-docx has no call for tracked changes
