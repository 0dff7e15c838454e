# SPDX-License-Identifier: MIT
"""Words for a finding, with what the document checkers say of the requirements broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from esep import docx
from esep.docx import texts as docx_texts
from esep.findings import Finding, Severity
from esep.pdfa import texts as pdfa_texts
from esep.pdfa.faults import Fault
from esep.rulebook import Rulebooks, Text

MAX_TOLD = 3


def words_of(finding: Finding, rulebooks: Rulebooks, lang: str) -> Text:
    """Message, fix and citation; of a document also how to repair its first faults."""
    text = rulebooks.render(finding, lang)
    tell = _TELLERS.get(finding.code)
    if tell is None:
        return text
    rules = finding.params.get("rules", "").split(", ")[:MAX_TOLD]
    told = dict.fromkeys(tell(rule, lang) for rule in rules if rule)
    return replace(text, fix=" ".join([text.fix, *told]))


def _pdf(rule: str, lang: str) -> str:
    return f"{rule}: {pdfa_texts.render(Fault(rule), lang)[1]}"


def _docx(rule: str, lang: str) -> str:
    fault = docx.Fault(rule, Severity.ERROR)
    return f"{rule}: {docx_texts.how_to_fix(fault, lang)}"


_TELLERS: Mapping[str, Callable[[str, str], str]] = {"DOC016": _pdf, "DOC017": _docx}
