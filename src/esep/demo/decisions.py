# SPDX-License-Identifier: MIT
"""What the service integrator decided of statements: waivers and rejections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from esep.demo.case import Case
from esep.demo.nature import bought, designs


def decisions(case: Case) -> dict[str, Any]:
    """Return the object's file of decisions; empty where nothing was asked or answered."""
    data: dict[str, list[dict[str, Any]]] = {}
    for answer, item, why in _answers(case):
        row = {"item": item, "reason": case.content.words("decided", why),
               "by": case.line("integrator"), "on": case.after("operation", 2)}  # fmt: skip
        data.setdefault(answer, []).append(row)
    return {"schema_version": "1", "id": case.id} | data if data else {}


def _answers(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield waivers or rejections, the item, and the key of the reason."""
    if bought(case):
        # An acquired product is not built: it has no preliminary and no trial tests.
        awaited = {gap.get("awaiting") for gap in case.gaps}
        items = (*designs(case), "act_trial", "test_program", "test_protocols")
        yield from (("waivers", item, "bought") for item in items if item not in awaited)
    for gap in case.gaps:
        if "answer" in gap:
            yield gap["answer"], gap["waive"], gap.get("says", gap["why"])
