# SPDX-License-Identifier: MIT
"""What the rulebooks are made of: frozen records without behaviour of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from esep.findings import Severity

Text3 = Mapping[str, str]
Basis = Literal["law", "policy"]


class Citation(NamedTuple):
    """A place in an act; `unit` reads ``p.2(6)``, ``p.13 clause.2`` or ``app.1 item.3``.

    A sub-paragraph the act numbers stands in brackets; an unnumbered one is a clause.
    """

    act: str
    unit: str = ""
    edition: date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an act: from when, by which act, and whether the day was checked."""

    start: date | None
    by: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Act:
    """The source card of an act."""

    id: str
    aliases: tuple[str, ...]
    kind: str
    signed: date | None
    registration: str
    title: Text3
    status: str
    start: date | None
    end: date | None
    verified: bool
    editions: tuple[Edition, ...]
    urls: tuple[str, ...]
    notes: tuple[Text3, ...]
    last_checked: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a clock runs; `basis` and `verified` say how far to rely on it.

    Unit ``given`` has no length: whoever set the clock going named its last day.
    """

    timer: str
    event: str
    length: int
    unit: Literal["working_day", "month", "given"]
    citation: Citation
    requirement: str
    rulebook: str
    basis: Basis = "law"
    verified: bool = True
    title: Text3 = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the completeness matrix.

    `stage` is ``R``, ``d``, ``u``, ``c``, ``new``, ``–`` or empty; `text` is the
    cell as the matrix prints it.
    """

    kind: str
    stage: str
    qualifiers: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """Something a passport says at `pointer`: `among` these values, or anything but no."""

    pointer: str
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """When a conditional item is required, and which reasons excuse its absence.

    A link in `satisfied_by` takes the item's place.  Otherwise the item is required
    unless a signed statement gives one of `reasons` (T-38): a reason counts if its
    test, when it has one, holds, and none counts when `required_if` holds.
    """

    id: str
    text: Text3
    required_if: tuple[Test, ...]
    satisfied_by: tuple[Test, ...]
    reasons: Mapping[str, Test | None]


@dataclass(frozen=True, slots=True)
class Item:
    """A leaf of Appendix 1; `kinds` and `stages` are keyed by the matrix' columns.

    `pointers` are where the passport holds its structured part, `present` says how
    many of them must be filled; `access` is the least level; `grace` a timer that
    runs from the start of operation before the item is overdue.
    """

    key: str
    block: str
    title: Text3
    form: str
    evidence: str
    pointers: tuple[str, ...]
    present: Literal["all", "any"]
    originals: str
    format_text: str
    drafts: str
    multiplicity: Text3
    access: str
    grace: str
    kinds: Mapping[str, str]
    stages: Mapping[str, str]

    @property
    def top(self) -> str:
        """The item without its block: ``facts`` of ``facts.use``."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item as one list prints it."""

    key: str
    number: str
    citation: Citation
    basis: Basis


@dataclass(frozen=True, slots=True)
class Backfill:
    """Items that older records owe without a deadline (T-15)."""

    items: tuple[str, ...]
    recorded_before: date
    severity: Severity


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one span of days, both ends included.

    `force` is ``in_force``, ``none`` (a day without rules) or ``placeholder``
    (nobody has verified what applies).
    """

    id: str
    title: Text3
    force: Literal["in_force", "none", "placeholder"]
    basis: Basis
    valid_from: date
    valid_to: date | None
    from_verified: bool
    to_verified: bool
    deadlines: Mapping[str, Deadline]
    lists: Mapping[str, tuple[ItemRef, ...]]
    test_evidence: str
    formats: Mapping[str, str]
    format_basis: Basis
    format_citation: Citation | None
    channel: str
    labels: str
    banner: Text3
    notes: tuple[Text3, ...]
    backfill: Backfill | None

    def items(self, kind: str) -> tuple[ItemRef, ...]:
        """The list of Appendix 1 for objects of `kind`; empty when there is none."""
        return self.lists.get("psp" if kind == "psp" else "object", ())


class State(StrEnum):
    """Where an item stands for an object at its stage."""

    REQUIRED = "required"
    DRAFT = "draft"
    BY_LEAVING = "by_leaving"
    UPDATE = "update"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one item owes for an object, or for one of its development cycles.

    `state` is what is due now; `leaving` what the gate out of the current stage
    will ask (``R``, ``d`` or empty). `qualifiers` and `leaving_qualifiers` carry
    ``final``, ``positive`` and kinds of tests; `stage` is the stage whose gate
    asked last. `grace` is a timer that runs from the start of that stage before the
    item is overdue. `reasons` excuse the absence on what this passport says.
    """

    item: str
    number: str
    state: State
    citation: Citation
    basis: Basis
    stage: str = ""
    cycle: int = 0
    qualifiers: tuple[str, ...] = ()
    leaving: str = ""
    leaving_qualifiers: tuple[str, ...] = ()
    update: bool = False
    condition: str = ""
    reasons: tuple[str, ...] = ()
    grace: str = ""

    def test_kinds(self) -> tuple[str, ...]:
        """Kinds of tests due now."""
        return tuple(q for q in self.qualifiers if q in ("preliminary", "trial", "acceptance"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule a finding may break; texts carry ``{name}`` placeholders."""

    code: str
    severity: Severity
    requirements: tuple[str, ...]
    title: Text3
    message: Text3
    fix: Text3
    citations: tuple[Citation, ...]
    policy: Text3
    since: str
    retired: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the requirements ledger, or a trap."""

    id: str
    citation: Citation | None
    actors: tuple[str, ...]
    classes: tuple[str, ...]
    reason: Text3
    timer: str
    gist: Text3
    implements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderData:
    """Orders 129 and 353: their timers, and the plain data other engines read."""

    timers: Mapping[str, Deadline]
    valid_from: date
    verified_from: date | None
    data: Mapping[str, Any]
