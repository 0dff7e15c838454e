# SPDX-License-Identifier: MIT
"""Running deadlines in words: a list for the terminal, JSON, a calendar and a feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from esep.checks.clocks import POLICY, Clock, Standing, days_left, is_turn_of
from esep.checks.context import Context
from esep.i18n import pick
from esep.reports.feeds import Entry, atom, ics

_MARKS = {Standing.OVERDUE: "✗", Standing.LATE: "✗", Standing.MET: "✓"}


@dataclass(frozen=True)
class Deadlines:
    """Clocks of a day as one reader sees them; with `org` each says whether it waits for it."""

    context: Context
    clocks: Sequence[Clock]
    lang: str
    org: str = ""

    def text(self) -> str:
        lines = [self._line(one) for one in self.clocks]
        return "\n".join(lines or [self._word("nothing_due")]) + "\n"

    def json(self) -> str:
        rows = [self._row(one) for one in self.clocks]
        answer = {"version": 1, "on": str(self.context.on), "clocks": rows}
        return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"

    def ics(self) -> str:
        return ics(self._entries(), self._word("deadlines"), self.context.on)

    def atom(self) -> str:
        return atom(self._entries(), self._word("deadlines"), self.lang, self.context.on)

    def title(self, clock: Clock) -> str:
        """What is to be done, of what, by whom."""
        actor = self._label("responsible", clock.actor.value)
        whose = ", ".join(filter(None, (actor, clock.about.org, self._turn(clock))))
        return f"{self.timer(clock)} – {clock.about.subject} ({whose})"

    def timer(self, clock: Clock) -> str:
        """What is to be done."""
        return self._label("timer", clock.timer)

    def basis(self, clock: Clock) -> str:
        """Why the deadline is what it is, and how far to rely on it."""
        parts = [f"{clock.start}"]
        if clock.citation:
            parts.append(self.context.rulebooks.render_citation(clock.citation, self.lang))
        if clock.basis == POLICY:
            parts.append(self._word("policy_length" if clock.citation else "policy"))
        if not clock.verified:
            parts.append(self._word("unverified"))
        if clock.unreviewed:
            parts.append(self._word("unreviewed").format(year=clock.unreviewed))
        return "; ".join(parts)

    def days(self, clock: Clock) -> str:
        """How it stands, and how many days are left or lost."""
        standing = clock.standing(self.context.on)
        label = self._label("clock", standing.value)
        counted = standing in (Standing.RUNNING, Standing.OVERDUE)
        left = days_left(self.context, clock) if counted else None
        if left is None:
            return f"{label} {clock.ended or ''}".strip()
        return f"{label} " + self._word("days").format(days=left)

    def _line(self, clock: Clock) -> str:
        mark = _MARKS.get(clock.standing(self.context.on), "·")
        when = str(clock.due) if clock.due else self._label("clock", Standing.OPEN.value)
        first = f"{mark} {when}  {self.days(clock)}  {self.title(clock)}"
        return f"{first}\n        {self.basis(clock)}"

    def _row(self, clock: Clock) -> dict[str, object]:
        cite, books = clock.citation, self.context.rulebooks
        row: dict[str, object] = {
            "timer": clock.timer,
            "title": self.timer(clock),
            "subject": clock.about.subject,
            "path": clock.about.path,
            "organisation": clock.about.org,
            "actor": clock.actor.value,
            "start": str(clock.start),
            "due": str(clock.due) if clock.due else None,
            "ended": str(clock.ended) if clock.ended else None,
            "standing": clock.standing(self.context.on).value,
            "days_left": days_left(self.context, clock),
            "basis": clock.basis,
            "verified": clock.verified,
            "rulebook": clock.rulebook,
            "requirement": clock.requirement,
            "citation": books.render_citation(cite, self.lang) if cite else None,
        }
        if self.org:
            row["turn"] = "us" if is_turn_of(self.context, clock, self.org) else "them"
        return row

    def _entries(self) -> list[Entry]:
        return [
            Entry(
                f"esep:{one.timer}:{one.about.path}:{one.about.subject}:{one.start}:{one.due}",
                one.due,
                self.title(one),
                f"{self.days(one)}; {self.basis(one)}",
            )
            for one in self.clocks
            if one.due
        ]

    def _turn(self, clock: Clock) -> str:
        if not self.org:
            return ""
        return self._word("us" if is_turn_of(self.context, clock, self.org) else "them")

    def _word(self, key: str) -> str:
        return pick(self.context.rulebooks.labels["life"][key], self.lang)

    def _label(self, group: str, value: str) -> str:
        return pick(self.context.rulebooks.term(group, value), self.lang) or value
