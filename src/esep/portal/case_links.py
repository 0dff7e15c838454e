# SPDX-License-Identifier: MIT
"""From an object to the cases about it, and from a deadline of a register to what runs there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from esep.checks import applications
from esep.checks.clocks import About
from esep.checks.context import Context
from esep.checks.procedures import Case, cases, cases_of
from esep.portal.addresses import page
from esep.portal.tongues import pick
from esep.reports.cases import state
from esep.reports.decision_words import say

CASES, LIST = "cases", "operator-list"


class Link(NamedTuple):
    """One case: what it is, where its page stands, and its state in words."""

    title: str
    url: str
    state: str


def case_page(lang: str, case: Case) -> str:
    """The address of a case."""
    return page(lang, CASES, case.kind, case.id)


def links(context: Context, lang: str, name: str) -> Iterator[Link]:
    """The cases about one object, applications for the operator's list last."""
    books = context.rulebooks
    for case in cases_of(context, name):
        title = pick(books.term("case_kind", case.kind), lang)
        yield Link(f"{title}: {case.id}", case_page(lang, case), state(context, case, lang))
    for one in _applications(context).get(name, ()):
        title = f"{say('cases.list', lang)}: {one.id}"
        told = pick(books.term("list_state", one.state), lang)
        yield Link(title, page(lang, LIST, one.id), told)


def place_of(context: Context, about: About, lang: str) -> tuple[str, str]:
    """The name of what a clock of a register is about, and its page; both empty for others."""
    known = vars(context)
    if "places_of_clocks" not in known:
        known["places_of_clocks"] = dict(_places(context))
    found = known["places_of_clocks"].get((about.path, about.subject))
    return (pick(found[0], lang), page(lang, *found[1])) if found else ("", "")


def _places(context: Context) -> Iterator[tuple[tuple[str, str], tuple[Any, tuple[str, ...]]]]:
    for case in cases(context):
        yield (case.record.path, case.id), (case.value["name"], (CASES, case.kind, case.id))
    for one in applications.cases(context):
        name = one.value["application"]["object_name"]
        yield (one.record.path, one.id), (name, (LIST, one.id))
    for kind, address in _ELEMENTS.items():
        for element in context.architecture.of(kind):
            yield (element.record.path, element.id), (element.name, address)


_ELEMENTS = {
    "architecture_versions": ("architecture", "versions"),
    "recommendations": ("monitoring", "recommendations"),
    "reports": ("monitoring", "report"),
}


def _applications(context: Context) -> Mapping[str, list[applications.Case]]:
    known = vars(context)
    if "applications_by_object" not in known:
        by_object: dict[str, list[applications.Case]] = defaultdict(list)
        for case in applications.cases(context):
            by_object[str(case.value["object"])].append(case)
        known["applications_by_object"] = by_object
    found: Mapping[str, list[applications.Case]] = known["applications_by_object"]
    return found
