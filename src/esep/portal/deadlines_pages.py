# SPDX-License-Identifier: MIT
"""Boards of deadlines that run: of the registry and of every organisation, with their feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache, partial
from typing import Any

from esep.checks.clocks import Clock, Standing, days_left
from esep.portal.addresses import object_page, page, public
from esep.portal.case_links import place_of
from esep.portal.past import Past, folder_of, is_account
from esep.portal.records import Brief
from esep.portal.settings import digest
from esep.portal.wording import Words
from esep.reports.feeds import Entry, atom, ics

Made = tuple[str, str, Callable[[], bytes]]
SECTION = "deadlines"
SOON = timedelta(days=30)
ROWS = 200  # of one part of a board; the calendar holds them all
PARTS = ("overdue", "soon", "later", "open")
FEEDS = ("ics", "atom")


class Board:
    """What all boards of one build share."""

    def __init__(self, past: Past) -> None:
        self.past, self.renderer = past, past.renderer
        self.context, self.on = past.renderer.context, past.renderer.settings.on

    def parted(self, clocks: Sequence[Clock]) -> dict[str, list[Clock]]:
        """Clocks by how near they are."""
        found: dict[str, list[Clock]] = {name: [] for name in PARTS}
        for one in clocks:
            found[self.part(one)].append(one)
        return found

    def part(self, clock: Clock) -> str:
        if clock.due is None:
            return "open"
        if clock.standing(self.on) is Standing.OVERDUE:
            return "overdue"
        return "soon" if clock.due <= self.on + SOON else "later"

    def rows(self, clocks: Sequence[Clock], org: str, words: Words) -> list[dict[str, Any]]:
        """Clocks in words; those alike, as gaps of one object are, make one row."""
        counted = Counter(clocks)
        return [self.row(one, org, words) | {"times": times} for one, times in counted.items()]

    def row(self, clock: Clock, org: str, words: Words) -> dict[str, Any]:
        """One clock in words; a public board does not tell whose access it is about."""
        brief = self.past.by_folder.get(folder_of(clock.about.path))
        books, about = self.renderer.context.rulebooks, clock.about
        name, url = place_of(self.context, about, words.lang)
        hidden = is_account(about.path) and self.renderer.settings.edition == "public"
        return {
            "due": clock.due,
            "days": self.days(clock, words),
            "late": self.part(clock) == "overdue",
            "timer": words.term("timer", clock.timer),
            "subject": "" if hidden else name or named(brief, about.subject, words),
            "url": object_page(words.lang, brief.folder) if brief else url,
            "holder": about.org,
            "actor": words.term("responsible", clock.actor.value),
            "ours": (org or about.org) in self.past.actors(clock),
            "since": clock.start,
            "basis": books.render_citation(clock.citation, words.lang) if clock.citation else "",
            "policy": clock.basis == "policy",
            "verified": clock.verified,
            "unreviewed": clock.unreviewed,
            "key": "" if hidden else about.path,
        }

    def days(self, clock: Clock, words: Words) -> str:
        """How many days are left or lost; nothing where no last day is known."""
        left = days_left(self.context, clock)
        if left is None:
            return ""
        noun = "working_days" if clock.counts_working_days else "days"
        if left == 0:
            return words.t("deadline.today")
        return words.t(
            "deadline.left" if left > 0 else "deadline.lost", n=words.count(noun, abs(left))
        )


def named(brief: Brief | None, subject: str, words: Words) -> str:
    """The name of an object; what is none, or cannot be shown, by its identifier."""
    return words.pick(brief.name) if brief and brief.shown else subject


def pages(past: Past, key: str) -> Iterator[Made]:
    """Every board as page, calendar and feed, in every language."""
    board, renderer = Board(past), past.renderer
    for org in ("", *renderer.organisations):
        made_from = digest([key, past.mark(org)])
        for lang in renderer.settings.languages:
            path = address(lang, org)
            yield path, made_from, partial(_page, board, path, org)
            if not past.fault:
                entries = cache(partial(_entries, board, lang, org))
                for name in FEEDS:
                    make = partial(_feed, board, path, org, name, entries)
                    yield feed_address(path, name), made_from, make


def address(lang: str, org: str, section: str = SECTION) -> str:
    """Where a board stands: below its organisation, that of the registry on its own."""
    return page(lang, *(("organisations", org) if org else ()), section)


def feed_address(path: str, name: str) -> str:
    """Beside its page."""
    return f"{public(path)}{SECTION}.{name}"


def _page(board: Board, path: str, org: str) -> bytes:
    lang, renderer = path.partition("/")[0], board.renderer
    words = renderer.by_language[lang].words
    parted = board.parted(board.past.clocks_of(org))
    wanted = PARTS if org else ("overdue", "soon")
    values: dict[str, Any] = {
        "org": org,
        "name": words.pick(renderer.organisations[org]) if org else "",
        "named": lambda slug: words.pick(renderer.organisations.get(slug)) or slug,
        "counts": {name: len(some) for name, some in parted.items()},
        "parts_of": [
            (name, len(parted[name]) > ROWS, board.rows(parted[name][:ROWS], org, words))
            for name in wanted
            if parted[name]
        ],
        "fault": board.past.fault,
        "on": board.on,
        "feeds": [(name, feed_address(path, name)) for name in FEEDS],
        "boards": [] if org else _others(board, words),
    }
    title = words.t("deadline.title")
    return renderer.page(path, "deadlines.html", f"{title}: {values['name']}" if org else title,
                         values)  # fmt: skip


def _others(board: Board, words: Words) -> list[dict[str, Any]]:
    """Organisations with something to do, those most behind first."""
    found: dict[str, Counter[str]] = {}
    first: dict[str, Any] = {}
    for clock in board.past.told.clocks:
        for org in board.past.actors(clock):
            found.setdefault(org, Counter())[board.part(clock)] += 1
            first.setdefault(org, clock.due)
    rows = [
        {
            "name": words.pick(board.renderer.organisations[org]),
            "url": address(words.lang, org),
            "counts": counts,
            "first": first[org],
        }
        for org, counts in found.items()
        if org in board.renderer.organisations
    ]
    return sorted(rows, key=lambda one: (-one["counts"]["overdue"], one["name"].casefold()))


def _entries(board: Board, lang: str, org: str) -> list[Entry]:
    """All of an organisation; of the registry what is late or near."""
    words, place = board.renderer.by_language[lang].words, board.renderer.settings.address
    parted = board.parted(board.past.clocks_of(org))
    wanted = PARTS[:3] if org else PARTS[:2]
    seen: Counter[str] = Counter()
    entries = []
    for clock in (one for part in wanted for one in parted[part]):
        row = board.row(clock, org, words)
        key = f"esep:{clock.timer}:{row['key']}:{clock.about.org}:{clock.start}:{clock.due}"
        seen[key] += 1  # an object may have two gaps of the same days
        entries.append(_entry(clock, row, f"{key}:{seen[key]}", place, words))
    return entries


def _feed(
    board: Board, path: str, org: str, name: str, entries: Callable[[], list[Entry]]
) -> bytes:
    lang, renderer = path.partition("/")[0], board.renderer
    words, place = renderer.by_language[lang].words, renderer.settings.address
    title = words.t("deadline.title")
    if org:
        title = f"{title}: {words.pick(renderer.organisations[org])}"
    if name == "ics":
        return ics(entries(), title, board.on).encode()
    return atom(entries(), title, lang, board.on, place + feed_address(path, name)).encode()


def _entry(clock: Clock, row: Mapping[str, Any], key: str, place: str, words: Words) -> Entry:
    return Entry(
        key,
        clock.due or clock.start,
        ": ".join(filter(None, (row["timer"], row["subject"]))),
        "; ".join((row["days"], row["actor"], row["basis"] or words.t("deadline.policy"))),
        place + public(row["url"]),
    )
