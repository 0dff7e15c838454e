# SPDX-License-Identifier: MIT
"""Findings for a terminal: ``path:line:column: severity: message [CODE]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from esep.findings import Finding
from esep.reports.summary import LABELS, line
from esep.reports.words import words_of
from esep.rulebook import Rulebooks


def write(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> str:
    """The gcc shape, which editors parse; the summary comes last."""
    return "\n".join([*_lines(findings, rulebooks, lang), line(findings, lang), ""])


def _lines(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> Iterator[str]:
    labels = LABELS[lang]
    for one in findings:
        words = words_of(one, rulebooks, lang)
        severity = labels[one.severity.value]
        yield visible(f"{place(one)}: {severity}: {words.message} [{one.code}]")
        yield visible(f"    {labels['fix']}: {words.fix}")
        yield visible(f"    {labels['law']}: {words.citation}")


def place(finding: Finding) -> str:
    """``path``, ``path:line`` or ``path:line:column``: as much as is known."""
    at = finding.location
    return ":".join([at.path, *(str(number) for number in (at.line, at.column) if number)])


def visible(line: str) -> str:
    r"""One line in which nothing acts on a terminal.

    >>> visible("a\x1b[31m\nb")
    'a\\x1b[31m\\nb'
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in line
    )
