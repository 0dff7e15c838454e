# SPDX-License-Identifier: MIT
"""The life of a demonstration object: stages, development cycles, changes."""

from __future__ import annotations

from typing import Any

from esep.demo.case import IMPORTED, Case
from esep.demo.content import three
from esep.model.passport import STAGES

_SILENT = "2026-05-22"  # data older than half a year are confirmed
_FIRST = {"donation": 2, "inheritance": 2, "legacy": 5}
_STEPS = (
    ("build", "creation.build"),
    ("trial", "creation.trial"),
    ("test", "creation.test"),
    ("rollout", "creation.rollout"),
    ("closed", "operation"),
)


def since(case: Case, stage: str) -> str:
    """Return the ISO date the object came to `stage`."""
    if stage in ("terminated", "written_off"):
        return str(case.entry["ended" if stage == "terminated" else "wrote_off"])
    return case.on(stage)


def stages(case: Case) -> list[str]:
    """Return the stages passed, the current one last."""
    passed = [stage for n, stage in enumerate(STAGES) if _FIRST.get(case.how, 0) <= n <= case.level]
    if case.how == "acquisition":
        passed = [stage for stage in passed if not stage.startswith("creation.")]
    return [*passed, "terminated"] if cancelled(case) else passed


def cancelled(case: Case) -> bool:
    """Whether the object ended before it came into operation."""
    return "ended" in case.entry and case.level < STAGES.index("terminated")


def recorded(case: Case) -> str:
    """Return the ISO date of the first record."""
    return IMPORTED if case.how == "legacy" else since(case, stages(case)[0])


def lifecycle(case: Case) -> dict[str, Any]:
    """Return entry and history of the object."""
    history = []
    for stage in stages(case):
        on, words = since(case, stage), case.content.phrases["basis"][case.lang]
        basis = words[STAGES.index(stage)].format(d=on, n=case.pick(stage, 2, 340))
        line = {"stage": stage, "since": on, "basis": basis}
        if stage == "terminated":
            line["reason"] = reason(case)[case.lang]
        history.append(line)
    return {"entry": case.how, "history": history}


def reason(case: Case) -> dict[str, str]:
    """Return why the object was taken out of use."""
    if "ended_because" in case.entry:
        return dict(case.entry["ended_because"])
    heir = case.content.objects.get(case.entry.get("successor", ""))
    if heir is None:
        return three(case.content.phrases["no_need"])
    replaced = three(case.content.phrases["replaced"])
    return {lang: text.format(o=heir["short"][lang]) for lang, text in replaced.items()}


def development(made: list[Case]) -> list[dict[str, Any]]:
    """Return the development cycles of the object."""
    cycles = []
    for case, texts in zip(made[1:], made[0].entry.get("dev", []), strict=True):
        words = case.content.phrases["basis"][case.lang]
        history = [
            {"stage": step, "since": case.on(stage),
             "basis": words[level].format(d=case.on(stage), n=case.pick(step, 2, 300))}
            for level, (step, stage) in enumerate(_STEPS, 1)
            if level <= case.level
        ]  # fmt: skip
        cycles.append(
            {
                "number": str(case.cycle),
                "summary": {lang: texts[lang] for lang in ("kk", "ru", "en")},
                "developer": texts["developer"],
                **_agreed(case, texts),
                "budget_funded": "yes",
                "history": history,
            }
        )
    return cycles


def _agreed(case: Case, texts: dict[str, Any]) -> dict[str, str]:
    # Order 129, p. 10: a trustee develops on terms the authorised body has agreed.
    trustee = texts["developer"] == "trustee"
    return {"agreed_by_authorised_body": case.on("tor")} if trustee else {}


def changes(made: list[Case]) -> list[dict[str, Any]]:
    """Return one entry per submission, newest last."""
    case, phrases = made[0], made[0].content.words
    begun = recorded(case)
    later = [stage for stage in stages(case)[1:] if since(case, stage) > begun]
    rows = [("registration", begun, phrases("changes", "registration"))]
    rows += [("stage", since(case, stage), phrases("stages", stage)) for stage in later]
    for cycle in made[1:]:
        rows.append(("development", cycle.on("creation.build"), phrases("changes", "development")))
        if cycle.level == 5:
            rows.append(("development", cycle.on("operation"), phrases("changes", "closed")))
    if case.level == 5:
        rows += _quiet(case)
    elif max(on for _, on, _ in rows) < _SILENT and not (
        case.flag("stale") or "ended" in case.entry
    ):
        rows.append(_confirmed(case))
    return [
        {"kind": kind, "changed_on": on, "summary": summary,
         "attested_by": case.phrase("positions", f"attest-{kind}-{on}")}
        for kind, on, summary in sorted(rows, key=lambda row: row[1])
    ]  # fmt: skip


def _quiet(case: Case) -> list[tuple[str, str, dict[str, str]]]:
    words = case.content.words
    if case.dates["operation"].year >= 2026:
        return []
    rows = [("support", "2026-01-19", words("changes", "support"))] if case.level == 5 else []
    return [*rows, _confirmed(case)]


def _confirmed(case: Case) -> tuple[str, str, dict[str, str]]:
    on = f"2026-{case.pick('month', 9, 10):02d}-{case.pick('day', 7, 9):02d}"
    return "confirmation", on, case.content.words("changes", "confirmation")
