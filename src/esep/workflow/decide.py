# SPDX-License-Identifier: MIT
"""From the facts of a pull request to verdict, labels and what to say: a pure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["fault", "refused", "incomplete", "ready"]
Who = Literal["portal", "author", "bodies", "integrator"]

# Findings of rights: no edit of the data helps, so they are told apart from gaps.
RIGHTS = ("REV", "COD005", "COD006", "COD007")
BOTH_SIDES = "REV009"
# A document that could not be checked is not the author's doing.
OURS = frozenset({"DOC019"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words, each text by language; nothing in it is hidden from the public."""

    code: str
    severity: str
    place: str
    message: Mapping[str, str]
    fix: Mapping[str, str]
    law: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """One touched object; counts are (there, due) items, None where nothing could be read."""

    folder: str
    id: str
    code: str = ""
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a pull request; JSON by `to_json`, `from_json`.

    `omitted` counts findings beyond those listed, `inherited` those that were there before;
    `complete_on` is the day it first was complete, `due` the last day of the verification clock.
    """

    head: str
    base: str
    login: str
    organisation: str
    role: str
    on: str
    paths: int
    remarks: tuple[Remark, ...]
    objects: tuple[ObjectFacts, ...]
    inherited: int = 0
    omitted: int = 0
    fault: str = ""
    complete_on: str = ""
    due: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Comment:
    """What is to be said, without a word of any language."""

    verdict: Verdict
    must_fix: tuple[Remark, ...]
    advice: tuple[Remark, ...]
    ours: tuple[Remark, ...]
    next: Who
    facts: Facts
    awaits_code: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the facts."""

    verdict: Verdict
    labels: tuple[str, ...]
    comment: Comment


def decide(facts: Facts) -> Decision:
    """The same facts always give the same decision; nothing else is asked."""
    ours = tuple(one for one in facts.remarks if one.code in OURS)
    errors = [one for one in facts.remarks if one.severity == "error" and one not in ours]
    advice = tuple(one for one in facts.remarks if one.severity != "error" and one not in ours)
    verdict = _verdict(facts, errors, ours)
    awaits = tuple(one.id for one in facts.objects if one.complete and not one.code)
    comment = Comment(
        verdict,
        tuple(errors),
        advice,
        ours,
        _next(verdict, errors),
        facts,
        awaits if verdict == "ready" else (),
    )
    return Decision(verdict, tuple(_labels(verdict, comment)), comment)


def _verdict(facts: Facts, errors: list[Remark], ours: tuple[Remark, ...]) -> Verdict:
    if facts.fault:
        return "fault"
    if any(one.code.startswith(RIGHTS) for one in errors):
        return "refused"
    if errors:
        return "incomplete"
    return "fault" if any(one.severity == "error" for one in ours) else "ready"


def _next(verdict: Verdict, errors: list[Remark]) -> Who:
    if verdict == "fault":
        return "portal"
    if verdict == "ready":
        return "integrator"
    only_consent = all(one.code == BOTH_SIDES for one in errors)
    return "bodies" if only_consent else "author"


def _labels(verdict: Verdict, comment: Comment) -> list[str]:
    found = [f"esep: {verdict}", f"esep: waits for {comment.next}"]
    if comment.advice:
        found.append("esep: advice")
    if any(one.code == "REV015" for one in comment.must_fix):
        found.append("esep: restricted")
    if comment.awaits_code:
        found.append("esep: code due")
    return found


def from_json(value: Mapping[str, Any]) -> Facts:
    """Facts of JSON that meets review.schema.json."""
    remarks = tuple(Remark(**one) for one in value["remarks"])
    objects = tuple(
        ObjectFacts(**{**one, "before": _pair(one["before"]), "after": _pair(one["after"])})
        for one in value["objects"]
    )
    return Facts(**{**value, "remarks": remarks, "objects": objects})


def _pair(value: list[int] | None) -> tuple[int, int] | None:
    return (value[0], value[1]) if value else None
