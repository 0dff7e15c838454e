# SPDX-License-Identifier: MIT
"""Every case of tests/rules/*.yml: one change of the minimal registry, and what is said of it.

`files` replaces whole files by text (null deletes), `hex` by bytes, `copies` by a file of
tests/data/files; `set` and `remove` change values at ``path#/pointer``; `modes` gives git
modes, `on` the day; `repeat` fills a mark with many copies of a text.  A failing case names
the place where the finding must stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from esep.checks import run
from esep.checks.context import Context
from trees import ROOT

CASES = Path(__file__).parent


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yml")):
        if path.stem == "REV":
            continue  # cases of two commits: test_review_cases.py
        text = path.read_text(encoding="utf-8")
        for code, outcomes in yaml.load(text, Loader=yaml.CBaseLoader).items():
            for outcome in ("pass", "fail"):
                for case in outcomes.get(outcome, ()):
                    name = f"{code}-{outcome}-{case['name']}"
                    yield pytest.param(code, outcome, case, id=name)


@pytest.mark.parametrize(("code", "outcome", "case"), list(cases()))
def test_rule_case(
    code: str,
    outcome: str,
    case: dict[str, Any],
    files: dict[str, bytes],
    context_of: Callable[..., Context],
) -> None:
    changed = apply(case, files)
    on = date.fromisoformat(case["on"]) if "on" in case else None
    context = context_of(changed, **({"on": on} if on else {}), **case.get("modes", {}))

    found = [one for one in run(context, jobs=1) if one.code == code]

    if outcome == "pass":
        assert found == []
    else:
        places = {f"{one.location.path}#{one.location.pointer}" for one in found}
        assert case["at"] in places, places


def apply(case: dict[str, Any], files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the minimal registry with one case's changes made."""
    for path, text in case.get("files", {}).items():
        if text == "null":
            files.pop(path)
        else:
            for mark, (piece, times) in case.get("repeat", {}).items():
                text = text.replace(mark, piece * int(times))
            files[path] = text.encode()
    for path, digits in case.get("hex", {}).items():
        files[path] = bytes.fromhex(digits)
    for path, name in case.get("copies", {}).items():
        files[path] = (ROOT / "tests" / "data" / "files" / name).read_bytes()
    for place, value in case.get("set", {}).items():
        _edit(files, place, value)
    for place in case.get("remove", ()):
        _edit(files, place, None)
    return files


def _edit(files: dict[str, bytes], place: str, value: Any) -> None:
    path, _, pointer = place.partition("#")
    document = yaml.load(files[path], Loader=yaml.CBaseLoader) if path in files else {}
    *way, last = pointer.strip("/").split("/")
    node = document
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    if isinstance(node, list):
        node.append(value) if last == "-" else node.__setitem__(int(last), value)
    elif value is None:
        del node[last]
    else:
        node[last] = value
    files[path] = dump(document)


def dump(document: Any) -> bytes:
    """YAML in which every scalar is quoted: what was text stays the same text."""
    return yaml.dump(document, allow_unicode=True, sort_keys=False, default_style='"').encode()
