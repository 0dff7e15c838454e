# SPDX-License-Identifier: MIT
"""Signed statements that an item does not apply, and the known gaps of legacy records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from esep.demo.case import IMPORTED, Case
from esep.demo.history import recorded
from esep.demo.nature import designs, paid


def not_applicable(case: Case) -> list[dict[str, Any]]:
    """Return the statements that hold for the object at its stage."""
    by = case.phrase("positions", "waiver")
    return [
        {"item": item, "cycle": "0", "reason": why, "text": case.content.words("na", text),
         "by": by, "on": on}
        for item, why, text, on in _waived(case)
    ]  # fmt: skip


def _waived(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Yield the item, the reason, the key of its text and the day it was signed."""
    yield from ((item, why, why, recorded(case)) for item, why in _by_nature(case))
    for gap in case.gaps:
        if "waive" in gap:
            yield gap["waive"], gap["why"], gap.get("says", gap["why"]), case.on("operation")


def _by_nature(case: Case) -> Iterator[tuple[str, str]]:
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
        yield from ((item, "other") for item in (*designs(case), "act_trial"))


def known_gaps(case: Case) -> list[dict[str, Any]]:
    """Return the debt of a legacy record."""
    return [
        {
            "item": gap["known"],
            "since": IMPORTED,
            "due": "2027-03-01",
            "note": case.line("known_gap"),
        }
        for gap in case.gaps
        if "known" in gap
    ]
