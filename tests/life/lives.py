# SPDX-License-Identifier: MIT
"""Passports at any stage, with all the evidence that leads there or without some of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from esep.checks.context import Context
from esep.model.registry import ObjectRecord

FOLDER = "objects/qala-akimdigi/su-esebi"
PATH = f"{FOLDER}/passport.yml"
T3 = {"kk": "а", "ru": "а", "en": "a"}
STAGES = [
    ("planning", "2025-02-03"),
    ("creation.build", "2025-03-03"),
    ("creation.trial", "2025-06-02"),
    ("creation.test", "2025-08-04"),
    ("creation.rollout", "2025-10-06"),
    ("operation", "2025-12-15"),
]
SIGNED = {"by": "Бөлім басшысы", "on": "2025-03-01"}


def document(name: str, item: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "item": item, "title": T3, "form": "original", "language": "kk",
        "file": f"documents/{name}.pdf", "access": "internal", "version": "1", **more,
    }  # fmt: skip


def evidence(cycle: int = 0) -> list[dict[str, Any]]:
    """One original of every kind an information system needs on its way into operation."""
    more: dict[str, Any] = {"cycle": str(cycle)} if cycle else {}
    end = f"-{cycle}" if cycle else ""
    plain = ("infosec_docs", "is_tests", "manual_user", "manual_admin", "design_spec",
             "design_descr", "design_note", "act_trial", "act_industrial",
             "bookkeeping")  # fmt: skip
    found = [document(f"{item.replace('_', '-')}{end}", item, **more) for item in plain]
    found.append(document(f"tor{end}", "tor", approved=SIGNED, review_143="positive", **more))
    found.append(document(f"contract{end}", "contracts", contract_kind="creation", **more))
    for item in ("test_program", "test_protocols"):
        for kind in ("preliminary", "trial", "acceptance"):
            name = f"{item.replace('_', '-')}-{kind}{end}"
            found.append(document(name, item, test_kind=kind, **more))
    for role in ("procedures", "completion_certificate"):
        name = f"{role.replace('_', '-')}{end}"
        found.append(document(name, "act_trial", role=role, **more))
    return found


def life(stage: str = "planning", **more: Any) -> dict[str, Any]:
    """A passport whose evidence leads to `stage` and beyond."""
    names = [name for name, _ in STAGES]
    history = [{"stage": a, "since": b} for a, b in STAGES[: names.index(stage) + 1]]
    return {
        "schema_version": "1", "id": "su-esebi", "kind": "ici.is", "name": T3, "purpose": T3,
        "proprietor": "qala-akimdigi", "holder": "qala-akimdigi", "class": "3",
        "lifecycle": {"entry": "creation", "history": history},
        "platform_priority": {"on_icp": "yes"},
        "funding": [{"kind": "own", "route": "org_investment"}],
        "cost_calculations": [{"id": "c1", "method": "140/НҚ", "method_version": "1",
                               "result": "100", "date": "2025-02-10"}],
        "tests": [{"round": "t1", "laboratory": "Зертхана", "finished_on": "2025-09-30",
                   "result": "positive", "evidence_form": "protocol"}],
        "trial": {"procedures": "procedures", "completion_certificate": "completion-certificate",
                  "defects": [{"found_on": "2025-06-20", "what": "Қате",
                               "fixed_on": "2025-07-01"}]},
        "procurement": [{"contract_no": "1", "date": "2025-02-20", "supplier_bin": "210540001237",
                         "subject": T3, "amount": "100", "kind": "creation"}],
        "inventory": [{"name": T3, "kind": "software", "quantity": "1"}],
        "bookkeeping": [{"inventory_no": "1", "date": "2025-12-20"}],
        "doc_changes": [{"document": "tor", "version": "1", "date": "2025-10-20",
                         "change": "Бекітілді"}],
        "facts": FACTS,
        "documents": evidence(),
        "changes": [{"kind": "registration", "changed_on": "2025-02-03", "summary": T3,
                     "attested_by": "Бөлім басшысы"},
                    {"kind": "stage", "changed_on": history[-1]["since"], "summary": T3,
                     "attested_by": "Бөлім басшысы"}],
        **more,
    }  # fmt: skip


FACTS: dict[str, Any] = {
    "costs": [{"year": "2025", "kind": "creation", "plan": "100"}],
    "stored_data": [{"name": T3, "personal": "no"}],
    "installations": [{"site": "ЦОД", "environment": "production"}],
}


def with_cycle(value: dict[str, Any]) -> dict[str, Any]:
    """The passport with what development cycle 1 adds beside its documents."""
    retest = {**value["tests"][0], "round": "t2", "cycle": "1", "finished_on": "2026-04-20"}
    bought = {**value["procurement"][0], "kind": "development", "cycle": "1"}
    more = {"tests": retest, "procurement": {**bought, "date": "2026-01-20"},
            "doc_changes": {**value["doc_changes"][0], "cycle": "1"}}  # fmt: skip
    return {**value, **{field: [*value[field], one] for field, one in more.items()}}


def without(value: dict[str, Any], *documents: str) -> dict[str, Any]:
    """The passport without documents of these identifiers."""
    kept = [one for one in value["documents"] if one["id"] not in documents]
    return {**value, "documents": kept}


def dump(value: dict[str, Any]) -> str:
    """A passport as people write it; without the anchors that shared values would become."""
    return yaml.safe_dump(json.loads(json.dumps(value)), allow_unicode=True, sort_keys=False)


def record(
    context_of: Callable[..., Context],
    files: dict[str, bytes],
    value: dict[str, Any],
    on: date = date(2026, 11, 20),
) -> tuple[Context, ObjectRecord]:
    """The object in a registry of its own; files of its documents are empty shells."""
    path = f"{FOLDER}/passport.yml"
    context = context_of({**files, path: json.dumps(value, ensure_ascii=False).encode()}, on=on)
    found = context.registry.object(FOLDER)
    if not found.is_valid:
        errors = context.registry.schemas.errors("passport", found.value)
        raise AssertionError([f"{one.json_path}: {one.message}" for one in errors])
    return context, found


def put(root: Path, value: dict[str, Any]) -> None:
    (root / PATH).write_text(dump(value), encoding="utf-8")
