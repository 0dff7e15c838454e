# SPDX-License-Identifier: MIT
"""Every rule speaks three languages, with the same placeholders, and says how to repair."""

from __future__ import annotations

import re
import string

import pytest

from esep.findings import Severity
from esep.i18n import LANGUAGES
from esep.pdfa import security
from esep.pdfa.faults import Fault
from esep.pdfa.texts import load_rules, printable, render
from esep.pdfa.xmp import SECURITY

# Clauses of ISO 19005-1 and the number of tests that the reference checker counts in each.
TESTS = {
    "6.1.2": 2, "6.1.3": 4, "6.1.4": 3, "6.1.6": 2, "6.1.7": 3, "6.1.8": 1, "6.1.10": 2,
    "6.1.11": 2, "6.1.12": 10, "6.1.13": 1, "6.2.2": 2, "6.2.3.2": 2, "6.2.3.3": 3, "6.2.4": 5,
    "6.2.5": 1, "6.2.6": 1, "6.2.7": 1, "6.2.8": 2, "6.2.9": 1, "6.2.10": 1, "6.3.2": 7,
    "6.3.3.1": 1, "6.3.3.2": 1, "6.3.3.3": 2, "6.3.4": 1, "6.3.5": 3, "6.3.6": 1, "6.3.7": 3,
    "6.3.8": 1, "6.4": 6, "6.5.2": 1, "6.5.3": 6, "6.6.1": 3, "6.6.2": 3, "6.7.2": 2,
    "6.7.3": 8, "6.7.5": 2, "6.7.8": 19, "6.7.9": 3, "6.7.11": 6, "6.8.2.2": 1, "6.8.3.3": 1,
    "6.8.3.4": 2, "6.8.4": 1, "6.9": 2,
}  # fmt: skip
ONLY_LEVEL_A = {"6.3.8-1", "6.8.2.2-1", "6.8.3.3-1", "6.8.3.4-1", "6.8.3.4-2", "6.8.4-1"}
RULES = load_rules()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_rules_are_all_of_the_standard_and_all_security_findings():
    standard = {f"{clause}-{n}" for clause, count in TESTS.items() for n in range(1, count + 1)}

    assert len(standard) == 135
    assert set(RULES) == standard | set(security.MEANING) | set(SECURITY)


def test_level_a_rules_are_those_that_level_b_does_not_have():
    assert {id_ for id_, rule in RULES.items() if rule.level == "a"} == ONLY_LEVEL_A


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rule_has_every_text_in_every_language(rule):
    for texts in (rule.title, rule.message, rule.fix):
        assert set(texts) == set(LANGUAGES)
        assert all(text.strip() for text in texts.values())
    assert rule.severity is Severity.ERROR


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rule_has_the_same_plain_placeholders_in_every_language(rule):
    names = [placeholders(rule.message[lang]) for lang in LANGUAGES]

    assert names[0] == names[1] == names[2]
    assert all(re.fullmatch(r"[a-z]+", name) for name in names[0])


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rule_tells_requirement_then_finding_in_the_letters_of_the_language(rule):
    assert ";" in rule.message["kk"] or ":" in rule.message["kk"]
    assert re.search("[әғқңөұүһі]", rule.message["kk"].lower())
    assert re.search("[а-я]", rule.message["ru"]) and not re.search(
        "[әғқңөұүһі]", rule.message["ru"]
    )
    assert not re.search("[а-яё]", rule.message["en"].lower())


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_fix_names_a_program_that_a_clerk_has(rule):
    programs = "Word|LibreOffice|[Oo][Cc][Rr]my[Pp][Dd][Ff]|ocrmypdf|Ghostscript|gs "

    if rule.id != "S-CHECKER":
        assert all(re.search(programs, text) for text in rule.fix.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_render_shows_a_question_mark_when_a_parameter_is_missing(lang):
    message, fix = render(Fault("6.7.9-2", params={"property": "own:code"}), lang)

    assert "own:code (?)" in message
    assert fix


def test_render_appends_parameters_that_have_no_placeholder():
    message, _ = render(Fault("6.3.4-1", params={"font": "Arial", "odd": "1"}), "en")

    assert message.endswith("(font: Arial; odd: 1)")


def test_render_leaves_braces_of_a_value_alone():
    message, _ = render(Fault("6.7.9-2", params={"property": "{namespace}"}), "en")

    assert "{namespace}" in message


def test_render_tells_an_unknown_rule_by_its_id():
    assert render(Fault("6.9.9-1"), "ru") == ("6.9.9-1", "")


def test_printable_shows_control_and_direction_marks_by_code():
    assert printable("a\x1b[31m\u202eб\n") == "a\\u001b[31m\\u202eб\\u000a"


def test_printable_cuts_what_is_long():
    assert printable("ә" * 300) == "ә" * 200 + "…"
