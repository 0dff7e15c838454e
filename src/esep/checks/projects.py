# SPDX-License-Identifier: MIT
"""Family PRJ: projects, their monitoring, recommendations and risks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from esep.checks.context import Context
from esep.checks.risks import signals
from esep.findings import Finding
from esep.model.architecture import Element

STAGES = ("planning", "implementation", "operation")
COMMISSIONING = "I2"
CHECKS_OF = {"P": "planning", "I": "implementation", "O": "operation"}
OPEN = frozenset({"issued", "accepted", "in_progress"})


def check_priorities(context: Context) -> Iterator[Finding]:
    """PRJ001: a priority stands once inside a domain."""
    first: dict[tuple[str, int], Element] = {}
    for one in context.architecture.of("initiatives"):
        key = (one.value["domain"], int(one.value["priority"]))
        other = first.setdefault(key, one)
        if other is not one:
            params = {"id": one.id, "other": other.id, "priority": key[1], "domain": key[0]}
            yield context.finding_at("PRJ001", one.at("/priority"), **params)


def check_conclusions(context: Context) -> Iterator[Finding]:
    """PRJ002 below "fully" without recommendations; PRJ008 two in force on one subject;
    PRJ017 one that supersedes what it cannot."""
    conclusions = context.architecture.of("conclusions")
    replaced = {one.value.get("supersedes") for one in conclusions}
    first: dict[str, Element] = {}
    for one in conclusions:
        if str(one.value["level"]) != "2" and not one.value.get("recommendations"):
            yield context.finding_at("PRJ002", one.at("/level"), id=one.id)
        old = context.architecture.get("conclusions", one.value.get("supersedes", ""))
        if old and (subject_of(old) != subject_of(one) or old.value["on"] > one.value["on"]):
            at = one.at("/supersedes")
            yield context.finding_at("PRJ017", at, id=one.id, other=old.id)
        if one.id in replaced:
            continue
        subject = subject_of(one)
        other = first.setdefault(subject, one)
        if other is not one:
            yield context.finding_at("PRJ008", one.at("/id"), id=subject, other=other.id)


def subject_of(one: Element) -> str:
    """What an analysis or a conclusion speaks of: a component, else a project."""
    return str(one.value.get("element") or f"ict_projects:{one.value['project']}")


def check_recommendations(context: Context) -> Iterator[Finding]:
    """PRJ003 closed without proof or reason, PRJ004 overdue, PRJ005 dates turned round."""
    for one in context.architecture.of("recommendations"):
        value, status = one.value, one.value["status"]
        if status == "done" and not (value.get("done_on") and value.get("evidence")):
            yield context.finding_at("PRJ003", one.at("/status"), id=one.id, lacks="evidence")
        if status == "cancelled" and "reason" not in value:
            yield context.finding_at("PRJ003", one.at("/status"), id=one.id, lacks="reason")
        if is_overdue(one, context.on.isoformat()):
            params = {"id": one.id, "due": value["due_on"], "body": value["addressee"]}
            yield context.finding_at("PRJ004", one.at("/due_on"), **params)
        for field in ("due_on", "done_on"):
            if field in value and value[field] < value["issued_on"]:
                yield context.finding_at("PRJ005", one.at(f"/{field}"), id=one.id)


def is_overdue(one: Element, on: str) -> bool:
    """An open recommendation whose day is past."""
    return one.value["status"] in OPEN and str(one.value.get("due_on", "9999")) < on


def check_plans(context: Context) -> Iterator[Finding]:
    """PRJ005 ends before it starts, PRJ006 quotes no approved version, PRJ007 is in no plan."""
    architecture = context.architecture
    planned = {one.value["project"] for one in architecture.of("map_items")}
    for one in architecture.of("ict_projects"):
        value = one.value
        if value["ends_on"] < value["starts_on"]:
            yield context.finding_at("PRJ005", one.at("/ends_on"), id=one.id)
        if value["stage"] in ("closed", "cancelled"):
            continue
        name = value.get("architecture_version", "")
        version = architecture.get("architecture_versions", name)
        if version is None or version.value["status"] != "approved":
            at = one.at("/architecture_version" if name else "/id")
            yield context.finding_at("PRJ006", at, id=one.id)
        if one.id not in planned:
            yield context.finding_at("PRJ007", one.at("/id"), id=one.id)


def check_analyses(context: Context) -> Iterator[Finding]:
    """PRJ009 a check of another stage; PRJ010 a stage not analysed; PRJ013 not reviewed."""
    done: set[tuple[str, str]] = set()
    reviewed: set[str] = set()
    for one in context.architecture.of("analyses"):
        stage = one.value["stage"]
        done.add((subject_of(one), stage))
        for index, check in enumerate(one.value["checks"]):
            if check["code"] == COMMISSIONING:
                reviewed.add(subject_of(one))
            if CHECKS_OF[check["code"][0]] != stage:
                at = one.at(f"/checks/{index}/code")
                yield context.finding_at("PRJ009", at, check=check["code"], stage=stage)
    for one in context.architecture.of("ict_projects"):
        for stage in reached(one.value["stage"]):
            if (one.reference, stage) not in done:
                yield context.finding_at("PRJ010", one.at("/stage"), id=one.id, stage=stage)
        if one.value["stage"] == "operation" and one.reference not in reviewed:
            yield context.finding_at("PRJ013", one.at("/stage"), id=one.id, check=COMMISSIONING)


def reached(stage: str) -> Sequence[str]:
    """The stages of analysis a project has come to (p.31)."""
    return STAGES[: STAGES.index(stage) + 1] if stage in STAGES else ()


def check_risks(context: Context) -> Iterator[Finding]:
    """PRJ011: a signal of a risk that nobody has assessed since."""
    assessed = {
        (one.value["project"], one.value["category"]) for one in context.architecture.of("risks")
    }
    for one in signals(context):
        if (one.project.id, one.category) not in assessed:
            params = {"id": one.project.id, "category": one.category, "value": one.value}
            yield context.finding_at("PRJ011", one.project.at(one.pointer), **params)


def check_reports(context: Context) -> Iterator[Finding]:
    """PRJ012: the report of a period is filed by its day; PRJ005: a period begins first."""
    for one in context.architecture.of("reports"):
        value = one.value
        if value["to"] < value["from"]:
            yield context.finding_at("PRJ005", one.at("/to"), id=one.id)
        due, today = value.get("due_on", "9999"), context.on.isoformat()
        if value.get("filed_on", today) > due:
            yield context.finding_at("PRJ012", one.at("/due_on"), id=one.id, due=due)


CHECKS = (
    check_priorities,
    check_conclusions,
    check_recommendations,
    check_plans,
    check_analyses,
    check_risks,
    check_reports,
)
