# SPDX-License-Identifier: MIT
"""Tracing tells what is covered, and refuses false claims."""

from __future__ import annotations

from dataclasses import replace

import pytest
from committed import BOOKS

from esep.errors import UserError
from esep.rulebook.trace import Ground, Trace, trace

# Built in two parts: this file itself is scanned for such comments.
COVERS = "# " + "covers: "
SCHEMA = b'{"properties": {"accounting_code": {}, "changes": {}}}'
BOTH = "COD001:\n  pass: [{name: a}]\n  fail: [{name: b}]\n"


def _ground(**files: str | bytes) -> Ground:
    stored = {p: d if isinstance(d, bytes) else d.encode() for p, d in files.items()}
    return Ground(stored.get, frozenset(stored))


def _traced(id_: str, ground: Ground) -> Trace:
    return next(t for t in trace(BOOKS, ground)[0] if t.row.id == id_)


def test_rule_with_both_cases_backs_a_check() -> None:
    found = _traced("R193-2d", _ground(**{"tests/rules/COD.yml": BOTH}))

    assert "COD001" in found.tested
    assert found.status == "covered"


@pytest.mark.parametrize("case", ["pass: [{name: a}]", "fail: [{name: a}]", "pass: []"])
def test_rule_with_one_case_backs_nothing(case: str) -> None:
    found = _traced("R193-2d", _ground(**{"tests/rules/COD.yml": f"COD001:\n  {case}\n"}))

    assert "COD001" in found.untested
    assert found.status == "missing"


def test_comment_of_a_test_backs_a_check() -> None:
    found = _traced("R193-2d", _ground(**{"tests/test_x.py": f"{COVERS}T-05, R193-2d\n"}))

    assert found.tests == ("tests/test_x.py",)
    assert found.status == "covered"


def test_comment_outside_tests_backs_nothing() -> None:
    found = _traced("R193-2d", _ground(**{"src/x.py": f"{COVERS}R193-2d\n"}))

    assert found.status == "missing"


def test_data_marker_backs_data_only_when_the_pointer_exists() -> None:
    with_it = _traced("R174-3", _ground(**{"schemas/passport.schema.json": SCHEMA}))
    without = _traced("R174-3", _ground(**{"schemas/passport.schema.json": b"{}"}))

    assert with_it.classes["D"]
    assert not without.classes["D"]


def test_out_of_scope_has_a_reason() -> None:
    found = [t for t in trace(BOOKS, _ground())[0] if t.status == "out_of_scope"]

    assert found
    assert all(set(t.row.reason) == {"kk", "ru", "en"} for t in found)


@pytest.mark.parametrize(
    ("path", "text", "claim"),
    [
        ("tests/test_x.py", f"{COVERS}R193-99z\n", "tests/test_x.py: covers R193-99z"),
        ("tests/rules/X.yml", "XYZ001:\n  pass: [a]\n", "tests/rules: cases for XYZ001"),
    ],
)
def test_false_claim_is_named(path: str, text: str, claim: str) -> None:
    assert any(c.startswith(claim) for c in trace(BOOKS, _ground(**{path: text}))[1])


@pytest.mark.parametrize(
    "mark",
    [
        "timer:never",
        "notice:N99",
        "command:nothing",
        "theme/no.html",
        "schemas/passport.schema.json#/no",
    ],
)
def test_marker_of_nothing_is_a_false_claim(mark: str) -> None:
    row = replace(BOOKS.requirements["R193-1"], implements=(mark,))
    changed = replace(BOOKS, requirements={row.id: row})
    claims = trace(changed, _ground(**{"schemas/passport.schema.json": SCHEMA}))[1]

    assert f"R193-1: implements {mark}, which does not exist" in claims


def test_rule_naming_an_unknown_requirement_is_a_false_claim() -> None:
    rule = replace(BOOKS.rules["YML001"], requirements=("R999-1",))
    claims = trace(replace(BOOKS, rules={rule.code: rule}), _ground())[1]

    assert "YML001: requirement R999-1 is not in the ledger" in claims


def test_case_file_that_is_not_plain_yaml_is_refused() -> None:
    with pytest.raises(UserError, match=r"tests/rules/X\.yml"):
        trace(BOOKS, _ground(**{"tests/rules/X.yml": "a: &x 1\n"}))
