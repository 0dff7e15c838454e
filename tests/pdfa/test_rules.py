# SPDX-License-Identifier: MIT
"""Every rule of the checker itself: files that break it and near misses that conform."""

from __future__ import annotations

import pytest
from builders import Draft
from cases_that_fail import FAIL
from cases_that_pass import PASS

from esep.pdfa import check
from esep.pdfa.registry import BY_MODULE, LEVEL_A, RULES

# 8,388,608 objects need a file of 100 MB: the count itself is tested in test_reading.
NOT_BUILT = {"6.1.12-7"}


def rule_of(case: str) -> str:
    return case.rsplit("-", 2)[0]


def data_of(case: bytes | Draft) -> bytes:
    return case if isinstance(case, bytes) else case.build()


def level_of(rule: str) -> str:
    return "a" if rule in LEVEL_A else "b"


@pytest.mark.parametrize("case", FAIL)
def test_file_is_refused_when_it_breaks_the_rule(case):
    rule = rule_of(case)
    report = check(data_of(FAIL[case]), level_of(rule))
    assert (rule in report.counts, report.verdict) == (True, "does-not-conform"), report.counts


@pytest.mark.parametrize("case", PASS)
def test_file_conforms_when_it_only_comes_near(case):
    report = check(data_of(PASS[case]), level_of(rule_of(case)))
    assert report.accepted, (report.counts, report.faults)


def test_every_rule_has_a_file_that_breaks_it():
    ours = set(RULES) - set(BY_MODULE["xmp"]) - NOT_BUILT
    assert ours - {rule_of(case) for case in FAIL} == set()


def test_registry_holds_the_135_rules_of_the_reference_profiles():
    assert len(RULES) == 135
