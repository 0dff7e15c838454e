# SPDX-License-Identifier: MIT
"""What a check says: one `Finding` per fault, without any human text.

Text, fix and citation are looked up in the rulebook by code and language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """The SARIF levels; only `error` blocks a merge."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Location:
    """A place in the registry.

    `path` is POSIX and relative to the registry root; `line` and `column` are
    1-based, 0 means the whole file; `pointer` is a JSON Pointer in YAML, or
    words such as ``object 12 0`` or ``page 3`` in a PDF.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: str = ""


@dataclass(frozen=True)
class Finding:
    """One fault at one place; `params` fill the placeholders of the rule's text."""

    code: str
    severity: Severity
    location: Location
    params: Mapping[str, str] = field(default_factory=dict)

    def sort_key(self) -> tuple[object, ...]:
        """Order by place, then code: the same input always prints the same."""
        at = self.location
        return (at.path, at.line, at.column, self.code, at.pointer, sorted(self.params.items()))
