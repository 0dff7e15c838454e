# SPDX-License-Identifier: MIT
"""Long lists of objects, cut into pages: the catalogue, organisations, kinds and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from esep.model.passport import STAGES
from esep.portal.addresses import object_page, page
from esep.portal.records import Brief
from esep.portal.wording import Words

ROWS = 100
GROUPS = ("kinds", "stages", "classes", "domains")
Groups = dict[str, list[tuple[str, int]]]  # by group: values with their counts
_TERMS = {"kinds": "kind", "stages": "stage", "classes": "class", "domains": "domain"}


@dataclass(frozen=True)
class Line:
    """One row of a list, in one language."""

    brief: Brief
    url: str
    name: str
    kind: str
    stage: str
    holder: str


@dataclass(frozen=True)
class Listing:
    """A list of objects at an address: `parts` follow the language."""

    parts: tuple[str, ...]
    group: str
    key: str
    briefs: tuple[Brief, ...]

    def pages(self, lang: str) -> Iterator[tuple[str, int, tuple[Brief, ...]]]:
        """Address, number and objects of every page; an empty list has one page."""
        for at in range(0, max(len(self.briefs), 1), ROWS):
            number = at // ROWS + 1
            yield page(lang, *self.parts, number=number), number, self.briefs[at : at + ROWS]

    def title(self, words: Words) -> str:
        return words.term(_TERMS[self.group], self.key) if self.group in _TERMS else ""


def listings(briefs: Sequence[Brief], organisations: Iterable[str]) -> Iterator[Listing]:
    """Every list; objects stand in order of organisation and folder."""
    yield Listing(("objects",), "objects", "", tuple(briefs))
    by_group: dict[str, dict[str, list[Brief]]] = {name: defaultdict(list) for name in GROUPS}
    by_organisation: dict[str, list[Brief]] = {one: [] for one in organisations}
    for brief in briefs:
        for name, keys in _keys(brief).items():
            for key in keys:
                by_group[name][key].append(brief)
        for key in {brief.agency, brief.holder, brief.proprietor} & by_organisation.keys():
            by_organisation[key].append(brief)
    for key, some in by_organisation.items():
        yield Listing(("organisations", key), "organisations", key, tuple(some))
    for name, groups in by_group.items():
        for key in sorted(groups):
            yield Listing((name, key), name, key, tuple(groups[key]))


def _keys(brief: Brief) -> Mapping[str, Iterable[str]]:
    if not brief.shown:
        return {}
    return {
        "kinds": [brief.kind],
        "stages": [brief.stage],
        "classes": [brief.klass] if brief.klass else [],
        "domains": brief.domains,
    }


def line(brief: Brief, words: Words, organisations: Mapping[str, Mapping[str, str]]) -> Line:
    """The row of an object."""
    url = object_page(words.lang, brief.folder)
    if not brief.shown:
        return Line(brief, url, brief.id, "", "", "")
    return Line(
        brief,
        url,
        words.pick(brief.name),
        words.term("kind", brief.kind),
        words.term("stage", brief.stage),
        words.pick(organisations[brief.holder]) if brief.holder in organisations else brief.holder,
    )


def figures(briefs: Iterable[Brief], fresh_from: str) -> dict[str, int]:
    """Counts: objects, those with a code, with all items that are due, lately confirmed."""
    found = dict.fromkeys(("objects", "coded", "complete", "fresh", "done", "due"), 0)
    for brief in briefs:
        found["objects"] += 1
        found["coded"] += bool(brief.code)
        found["complete"] += brief.complete
        found["fresh"] += brief.changed_on >= fresh_from
        found["done"] += brief.done
        found["due"] += brief.due
    return found


def groups(listed: Iterable[Listing]) -> Groups:
    """How many objects each kind, stage, class or domain has; stages in their own order."""
    found: Groups = {name: [] for name in GROUPS}
    for one in listed:
        if one.group in found:
            found[one.group].append((one.key, len(one.briefs)))
    for name, counted in found.items():
        if name == "stages":
            counted.sort(key=lambda one: STAGES.index(one[0]))
        else:
            counted.sort(key=lambda one: (-one[1], one[0]))
    return found


def latest(briefs: Iterable[Brief], limit: int) -> list[tuple[Any, Brief]]:
    """The latest changes of all objects with their objects; of one day in the order given."""
    changes = (
        (change, brief)
        for brief in briefs
        for change in sorted(brief.changes, key=lambda one: one[1])
    )
    return nlargest(limit, changes, key=lambda one: one[0][0])
