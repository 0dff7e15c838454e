# SPDX-License-Identifier: MIT
"""Requests to the operator: environments of the platform (p. 12), a place to stand (p. 13)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from esep.checks.acquisitions import differences
from esep.checks.context import Context
from esep.checks.procedures import Case, object_of
from esep.findings import Finding

_TOLD = {
    "granted_on": "granted",
    "agreement_on": "agreed",
    "returned_on": "returned",
}


def check_environment(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008, CAS030, CAS032 of one request for environments."""
    agreed, granted = case.steps.get("agreed", {}), case.steps.get("granted")
    if Fraction(str(agreed.get("charge", "0"))) > 0:
        at, charge = "/steps/agreed/charge", agreed["charge"]
        yield context.finding("CAS030", case.record, at, charge=charge)
    wanted = set(case.value["environments"])
    if granted and (given := set(granted.get("environments", wanted))) != wanted:
        for kind in sorted(given ^ wanted):
            yield context.finding("CAS032", case.record, "/steps/granted", environment=kind)
    yield from _environments(context, case)


def _environments(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008: what the passport says of the same environments."""
    record, asked = object_of(context, case), case.steps.get("received", {}).get("on")
    for one in record.value.get("environments", ()) if record else ():
        if one["kind"] in case.value["environments"] and one.get("requested_on") == asked:
            told = [
                (f"/environments/{field}", str(case.steps[step]["on"]), one[field])
                for field, step in _TOLD.items()
                if field in one and step in case.steps
            ]
            yield from differences(context, case, told)


def check_placement(context: Context, case: Case) -> Iterator[Finding]:
    """CAS008, CAS040, CAS041 of one request for placement."""
    record, away = object_of(context, case), case.steps.get("placed_elsewhere")
    refused = case.steps.get("impossible")
    if away:
        allowed = context.rulebooks.orders["129"].data["elsewhere_classes"]
        number = str(record.value.get("class", "")) if record else ""
        if number and number not in allowed:
            at = "/steps/placed_elsewhere"
            yield context.finding("CAS040", case.record, at, number=number)
    if refused and not (refused.get("explanation") and refused.get("evidence")):
        yield context.finding("CAS041", case.record, "/steps/impossible")
    settled = case.steps.get("provided") or away
    if record and settled:
        site = str(record.value.get("placement", {}).get("site", "—"))
        yield from differences(context, case, [("/placement/site", settled["site"], site)])
