# SPDX-License-Identifier: MIT
"""Signed statements that an item does not apply, and the known gaps of legacy records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from esep.demo.case import Case
from esep.demo.plan import paid


def not_applicable(case: Case) -> list[dict[str, Any]]:
    """Return the statements that hold for the object at its stage."""
    by = case.phrase("positions", "waiver")
    return [
        {"item": item, "cycle": "0", "reason": why, "text": case.content.words("na", why),
         "by": by, "on": case.on("planning")}
        for item, why in _waived(case)
    ]  # fmt: skip


def _waived(case: Case) -> Iterator[tuple[str, str]]:
    if not paid(case) and case.level >= 1:
        why = "donation" if case.how == "donation" else "in_house"
        items = ("psp_agreement",) if case.kind == "psp" else ("contracts",)
        yield from ((item, why) for item in (*items, "procurement"))
    if case.proprietor != case.org and case.level >= 5:
        yield "bookkeeping", "service_model" if case.flag("service_model") else "of_other_person"
    if case.kind == "seir" and case.level >= 1:
        yield "infosec_docs", "stored_elsewhere"
        yield "manual_admin", "stored_elsewhere"
        yield "act_industrial", "no_separate_act"
    if case.kind in ("ici.apk", "ici.dc", "ici.net") and not case.tested and case.level >= 3:
        yield "is_tests", "not_subject_to_tests"
    if case.kind == "ici.apk" and case.level >= 1:
        yield "design_descr", "no_software"
    if case.how == "acquisition":
        designs = ("design_spec", "design_descr", "design_note")
        already = "design_descr" if case.kind == "ici.apk" else ""
        yield from ((item, "other") for item in (*designs, "act_trial") if item != already)
    yield from ((gap["waive"], gap["why"]) for gap in case.entry.get("gaps", []) if "waive" in gap)


def known_gaps(case: Case) -> list[dict[str, Any]]:
    """Return the debt of a legacy record."""
    return [
        {
            "item": gap["known"],
            "since": "2025-03-03",
            "due": "2027-03-01",
            "note": case.line("known_gap"),
        }
        for gap in case.entry.get("gaps", [])
        if "known" in gap
    ]
