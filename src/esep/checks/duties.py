# SPDX-License-Identifier: MIT
"""What Order 129 asks of an object beyond its items; gates and rules ask it here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esep.model.passport import Cycle, Passport, cycle_of, flag, lookup

EXPERT_AREAS = ("informatization", "infosec")
_OWN_SITES = frozenset({"egov_infrastructure", "provider", "own"})
_DONATION_PARTS = ("economic_sense", "purpose_and_use", "no_similar_software")


def platform_faults(
    passport: Passport, kinds: list[str], cycle: Cycle | None = None
) -> Iterator[str]:
    """What the decision on the priority of the platform lacks (R129-14).

    ``decision``, ``exception``, ``justification``, ``evidence``, or ``never`` where E1 is
    claimed for an object that never ran outside the platform.
    """
    decision = platform_decision(passport, cycle)
    if passport.kind not in kinds and not decision:
        return  # a network or a server room is not created on a platform
    if not decision:
        yield "decision"
    elif not flag(decision["on_icp"]):
        exception = decision.get("exception")
        if not exception:
            yield "exception"
        if not decision.get("justification"):
            yield "justification"
        if exception == "E1" and not _ran_elsewhere(passport):
            yield "never"
        if exception == "E2" and not _has_document(passport, decision.get("evidence")):
            yield "evidence"
        if exception == "E3" and not lookup(passport.value, "/trust_register/number"):
            yield "evidence"


def platform_decision(passport: Passport, cycle: Cycle | None = None) -> Mapping[str, Any]:
    """The decision taken for the creation, or for a development cycle; empty where none is.

    That of the creation goes on for a cycle while it says the same of it: E2 and E3 speak of
    creating alone.
    """
    own: Mapping[str, Any] = passport.value.get("platform_priority", {})
    if cycle is None:
        return own
    lasts = own and (flag(own["on_icp"]) or own.get("exception") == "E1")
    carried = own if lasts or passport.trait("is_icp") else {}
    found: Mapping[str, Any] = cycle.value.get("platform_priority", carried)
    return found


def _ran_elsewhere(passport: Passport) -> bool:
    """Commissioned before, on a site that is not the platform."""
    site = passport.value.get("placement", {}).get("site")
    return passport.commissioned_on is not None and site in _OWN_SITES


def lacks_source_code(
    passport: Passport, kinds: list[str], on: date, cycle: Cycle | None = None
) -> bool:
    """Whether sources paid for by a budget were not handed over by a day (R129-11, R129-35)."""
    if passport.kind not in kinds or passport.trait("service_model"):
        return False
    paid = flag(cycle.value.get("budget_funded")) if cycle else _is_budget_funded(passport)
    if not paid or (not cycle and passport.entry != "creation"):
        return False
    transfer = passport.value.get("source_code", {})
    handed = str(transfer.get("transferred_on", ""))
    begun = cycle.history[0].since.isoformat() if cycle else ""
    is_out = not handed or handed < begun or handed > on.isoformat()
    return is_out or not _has_document(passport, transfer.get("evidence"))


def _is_budget_funded(passport: Passport) -> bool:
    """Said as a trait or by the funding: money does not vanish with a word left out."""
    return passport.trait("budget_funded") or _has_funding(passport, "kind", "budget")


def is_public_investment(passport: Passport) -> bool:
    """Whether the creation runs as a public investment project, as a trait or a funding says."""
    is_told = passport.trait("public_investment")
    return is_told or _has_funding(passport, "route", "public_investment")


def _has_funding(passport: Passport, field: str, value: str) -> bool:
    return any(one.get(field) == value for one in passport.value.get("funding", ()))


def lacks_agreement(cycle: Cycle) -> bool:
    """Whether a trustee began without the agreement of the authorised body (R129-10b)."""
    agreed = cycle.value.get("agreed_by_authorised_body", "9999")
    begun = cycle.history[0].since.isoformat()
    return cycle.value.get("developer") == "trustee" and str(agreed) > begun


def lacking_conclusions(passport: Passport) -> Iterator[str]:
    """Areas without a positive conclusion, for a public investment project (R129-6b)."""
    if is_public_investment(passport):
        for area in EXPERT_AREAS:
            if not has_conclusion(passport, area):
                yield area


def has_conclusion(passport: Passport, area: str) -> bool:
    """Whether the latest conclusion in an area is positive, of those before building began."""
    begun = passport.since("creation.build") or date.max
    found = [
        one
        for one in passport.value.get("conclusions", ())
        if one["area"] == area and one["date"] <= begun.isoformat()
    ]
    last = max(found, key=lambda one: str(one["date"]), default=None)
    return last is not None and last["result"] == "positive"


def donation_faults(passport: Passport) -> Iterator[str]:
    """What the conclusion on a donated or inherited object lacks (R129-23)."""
    case = passport.value.get("donation")
    if not case:
        yield "conclusion"
        return
    if case.get("result") != "positive" or not case.get("number"):
        yield "conclusion"
    for part in _DONATION_PARTS:
        if not case.get(part):
            yield part
    if case.get("integrator_opinion") != "positive":
        yield "integrator_opinion"


def has_trial_paper(passport: Passport, role: str, cycle: int) -> bool:
    """Whether an original shows the procedures or the completion of trial (R129-9.2)."""
    named = lookup(passport.value, f"/trial/{role}") if not cycle else None
    return any(
        one["form"] == "original" and (one["id"] == named or one.get("role") == role)
        for one in passport.documents
        if cycle_of(one) == cycle
    )


def open_defects(passport: Passport) -> int:
    """Defects of trial operation found and not fixed."""
    defects = passport.value.get("trial", {}).get("defects", ())
    return sum("fixed_on" not in one for one in defects)


def lacking_claim_facts(claim: Mapping[str, Any], facts: list[str]) -> list[str]:
    """Facts without which a warranty claim does not hold (R129-17)."""
    return [fact for fact in facts if not flag(claim.get(fact))]


def _has_document(passport: Passport, name: object) -> bool:
    return any(one["id"] == name for one in passport.documents)
