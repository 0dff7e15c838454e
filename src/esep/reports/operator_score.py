# SPDX-License-Identifier: MIT
"""The score of Order 353 for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from esep.checks.operator_list import Flag, Option, Score, Source
from esep.i18n import LANGUAGES, pick
from esep.reports.decision_words import say

ACTS = ("look", "declare", "passport", "counted", "foreign")
_DOUBTS = {Flag.NO_EVIDENCE, Flag.CONTRADICTED, Flag.UNSUPPORTED}


def as_data(score: Score, law: Mapping[str, Any]) -> dict[str, Any]:
    """What ``--format json`` prints, without the object."""
    return {
        "passed": score.passed,
        "total": score.total,
        "groups": dict(score.groups),
        "options": [
            {
                "id": one.id,
                "value": one.value,
                "source": one.source.value,
                "found": one.found,
                "flags": [flag.value for flag in one.flags],
                "text": one.text,
            }
            for one in score.options
        ],
        "lacking": {lang: list(lacking(score, law, lang)) for lang in LANGUAGES},
    }


def lines(score: Score, law: Mapping[str, Any], lang: str) -> Iterator[str]:
    """The score line by line: groups, options, and what lacks."""
    least = law["pass"]
    yield say("score.passed" if score.passed else "score.failed", lang)
    numbers = {"each": least["each_group_at_least"], "least": least["total_at_least"]}
    yield say("score.total", lang, total=score.total, **numbers)
    for group in law["groups"]:
        title, points = pick(group["title"], lang), score.groups[group["id"]]
        yield ""
        yield say("score.group", lang, id=group["id"], title=title, points=points)
        for one in score.options:
            if one.group == group["id"]:
                yield f"  {one.value}  {one.id} {_title(law, one.id, lang)}"
                yield f"       {remark(one, lang)}"
    yield ""
    yield from lacking(score, law, lang) or [say("score.enough", lang)]


def act(option: Option) -> str:
    """What a reader may do about an option, one of `ACTS`; those with work to do come first."""
    if option.source is Source.FOREIGN:
        return "foreign"
    if _DOUBTS.intersection(option.flags):
        return "look"
    if option.value:
        return "counted"
    return "declare" if option.source is Source.ABSENT else "passport"


def remark(option: Option, lang: str) -> str:
    """Where the value of an option comes from, and the evidence as it was written."""
    return "; ".join(filter(None, (origin(option, lang), option.text)))


def origin(option: Option, lang: str) -> str:
    """The same without the evidence, which is in a language of its own."""
    parts = [say(f"source.{option.source.value}", lang)]
    if option.found and option.source is not Source.FOREIGN:
        parts.append(f"{say('score.found', lang)}: {option.found}")
    return "; ".join([*parts, *(say(f"flag.{one.value}", lang) for one in option.flags)])


def lacking(score: Score, law: Mapping[str, Any], lang: str) -> list[str]:
    """What would make the score pass, one sentence for each thing that lacks."""
    titles = {one["id"]: pick(one["title"], lang) for one in law["groups"]}
    found = []
    for group in score.lacking:
        for example in score.suggestions(group)[:1]:
            text = _title(law, example, lang)
            values = {"group": group, "title": titles[group], "example": example, "text": text}
            found.append(say("score.lacking", lang, **values))
    if not score.lacking and score.short > 0:
        found.append(say("score.short", lang, short=score.short))
    return found


def _title(law: Mapping[str, Any], name: str, lang: str) -> str:
    return pick(next(one["title"] for one in law["criteria"] if one["id"] == name), lang)
