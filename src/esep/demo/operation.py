# SPDX-License-Identifier: MIT
"""Blocks of a passport that come with money and work: tests, trial, books, warranty, duties."""

from __future__ import annotations

from typing import Any

from esep.demo.case import TODAY, Case
from esep.demo.content import three
from esep.demo.history import cancelled, reason
from esep.demo.nature import on_books
from esep.demo.plan import Doc
from esep.demo.schedule import year_later


def operation_blocks(case: Case, docs: list[Doc]) -> dict[str, Any]:
    """Return the blocks in the order of the schema; absent ones are empty."""
    ids = {doc.id for doc in docs}
    data: dict[str, Any] = {}
    if case.level >= 5:
        data["warranty"] = _warranty(case)
    data["source_code"] = _handed(case, docs)
    data["funding"] = _funding(case)
    data["cost_calculations"] = _calculation(case)
    data["conclusions"] = _conclusions(case, ids)
    if case.how == "acquisition":
        data["trust_register"] = {"listed": "yes", "number": f"РДПО-{case.pick('trust', 100, 990)}",
                                  "checked_on": case.on("calculation")}  # fmt: skip
    if case.flag("service_model"):
        data["exclusive_rights"] = case.proprietor
    if case.flag("icp"):
        data |= _platform_environments()
    elif case.kind == "psp" and case.level >= 1:
        data["environments"] = _environments(case)
    if case.level >= 5:
        names = ("requirements_832", "data_management", "backup", "access_log", "log_archive",
                 "paper_reduction")  # fmt: skip
        data["operation"] = dict.fromkeys(names, "yes")
    unit = case.pick("unit", 0, 2)
    data["contacts"] = [
        {
            "unit": three(case.content.phrases["units"][unit]),
            "position": three(case.content.phrases["position_names"][unit]),
        }
    ]
    data["tests"] = _tests(case, docs)
    if "trial-certificate" in ids:
        data["trial"] = _trial(case, ids)
    if "bookkeeping" in ids:
        data["bookkeeping"] = _books(case, ids)
    if case.how in ("donation", "inheritance"):
        data["donation"] = _donation(case, ids)
    if "ended" in case.entry:
        data["termination"] = _termination(case)
    return data


def _warranty(case: Case) -> dict[str, Any]:
    start = case.dates["operation"]
    return {
        "start": str(start),
        "end": str(year_later(start)),
        "supplier": case.entry["supplier"],
        "basis": case.line("warranty", d=str(start)),
    } | ({"claims": [_claim(case)]} if _claimed(case) else {})


def _claimed(case: Case) -> bool:
    return case.pick("claim", 0, 3) == 0 and case.after("operation", 90) < TODAY.isoformat()


def _claim(case: Case) -> dict[str, str]:
    # The five facts of a claim (Order 129, p. 17).
    proven = ("failure_documented", "supplier_fault", "correct_operation", "no_intervention",
              "within_tor")  # fmt: skip
    claim = {"on": case.after("operation", 47), "subject": case.line("claim")}
    return claim | dict.fromkeys(proven, "yes") | {"resolved_on": case.after("operation", 61)}


def _handed(case: Case, docs: list[Doc]) -> dict[str, Any]:
    acts = [doc for doc in docs if doc.extra.get("role") == "source_code_transfer"]
    if not acts:
        return {}
    last = max(acts, key=lambda doc: doc.date)
    return {
        "transferred_on": last.date,
        "evidence": last.id,
        "repository_location": case.line("code_store"),
    }


def _funding(case: Case) -> list[dict[str, Any]]:
    quasi = case.content.organisations[case.org]["type"] in ("quasi_state", "operator")
    if case.how == "donation":
        return [{"kind": "grant", "amount": "0"}]
    kind = "service" if case.flag("service_model") else "own" if quasi else "budget"
    line = {"kind": kind, "amount": str(case.money)}
    if not quasi:
        line["route"] = "public_investment" if case.flag("investment") else "org_investment"
    year = case.dates["planning"].year
    return [line | {"basis": case.line("budget_of", y=str(year + 1))}]


def _calculation(case: Case) -> list[dict[str, Any]]:
    rate = case.pick("rate", 52, 84) * 1000
    points = -(-case.money * 103 // 100 // rate)
    return [{
        "id": "calc-1", "method": "function-points", "method_version": "2.1",
        "inputs": {"function_points": str(points), "rate": str(rate)},
        "result": str(points * rate), "date": case.on("calculation"),
    }]  # fmt: skip


def _conclusions(case: Case, ids: set[str]) -> list[dict[str, Any]]:
    return [
        {"area": area, "number": f"{case.pick(area, 100, 900)}/{area[:2].upper()}",
         "date": case.on("conclusion"), "result": "positive", "document": f"conclusion-{area}"}
        for area in ("informatization", "infosec")
        if f"conclusion-{area}" in ids
    ]  # fmt: skip


def _platform_environments() -> dict[str, Any]:
    return {
        "requirements_url": "https://tirek.example/icp/requirements",
        "environments": [{"kind": kind} for kind in ("development", "testing", "trial")],
    }


def _environments(case: Case) -> list[dict[str, Any]]:
    rows = []
    for kind, milestone, level in (
        ("development", "creation.build", 1),
        ("testing", "preliminary", 2),
        ("trial", "creation.trial", 2),
    ):
        if case.level >= level:
            rows.append(
                {
                    "kind": kind,
                    "requested_on": case.after(milestone, -14),
                    "granted_on": case.after(milestone, -5),
                    "agreement_on": case.after(milestone, -4),
                    "agreement": f"ИКП-{case.pick(kind, 10, 99)}",
                    **_returned(case, milestone),
                }
            )
    return rows


def _returned(case: Case, milestone: str) -> dict[str, str]:
    day = case.after(milestone, 80)
    back = day <= TODAY.isoformat() and not case.flag("overdue")
    return {"returned_on": day} if back else {}


def _tests(case: Case, docs: list[Doc]) -> list[dict[str, Any]]:
    laboratory = case.content.organisations["aqniet-zerthana"][case.lang]
    rounds = []
    for cycle in sorted({doc.cycle for doc in docs if doc.item == "is_tests"}):
        papers = [doc for doc in docs if doc.item == "is_tests" and doc.cycle == cycle]
        bad = any(doc.extra["result"] == "negative" for doc in papers)
        rounds.append(
            {
                "round": f"r{cycle + 1}",
                "cycle": str(cycle),
                "laboratory": laboratory,
                "finished_on": papers[0].date,
                "result": "negative" if bad else "positive",
                "evidence_form": papers[0].extra["evidence_form"],
                "documents": [doc.id for doc in papers],
            }
            | (_lapsed(case) if not cycle else {})
        )
    return rounds


def _lapsed(case: Case) -> dict[str, str]:
    until = case.entry.get("evidence_until")
    return {"valid_until": until} if until else {}


def _trial(case: Case, ids: set[str]) -> dict[str, Any]:
    defects = [
        {"found_on": case.after("creation.trial", 9 + 12 * n), "what": case.line(f"defect_{n}"),
         "fixed_on": case.after("creation.trial", 17 + 13 * n)}
        for n in range(2)
    ]  # fmt: skip
    data: dict[str, Any] = {"defects": defects, "completion_certificate": "trial-certificate"}
    return ({"procedures": "test-program-trial"} if "test-program-trial" in ids else {}) | data


def _books(case: Case, ids: set[str]) -> list[dict[str, Any]]:
    if not on_books(case):
        return []
    line = {
        "inventory_no": f"{case.org[:3].upper()}-{case.pick('book', 100000, 999999)}",
        "date": case.on("bookkeeping"),
        "value": str(case.money),
        "document": "bookkeeping",
    }
    if "write-off" in ids:
        line["written_off_on"] = case.entry["wrote_off"]
    return [line]


def _donation(case: Case, ids: set[str]) -> dict[str, Any]:
    # Order 129, p. 23: three indicators and the opinion of the service integrator.
    parts = ("economic_sense", "purpose_and_use", "no_similar_software")
    data = {"number": f"{case.pick('donation', 12, 240)}/ТҚ", "date": case.on("planning"),
            "result": "positive"}  # fmt: skip
    data |= {"document": "donation"} if "donation" in ids else {}
    data |= {part: case.line(part) for part in parts} | {"integrator_opinion": "positive"}
    lacking = {part for gap in case.gaps for part in gap.get("no_part", [])}
    return {key: value for key, value in data.items() if key not in lacking}


def _termination(case: Case) -> dict[str, Any]:
    kept = {} if cancelled(case) else {"data_retention": case.line("kept")}
    return {"on": case.entry["ended"], "reason": reason(case)} | kept
