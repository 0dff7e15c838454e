# SPDX-License-Identifier: MIT
"""Five writers print the same findings, and nothing in a value can act."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import jsonschema
import pytest

from esep.checks import run
from esep.checks.context import Context
from esep.findings import Finding, Location, Severity
from esep.i18n import LANGUAGES
from esep.reports import WRITERS
from trees import ROOT

GOLDEN = ROOT / "tests" / "golden"
PASSPORT = "objects/qala-akimdigi/su-esebi/passport.yml"
HOSTILE = "::error::x\n%0A##[group]</details>@everyone<!-- esep -->|`[a](javascript:1)"


@pytest.fixture
def findings(files: dict[str, bytes], context_of: Callable[..., Context]) -> list[Finding]:
    """Findings of every severity, one with a hostile value."""
    files[PASSPORT] = files[PASSPORT].replace(b"holder: qala-akimdigi", b"holder: joq")
    files[PASSPORT] += b"operation: {backup: maybe}\n"
    found = run(context_of(files), jobs=1)
    files[PASSPORT] = files[PASSPORT].replace(b"operation: {backup: maybe}\n", b"")
    found += run(context_of(files), jobs=1)
    location = Location("objects/a/b,c:d/passport.yml", 3, 1, "/name")
    return [
        *found,
        Finding("PSP010", Severity.WARNING, location, {"field": "name/ru", "word": HOSTILE}),
        Finding("CMP007", Severity.NOTE, location, {"item": "tor", "since": "2020-01-01"}),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", WRITERS)
def test_report_reads_as_approved(
    form: str, lang: str, findings: list[Finding], rulebooks: object
) -> None:
    """Refresh with ESEP_UPDATE_GOLDEN=1 and read the difference."""
    printed = WRITERS[form](findings, rulebooks, lang)  # type: ignore[arg-type]
    path = GOLDEN / f"report.{lang}.{form}"
    if os.environ.get("ESEP_UPDATE_GOLDEN"):
        path.write_text(printed, encoding="utf-8")

    assert printed == path.read_text(encoding="utf-8")


def test_counts_are_the_same_in_all_writers(findings: list[Finding], rulebooks: object) -> None:
    printed = {form: WRITERS[form](findings, rulebooks, "en") for form in WRITERS}  # type: ignore[arg-type]
    results = json.loads(printed["sarif"])["runs"][0]["results"]
    annotations = printed["github"].rpartition("::\n::")[2].splitlines()
    counts = {
        "text": printed["text"].count("    law:"),
        "github": len(annotations),
        "sarif": len(results),
        "json": len(json.loads(printed["json"])["findings"]),
        "markdown": printed["markdown"].count("\n| ") - 1,
    }

    assert set(counts.values()) == {len(findings)}, counts


def test_json_meets_its_published_schema(findings: list[Finding], rulebooks: object) -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    report = json.loads(WRITERS["json"](findings, rulebooks, "kk"))  # type: ignore[arg-type]

    jsonschema.Draft202012Validator(schema).validate(report)


def test_annotation_holds_no_command_of_a_value(findings: list[Finding], rulebooks: object) -> None:
    printed = WRITERS["github"](findings, rulebooks, "en")  # type: ignore[arg-type]
    token = printed.splitlines()[0].removeprefix("::stop-commands::")
    outside = printed.partition(f"::{token}::\n")[2]

    assert all(
        line.startswith(("::error ", "::warning ", "::notice ")) for line in outside.splitlines()
    )


def test_markdown_holds_no_markup_of_a_value(findings: list[Finding], rulebooks: object) -> None:
    printed = WRITERS["markdown"](findings, rulebooks, "en")  # type: ignore[arg-type]

    assert not any(mark in printed for mark in ("</details>", "@everyone", "<!--", "](", "`"))
