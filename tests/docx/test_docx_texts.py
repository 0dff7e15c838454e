# SPDX-License-Identifier: MIT
"""Every rule of the draft check speaks three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import esep.docx
from esep.docx import Fault
from esep.docx.texts import how_to_fix, message, names, rules
from esep.findings import Severity
from esep.i18n import LANGUAGES

SOURCE = "".join(path.read_text() for path in Path(esep.docx.__file__).parent.glob("*.py"))
RULES = sorted(set(re.findall(r"DX-\d{3}", SOURCE)))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_rules_in_code_and_in_texts_are_the_same() -> None:
    assert sorted(rules()) == RULES


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("part", ["message", "fix"])
def test_text_exists_in_every_language(rule: str, part: str) -> None:
    texts = rules()[rule][part]
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1
    assert len(set(texts.values())) == len(LANGUAGES)


@pytest.mark.parametrize("name", names())
def test_name_exists_in_every_language(name: str) -> None:
    assert set(names()[name]) == set(LANGUAGES)


@pytest.mark.parametrize("rule", RULES)
def test_fix_says_what_to_do_in_both_programs(rule: str) -> None:
    for text in rules()[rule]["fix"].values():
        assert "LibreOffice" in text or "DX-3" in rule
        assert "Word" in text


def test_name_is_put_into_the_language_of_the_reader() -> None:
    fault = Fault("DX-101", Severity.ERROR, params={"found": "@encrypted"})
    assert "шифрланған" in message(fault, "kk")
    assert "зашифрованный" in message(fault, "ru")


def test_missing_value_stays_visible() -> None:
    assert "{target}" in message(Fault("DX-305", Severity.ERROR), "ru")


def test_value_with_braces_is_not_filled_again() -> None:
    fault = Fault("DX-305", Severity.ERROR, "p", {"target": "{part}{0}{a.b}"})
    assert "{part}{0}{a.b}" in message(fault, "en")


def test_unknown_name_is_shown_as_it_is() -> None:
    fault = Fault("DX-305", Severity.ERROR, params={"target": "@nobody"})
    assert "@nobody" in message(fault, "en")


def test_unknown_rule_is_visible_and_no_crash() -> None:
    assert "kk?" in how_to_fix(Fault("DX-999", Severity.ERROR), "kk")
