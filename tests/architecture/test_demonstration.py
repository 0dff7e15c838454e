# SPDX-License-Identifier: MIT
"""The demonstration shows every kind of finding, and its registers hold together."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

from esep.checks import check_registers
from esep.checks.context import Context
from esep.findings import Finding, Severity
from esep.model.metamodel import Metamodel
from esep.model.tree import DirTree
from trees import ROOT

# covers: R193-2a, R193-6, R193-20b, T-24, T-35, T-40

ON = date(2026, 11, 20)


@cache
def context() -> Context:
    return Context.of(DirTree(ROOT), ON)


@cache
def found() -> tuple[Finding, ...]:
    listed = check_registers(context())
    return tuple(one for one in listed if one.code[:3] in ("ARC", "PRJ"))


def test_registers_have_no_error() -> None:
    assert [one for one in found() if one.severity is Severity.ERROR] == []


def test_every_check_of_the_models_finds_something() -> None:
    shown = {one.code[4:] for one in found() if one.code[3] in "12" and one.code[:3] == "ARC"}

    assert shown >= {f"{number:02d}" for number in range(1, 14)}


def test_no_finding_of_the_models_blocks_a_registrant() -> None:
    at_objects = [one for one in found() if one.location.path.startswith("objects/")]

    assert at_objects
    assert {one.severity for one in at_objects} <= {Severity.NOTE, Severity.WARNING}


def test_at_least_six_domains_are_described_in_four_layers() -> None:
    domains = context().architecture.of("domains")

    assert sum(len(one.value["layers"]) == 4 for one in domains) >= 6


def test_conclusions_of_all_three_levels_are_there() -> None:
    levels = Counter(one.value["level"] for one in context().architecture.of("conclusions"))

    assert set(levels) == {"0", "1", "2"}


def test_fifteen_projects_stand_at_every_stage() -> None:
    projects = context().architecture.of("ict_projects")

    assert len(projects) >= 15
    assert {one.value["stage"] for one in projects} >= {"planning", "implementation", "operation"}


def test_every_kind_has_an_element() -> None:
    architecture = context().architecture
    empty = [name for name in architecture.metamodel.kinds if not architecture.of(name)]

    assert empty == []


def test_every_kind_has_an_archimate_type_and_titles_in_three_languages() -> None:
    for kind in Metamodel.read(DirTree(ROOT)).kinds.values():
        assert kind.archimate
        assert len(set(kind.titles)) == 3


def test_body_takes_part_in_several_domains() -> None:
    domains = context().architecture.of("domains")
    bodies = Counter(name for one in domains for name in one.value["participants"])

    assert max(bodies.values()) > 1
    assert any(len(one.value["participants"]) > 1 for one in domains)
