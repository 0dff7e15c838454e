# SPDX-License-Identifier: MIT
"""The score of Order 353, Appendix 2: thirteen options in three groups, one point in each.

What the passport can show is computed; the rest counts where it is declared with evidence,
and the integrator may correct what was declared. Which options there are is data (353.yml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from esep.model.passport import flag


class Source(StrEnum):
    """Where the value of an option comes from."""

    COMPUTED = "computed"
    DECLARED = "declared"
    CORRECTED = "corrected"
    ABSENT = "absent"
    FOREIGN = "foreign"  # the option is for the other kind


class Flag(StrEnum):
    """What a person must know of an option beside its value."""

    VACUOUS = "vacuous"  # "all … if any", and there are none (T-21)
    NO_EVIDENCE = "no_evidence"
    CONTRADICTED = "contradicted"  # declared otherwise than the passport shows
    UNSUPPORTED = "unsupported"  # declared, but its field of the passport is empty


@dataclass(frozen=True)
class Facts:
    """What the registry knows of an object; None where the passport does not say.

    `users` are organisations whose staff use it, `readers` those whose systems take its data
    regularly; `central` are central state bodies, `units` the organisations below each.
    """

    kind: str
    central: frozenset[str] = frozenset()
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)
    users: frozenset[str] | None = None
    readers: frozenset[str] | None = None
    services: int | None = None
    active: int | None = None
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `value` is 1 or 0, `found` what was counted or declared."""

    id: str
    group: str
    value: int
    source: Source
    found: str = ""
    flags: tuple[Flag, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """`lacking` are groups without the least score, `short` points missing from the total."""

    options: tuple[Option, ...]
    groups: Mapping[str, int]
    total: int
    lacking: tuple[str, ...]
    short: int

    @property
    def passed(self) -> bool:
        return not self.lacking and self.short <= 0

    def suggestions(self, group: str) -> tuple[str, ...]:
        """Options of a group that are open to this kind and score nothing yet."""
        return tuple(
            one.id
            for one in self.options
            if one.group == group and not one.value and one.source is not Source.FOREIGN
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """What the passport shows of an option: None where it cannot tell."""

    value: bool | None
    found: str = ""
    vacuous: bool = False


def score(
    law: Mapping[str, Any],
    facts: Facts,
    declared: Mapping[str, Mapping[str, Any]],
    corrections: Sequence[Mapping[str, Any]] = (),
    vacuous_scores: bool = False,
) -> Score:
    """The score by `law` (the data of Order 353).

    `declared` holds by option ``value``, ``number`` and ``evidence``; of `corrections` the last
    one of an option counts, and only with a reason.
    """
    decided = {one["criterion"]: one for one in corrections if one.get("reason")}
    options = tuple(
        _option(one, facts, declared.get(one["id"], {}), decided.get(one["id"]), vacuous_scores)
        for one in law["criteria"]
    )
    groups = {one["id"]: 0 for one in law["groups"]}
    for one in options:
        groups[one.group] += one.value
    least = law["pass"]
    needed = int(least["each_group_at_least"])
    total = sum(groups.values())
    lacking = tuple(name for name, points in groups.items() if points < needed)
    return Score(options, groups, total, lacking, int(least["total_at_least"]) - total)


def _option(
    law: Mapping[str, Any],
    facts: Facts,
    declared: Mapping[str, Any],
    correction: Mapping[str, Any] | None,
    vacuous_scores: bool,
) -> Option:
    name, group = law["id"], law["group"]
    if facts.kind not in law["applies"]:
        return Option(name, group, 0, Source.FOREIGN)
    shown = measure(law, facts)
    claim, flags = _claim(law, declared), []
    value, source, text = shown.value, Source.COMPUTED, ""
    if shown.vacuous:
        value = vacuous_scores
        flags.append(Flag.VACUOUS)
    elif value is None:
        value, source = bool(claim), Source.ABSENT if claim is None else Source.DECLARED
        text = str(declared.get("evidence", ""))
        if claim and not text:
            value, flags = False, [*flags, Flag.NO_EVIDENCE]
        if claim and law.get("field") and law["field"] not in facts.filled:
            flags.append(Flag.UNSUPPORTED)
    if source is Source.COMPUTED and claim is not None and claim != value:
        flags.append(Flag.CONTRADICTED)
    if correction:
        value, source, text = flag(correction["value"]), Source.CORRECTED, correction["reason"]
    found = shown.found or str(declared.get("number", ""))
    return Option(name, group, int(bool(value)), source, found, tuple(flags), text)


def measure(law: Mapping[str, Any], facts: Facts) -> Measure:
    """What the passport shows of one option."""
    return _MEASURES[law["comparison"]](law, facts)


def _count_more(law: Mapping[str, Any], facts: Facts) -> Measure:
    if law["counts"] == "e_services":
        count = facts.services
    else:
        bodies = _bodies(law, facts)
        count = None if bodies is None else len(bodies & facts.central)
    if count is None:
        return Measure(None)
    return Measure(count > int(law["threshold"]), str(count))


def _count_all(law: Mapping[str, Any], facts: Facts) -> Measure:
    """All units of one central body; a body without units proves nothing."""
    bodies = _bodies(law, facts)
    if bodies is None:
        return Measure(None)
    covered = [name for name, units in facts.units.items() if units and units <= bodies]
    if covered:
        return Measure(True, ", ".join(sorted(covered)))
    near = {name: units & bodies for name, units in facts.units.items() if units & bodies}
    if near:
        best = max(sorted(near), key=lambda name: len(near[name]))
        return Measure(False, f"{best}: {len(near[best])}/{len(facts.units[best])}")
    concerned = bodies & facts.central
    empty = concerned and not any(facts.units.get(name) for name in concerned)
    return Measure(False, vacuous=bool(empty))


def _number_more(law: Mapping[str, Any], facts: Facts) -> Measure:
    if "declared_number" in law or facts.active is None:
        return Measure(None)
    return Measure(facts.active > int(law["threshold"]), str(facts.active))


def _declared(law: Mapping[str, Any], facts: Facts) -> Measure:  # noqa: ARG001 - one shape for all
    return Measure(None)


_MEASURES = {
    "count_more": _count_more,
    "count_all": _count_all,
    "number_more": _number_more,
    "share_at_least": _declared,
    "declared": _declared,
}


def _bodies(law: Mapping[str, Any], facts: Facts) -> frozenset[str] | None:
    return facts.readers if law["field"] == "/interactions" else facts.users


def _claim(law: Mapping[str, Any], declared: Mapping[str, Any]) -> bool | None:
    """What was declared: the number decides where the option asks for one."""
    if "declared_number" in law:
        if "number" not in declared:
            return None
        number, threshold = Fraction(str(declared["number"])), int(law["threshold"])
        return number >= threshold if law["comparison"] == "share_at_least" else number > threshold
    return flag(declared["value"]) if "value" in declared else None


def flagged(result: Score) -> Iterator[tuple[Option, Flag]]:
    """Every flag with its option."""
    for option in result.options:
        for one in option.flags:
            yield option, one
