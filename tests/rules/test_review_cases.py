# SPDX-License-Identifier: MIT
"""Every case of tests/rules/REV.yml: a submission by somebody, and what is said of it.

`base` and `head` change files as in test_cases.py, the head on top of the base; `move` renames
what starts with a path, `modes` gives git modes, `many` makes numbered files; `ledger` names the
objects with a code. `actor`, `number` and `approved_by` are the facts of the event, `push` the ref.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_cases import apply

from esep.workflow.receive import check_push
from esep.workflow.review import review
from esep.workflow.submission import Request
from repos import ON, base_files, build, ledger

CASES = Path(__file__).with_name("REV.yml")


def cases() -> Iterator[Any]:
    text = CASES.read_text(encoding="utf-8")
    for code, outcomes in yaml.load(text, Loader=yaml.CBaseLoader).items():
        for outcome in ("pass", "fail"):
            for case in outcomes[outcome]:
                yield pytest.param(code, outcome, case, id=f"{code}-{outcome}-{case['name']}")


@pytest.mark.parametrize(("code", "outcome", "case"), list(cases()))
def test_review_case(code: str, outcome: str, case: dict[str, Any], tmp_path: Path) -> None:
    base = apply(case.get("base", {}), dict(base_files()))
    change = case.get("head", {})
    head = _head(change, base)
    messages, orphan = case.get("messages", ["Change"]), "orphan" in case
    repo = build(tmp_path, head, base=base, messages=messages, orphan=orphan)
    approved = tuple(case.get("approved_by", ()))
    request = Request(
        repo.base, repo.head, case.get("actor", "aigul"), case.get("number"), approved
    )

    if "push" in case:
        facts = (repo.base, repo.head, case["push"], request.login, approved)
        said = list(check_push(repo.path, *facts, ON))
    else:
        said = list(review(repo.path, request, ON).findings)
    found = [one for one in said if one.code == code]

    if outcome == "pass":
        assert found == []
    else:
        places = {f"{one.location.path}#{one.location.pointer}" for one in found}
        assert case["at"] in places, places


def _head(change: dict[str, Any], base: dict[str, bytes]) -> dict[str, Any]:
    """What differs from the base; None where a file is gone."""
    after: dict[str, Any] = apply(change, dict(base))
    for old, new in change.get("move", {}).items():
        for path in [one for one in after if one.startswith(old)]:
            after[new + path.removeprefix(old)] = after.pop(path)
    if "ledger" in change:
        after["registry/codes.jsonl"] = ledger(*change["ledger"])
    for pattern, count in change.get("many", {}).items():
        after |= {pattern.format(number): b"%d" % number for number in range(int(count))}
    for path, size in change.get("sizes", {}).items():
        after[path] = b"\0" * int(size)
    gone = {path: None for path in base if path not in after}
    changed = {path: data for path, data in after.items() if base.get(path) != data}
    modes = change.get("modes", {})
    return {
        **changed,
        **gone,
        **{path: (mode, after.get(path, b"x")) for path, mode in modes.items()},
    }
