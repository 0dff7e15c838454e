# SPDX-License-Identifier: MIT
"""Family OPL: applications for the operator's list against Order 353 and the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from esep.checks import organisations, shape, texts
from esep.checks.applications import (
    LISTED,
    OPERATOR_LIST,
    STEPS,
    Case,
    cases,
    clocks,
    grounds,
    lacking_documents,
    object_of,
    records,
    score_case,
)
from esep.checks.clocks import Clock, Standing
from esep.checks.context import Context
from esep.checks.operator_facts import is_listed, law
from esep.checks.operator_list import Flag, flagged
from esep.findings import Finding
from esep.model.registry import ObjectRecord

_FLAGS = {
    Flag.NO_EVIDENCE: "OPL007",
    Flag.CONTRADICTED: "OPL008",
    Flag.VACUOUS: "OPL009",
}


def check_operator_list(context: Context) -> Iterator[Finding]:
    """The register as a whole, then every application."""
    yield from organisations.check_names(context, OPERATOR_LIST)
    for record in records(context):
        yield from shape.check_shape(context, record)
        if record.is_valid:
            yield from texts.check_texts(context, record)
    _ = listed_objects(context)  # workers inherit it
    found = list(cases(context))
    for case in found:
        yield from _check_case(context, case)
    yield from _two_at_once(context, found)
    first: dict[str, str] = {}
    for case in found:
        if (other := first.setdefault(case.id, case.record.path)) != case.record.path:
            yield context.finding("OPL023", case.record, "/id", id=case.id, other=other)


def check_listed(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """OPL017: the passport and the register say the same of the list."""
    said = is_listed(record)
    listed = record.id in listed_objects(context)
    if said != listed:
        at = "/traits/operator_list"
        yield context.finding("OPL017", record, at, said="yes" if said else "no")


def _check_case(context: Context, case: Case) -> Iterator[Finding]:
    yield from _identity(context, case)
    yield from _order_of_steps(context, case)
    yield from _ways(context, case)
    yield from _decision(context, case)
    record = object_of(context, case)
    if record is None:
        name = case.value["object"]
        yield context.finding("OPL001", case.record, "/object", id=name)
        return
    kind = record.passport.kind
    if kind in law(context)["kinds"]:
        yield from _documents(context, case, kind)
        yield from _criteria(context, case, record)
        yield from _grounds(context, case, record)
    elif kind in law(context)["undescribed_kinds"]:
        yield context.finding("OPL019", case.record, "/object", kind=kind)
    else:
        yield context.finding("OPL020", case.record, "/object", kind=kind)
    yield from _late(context, case, record)


def _identity(context: Context, case: Case) -> Iterator[Finding]:
    application = case.value["application"]
    year = application["date"][:4]
    if case.record.path != f"{OPERATOR_LIST}/{year}/{case.id}.yml":
        yield context.finding("OPL003", case.record, "/id", expected=f"{year}/{case.id}.yml")
    wanted = {"addressee": ("authorised_body",), "body": law(context)["applicant_types"]}
    for field, types in wanted.items():
        found = context.registry.organisations.get(application[field])
        kind = found.value["type"] if found and found.is_valid else ""
        if kind not in types:
            at = f"/application/{field}"
            yield context.finding("OPL002", case.record, at, id=application[field], field=field)


def _documents(context: Context, case: Case, kind: str) -> Iterator[Finding]:
    if case.state != "draft":
        for part in lacking_documents(context, case, kind):
            yield context.finding("OPL004", case.record, "/documents", part=part)
    documents = case.value.get("documents", {})
    if "registered_users" in documents and documents.get("units"):
        total = int(documents["registered_users"])
        counted = sum(int(one["users"]) for one in documents["units"])
        if counted != total:
            numbers = {"counted": counted, "total": total}
            yield context.finding("OPL005", case.record, "/documents/units", **numbers)


def _criteria(context: Context, case: Case, record: ObjectRecord) -> Iterator[Finding]:
    kind = record.passport.kind
    known = {one["id"]: one for one in law(context)["criteria"] if kind in one["applies"]}
    for name, one in case.value.get("criteria", {}).items():
        at = f"/criteria/{name}"
        if name not in known:
            yield context.finding("OPL006", case.record, at, criterion=name, kind=kind)
        elif known[name]["comparison"] == "share_at_least" and _above_whole(one):
            yield context.finding("OPL022", case.record, f"{at}/number", number=one["number"])
    for index, one in enumerate(case.value.get("corrections", ())):
        if one["criterion"] not in known:
            at = f"/corrections/{index}/criterion"
            name = one["criterion"]
            yield context.finding("OPL006", case.record, at, criterion=name, kind=kind)
    for option, sign in flagged(score_case(context, case, record)):
        if code := _FLAGS.get(sign):
            at = f"/criteria/{option.id}" if option.id in case.value.get("criteria", {}) else ""
            params = {"criterion": option.id, "found": option.found or "0"}
            yield context.finding(code, case.record, at, **params)


def _above_whole(declared: Mapping[str, str]) -> bool:
    return Fraction(str(declared.get("number", "0"))) > 100


def _order_of_steps(context: Context, case: Case) -> Iterator[Finding]:
    """OPL010: nothing is done before the application, nor before what it follows."""
    last, last_name = case.value["application"]["date"], "application"
    steps = case.value.get("steps", {})
    for name in (one for one in STEPS if one in steps):
        day = steps[name]["on"]
        if day < last:
            texts_ = {"step": name, "day": day, "earlier": last_name, "earlier_day": last}
            yield context.finding("OPL010", case.record, f"/steps/{name}/on", **texts_)
        elif name not in ("operator_notified", "applicant_notified"):
            last, last_name = day, name


def _ways(context: Context, case: Case) -> Iterator[Finding]:
    """OPL024: no step without the one it rests on, and nothing is carried out of a refusal."""
    workflow, steps = law(context)["workflow"], case.value.get("steps", {})
    refused = steps.get("decided", {}).get("decision") == "refuse"
    for name in (one for one in STEPS if one in steps):
        needed = workflow["after"].get(name, "")
        if (needed and needed not in steps) or (refused and name in workflow["only_if_included"]):
            at = f"/steps/{name}"
            yield context.finding("OPL024", case.record, at, step=name, needed=needed)


def _decision(context: Context, case: Case) -> Iterator[Finding]:
    decided = case.value.get("steps", {}).get("decided", {})
    reasons, allowed = decided.get("reasons", ()), law(context)["refusal_reasons"]
    if decided.get("decision") == "refuse" and not reasons:
        yield context.finding("OPL011", case.record, "/steps/decided")
    for index, one in enumerate(reasons):
        if one not in allowed or decided["decision"] == "include":
            at = f"/steps/decided/reasons/{index}"
            yield context.finding("OPL012", case.record, at, reason=one, allowed=", ".join(allowed))


def _grounds(context: Context, case: Case, record: ObjectRecord) -> Iterator[Finding]:
    """What the record shows today against what was decided, or will be."""
    if case.state in ("draft", "excluded"):
        return
    shown = grounds(context, case, record)
    if case.decision == "refuse":
        for one in case.steps["decided"].get("reasons", ()):
            if one in law(context)["refusal_reasons"] and one not in shown:
                yield context.finding("OPL014", case.record, "/steps/decided/reasons", reason=one)
        return
    code = "OPL013" if case.decision else "OPL021"
    for one in shown:
        yield context.finding(code, case.record, "/steps", reason=one)


def _late(context: Context, case: Case, record: ObjectRecord) -> Iterator[Finding]:
    for clock in clocks(context, case, record):
        standing = clock.standing(context.on)
        if standing is Standing.OVERDUE or (standing is Standing.LATE and _binds(context, clock)):
            told: date | str = clock.ended or "—"
            numbers = {"timer": clock.timer, "start": clock.start, "due": clock.due, "answer": told}
            yield context.finding("OPL015", case.record, "/steps", **numbers)
        if clock.timer == "list_exclusion_notice" and _is_early(clock):
            texts_ = {"told": clock.ended, "due": clock.due}
            yield context.finding("OPL016", case.record, "/steps/exclusion_notified", **texts_)


def _binds(context: Context, clock: Clock) -> bool:
    """By the other reading of p. 10 the notice is due once the ten days are over (T-23)."""
    reading = context.rulebooks.policy["operator_list"]["exclusion_reading"]
    return clock.timer != "list_exclusion_notice" or reading == "not_later_than"


def _is_early(clock: Clock) -> bool:
    """Told before the ten days were over, which one of two readings of p. 10 asks (T-23)."""
    return clock.ended is not None and clock.due is not None and clock.ended < clock.due


def _two_at_once(context: Context, found: list[Case]) -> Iterator[Finding]:
    by_object: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        if case.is_open or case.state in LISTED:
            by_object[case.value["object"]].append(case)
    for some in by_object.values():
        first, *others = sorted(some, key=lambda one: (one.value["application"]["date"], one.id))
        for case in others:
            yield context.finding("OPL018", case.record, "/object", other=first.id)


def listed_objects(context: Context) -> frozenset[str]:
    """Identifiers of the objects on the list on the day of the context; read once."""
    known = vars(context)
    if "listed_objects" not in known:
        on_list = (one for one in cases(context) if one.state in LISTED)
        known["listed_objects"] = frozenset(one.value["object"] for one in on_list)
    found: frozenset[str] = known["listed_objects"]
    return found
