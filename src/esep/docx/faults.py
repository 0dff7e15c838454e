# SPDX-License-Identifier: MIT
"""What a rule about DOCX drafts says when it is broken, and the verdict on a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from esep.findings import Severity

MAX_SHOWN = 120


class Verdict(StrEnum):
    """`COULD_NOT_CHECK` is never a pass: the file broke the check or its limits."""

    CLEAN = "clean"
    NOT_CLEAN = "not-clean"
    COULD_NOT_CHECK = "could-not-check"


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of one rule in one part of one file.

    `rule` is ``DX-`` and three digits, `part` the entry of the container ("" is
    the whole file). `params` fill the placeholders of the rule's text; a value
    ``@name`` stands for the text of that name in the reader's language.
    """

    rule: str
    severity: Severity
    part: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def sort_key(self) -> tuple[object, ...]:
        """Order by rule, then part: the same file always reads the same."""
        return (self.rule, self.part, tuple(sorted(self.params.items())))


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one file; `faults` are sorted and hold warnings as well."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    version: str


class RefusalError(Exception):
    """A fault that ends the reading of a part or of the file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.rule)
        self.fault = fault


def error(rule: str, part: str = "", **params: object) -> Fault:
    """Return a fault that keeps the file out."""
    return _fault(rule, Severity.ERROR, part, params)


def warning(rule: str, part: str = "", **params: object) -> Fault:
    """Return a fault that the reviewer should see."""
    return _fault(rule, Severity.WARNING, part, params)


def shown(text: str) -> str:
    """Return hostile `text` fit for one line of a report: no control or bidi characters, short."""
    plain = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= MAX_SHOWN else plain[: MAX_SHOWN - 1] + "…"


def _fault(rule: str, severity: Severity, part: str, params: Mapping[str, object]) -> Fault:
    safe = {name: shown(str(value)) for name, value in params.items()}
    return Fault(rule, severity, shown(part), safe)
