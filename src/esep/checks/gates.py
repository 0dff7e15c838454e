# SPDX-License-Identifier: MIT
"""Gates L1 to L13 of the life cycle: open or closed, need by need.

Which gates there are, and what each asks, is data of Order 129; the items come
from the completeness table as it would read after the step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from esep.checks import duties
from esep.checks.completeness import DONE, GAPS, Row, Standing, table
from esep.checks.context import Context
from esep.checks.testing import tests_passed, valid_until
from esep.errors import UserError
from esep.model.passport import Passport, Step, cycle_of, flag, lookup
from esep.model.registry import ObjectRecord
from esep.rulebook import Citation
from esep.rulebook.load import citation

CYCLE_GATES = {
    "build": "L7",
    "trial": "L3",
    "test": "L4",
    "rollout": "L5",
    "closed": "L8",
    "cancelled": "L13",
}
CYCLE_STEPS = tuple(CYCLE_GATES)
_EXCUSED = frozenset(
    {Standing.STATEMENT, Standing.WAIVED, Standing.DEBT, Standing.BACKFILL,
     Standing.NOT_APPLICABLE, Standing.OPTIONAL}
)  # fmt: skip
_DUE = DONE | GAPS | {Standing.DEBT, Standing.BACKFILL}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a gate asks: `item` and `number` where it is an item of Appendix 1.

    `detail` names what lacks; `warning` what does not close the gate and must be known.
    """

    id: str
    is_met: bool
    citation: Citation
    requirement: str
    pointer: str
    item: str = ""
    number: str = ""
    detail: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer for one step; `id` is empty where no gate leads from `source` to `target`."""

    id: str
    source: str
    target: str
    cycle: int
    basis: str
    citation: Citation | None
    needs: tuple[Need, ...]

    @property
    def is_open(self) -> bool:
        return bool(self.id) and all(need.is_met for need in self.needs)

    @property
    def lacking(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.is_met)


def gates(context: Context) -> Mapping[str, Mapping[str, Any]]:
    """The gates of Order 129 as data, by id."""
    return {one["id"]: one for one in context.rulebooks.orders["129"].data["gates"]}


def find_gate(context: Context, source: str, target: str, entry: str) -> Mapping[str, Any] | None:
    """The gate of a step of the object; planning is no legal stage and counts as none."""
    for one in gates(context).values():
        starts = {*one["from"], *(("planning",) if "none" in one["from"] else ())}
        if one["to"] == target and source in starts and entry in one.get("entry", [entry]):
            return one
    return None


def gate(
    context: Context,
    record: ObjectRecord,
    target: str,
    cycle: int = 0,
    opening: Mapping[str, Any] = MappingProxyType({}),
) -> Gate:
    """What stands between a valid record and a stage, or a step of a development cycle.

    `opening` is what will be said of a cycle that is not there yet, as in the passport.
    """
    passport = record.passport.at(context.on)
    if cycle:
        return _cycle_gate(context, record, passport, target, cycle, opening)
    source = passport.stage
    if len(passport.history) == 1 and source == target:
        source, then = "none", passport  # how it came in
    else:
        then = passport.after(target, context.on)
    found = find_gate(context, source, target, passport.entry)
    if found is None:
        return _correction(context, record, passport, source, target)
    return _gate(context, record, then, found, source, target, 0)


def _correction(
    context: Context, record: ObjectRecord, passport: Passport, source: str, target: str
) -> Gate:
    """Any other step is a correction that the integrator recorded (L13)."""
    law = gates(context)["L13"]
    cite = citation(law["cite"])
    if not is_corrected(context, record, passport.history, target):
        return Gate("", source, target, 0, law["basis"], cite, ())
    need = Need("correction", True, cite, "", "/lifecycle/history")
    return Gate("L13", source, target, 0, law["basis"], cite, (need,))


def is_corrected(
    context: Context, record: ObjectRecord, history: Sequence[Step], target: str
) -> bool:
    """Whether the integrator recorded the step that follows as a correction, with a reason.

    Each correction allows one step: a second one back needs a second reason.
    """
    stages, today = [one.stage for one in history], context.on.isoformat()
    step = (stages[-1], target)
    said = context.decisions(record).get("corrections", ())
    allowed = sum((one["from"], one["to"], one["on"] <= today) == (*step, True) for one in said)
    return list(pairwise(stages)).count(step) < allowed


def _cycle_gate(
    context: Context,
    record: ObjectRecord,
    passport: Passport,
    target: str,
    cycle: int,
    opening: Mapping[str, Any],
) -> Gate:
    if target not in CYCLE_STEPS:
        raise UserError(f"a step of a cycle must be one of {', '.join(CYCLE_STEPS)}; not {target}")
    known = passport.cycle(cycle)
    source = known.stage if known else "none"
    order = ("none", *CYCLE_STEPS)
    follows = order.index(target) == order.index(source) + 1 and target != "cancelled"
    follows |= target == "cancelled" and known is not None and known.is_open
    is_next = known is not None or cycle == len(passport.cycles) + 1
    name = CYCLE_GATES[target]
    law = gates(context)[name]
    if not follows or not is_next:
        return Gate("", source, target, cycle, law["basis"], citation(law["cite"]), ())
    if target == "cancelled":
        return Gate(name, source, target, cycle, law["basis"], citation(law["cite"]), ())
    then = passport.after(target, context.on, cycle, opening)
    return _gate(context, record, then, law, source, target, cycle)


def _gate(
    context: Context,
    record: ObjectRecord,
    then: Passport,
    law: Mapping[str, Any],
    source: str,
    target: str,
    cycle: int,
) -> Gate:
    rows = {one.key: one for one in table(context, record, then) if one.cycle == cycle}
    asked = Asked(context, then, rows, cycle, citation(law["cite"]))
    laws = [law, *(gates(context)[name] for name in law.get("repeats", ()))]
    needs = {need.id: need for one in laws for need in asked.needs(one)}
    named = {need.item for need in needs.values()}
    step = target.removeprefix("creation.")
    for row in rows.values():
        # What only the new stage itself asks falls due inside it, not at its gate.
        if row.state in _DUE and row.key not in named and row.stage != step:
            needs[row.key] = _row_need(row)
    return Gate(
        law["id"], source, target, cycle, law["basis"], citation(law["cite"]), tuple(needs.values())
    )


def _row_need(row: Row) -> Need:
    return Need(
        row.key,
        row.state not in GAPS,
        row.citation,
        "",
        "/documents",
        row.key,
        row.number,
        "" if row.state not in GAPS else row.state.value,
    )


@dataclass(frozen=True)
class Asked:
    """Evaluates the needs of a gate for a passport as it would be after the step."""

    context: Context
    passport: Passport
    rows: Mapping[str, Row]
    cycle: int
    cite: Citation

    def needs(self, law: Mapping[str, Any]) -> Iterator[Need]:
        """The needs that concern this object."""
        own = citation(law["cite"])
        for need in law["needs"]:
            if any(not self._says(one) for one in need.get("when", ())):
                continue
            if any(self._says(one) for one in need.get("unless", ())):
                continue
            cite = citation(need["cite"]) if "cite" in need else own
            if "check" in need:
                yield self._checked(need, cite)
            elif area := need.get("conclusion"):
                if duties.is_public_investment(self.passport):
                    met = duties.has_conclusion(self.passport, area)
                    yield self._need(need, met, cite, "/conclusions", area)
            elif "pointer" in need:
                met = bool(lookup(self.passport.value, need["pointer"]))
                yield self._need(need, met, cite, need["pointer"])
            elif item := need.get("psp" if self.passport.is_psp else "object"):
                yield self._item(need, item, cite)

    def _need(
        self,
        need: Mapping[str, Any],
        met: bool,
        cite: Citation,
        pointer: str,
        detail: str = "",
        warning: str = "",
    ) -> Need:
        lacks = "" if met else detail
        requirement = need.get("requirement", "")
        return Need(need["id"], met, cite, requirement, pointer, detail=lacks, warning=warning)

    def _says(self, test: Mapping[str, Any]) -> bool:
        value = lookup(self.passport.value, test["pointer"])
        return value in test["in"] if "in" in test else flag(value)

    def _checked(self, need: Mapping[str, Any], cite: Citation) -> Need:
        faults, warning = CHECKS[need["check"]](self, need)
        pointer = need.get("pointer", "/lifecycle/history")
        return self._need(need, not faults, cite, pointer, ", ".join(faults), warning)

    def _item(self, need: Mapping[str, Any], item: str, cite: Citation) -> Need:
        row = self.rows.get(item)
        found = [
            one
            for one in self.passport.documents
            if one["item"] == item and cycle_of(one) == self.cycle
        ]
        if need.get("form") == "original":
            found = [one for one in found if one["form"] == "original"]
        lacks = _document_lacks(need, found)
        if need.get("result") == "positive" and not lacks:
            lacks = self._tests_lack()
        met = not lacks or self._is_excused(need, item, row)
        number = row.number if row else ""
        requirement = need.get("requirement", "")
        detail = "" if met else lacks
        return Need(need["id"], met, cite, requirement, "/documents", item, number, detail)

    def _tests_lack(self) -> str:
        if not tests_passed(self.passport, self.cycle):
            return "positive"
        until = valid_until(self.passport, self.cycle)
        return "expired" if until < self.context.on.isoformat() else ""

    def _is_excused(self, need: Mapping[str, Any], item: str, row: Row | None) -> bool:
        if row and row.state in _EXCUSED:
            return True
        column = self.passport.kind.removeprefix("ici.")
        if self.context.rulebooks.item(item).kinds.get(column, "–") in ("–", "o"):
            return True
        statements = self.passport.value.get("not_applicable", ())
        return any(
            one["item"] == item and one["reason"] in need.get("or_reason", ())
            for one in statements
            if cycle_of(one) == self.cycle
        )


def _document_lacks(need: Mapping[str, Any], found: list[Mapping[str, Any]]) -> str:
    """The first thing that none of the documents has."""
    if not found:
        return "document"
    for field in ("test_kind", "contract_kind", "review_143"):
        if field in need and not any(one.get(field) == need[field] for one in found):
            return f"{field}={need[field]}"
    if need.get("approved") == "yes" and not any("approved" in one for one in found):
        return "approved"
    return ""


Answer = tuple[list[str], str]  # what lacks, and what to warn of


def _platform(asked: Asked, _: Mapping[str, Any]) -> Answer:
    cycle = asked.passport.cycle(asked.cycle)
    decision = duties.platform_decision(asked.passport, cycle)
    warning = "acquire" if decision.get("exception") == "E3" else ""
    return list(duties.platform_faults(asked.passport, _software_kinds(asked), cycle)), warning


def _software_kinds(asked: Asked) -> list[str]:
    kinds: list[str] = asked.context.rulebooks.orders["129"].data["software_kinds"]
    return kinds


def _source_code(asked: Asked, _: Mapping[str, Any]) -> Answer:
    kinds = _software_kinds(asked)
    cycle, on = asked.passport.cycle(asked.cycle), asked.context.on
    lacks = duties.lacks_source_code(asked.passport, kinds, on, cycle)
    return ["transferred_on"] if lacks else [], ""


def _trial_paper(asked: Asked, need: Mapping[str, Any]) -> Answer:
    found = duties.has_trial_paper(asked.passport, need["role"], asked.cycle)
    return [] if found else [need["role"]], ""


def _defects(asked: Asked, _: Mapping[str, Any]) -> Answer:
    count = duties.open_defects(asked.passport)
    return [f"defects={count}"] if count else [], ""


def _commissioned(asked: Asked, _: Mapping[str, Any]) -> Answer:
    return [] if asked.passport.stage == "operation" else ["operation"], ""


def _trustee(asked: Asked, _: Mapping[str, Any]) -> Answer:
    cycle = asked.passport.cycle(asked.cycle)
    lacks = cycle is not None and duties.lacks_agreement(cycle)
    return ["agreed_by_authorised_body"] if lacks else [], ""


def _donation(asked: Asked, _: Mapping[str, Any]) -> Answer:
    return list(duties.donation_faults(asked.passport)), ""


def _after_trial(asked: Asked, _: Mapping[str, Any]) -> Answer:
    stages = {step.stage for step in asked.passport.history}
    skips = "operation" in stages and "creation.trial" not in stages
    return ["creation.trial"] if skips else [], ""


def _cycles_closed(asked: Asked, _: Mapping[str, Any]) -> Answer:
    return [f"cycle={one.number}" for one in asked.passport.cycles if one.is_open], ""


def _written_off(asked: Asked, _: Mapping[str, Any]) -> Answer:
    entries = asked.passport.value.get("bookkeeping", ())
    done = bool(entries) and all("written_off_on" in one for one in entries)
    return [] if done else ["written_off_on"], ""


def _acquisition_trial(asked: Asked, _: Mapping[str, Any]) -> Answer:
    if not flag(asked.context.rulebooks.policy["placement"]["trial_on_acquisition"]):
        return [], ""
    found = duties.has_trial_paper(asked.passport, "completion_certificate", 0)
    return [] if found else ["completion_certificate"], ""


CHECKS: Mapping[str, Callable[[Asked, Mapping[str, Any]], Answer]] = {
    "platform_priority": _platform,
    "source_code": _source_code,
    "trial_paper": _trial_paper,
    "defects_fixed": _defects,
    "commissioned": _commissioned,
    "trustee_agreement": _trustee,
    "donation_conclusion": _donation,
    "passes_trial_and_commissioning": _after_trial,
    "cycles_closed": _cycles_closed,
    "written_off_date": _written_off,
    "acquisition_trial": _acquisition_trial,
}
