# SPDX-License-Identifier: MIT
"""Counts that every writer prints alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from esep.findings import Finding, Severity

SUMMARY = {
    "kk": "қате: {error}, ескерту: {warning}, ескертпе: {note}",
    "ru": "ошибок: {error}, предупреждений: {warning}, замечаний: {note}",
    "en": "errors: {error}, warnings: {warning}, notes: {note}",
}
LABELS = {
    "kk": {
        "fix": "түзету",
        "law": "негіз",
        "error": "қате",
        "warning": "ескерту",
        "note": "ескертпе",
    },
    "ru": {
        "fix": "как исправить",
        "law": "основание",
        "error": "ошибка",
        "warning": "предупреждение",
        "note": "замечание",
    },
    "en": {"fix": "fix", "law": "law", "error": "error", "warning": "warning", "note": "note"},
}


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Findings by severity; every severity is present."""
    found = Counter(one.severity for one in findings)
    return {severity.value: found[severity] for severity in Severity}


def line(findings: Sequence[Finding], lang: str) -> str:
    """The counts in one line of one language."""
    return SUMMARY[lang].format(**counts(findings))
