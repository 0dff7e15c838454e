# SPDX-License-Identifier: MIT
"""Findings as JSON, version 1 (schemas/report.schema.json), in all three languages."""

from __future__ import annotations

import json
from collections.abc import Sequence

from esep.findings import Finding
from esep.i18n import LANGUAGES
from esep.reports.summary import counts
from esep.reports.words import words_of
from esep.rulebook import Rulebooks


def write(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> str:
    """One object; `lang` is recorded, the texts come in every language."""
    report = {
        "version": 1,
        "lang": lang,
        "summary": counts(findings),
        "findings": [_one(one, rulebooks) for one in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _one(finding: Finding, rulebooks: Rulebooks) -> dict[str, object]:
    words = {lang: words_of(finding, rulebooks, lang) for lang in LANGUAGES}
    at = finding.location
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "location": {
            "path": at.path,
            "line": at.line,
            "column": at.column,
            "pointer": at.pointer,
        },
        "params": dict(finding.params),
        "message": {lang: one.message for lang, one in words.items()},
        "how_to_fix": {lang: one.fix for lang, one in words.items()},
        "citation": {lang: one.citation for lang, one in words.items()},
    }
