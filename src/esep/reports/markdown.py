# SPDX-License-Identifier: MIT
"""Findings as Markdown, for a step summary or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from esep.findings import Finding
from esep.reports.summary import LABELS, line
from esep.reports.text import place
from esep.reports.words import words_of
from esep.rulebook import Rulebooks

# Everything CommonMark or the host could read as markup becomes a character reference;
# a zero-width space after @ keeps the host from calling a person.
_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+!|~:/@.\-]")


def write(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> str:
    """A summary line, then a table; hostile values come out as text."""
    rows = list(_rows(findings, rulebooks, lang))
    labels = LABELS[lang]
    head = [f"| | | | {labels['fix']} | {labels['law']} |", "|---|---|---|---|---|"] if rows else []
    return "\n".join([f"**{line(findings, lang)}**", "", *head, *rows, ""])


def as_text(value: str) -> str:
    """`value` as Markdown that shows exactly these characters, in one line."""
    flat = escape(" ".join(value.split()), quote=False)
    inert = _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", flat)
    return inert.replace("&#64;", "&#64;&#8203;")


def _rows(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> Iterator[str]:
    labels = LABELS[lang]
    for one in findings:
        words = words_of(one, rulebooks, lang)
        cells = (
            f"{one.code} {labels[one.severity.value]}",
            place(one),
            words.message,
            words.fix,
            words.citation,
        )
        yield f"| {' | '.join(map(as_text, cells))} |"
