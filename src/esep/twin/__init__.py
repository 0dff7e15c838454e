# SPDX-License-Identifier: MIT
"""Compares a DOCX draft with the approved PDF of the same item: a note for the reviewer.

It decides nothing. Order 174/НҚ, paragraph 7, asked for originals that fully reproduce
the document; whether a difference matters is for a person to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from pypdfium2 import PdfiumError  # type: ignore[import-untyped]  # has no stubs

from esep.docx.text import NotCleanError, Paragraph, extract
from esep.isolation import run
from esep.twin.compare import Difference, differences
from esep.twin.original import original_words, read_pages
from esep.twin.words import words

__all__ = ["Difference", "Problem", "Twin", "compare"]

Problem = Literal["", "draft-not-clean", "original-unreadable", "no-text", "limits"]

SECONDS = 60.0
MEMORY_MB = 1536
MAX_DIFFERENCES = 500
_TARGET = "esep.twin:answer"


@dataclass(frozen=True, slots=True)
class Twin:
    """What a draft and its original have in common.

    `similarity` is the share of common words, 0..1; `differences` are at most
    `MAX_DIFFERENCES` and `left_out` more. `pages_without_text` (from 1) are scans
    or drawings nobody has compared. With a `problem` nothing was compared at all.
    """

    similarity: float
    differences: tuple[Difference, ...] = ()
    left_out: int = 0
    pages_without_text: tuple[int, ...] = ()
    problem: Problem = ""


def compare(docx: Path, pdf: Path) -> Twin:
    """Compare the texts of `docx` and `pdf`; both are read in a child process with limits."""
    argument = {"docx": str(docx.absolute()), "pdf": str(pdf.absolute())}
    result = run(_TARGET, argument, seconds=SECONDS, memory_mb=MEMORY_MB)
    if result.failure:
        return Twin(0.0, problem="limits")
    data: dict[str, Any] = result.value
    data["differences"] = tuple(Difference(**item) for item in data["differences"])
    data["pages_without_text"] = tuple(data["pages_without_text"])
    return Twin(**data)


def answer(argument: dict[str, str]) -> dict[str, Any]:
    """Return the comparison as JSON types; runs in the child."""
    return asdict(_compare(Path(argument["docx"]), Path(argument["pdf"])))


def _compare(docx: Path, pdf: Path) -> Twin:
    try:
        paragraphs = extract(docx)
    except NotCleanError:
        return Twin(0.0, problem="draft-not-clean")
    try:
        pages = read_pages(pdf)
    except (PdfiumError, OSError):
        return Twin(0.0, problem="original-unreadable")
    running = [item.text for item in paragraphs if item.kind in ("header", "footer")]
    body, heads = _body(paragraphs)
    ours = [word for item in body for word in words(item.text, item.number)]
    theirs = original_words(pages, running, heads)
    if not ours or not theirs:
        return Twin(0.0, problem="no-text")
    similarity, found = differences(ours, theirs)
    empty = tuple(number for number, page in enumerate(pages, 1) if not "".join(page).strip())
    kept = tuple(found[:MAX_DIFFERENCES])
    return Twin(similarity, kept, len(found) - len(kept), empty)


def _body(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """Return the paragraphs of the pages, and the rows that tables repeat on every page.

    A row that several tables begin with is kept once, as it is of the original.
    """
    body: list[Paragraph] = []
    heads: list[str] = []
    for kind, group in groupby(paragraphs, lambda item: item.kind):
        items = list(group)
        line = " ".join(item.text for item in items)
        if kind in ("header", "footer") or (kind == "table-head" and line in heads):
            continue
        body += items
        if kind == "table-head":
            heads.append(line)
    return body, heads
