# SPDX-License-Identifier: MIT
"""Findings as SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote

from esep import __version__
from esep.findings import Finding
from esep.i18n import pick
from esep.reports.words import words_of
from esep.rulebook import Rulebooks

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> str:
    """One run; each rule once; columns and lines 1-based."""
    codes = sorted({one.code for one in findings})
    driver = {
        "name": "esep",
        "semanticVersion": __version__,
        "rules": [_rule(code, rulebooks, lang) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "language": lang,
        "results": [_result(one, codes.index(one.code), rulebooks, lang) for one in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, rulebooks: Rulebooks, lang: str) -> dict[str, object]:
    return {"id": code, "shortDescription": {"text": pick(rulebooks.rule(code).title, lang)}}


def _result(finding: Finding, index: int, rulebooks: Rulebooks, lang: str) -> dict[str, object]:
    words = words_of(finding, rulebooks, lang)
    at = finding.location
    place: dict[str, object] = {
        "artifactLocation": {"uri": quote(at.path), "uriBaseId": "%SRCROOT%"}
    }
    if at.line:
        place["region"] = {"startLine": at.line, "startColumn": max(at.column, 1)}
    identity = "\0".join((finding.code, at.path, at.pointer, *map(str, finding.params.values())))
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{words.message} {words.fix} {words.citation}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {
            "esep/v1": sha256(identity.encode("utf-8", "backslashreplace")).hexdigest()
        },
    }
