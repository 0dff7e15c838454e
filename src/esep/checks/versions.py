# SPDX-License-Identifier: MIT
"""Family ARC, 010 to 019: four layers, decisions of the authorised body, the platform's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from esep.calendar.working import CalendarNotReviewedError, load_calendar
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.architecture import STATES, Element, decided, in_force
from esep.model.comparison import compare, is_carried
from esep.yamlsafe import MAX_BYTES

LAYERS = ("activity", "is", "data", "infra")
CALENDAR = "registry/calendar/kz.yml"
DECISION = "architecture_decision"
_OPPOSITE = {"approve": "refused", "refuse": "approved"}


def check_layers(context: Context) -> Iterator[Finding]:
    """ARC010: a domain spans four layers; ARC013: so do the domains of a version sent up."""
    lacking: dict[str, list[str]] = {}
    for domain in context.architecture.of("domains"):
        lacks = [one for one in LAYERS if one not in domain.value["layers"]]
        if lacks:
            lacking[domain.id] = lacks
            words = ", ".join(lacks)
            yield context.finding_at("ARC010", domain.at("/layers"), id=domain.id, layers=words)
    for version in context.architecture.of("architecture_versions"):
        if version.value["status"] in ("draft", "rework"):
            continue
        for index, name in enumerate(version.value["domains"]):
            if name in lacking:
                at = version.at(f"/domains/{index}")
                yield context.finding_at("ARC013", at, id=name, layers=", ".join(lacking[name]))


def check_decisions(context: Context) -> Iterator[Finding]:
    """ARC011 refused without reasons, ARC014 sent again with comments unanswered, ARC015 dates,
    ARC016 decided by another body, ARC017 late, ARC021 a status the decision does not give."""
    for version in context.architecture.of("architecture_versions"):
        value = version.value
        refused = value["status"] == "refused" or value.get("decision") == "refuse"
        if refused and not (value.get("reasons") and value.get("comments")):
            yield context.finding_at("ARC011", version.at("/status"), id=version.id)
        yield from _unanswered(context, version)
        dates = [
            value[one] for one in ("submitted_on", "received_on", "decided_on") if one in value
        ]
        missing = value["status"] in ("approved", "refused") and "decided_on" not in value
        if dates != sorted(dates) or missing:
            yield context.finding_at("ARC015", version.at("/status"), id=version.id)
        if value["status"] in ("approved", "refused"):
            yield from _decided_by(context, version)
        if value["status"] == _OPPOSITE.get(value.get("decision", "")):
            params = {"id": version.id, "status": value["status"]}
            yield context.finding_at("ARC021", version.at("/status"), **params)
        yield from _late(context, version)


def check_in_force(context: Context) -> Iterator[Finding]:
    """ARC019: of the versions of a state one is in force; each later one supersedes."""
    for state in STATES:
        found = sorted(in_force(context.architecture, state), key=decided)
        for one in found[1:]:
            params = {"id": one.id, "other": found[0].id, "state": state}
            yield context.finding_at("ARC019", one.at("/status"), **params)


def _unanswered(context: Context, version: Element) -> Iterator[Finding]:
    """Comments of a refused version must be answered in it before a later one is sent."""
    commented = context.architecture.get(
        "architecture_versions", version.value.get("supersedes", "")
    )
    if version.value["status"] in ("draft", "rework"):
        return
    for one in (version, commented):
        if one is None or (one is version and version.value["status"] == "refused"):
            continue
        for index, comment in enumerate(one.value.get("comments", ())):
            if "answer" not in comment:
                at = one.at(f"/comments/{index}")
                yield context.finding_at("ARC014", at, id=version.id, number=index + 1)


def _decided_by(context: Context, version: Element) -> Iterator[Finding]:
    by = version.value.get("by", "")
    found = context.registry.organisations.get(by)
    if found is None or found.value.get("type") != "authorised_body":
        at = version.at("/by" if by else "/status")
        yield context.finding_at("ARC016", at, id=version.id, by=by or "—")


def _late(context: Context, version: Element) -> Iterator[Finding]:
    """The clock of p.17(2): working days from the day the draft was received."""
    received = version.value.get("received_on")
    if not received:
        return
    due = due_on(context, date.fromisoformat(received))
    decided = version.value.get("decided_on")
    end = date.fromisoformat(decided) if decided else context.on
    if due and end > due:
        at = version.at("/received_on")
        yield context.finding_at("ARC017", at, id=version.id, due=due.isoformat())


def due_on(context: Context, received: date) -> date | None:
    """The last day for the authorised body's decision; None where the calendar ends."""
    deadline = context.rulebooks.deadline(DECISION, received)
    if deadline is None:
        return None
    calendar = load_calendar(context.registry.tree.read(CALENDAR, MAX_BYTES) or b"")
    try:
        return calendar.add_working_days(received, deadline.length)
    except CalendarNotReviewedError:
        return None


def check_platform(context: Context) -> Iterator[Finding]:
    """ARC012: the operator approves the platform's architecture, the other two agree (T-18)."""
    organisations = context.registry.organisations

    def kind(name: str) -> str:
        return str(organisations[name].value.get("type", "")) if name in organisations else ""

    for version in context.architecture.of("icp_versions"):
        value = version.value
        if value["status"] != "approved":
            continue
        agreed = {kind(one["by"]) for one in value.get("agreed", ())}
        by = value.get("approved_by", "")
        if kind(by) != "operator" or "approved_on" not in value:
            at = version.at("/approved_by" if by else "/status")
            yield context.finding_at("ARC012", at, id=version.id, lacks="operator")
        for lack in sorted({"service_integrator", "authorised_body"} - agreed):
            at = version.at("/agreed" if "agreed" in value else "/status")
            yield context.finding_at("ARC012", at, id=version.id, lacks=lack)


def check_changes(context: Context) -> Iterator[Finding]:
    """ARC018: every change of the target is carried by an initiative or recommendation."""
    architecture = context.architecture
    for pair in compare(architecture, architecture):
        if pair.change != "kept" and not is_carried(architecture, pair):
            at = pair.element.at("/id")
            yield context.finding_at("ARC018", at, id=pair.element.reference, change=pair.change)
