# SPDX-License-Identifier: MIT
"""Family CAS: cases of Order 129, what all of them must keep to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from esep.checks import acquisitions, donations, operator_requests, organisations, shape, texts
from esep.checks.case_clocks import clocks
from esep.checks.clocks import Standing
from esep.checks.context import Context
from esep.checks.procedures import REFUSED, Case, cases, procedures, records
from esep.findings import Finding

_OWN_RULES = {
    "acquisition": acquisitions.check,
    "donation": donations.check,
    "environment": operator_requests.check_environment,
    "placement": operator_requests.check_placement,
}

_LATE = {"contract_delivery": "CAS016", "icp_environment_use": "CAS031"}


def check_cases(context: Context) -> Iterator[Finding]:
    """The four registers as wholes, then every case."""
    for kind, law in procedures(context).items():
        yield from organisations.check_names(context, law["folder"])
        for record in records(context, kind):
            yield from shape.check_shape(context, record)
            if record.is_valid:
                yield from texts.check_texts(context, record)
    found = cases(context)
    for case in found:
        yield from _identity(context, case)
        yield from _steps(context, case)
        yield from _refusal(context, case)
        yield from _OWN_RULES[case.kind](context, case)
        yield from _late(context, case)
    yield from _two_at_once(context, found)
    yield from _same_names(context, found)


def _same_names(context: Context, found: tuple[Case, ...]) -> Iterator[Finding]:
    """CAS017: an identifier is used once in its register, whatever the year."""
    first: dict[tuple[str, str], str] = {}
    for case in found:
        other = first.setdefault((case.kind, case.id), case.record.path)
        if other != case.record.path:
            yield context.finding("CAS017", case.record, "/id", id=case.id, other=other)


def _identity(context: Context, case: Case) -> Iterator[Finding]:
    """CAS001 to CAS003: the file, the parties and the object."""
    expected = f"{case.law['folder']}/{case.value['date'][:4]}/{case.id}.yml"
    if case.record.path != expected:
        yield context.finding("CAS001", case.record, "/id", expected=expected)
    for field, types in case.law["parties"].items():
        found = context.registry.organisations.get(case.value[field])
        kind = found.value["type"] if found and found.is_valid else ""
        if not kind or (types and kind not in types):
            name = case.value[field]
            yield context.finding("CAS002", case.record, f"/{field}", id=name, field=field)
    at, is_due = "/object", case.law.get("object_from", "") in case.steps
    if case.object and case.object not in context.registry.folders_by_id:
        yield context.finding("CAS003", case.record, at, id=case.object)
    elif not case.object and is_due:
        yield context.finding("CAS003", case.record, "", id="—")


def _steps(context: Context, case: Case) -> Iterator[Finding]:
    """CAS004: nothing before the application, nor before what it follows, nor without it."""
    last, last_name = case.value["date"], "application"
    steps = case.value.get("steps", {})
    for name in (one for one in case.law["steps"] if one in steps):
        day = steps[name]["on"]
        for needed in case.law["after"].get(name, ()):
            if needed not in steps:
                texts_ = {"step": name, "day": day, "earlier": needed, "earlier_day": "—"}
                yield context.finding("CAS004", case.record, f"/steps/{name}", **texts_)
        if day < last:
            texts_ = {"step": name, "day": day, "earlier": last_name, "earlier_day": last}
            yield context.finding("CAS004", case.record, f"/steps/{name}/on", **texts_)
        else:
            last, last_name = day, name


def _refusal(context: Context, case: Case) -> Iterator[Finding]:
    """CAS005, CAS006: a refusal tells why, in the reasons of its procedure, and ends the case."""
    steps, allowed = case.value.get("steps", {}), case.law["reasons"]
    for name in (*case.law.get("answers", ()), REFUSED):
        step = steps.get(name, {})
        refuses = name == REFUSED or step.get("result") == "negative"
        at = f"/steps/{name}"
        if step and refuses and not step.get("reasons"):
            yield context.finding("CAS005", case.record, at)
        for index, one in enumerate(step.get("reasons", ())):
            if one not in allowed or not refuses:
                texts_ = {"reason": one, "allowed": ", ".join(allowed)}
                yield context.finding("CAS006", case.record, f"{at}/reasons/{index}", **texts_)
    if REFUSED in steps:
        for name in set(case.law["closed"]) & steps.keys():
            yield context.finding("CAS010", case.record, f"/steps/{name}", step=name)


def _late(context: Context, case: Case) -> Iterator[Finding]:
    """CAS007, CAS016, CAS031: a last day has passed, of the law or of the parties' own."""
    for clock in clocks(context, case):
        if clock.standing(context.on) in (Standing.OVERDUE, Standing.LATE):
            code = _LATE.get(clock.timer, "CAS007")
            told = clock.ended or "—"
            texts_ = {"timer": clock.timer, "start": clock.start, "due": clock.due, "answer": told}
            yield context.finding(code, case.record, "/steps", **texts_)


def _two_at_once(context: Context, found: tuple[Case, ...]) -> Iterator[Finding]:
    """CAS009: one open case of a kind for one object; environments may be asked for apart."""
    by_what: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in found:
        if case.object and case.is_open:
            for part in case.value.get("environments", ("",)):
                by_what[case.kind, case.object, part].append(case)
    told = set()
    for some in by_what.values():
        first, *others = sorted(some, key=lambda one: (one.value["date"], one.id))
        for case in others:
            if case.record.path not in told:
                told.add(case.record.path)
                yield context.finding("CAS009", case.record, "/object", other=first.id)
