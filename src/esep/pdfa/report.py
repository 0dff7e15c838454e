# SPDX-License-Identifier: MIT
"""The answer of the checker: a verdict, the faults, and what was checked by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from esep.pdfa.faults import Fault

CHECKER_VERSION = "1"
MAX_KEPT = 20
Level = Literal["a", "b"]
Verdict = Literal["conforms-1a", "conforms-1b", "does-not-conform", "could-not-check"]


@dataclass(frozen=True, slots=True)
class Report:
    """What one file is worth.

    `faults` keeps at most 20 for each rule, `counts` counts all of them. `claimed`
    is the level the file claims, `level` the one it was checked at. `reason` says
    why it could not be checked. `only_level_a` is true when a level a check fails
    by rules that level b does not have, so that the file is good for level b.
    """

    verdict: Verdict
    level: Level
    sha256: str
    size: int
    claimed: str | None = None
    faults: tuple[Fault, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    only_level_a: bool = False
    checker: str = CHECKER_VERSION

    @property
    def accepted(self) -> bool:
        """Whether the file conforms and nothing speaks against it."""
        return self.verdict in ("conforms-1a", "conforms-1b")

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the broken rules in order."""
        return tuple(sorted(self.counts))

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        return asdict(self)


def from_dict(data: Mapping[str, Any]) -> Report:
    """The report that `to_dict` wrote."""
    faults = tuple(Fault(**fault) for fault in data["faults"])
    return Report(**{**data, "faults": faults})


@dataclass(slots=True)
class FaultLog:
    """Collects faults: all are counted, the first of each rule are kept."""

    kept: list[Fault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, fault: Fault) -> None:
        """Count a fault and keep it while there is room for its rule."""
        count = self.counts.get(fault.rule, 0) + 1
        self.counts[fault.rule] = count
        if count <= MAX_KEPT:
            self.kept.append(fault)
