# SPDX-License-Identifier: MIT
"""Purchases: from the Register for defence and security, else by a tender (Order 129, p. 20–28)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from esep.checks import trusted_software
from esep.checks.context import Context
from esep.checks.procedures import Case, object_of
from esep.checks.texts import has_check_digit
from esep.findings import Finding
from esep.model.passport import flag, lookup
from esep.model.registry import ObjectRecord

_CURRENT = ("current", "own", "service")


def check(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008, CAS011 to CAS015 of one purchase."""
    value, contract = case.value, case.steps.get("contracted")
    number = value.get("register_no")
    day = contract["on"] if contract else case.on.isoformat()
    if number:
        at = "/register_no"
        yield from trusted_software.check_number(context, case.record, at, number, day)
    if value.get("funding", "current") not in _CURRENT:
        yield context.finding("CAS012", case.record, "/funding", kind=value["funding"])
    if contract:
        yield from _source(context, case)
        if not has_check_digit(contract["supplier_bin"]):
            at, bin_ = "/steps/contracted/supplier_bin", contract["supplier_bin"]
            yield context.finding("CAS013", case.record, at, value=bin_)
    if "accepted" in case.steps:
        yield from _passport(context, case)


def _source(context: Context, case: Case) -> Iterator[Finding]:
    """CAS014, CAS015: where what was contracted for comes from."""
    found = flag(case.steps.get("register_checked", {}).get("found"))
    number, at = case.value.get("register_no"), "/steps/contracted"
    if case.value["for"] == "defence_security":
        if not (number and found):
            yield context.finding("CAS014", case.record, at)
    elif not (number and found) and not case.value.get("tender", {}).get("tor"):
        yield context.finding("CAS015", case.record, at)


def _passport(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008: the passport of what was bought tells the same."""
    if record := object_of(context, case):
        yield from differences(context, case, [*_told(case, record)])


def _told(case: Case, record: ObjectRecord) -> Iterator[tuple[str, str, str]]:
    value = record.value
    yield "/lifecycle/entry", "acquisition", record.passport.entry
    if number := case.value.get("register_no"):
        found = lookup(value, "/trust_register/number") or "—"
        yield "/trust_register/number", number, str(found)
    if not (contract := case.steps.get("contracted")):
        return
    every: Sequence[Mapping[str, Any]] = value.get("procurement", ())
    bought = next((one for one in every if one["contract_no"] == contract["number"]), None)
    at = "/procurement"
    if bought is None:
        yield at, contract["number"], "—"
        return
    yield at, contract["on"], bought["date"]
    yield at, contract["supplier_bin"], bought["supplier_bin"]
    if Fraction(str(bought["amount"])) != Fraction(str(contract["amount"])):
        yield at, str(contract["amount"]), str(bought["amount"])


def differences(
    context: Context, case: Case, told: list[tuple[str, str, str]]
) -> Iterator[Finding]:
    """CAS008 for each (field of the passport, what the case says, what the passport says)."""
    for field, expected, found in told:
        if expected != found:
            texts = {"field": field, "expected": expected, "found": found, "object": case.object}
            yield context.finding("CAS008", case.record, "/object", **texts)
