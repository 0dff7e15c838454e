# SPDX-License-Identifier: MIT
"""Write the next stage, or the next step of a development cycle, into a passport."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from esep.checks.gates import Gate
from esep.errors import UserError
from esep.i18n import LANGUAGES, pick
from esep.model.passport import Passport
from esep.rulebook import Rulebooks
from esep.workflow.insert import InsertError, append


def advanced(
    text: str,
    passport: Passport,
    gate: Gate,
    on: date,
    by: str,
    rulebooks: Rulebooks,
    opening: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """The passport's text after the step; raise `UserError` for a closed gate.

    One entry in the history, one in `changes`: nothing else of the text moves.  `opening` is
    what is said of a cycle that starts with this step: its developer, its decisions.
    """
    if not gate.is_open:
        raise UserError(f"the gate to {gate.target} must be open; {len(gate.lacking)} things lack")
    cycle = passport.cycle(gate.cycle)
    history = cycle.history if cycle else passport.history
    if on < history[-1].since:
        raise UserError(f"the step must not precede the last one ({history[-1].since}); found {on}")
    step = {"stage": gate.target, "since": on.isoformat()}
    try:
        if not gate.cycle:
            text = append(text, ("lifecycle", "history"), step)
        elif gate.source == "none":
            opened = {"number": str(gate.cycle), **opening, "history": [step]}
            text = append(text, ("development_cycles",), opened)
        else:
            numbers = [one.number for one in passport.cycles]
            way = ("development_cycles", numbers.index(gate.cycle), "history")
            text = append(text, way, step)
        return append(text, ("changes",), _change(gate, on, by, rulebooks))
    except InsertError as error:
        raise UserError(f"the passport cannot take the step: {error}") from None


def _change(gate: Gate, on: date, by: str, rulebooks: Rulebooks) -> Mapping[str, object]:
    words = rulebooks.labels["life"]
    key = (
        "advanced" if not gate.cycle else "cycle_opened" if gate.source == "none" else "cycle_step"
    )
    stage = rulebooks.term("stage", gate.target)
    summary = {
        lang: pick(words[key], lang).format(cycle=gate.cycle, stage=pick(stage, lang))
        for lang in LANGUAGES
    }
    kind = "development" if gate.cycle else "stage"
    change: dict[str, object] = {"kind": kind, "changed_on": on.isoformat(), "summary": summary}
    return {**change, "attested_by": by} if by else change
