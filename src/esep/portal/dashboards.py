# SPDX-License-Identifier: MIT
"""Dashboards of the registry, of every organisation and of every domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from esep.portal import charts
from esep.portal.addresses import page, up
from esep.portal.bands import ORDERS, bands
from esep.portal.growth import Growth, Point, growth
from esep.portal.lists import Listing
from esep.portal.measures import Measures
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole
from esep.portal.wording import Words

Made = tuple[str, str, Callable[[], bytes]]
SECTION = "dashboards"
GROUPS = ("organisations", "domains")
# What is added up of measures: the counts of each chart with their tone, best first.
SUMS: Mapping[str, Mapping[str, str]] = {
    "deadlines": {"met": "good", "running": "plain", "late": "owed", "overdue": "bad"},
    "gate": {"supported": "good", "closed": "bad", "not_asked": "idle"},
    "documents": {"conforms": "good", "faulty": "bad", "unchecked": "owed", "absent": "idle"},
}
_TONES = {
    "band": ("good", "plain", "plain", "owed", "bad"),
    "fresh": ("good", "owed", "bad", "idle"),
}
_FACETS = {"organisations": "holder", "domains": "domain"}


class Boards:
    """What all dashboards of one build share."""

    def __init__(self, renderer: Renderer, listings: Sequence[Listing]) -> None:
        self.renderer = renderer
        self.listings = [one for one in listings if one.group in ("objects", *GROUPS)]
        self._bands = bands(renderer)

    @cached_property
    def growth(self) -> Growth:
        return growth(*self.renderer.past)

    @cached_property
    def compared(self) -> list[tuple[Listing, dict[str, int]]]:
        """Every list of a group that has objects, with its figures."""
        return [
            (
                one,
                {
                    "done": sum(brief.done for brief in one.briefs),
                    "due": sum(brief.due for brief in one.briefs),
                    "objects": len(one.briefs),
                    **totals([brief for brief in one.briefs if brief.shown]),
                },
            )
            for one in self.listings
            if one.group in GROUPS and one.briefs
        ]

    def counted(self, listing: Listing, briefs: Sequence[Brief]) -> Iterator[dict[str, Any]]:
        """Charts of bars: name, and (value, count, tone, query of the catalogue) for each bar."""
        asked = _query(listing)
        banded = [self._bands(one) for one in briefs]
        for name, tones in _TONES.items():
            found = Counter(one[name] for one in banded)
            rows = zip(ORDERS[name], tones, strict=True)
            bars = [
                (key, found[key], tone, "" if asked is None else f"?{name}={key}{asked}")
                for key, tone in rows
            ]
            yield {"name": name, "bars": bars}
        total = totals(briefs)
        for name, sums in SUMS.items():
            yield {
                "name": name,
                "bars": [(key, total[key], tone, "") for key, tone in sums.items()],
            }

    def points(self, listing: Listing) -> tuple[Point, ...]:
        folders = {one.folder for one in listing.briefs} if listing.key else None
        return self.growth.points(self.renderer.settings.on, listing.briefs, folders)


def _query(listing: Listing) -> str | None:
    """How the catalogue is asked for these objects; None where no facet gives just these."""
    if not listing.key:
        return ""
    if listing.group == "organisations" and any(
        one.holder != listing.key for one in listing.briefs if one.shown
    ):
        return None  # listed are also objects it owns or registered
    return f"&{_FACETS[listing.group]}={listing.key}"


def pages(renderer: Renderer, listings: Sequence[Listing], whole: Whole) -> Iterator[Made]:
    """Every dashboard as address, key and maker."""
    boards, counted = Boards(renderer, listings), whole.counted
    compared = whole.of_counts  # the registry's compares all others
    for listing in boards.listings:
        points = boards.points(listing)
        of = [counted[one.folder] for one in listing.briefs] if listing.key else [compared]
        made_from = digest([whole.key, boards.growth.fault, points, *of])
        for lang in renderer.settings.languages:
            path = address(listing, lang)
            yield path, made_from, partial(_page, boards, listing, path, points)


def address(listing: Listing, lang: str) -> str:
    """Where the dashboard of a list of objects stands."""
    parts = (listing.group, listing.key) if listing.key else ()
    return page(lang, SECTION, *parts)


def addresses_of(listings: Iterable[Listing], lang: str) -> Iterator[tuple[str, Listing]]:
    """Every dashboard with its list."""
    for one in listings:
        if one.group in ("objects", *GROUPS):
            yield address(one, lang), one


def totals(briefs: Sequence[Brief]) -> dict[str, int]:
    """Measures of many objects added up; objects that the expense gate does not ask."""
    summed = Measures(*map(sum, zip(Measures(), *(one.measures for one in briefs), strict=True)))
    return {**summed._asdict(), "not_asked": len(briefs) - summed.supported - summed.closed}


def _page(boards: Boards, listing: Listing, path: str, points: Sequence[Point]) -> bytes:
    renderer, lang = boards.renderer, path.partition("/")[0]
    words = renderer.by_language[lang].words
    briefs = [one for one in listing.briefs if one.shown]
    title = name_of(renderer, listing, words) or words.t("board.registry")
    catalogue = up(path) + page(lang, "objects")
    values = {
        "listing": listing,
        "title": title,
        "shown": len(briefs),
        "drawn": [_chart(words, one, catalogue) for one in boards.counted(listing, briefs)],
        "fault": boards.growth.fault,
        "on": renderer.settings.on,
        **_over_time(points),
        "boards": _others(boards, lang) if not listing.key else [],
    }
    heading = words.t("board.of", name=title) if listing.key else title
    return renderer.page(path, "dashboard.html", heading, values)


def _chart(words: Words, counted: Mapping[str, Any], catalogue: str) -> dict[str, Any]:
    name = counted["name"]
    group = f"facet_{name}" if name in ORDERS else f"board_{name}"
    rows = [
        (words.term(group, key), count, tone, catalogue + query if query else "")
        for key, count, tone, query in counted["bars"]
    ]
    total = sum(count for _, count, *_ in rows)
    drawn = charts.bars([(label, count, tone) for label, count, tone, _ in rows])
    return {"name": name, "rows": rows, "total": total, "drawing": drawn}


def _over_time(points: Sequence[Point]) -> dict[str, Any]:
    series = [[one.recorded for one in points], [one.coded for one in points]]
    return {"points": points, "lines": charts.lines(series) if len(points) > 1 else None}


def name_of(renderer: Renderer, listing: Listing, words: Words) -> str:
    """The organisation or domain of a list; nothing for the registry itself."""
    if listing.group == "organisations":
        return words.pick(renderer.organisations[listing.key])
    return listing.title(words)


def _others(boards: Boards, lang: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Dashboards of each group that have objects, with the figures to compare them by."""
    words = boards.renderer.by_language[lang].words
    found = []
    for group in GROUPS:
        rows = [
            {"name": name_of(boards.renderer, one, words), "url": address(one, lang), **figures}
            for one, figures in boards.compared
            if one.group == group
        ]
        if rows:
            found.append((group, sorted(rows, key=lambda one: str(one["name"]).casefold())))
    return found
