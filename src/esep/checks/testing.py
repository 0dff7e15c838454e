# SPDX-License-Identifier: MIT
"""Evidence of infosec tests: whether it is positive, and how long it holds (R129-9.3).

A round may hold one protocol per kind of work; the object passes when all of them are positive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from esep.model.passport import Passport, cycle_of

NEVER = "9999-12-31"


def tests_passed(passport: Passport, cycle: int) -> bool:
    """Whether the last round of a cycle, 0 for the creation, is positive in every part."""
    last = _last_round(passport, cycle)
    kept = _papers(passport, cycle, last).values()
    results = [*last, *(one for one in kept if "result" in one)]
    return bool(last) and all(one["result"] == "positive" for one in results)


def valid_until(passport: Passport, cycle: int) -> str:
    """The last day on which all evidence of a cycle's last round holds."""
    last = _last_round(passport, cycle)
    papers = (*last, *_papers(passport, cycle, last).values())
    return min((str(one.get("valid_until", NEVER)) for one in papers), default=NEVER)


def _last_round(passport: Passport, cycle: int) -> list[Mapping[str, Any]]:
    """The entries that ended last, with all others of the same round."""
    rounds = [one for one in passport.value.get("tests", ()) if cycle_of(one) == cycle]
    day = max((one["finished_on"] for one in rounds), default="")
    names = {one["round"] for one in rounds if one["finished_on"] == day}
    return [one for one in rounds if one["round"] in names]


def _papers(
    passport: Passport, cycle: int, last: list[Mapping[str, Any]]
) -> Mapping[str, Mapping[str, Any]]:
    """The newest protocol of every kind of work; of the round alone where it names its own."""
    named = {name for one in last for name in one.get("documents", ())}
    papers = _protocols(passport, cycle)
    kept = [one for one in papers if not named or one["id"] in named]
    kept.sort(key=lambda one: str(one.get("date", "")))
    return {str(one.get("work_type", "")): one for one in kept}


def _protocols(passport: Passport, cycle: int) -> Iterator[Mapping[str, Any]]:
    for one in passport.documents:
        if one["item"] == "is_tests" and cycle_of(one) == cycle and one["form"] == "original":
            yield one
