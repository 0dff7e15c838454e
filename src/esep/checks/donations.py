# SPDX-License-Identifier: MIT
"""Gifts and inheritances: a conclusion in three parts, then trial and commissioning (p. 23, 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from esep.checks import trusted_software
from esep.checks.acquisitions import differences
from esep.checks.context import Context
from esep.checks.procedures import Case, object_of
from esep.findings import Finding
from esep.model.passport import lookup


def check(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008, CAS020 to CAS024 of one gift."""
    concluded = case.steps.get("concluded")
    if opinion := case.steps.get("integrator_opinion"):
        yield from _opinion(context, case, opinion)
    if concluded:
        yield from _conclusion(context, case, concluded)
    if "accepted" in case.steps:
        if (concluded or {}).get("result") != "positive":
            yield context.finding("CAS021", case.record, "/steps/accepted")
        yield from _passport(context, case, concluded or {})


def _opinion(context: Context, case: Case, opinion: Mapping[str, Any]) -> Iterator[Finding]:
    """CAS020, CAS024: all four parts are looked at, and the whole follows from them."""
    parts, at = context.rulebooks.orders["129"].data["opinion_parts"], "/steps/integrator_opinion"
    for part in parts:
        if part not in opinion:
            yield context.finding("CAS020", case.record, at, part=part)
    failed = [part for part in parts if opinion.get(part) == "negative"]
    if failed and opinion["result"] == "positive":
        yield context.finding("CAS024", case.record, f"{at}/result", part=failed[0])


def _conclusion(context: Context, case: Case, concluded: Mapping[str, Any]) -> Iterator[Finding]:
    """CAS020, CAS022, CAS024: three parts, figures of cost, and no likeness in the Register."""
    at = "/steps/concluded"
    parts = context.rulebooks.orders["129"].data["conclusion_parts"]
    if concluded["result"] == "positive":
        for part in (*parts, "operating_cost"):
            if not concluded.get(part):
                yield context.finding("CAS020", case.record, at, part=part)
        if case.steps.get("integrator_opinion", {}).get("result") == "negative":
            yield context.finding("CAS024", case.record, f"{at}/result", part="integrator_opinion")
    if "no_similar_software" in concluded.get("reasons", ()):
        return
    record = object_of(context, case)
    functions = record.value.get("functions", ()) if record else case.value.get("functions", ())
    for one in trusted_software.similar(context, functions, concluded["on"]):
        if concluded["result"] == "positive" and trusted_software.is_similar(context, one):
            numbers = {"number": one.entry["number"], "shared": one.shared, "wanted": one.wanted}
            yield context.finding("CAS022", case.record, f"{at}/no_similar_software", **numbers)


def _passport(context: Context, case: Case, concluded: Mapping[str, Any]) -> Iterator[Finding]:
    """CAS008, CAS023: the passport tells the same, and runs only what was commissioned."""
    record = object_of(context, case)
    if record is None:
        return
    passport = record.passport.at(case.on)
    told = [("/lifecycle/entry", case.value["way"], passport.entry)]
    fields = {"number": "number", "date": "on", "result": "result"} if concluded else {}
    told += [
        (
            f"/donation/{field}",
            str(concluded[key]),
            str(lookup(record.value, f"/donation/{field}") or "—"),
        )
        for field, key in fields.items()
    ]
    yield from differences(context, case, told)
    if passport.stage == "operation" and "commissioned" not in case.steps:
        yield context.finding("CAS023", case.record, "/steps", object=case.object)
