# SPDX-License-Identifier: MIT
"""What an object owes at its stage: items × kinds × stages, conditions included.

A cell ``R`` of a stage falls due at the gate that leaves the stage.  So an object
owes the ``R`` cells of every stage behind it; `operation` and `terminated` are
left by nobody in time, so their own ``R`` cells are due at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from esep.errors import UserError
from esep.rulebook.books import Rulebooks
from esep.rulebook.model import (
    Cell,
    Condition,
    Item,
    ItemRef,
    Requirement,
    Rulebook,
    State,
    Test,
)

STAGES = ("planning", "build", "trial", "test", "rollout", "operation", "terminated")
CYCLE_STEPS = STAGES[1:5]
CREATION = STAGES[:5]
_CELL = re.compile(r"(R|d|u|c|new)(?: \((?P<list>[^)]*)\)| (?P<word>.+))?")


def need(books: Rulebooks, book: Rulebook, item: str, kind: str, stage: str) -> Cell:
    """The matrix cell of an item; `stage` may also be ``development``.

    An item outside the rulebook's list for `kind` does not apply (–).
    """
    known = books.item(item)
    listed = any(ref.key == item for ref in book.items(kind))
    kind_need = known.kinds[_column(known, kind)] if listed else "–"
    return cell(kind_need, known.stages.get(_step(stage), ""))


@lru_cache(maxsize=4096)
def cell(kind_need: str, text: str) -> Cell:
    """Read a cell such as ``R (preliminary, trial)`` or ``R final``."""
    if not text:
        return Cell(kind_need, "")
    if not (parts := _CELL.fullmatch(text)):
        raise UserError(f"items.yml: a stage cell must start with R, d, u, c or new; found {text}")
    words = (parts["list"] or parts["word"] or "").split(", ")
    return Cell(kind_need, parts[1], tuple(w for w in words if w), text)


def required(
    books: Rulebooks,
    book: Rulebook,
    passport: Mapping[str, Any],
    kind: str,
    stage: str,
    cycle: int = 0,
) -> tuple[Requirement, ...]:
    """What each item of the rulebook's list owes for the object at `stage`.

    With `cycle` above 0 `stage` is the step of that development cycle (``build``
    to ``rollout``, ``closed``): items marked new for each cycle fall due by the
    table of creation, all others are not repeated and are left out.
    """
    passed, here = _way(_step(stage), passport, cycle)
    key = (book.id, kind, passed, here, bool(cycle))
    if key not in books.plans:
        books.plans[key] = tuple(_plans(books, book, *key[1:]))
    return tuple(
        one if isinstance(one, Requirement) else _owed(books, one, passport, here, cycle)
        for one in books.plans[key]
    )


def accepted(condition: Condition | None, passport: Mapping[str, Any]) -> tuple[str, ...]:
    """Reasons that excuse the item's absence, on what the passport says."""
    if condition is None or any(holds(test, passport) for test in condition.required_if):
        return ()
    reasons = condition.reasons.items()
    return tuple(r for r, test in reasons if test is None or holds(test, passport))


def holds(test: Test, passport: Mapping[str, Any]) -> bool:
    """Whether the passport says so; a missing value says no."""
    value = at(passport, test.pointer)
    if test.among:
        return value in test.among
    return value is not None and value not in ("", "no", "false", False, [], {})


def at(passport: Mapping[str, Any], pointer: str) -> Any:
    """The value at a JSON Pointer made of mapping keys, or None."""
    value: Any = passport
    for key in pointer.split("/")[1:]:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _column(item: Item, kind: str) -> str:
    column = kind.removeprefix("ici.")
    if column not in item.kinds:
        raise UserError(f"the kind must be a column of the matrix; found “{kind[:40]}”")
    return column


def _step(stage: str) -> str:
    return stage.removeprefix("creation.")


def _way(stage: str, passport: Mapping[str, Any], cycle: int) -> tuple[tuple[str, ...], str]:
    """The stages whose cells are due, and the one still to be left (or none)."""
    if cycle:
        if stage in CYCLE_STEPS:
            return STAGES[: STAGES.index(stage)], stage
        return (CREATION, "") if stage == "closed" else ((), "")
    if stage in CREATION:
        return STAGES[: STAGES.index(stage)], stage
    if stage == "operation":
        return STAGES[:6], ""
    if stage not in ("terminated", "written_off"):
        raise UserError(f"the stage must be one of the life cycle; found “{stage[:40]}”")
    last = _last_creation_stage(passport)
    return (STAGES[: STAGES.index(last)], "") if last else (STAGES, "")


def _last_creation_stage(passport: Mapping[str, Any]) -> str:
    """Where an object that never came into operation was cancelled (gate L13)."""
    history = at(passport, "/lifecycle/history")
    entries: Iterable[Any] = history if isinstance(history, list) else ()
    been = [_step(str(e.get("stage", ""))) for e in entries if isinstance(e, Mapping)]
    creation = [s for s in been if s in CREATION]
    return creation[-1] if creation and "operation" not in been else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one item owes on a way through the stages, whatever a passport says."""

    ref: ItemRef
    item: Item
    kind_need: str
    due: str
    stage: str
    qualifiers: tuple[str, ...]
    leaving: Cell


def _plans(
    books: Rulebooks, book: Rulebook, kind: str, passed: tuple[str, ...], here: str, cycle: bool
) -> Iterator[Plan | Requirement]:
    """What each item owes: of the creation at once where no passport can change it."""
    for ref in book.items(kind):
        item = books.item(ref.key)
        if cycle and cell("", item.stages.get("development", "")).stage != "new":
            continue
        kind_need = item.kinds[_column(item, kind)]
        leaving = cell(kind_need, item.stages.get(here, "")) if here else Cell(kind_need, "")
        plan = Plan(ref, item, kind_need, *_due(item, passed), leaving)
        depends = cycle or kind_need in books.conditions
        yield plan if depends else _owed(books, plan, {}, here, 0)


def _owed(
    books: Rulebooks,
    plan: Plan,
    passport: Mapping[str, Any],
    here: str,
    cycle: int,
) -> Requirement:
    ref, kind_need, leaving = plan.ref, plan.kind_need, plan.leaving
    condition = books.conditions.get(kind_need)
    next_need = {"R": "R", "d": "d", "new": "R"}.get(leaving.stage, "")
    state = _state(kind_need, condition, passport, plan.due, next_need, leaving.stage)
    idle = state in (State.NOT_APPLICABLE, State.OPTIONAL)
    return Requirement(
        item=ref.key,
        number=ref.number,
        state=state,
        citation=ref.citation,
        basis=ref.basis,
        stage=plan.stage or (here if next_need else ""),
        cycle=cycle,
        qualifiers=() if idle else plan.qualifiers,
        leaving="" if idle else next_need,
        leaving_qualifiers=leaving.qualifiers if next_need and not idle else (),
        update=leaving.stage == "u" or (not here and not cycle and plan.due == "R"),
        condition=kind_need if condition else "",
        reasons=accepted(condition, passport),
        grace=plan.item.grace if plan.stage == "operation" else "",
    )


def _due(item: Item, passed: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """The strongest need behind the object, the last stage that asked, what it asked."""
    if item.key == "general":
        return "R", "planning", ()
    cells = [(stage, cell("", item.stages.get(stage, ""))) for stage in passed]
    firm = [(stage, c) for stage, c in cells if c.stage == "R"]
    if firm:
        qualifiers = dict.fromkeys(q for _, c in firm for q in c.qualifiers)
        return "R", firm[-1][0], tuple(qualifiers)
    drafts = [stage for stage, c in cells if c.stage == "d"]
    return ("d", drafts[-1], ()) if drafts else ("", "", ())


def _state(
    kind_need: str,
    condition: Condition | None,
    passport: Mapping[str, Any],
    due: str,
    leaving: str,
    cell_here: str,
) -> State:
    if kind_need == "–" or (condition and any(holds(t, passport) for t in condition.satisfied_by)):
        return State.NOT_APPLICABLE
    if kind_need == "o":
        return State.OPTIONAL
    if due:
        return State.REQUIRED if due == "R" else State.DRAFT
    if leaving:
        return State.BY_LEAVING
    return State.UPDATE if cell_here == "u" else State.NOT_YET
