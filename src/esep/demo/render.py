# SPDX-License-Identifier: MIT
"""Make the documents that are not there yet; bytes once made are never made again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from esep.demo.body import Page, page, templates
from esep.demo.case import cases
from esep.demo.content import Content
from esep.demo.plan import Doc, documents
from esep.demo.setting import (
    PDF_VERSIONS,
    draft_docx,
    flat_odt,
    office_pdfs,
    printed_pdf,
    scanned_pdf,
)

CHUNK = 60
Job = tuple[Doc, Page, Path]


def render_missing(content: Content, root: Path) -> None:
    """Write every planned document that has no file under `root`."""
    jobs = list(_missing(content, root))
    for _, _, path in jobs:
        path.parent.mkdir(parents=True, exist_ok=True)
    for doc, sheet, path in jobs:
        if doc.form == "draft":
            path.write_bytes(draft_docx(sheet, tracked=doc.maker == "tracked"))
        elif doc.maker == "print":
            path.write_bytes(printed_pdf(sheet))
    for maker in PDF_VERSIONS:
        _office(
            iter([job for job in jobs if job[0].maker == maker and job[0].form != "draft"]), maker
        )


def _missing(content: Content, root: Path) -> Iterator[Job]:
    bodies = templates()
    for entry in content.objects.values():
        folder = root / "objects" / entry["org"] / entry["id"]
        for case in cases(content, entry):
            for doc in documents(case):
                path = folder / doc.file
                if doc.access != "restricted" and not path.exists():
                    yield doc, page(case, doc, bodies), path


def _office(jobs: Iterator[Job], maker: str) -> None:
    while chunk := list(islice(jobs, CHUNK)):
        sources = {
            f"d{n}": flat_odt(sheet, len(path.parts[-3]))
            for n, (_, sheet, path) in enumerate(chunk)
        }
        made = office_pdfs(sources, PDF_VERSIONS[maker])
        for n, (_, _, path) in enumerate(chunk):
            pdf = made[f"d{n}"]
            path.write_bytes(scanned_pdf(pdf, 0.25 + n % 3 * 0.2) if maker == "scan" else pdf)
