# SPDX-License-Identifier: MIT
"""What pages on the whole registry are told of an object, beside its brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from esep.checks.context import Context
from esep.checks.platform_advice import Advice
from esep.i18n import LANGUAGES
from esep.model.passport import flag
from esep.model.registry import ObjectRecord
from esep.model.survey import Facts, facts
from esep.portal.records import Brief
from esep.portal.settings import digest
from esep.reports import contracts, implementation, platform_advice
from esep.reports.contracts import Line
from esep.reports.implementation import Period, Tally


class Told(NamedTuple):
    """Plain data, kept between builds.

    `facts` are for the architecture, and `states` tell apart what its pages list, what its
    checks look at, what is compared to find duplicates, and all of it; `lines` are for the
    board of contracts, `tally` for the report of the last period. `face` is what the checks of an
    object that names this one look at; `advice` is the recommendation on the platform by
    language, where a build lies ahead; `recorded_on` is the day of the first change told.
    """

    facts: Facts | None = None
    states: tuple[str, ...] = ("",) * 4
    lines: tuple[Line, ...] = ()
    tally: Tally = Tally()
    face: tuple[str, ...] = ()
    advice: Mapping[str, Sequence[str]] = {}
    recorded_on: str = ""

    @staticmethod
    def of(plain: Sequence[Any]) -> Told:
        """From the plain data that JSON keeps."""
        known, states, lines, tally, face, advice, recorded_on = plain
        return Told(
            known and _facts(known),
            tuple(states),
            tuple(Line._make([*one[:-1], tuple(one[-1])]) for one in lines),
            Tally(*tally),
            tuple(face),
            advice,
            recorded_on,
        )


def _facts(plain: Sequence[Any]) -> Facts:
    one = Facts._make(tuple(part) if isinstance(part, list) else part for part in plain)
    links = tuple((name, index) for name, index in one.links)
    places = {pointer: (line, column) for pointer, (line, column) in one.places.items()}
    return one._replace(links=links, places=places)


def tell(
    context: Context, record: ObjectRecord, period: Period | None, advice: Advice | None
) -> Told:
    """Read one object; `period` is that of the last report, `advice` where a build lies ahead."""
    if not record.is_valid:
        return Told()
    passport = record.passport.at(context.on)
    is_icp = str(flag(record.value.get("traits", {}).get("is_icp")))
    known = facts(record)
    return Told(
        known,
        tuple(map(digest, _states(known, context.decisions(record)))),
        tuple(contracts.lines(context, record)),
        implementation.tally(context, record, period) if period else Tally(),
        (passport.kind, passport.stage, str(record.value["holder"]), is_icp),
        _advice(context, advice) if advice else {},
        str(record.value["changes"][0]["changed_on"]),
    )


def _advice(context: Context, advice: Advice) -> dict[str, list[str]]:
    return {lang: list(platform_advice.lines(context, advice, lang)) for lang in LANGUAGES}


LISTED, CHECKED, COMPARED, DESCRIBED = range(4)  # places in `states`


def _states(one: Facts, decisions: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    seen = (one.id, one.kind, one.name, one.stage)
    yield one._replace(purpose={}, cost=0, places={})
    yield (*one._replace(purpose={}, short={}, cost=0), decisions.get("not_duplicates"))
    yield (*seen, one.holder, one.functions, one.services, one.types, one.bodies)
    yield one


@dataclass(frozen=True)
class Whole:
    """All objects of a build, in order of folder.

    `key` changes with what is common to all pages; `marks` tell states of briefs apart,
    `counted` what is counted of them; `sources` what the objects' own pages are made from.
    """

    key: str
    briefs: tuple[Brief, ...]
    marks: Mapping[str, str]
    counted: Mapping[str, str]
    sources: Mapping[str, str]
    told: Mapping[str, Told]

    @property
    def survey(self) -> dict[str, Facts]:
        """As `esep.model.survey.survey` reads it."""
        found: dict[str, Facts] = {}
        for one in self.told.values():
            if one.facts:
                found.setdefault(one.facts.id, one.facts)
        return found

    def state(self, number: int, folders: Iterable[str] | None = None) -> str:
        """Tells one state of the facts of these objects, or of all, from another."""
        chosen = self.told if folders is None else folders
        return digest([self.key, *(self.told[one].states[number] for one in chosen)])

    @cached_property
    def of_briefs(self) -> str:
        """Tells one state of all briefs from another."""
        return digest([self.key, *self.marks.values()])

    @cached_property
    def of_counts(self) -> str:
        """Tells one state of what is counted from another."""
        return digest([self.key, *self.counted.values()])
