# SPDX-License-Identifier: MIT
"""Family LIF: what a passport says of its life must agree with itself and with Order 129."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esep.calendar.working import add_months
from esep.checks import duties
from esep.checks.completeness import DONE, table
from esep.checks.context import Context
from esep.checks.procedures import is_told_by_a_case
from esep.checks.testing import NEVER, tests_passed, valid_until
from esep.findings import Finding
from esep.model.passport import Cycle, Passport, cycle_of, flag, lookup
from esep.model.registry import ObjectRecord

_ENDED = ("terminated", "written_off")
_HISTORY = "/lifecycle/history"
# Days of one entry that follow each other: list, the first day, the second.
_SPANS = (
    ("tests", "started_on", "finished_on"),
    ("tests", "finished_on", "valid_until"),
    ("trial/defects", "found_on", "fixed_on"),
    ("environments", "requested_on", "granted_on"),
    ("environments", "agreement_on", "returned_on"),
    ("environments", "granted_on", "returned_on"),
    ("warranty/claims", "on", "resolved_on"),
    ("known_gaps", "since", "closed_on"),
    ("known_gaps", "since", "due"),
    ("bookkeeping", "date", "written_off_on"),
    ("documents", "date", "valid_until"),
)
_PLATFORM_RULES = {"decision": "PSP020", "never": "LIF007"}


def check_order_of_events(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """LIF002: contract, trial, tests and commissioning follow each other."""
    passport = record.passport
    scopes = [(0, passport.since("creation.trial"), passport.commissioned_on)]
    for cycle in passport.cycles:
        steps = {step.stage: step.since for step in cycle.history}
        scopes.append((cycle.number, steps.get("trial"), steps.get("closed")))
    for number, trial, commissioned in scopes:
        events = list(_contracts(passport, number)) if passport.entry == "creation" else []
        if trial:
            events += _acts(passport, "act_trial", number)
            events.append(("trial", trial.isoformat(), _HISTORY))
            events += _tests(passport, number)
        if commissioned:
            events += _acts(passport, "act_industrial", number)
            events.append(("commissioning", commissioned.isoformat(), _HISTORY))
        events += _ends(passport) if not number else []
        yield from _misplaced(context, record, events)


def _misplaced(
    context: Context, record: ObjectRecord, events: list[tuple[str, str, str]]
) -> Iterator[Finding]:
    for at, (name, day, pointer) in enumerate(events):
        late = next((one for one in events[:at] if one[1] > day and one[0] != name), None)
        if late:
            texts = {"event": name, "day": day, "earlier": late[0], "earlier_day": late[1]}
            where = pointer if pointer != _HISTORY else late[2]
            yield context.finding("LIF002", record, where, **texts)


def _contracts(passport: Passport, number: int) -> Iterator[tuple[str, str, str]]:
    """The first contract of a creation or of a cycle; later ones may pay for what follows."""
    kind = "development" if number else "creation"
    found = [
        ("contract", one["date"], f"/procurement/{index}/date")
        for index, one in enumerate(passport.value.get("procurement", ()))
        if one.get("kind") == kind and cycle_of(one) == number
    ]
    yield from sorted(found, key=lambda one: one[1])[:1]


def _acts(passport: Passport, item: str, number: int) -> list[tuple[str, str, str]]:
    """The first act of handing over, where it is dated; other papers of the item have a role."""
    found = [
        (item, one["date"], f"/documents/{index}/date")
        for index, one in enumerate(passport.documents)
        if one["item"] == item and cycle_of(one) == number and one["form"] == "original"
        if "date" in one and "role" not in one
    ]
    return sorted(found, key=lambda one: one[1])[:1]


def _ends(passport: Passport) -> Iterator[tuple[str, str, str]]:
    """The decision to end, and the day the object ended."""
    ended = passport.since("terminated")
    if ended and "termination" in passport.value:
        yield "termination", passport.value["termination"]["on"], "/termination/on"
        yield "terminated", ended.isoformat(), _HISTORY


def _tests(passport: Passport, number: int) -> Iterator[tuple[str, str, str]]:
    """The positive round of tests that opened the way; re-tests in operation come later."""
    found = [
        ("tests", one["finished_on"], f"/tests/{index}/finished_on")
        for index, one in enumerate(passport.value.get("tests", ()))
        if cycle_of(one) == number and one["result"] == "positive"
    ]
    yield from sorted(found, key=lambda one: one[1])[:1]


def check_spans(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """LIF021: what ended did not end before it began."""
    for where, first, second in _SPANS:
        for index, one in enumerate(lookup(record.value, where) or ()):
            if first in one and second in one and one[second] < one[first]:
                texts = {"first": first, "begun": one[first], "second": second, "day": one[second]}
                yield context.finding("LIF021", record, f"/{where}/{index}/{second}", **texts)


def check_tests(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """DOC020, LIF003: evidence of tests has the form of its day and has not expired."""
    passport = record.passport
    for index, one in enumerate(passport.value.get("tests", ())):
        yield from _form(context, record, f"/tests/{index}", one, one["finished_on"])
    for index, one in enumerate(passport.documents):
        if one["item"] == "is_tests" and "evidence_form" in one and "date" in one:
            yield from _form(context, record, f"/documents/{index}", one, one["date"])
    if passport.stage != "operation" or any(one.is_open for one in passport.cycles):
        return  # evidence may lapse while the object is being developed (Order 353, p. 5)
    closed = [one.number for one in passport.cycles if one.stage == "closed"]
    passed = (number for number in (0, *closed) if tests_passed(passport, number))
    until = max((valid_until(passport, number) for number in passed), default=NEVER)
    if until < context.on.isoformat():
        yield context.finding("LIF003", record, "/tests", until=until)


def _form(
    context: Context, record: ObjectRecord, pointer: str, one: Mapping[str, Any], day: str
) -> Iterator[Finding]:
    expected = context.rulebooks.in_force(date.fromisoformat(day)).test_evidence
    if expected and one["evidence_form"] != expected:
        at = f"{pointer}/evidence_form"
        form = one["evidence_form"]
        yield context.finding("DOC020", record, at, date=day, form=form, expected=expected)


def check_warranty(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP023, LIF004, LIF005: twelve months from commissioning, claims with five facts."""
    passport = record.passport
    warranty = passport.value.get("warranty", {})
    start, end = warranty.get("start"), warranty.get("end")
    starts = [passport.commissioned_on] if passport.commissioned_on else []
    if flag(context.rulebooks.policy["placement"]["development_restarts_warranty"]):
        starts += passport.closed_cycles
    if start and date.fromisoformat(start) not in starts:
        expected = max(starts, default=None) or "—"
        yield context.finding("LIF004", record, "/warranty/start", start=start, expected=expected)
    begun = date.fromisoformat(start) if start else max(starts, default=None)
    due = _warranty_end(context, begun) if begun else None
    if end and due and end != due.isoformat():
        texts = {"start": begun, "end": end, "expected": due}
        yield context.finding("PSP023", record, "/warranty/end", **texts)
    periods = [(one, _warranty_end(context, one)) for one in {*starts, *([begun] if begun else ())}]
    facts = context.rulebooks.orders["129"].data["warranty_claim_facts"]
    for index, claim in enumerate(warranty.get("claims", ())):
        at, on = f"/warranty/claims/{index}", date.fromisoformat(claim["on"])
        if not any(first <= on <= (last or on) for first, last in periods):
            yield context.finding("LIF022", record, f"{at}/on", subject=claim["subject"], day=on)
        for fact in duties.lacking_claim_facts(claim, facts):
            yield context.finding("LIF005", record, at, subject=claim["subject"], fact=fact)


def _warranty_end(context: Context, start: date) -> date | None:
    rule = context.rulebooks.deadline("warranty", start)
    return add_months(start, rule.length) if rule else None


def check_creation(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP020, PSP021, LIF006 to LIF009: platform first, conclusions, sources."""
    passport = record.passport
    kinds = context.rulebooks.orders["129"].data["software_kinds"]
    is_built = passport.since("creation.build") is not None and passport.entry == "creation"
    decided = "platform_priority" in record.value
    if decided or (is_built and passport.stage not in _ENDED):
        yield from _platform(context, record, kinds, None, "", is_built)
    for index, cycle in enumerate(passport.cycles):
        if cycle.stage != "cancelled":
            yield from _platform(context, record, kinds, cycle, f"/development_cycles/{index}")
    if _stands_elsewhere(passport, kinds):
        site = record.value["placement"]["site"]
        yield context.finding("LIF023", record, "/placement/site", site=site)
    if is_built:
        for area in duties.lacking_conclusions(passport):
            yield context.finding("LIF009", record, "/conclusions", area=area)
    yield from _sources(context, record, kinds)


def _stands_elsewhere(passport: Passport, kinds: list[str]) -> bool:
    """An object to be made on the platform that is operated on another site (R129-14)."""
    decision, site = duties.platform_decision(passport), passport.value.get("placement", {})
    chosen = bool(decision) and flag(decision["on_icp"]) and passport.kind in kinds
    is_operated = passport.stage == "operation" and not passport.trait("is_icp")
    return chosen and is_operated and site.get("site", "icp") != "icp"


def _platform(
    context: Context,
    record: ObjectRecord,
    kinds: list[str],
    cycle: Cycle | None,
    at: str,
    is_built: bool = True,
) -> Iterator[Finding]:
    decision = duties.platform_decision(record.passport, cycle)
    exception = decision.get("exception", "")
    for fault in duties.platform_faults(record.passport, kinds, cycle):
        code = _PLATFORM_RULES.get(fault, "PSP021")
        where = f"{at}/platform_priority"
        yield context.finding(code, record, where, exception=exception or "—")
        break
    if exception == "E3" and is_built:
        yield context.finding("LIF008", record, f"{at}/platform_priority/exception")


def _sources(context: Context, record: ObjectRecord, kinds: list[str]) -> Iterator[Finding]:
    """LIF006, for what was delivered by the day of the check since Order 129 is in force."""
    passport, on = record.passport.at(context.on), context.on
    start = context.rulebooks.orders["129"].valid_from
    done = [one for one in passport.cycles if one.stage == "closed"]
    owing: list[Cycle | None] = [one for one in done if one.history[-1].since >= start]
    if passport.commissioned_on and passport.commissioned_on >= start:
        owing.append(None)
    if any(duties.lacks_source_code(passport, kinds, on, one) for one in owing):
        yield context.finding("LIF006", record, "/source_code")


def check_operation(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """PSP022, PSP024, LIF010, LIF018, LIF019: rights, environments, how it came and ends."""
    passport, value = record.passport, record.value
    rights = value.get("exclusive_rights")
    if passport.trait("service_model") and rights in (value["holder"], value.get("registrant")):
        yield context.finding("PSP022", record, "/exclusive_rights")
    for index, one in enumerate(value.get("environments", ())):
        yield from _environment(context, record, index, one)
    if passport.stage in _ENDED and "termination" not in value:
        yield context.finding("PSP024", record, "/lifecycle/history")
    books = value.get("bookkeeping", ())
    if passport.stage == "written_off" and not all(
        "written_off_on" in one for one in books or [{}]
    ):
        yield context.finding("LIF018", record, "/bookkeeping")
    if passport.entry in ("donation", "inheritance"):
        for part in duties.donation_faults(passport):
            yield context.finding("LIF019", record, "/donation", part=part)


def _environment(
    context: Context, record: ObjectRecord, index: int, one: Mapping[str, Any]
) -> Iterator[Finding]:
    agreed, at = one.get("agreement_on"), f"/environments/{index}"
    told = is_told_by_a_case(context, record.id, "environment", one.get("requested_on", ""))
    if "granted_on" in one and not agreed and not told:
        yield context.finding("LIF024", record, at, kind=one["kind"], granted=one["granted_on"])
    start = date.fromisoformat(agreed) if agreed else None
    rule = context.rulebooks.deadline("icp_environment_use", start) if start else None
    if not start or not rule:
        return
    until = add_months(start, rule.length).isoformat()
    if one.get("returned_on", context.on.isoformat()) > until:
        yield context.finding("LIF010", record, at, kind=one["kind"], agreed=agreed, until=until)


def check_changes(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """LIF011 to LIF015: what a submission says of itself."""
    passport = record.passport
    openings = {one.history[0].since.isoformat(): one.number for one in passport.cycles}
    spans = [(one.history[0].since, one.history[-1].since) for one in passport.cycles]
    changes = record.value["changes"]
    developed = {one["changed_on"] for one in changes if one["kind"] == "development"}
    for index, one in enumerate(changes):
        at, day = f"/changes/{index}", one["changed_on"]
        opened = openings.get(day) if day not in developed else None
        if one["kind"] in ("refinement", "support") and opened:
            yield context.finding("LIF011", record, f"{at}/kind", kind=one["kind"], number=opened)
        moment = date.fromisoformat(day)
        within = any(first <= moment <= last for first, last in spans)
        ongoing = any(one.is_open and one.history[0].since <= moment for one in passport.cycles)
        if one["kind"] == "development" and not within and not ongoing:
            yield context.finding("LIF012", record, f"{at}/kind", day=day)
        if "attested_by" not in one:
            yield context.finding("LIF014", record, at, day=day)
    for index, bought in enumerate(record.value.get("procurement", ())):
        if bought.get("kind") == "support" and cycle_of(bought):
            at = f"/procurement/{index}"
            yield context.finding("LIF013", record, at, number=cycle_of(bought))


def check_debt(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """LIF015, LIF016: only what came in as legacy may owe, and a debt paid is closed."""
    gaps = record.value.get("known_gaps", ())
    if not gaps:
        return
    entered = min(gap["since"] for gap in gaps)  # all debts enter with the record
    rows = {(row.key, row.cycle): row for row in table(context, record)}
    for index, gap in enumerate(gaps):
        at = f"/known_gaps/{index}"
        if record.passport.entry != "legacy" or gap["since"] > entered:
            yield context.finding("LIF015", record, at, item=gap["item"], since=gap["since"])
        row = rows.get((gap["item"], cycle_of(gap)))
        if row and row.state in DONE and "closed_on" not in gap:
            yield context.finding("LIF016", record, at, item=gap["item"])
