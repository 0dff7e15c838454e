# SPDX-License-Identifier: MIT
"""What every check is given: the registry, the law, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from esep.findings import Finding, Location, Severity
from esep.model.registry import Record, Registry
from esep.rulebook import Rulebooks

MAX_PARAM = 160


@dataclass(frozen=True)
class Context:
    """A check is a pure function of these three (design decision 2)."""

    registry: Registry
    rulebooks: Rulebooks
    on: date

    def finding(self, code: str, record: Record, pointer: str = "", **params: object) -> Finding:
        """A finding at a field of a record; the rulebook says how grave it is."""
        return self.finding_at(code, record.at(pointer), **params)

    def finding_at(self, code: str, location: Location, **params: object) -> Finding:
        """A finding anywhere."""
        severity = Severity(self.rulebooks.rule(code).severity)
        return Finding(code, severity, location, shorten(params))


def shorten(params: Mapping[str, object]) -> dict[str, str]:
    """Values as text short enough to print; a cut is visible."""
    texts = {key: str(value) for key, value in params.items()}
    return {
        key: text if len(text) <= MAX_PARAM else f"{text[:MAX_PARAM]}… ({len(text)})"
        for key, text in texts.items()
    }
