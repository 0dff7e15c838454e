# SPDX-License-Identifier: MIT
"""Notices N1 to N18 as records that anyone can compute again: the same past gives the same ones.

They are told from dates of registers and of git, so that the list only grows with time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from esep import yamlsafe
from esep.checks import duplicates
from esep.checks.cases import register_clocks
from esep.checks.clocks import About, Actor, Clock, passport_clocks
from esep.checks.context import MAX_RULEBOOK_BYTES, Context
from esep.collection import uncollected
from esep.errors import UserError
from esep.i18n import LANGUAGES, pick
from esep.model.passport import Passport
from esep.model.survey import Facts as Survey
from esep.workflow.due import Sources, recorded, submissions
from esep.workflow.facts import Facts
from esep.workflow.timeline import absence_clock

TEXTS = "registry/rulebooks/notices.yml"
_DAY = timedelta(days=1)
_FIRST = date(1, 1, 1)
# To whom a notice goes where nobody acts for himself.
_ROLES = {
    Actor.INTEGRATOR: "service_integrator",
    Actor.AUTHORISED_BODY: "authorised_body",
    Actor.OPERATOR: "operator",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: `kind` is N1 to N18, `to` an organisation or a role.

    `params` fill its text, and so do `words`, which differ by language.
    """

    kind: str
    event: str
    to: str
    object: str
    on: date
    requirement: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same notice has the same identifier on every machine and day."""
        parts = (self.kind, self.event, self.to, self.object, str(self.on), *self.params.values())
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def text(self, texts: Mapping[str, Any], lang: str) -> str:
        """What it says in one language."""
        said = {name: pick(words, lang) for name, words in self.words.items()}
        values = {"object": self.object, "org": self.to, **self.params, **said}
        template = texts[self.kind]["texts"][self.event]
        return pick(template, lang).format_map(_Known(values))


class _Known(dict[str, str]):
    """Placeholders of a text; one that nobody filled reads ``?``."""

    def __missing__(self, key: str) -> str:
        return "?"


def load_texts(context: Context) -> Mapping[str, Any]:
    """The notices' data by id, with ``by_timer``, ``registers`` and ``lead_days`` beside."""
    data = context.registry.tree.read(TEXTS, MAX_RULEBOOK_BYTES)
    if data is None:
        raise UserError(f"{TEXTS}: the file must be there; it was not found")
    read = yamlsafe.load(data)
    by_timer = {one["timer"]: one for one in read["clocks"]}
    return {**read, "by_timer": by_timer, **{one["id"]: one for one in read["notices"]}}


def notices(
    sources: Sources, texts: Mapping[str, Any], since: date = _FIRST, similar: bool = False
) -> list[Notice]:
    """Notices of the days from `since` to the day of the context, oldest first.

    `similar` adds N15, for which all passports are compared.
    """
    context = sources.context
    found = [*_accounts(context), *_codes(context), *_registers(context, texts)]
    for clock in register_clocks(context):
        found += _of_clock(context, clock, texts)
    with uncollected():
        found += _objects(sources, texts, since)
    found += _list_steps(context)
    found += similar_objects(context) if similar else ()
    sources.book.save()
    return in_order(context, found, texts, since)


def in_order(
    context: Context, found: Iterable[Notice], texts: Mapping[str, Any], since: date
) -> list[Notice]:
    """Those of the days from `since` on with their requirements, each once, oldest first."""
    kept = (one for one in found if since <= one.on <= context.on)
    filled = {one.id: replace(one, requirement=texts[one.kind]["requirement"]) for one in kept}
    return sorted(filled.values(), key=lambda one: (one.on, one.kind, one.object, one.id))


def _accounts(context: Context) -> Iterator[Notice]:
    """N1; the login only, no field of the application (T-28)."""
    for login, record in context.registry.accounts.items():
        for event in ("granted", "refused"):
            if record.is_valid and event in record.value:
                on = date.fromisoformat(record.value[event]["on"])
                yield Notice("N1", event, str(record.value["organisation"]), login, on)


def _codes(context: Context) -> Iterator[Notice]:
    """N3: a code was given."""
    for row in context.ledger.rows if context.ledger else ():
        if row.event == "assigned":
            to = row.path.split("/")[1]
            yield Notice("N3", "assigned", to, row.object, row.on, params={"what": row.code})


def _objects(sources: Sources, texts: Mapping[str, Any], since: date) -> Iterator[Notice]:
    context = sources.context
    coded = {row.object: row.on for row in context.ledger.rows} if context.ledger else {}
    for folder, passport, about, facts in recorded(sources):
        clocks = list(passport_clocks(context, passport, about.path))
        if passport.id in coded and (clock := absence_clock(context, about, facts)):
            clocks.append(clock)
        if passport.id not in coded:
            clocks += submissions(sources, folder, about, None)
        for clock in clocks:
            if clock.timer == "incompleteness_notice":
                yield _gaps(clock, facts)
            yield from _of_clock(context, clock, texts)
        yield from _stages(context, about, passport, facts)
        yield from _tests(about, facts, int(texts["lead_days"]["tests"]))
        yield from _exclusion(context, about, passport)
        yield from _expenses(sources, folder, about, passport, since)


def _gaps(clock: Clock, facts: Facts) -> Notice:
    """N2: what a submission lacks."""
    what = ", ".join(dict.fromkeys(item for item, _, _ in facts.gaps)) or "—"
    about = clock.about
    return Notice("N2", "gaps", about.org, about.subject, clock.start, params={"what": what})


def _of_clock(context: Context, clock: Clock, texts: Mapping[str, Any]) -> Iterator[Notice]:
    """What the data say is told of a clock: that it starts, that it ends soon, that it is late."""
    row, about, due = texts["by_timer"].get(clock.timer), clock.about, clock.due
    if row is None or due is None:
        return
    to = _ROLES.get(clock.actor, about.org)
    words = {"what": context.rulebooks.term("timer", clock.timer)}

    def told(event: str, on: date, **more: str) -> Notice:
        said = {"due": str(due), **more}
        return Notice(row["notice"], event, to, about.subject, on, params=said, words=words)

    if "start" in row:
        yield told(row["start"], clock.start)
    for days in row.get("days", ()):
        on = due - int(days) * _DAY
        if not clock.ended or on <= clock.ended:
            yield told(row["ahead"], on, days=str(days))
    if "overdue" in row and (not clock.ended or clock.ended > due):
        yield told(row["overdue"], due + _DAY)


def _stages(context: Context, about: About, passport: Passport, facts: Facts) -> Iterator[Notice]:
    """N5: a stage was entered without what its gate asks."""
    lacking = {since for _, cycle, since in facts.gaps if not cycle}
    for step in passport.history[1:]:
        if step.since.isoformat() in lacking:
            words = {"what": context.rulebooks.term("stage", step.stage)}
            yield Notice("N5", "blocked", about.org, about.subject, step.since, words=words)


def _tests(about: About, facts: Facts, lead: int) -> Iterator[Notice]:
    """N8: evidence of tests expires."""
    days = [one["valid_until"] for one in facts.value.get("tests", ())]
    if days:
        due = date.fromisoformat(max(days))
        said = {"due": str(due)}
        on = due - lead * _DAY
        yield Notice("N8", "expires", about.org, about.subject, on, params=said)
        yield Notice("N8", "expired", about.org, about.subject, due + _DAY, params=said)


def _exclusion(context: Context, about: About, passport: Passport) -> Iterator[Notice]:
    """N13: an object on the operator's list was terminated."""
    ended = passport.since("terminated")
    rule = context.rulebooks.deadline("list_exclusion_notice", ended) if ended else None
    if ended and rule and passport.trait("operator_list"):
        due = context.calendar.add_working_days(ended, rule.length)
        yield Notice("N13", "due", about.org, about.subject, ended, params={"due": str(due)})


def _expenses(
    sources: Sources, folder: str, about: About, passport: Passport, since: date
) -> Iterator[Notice]:
    """N6: merged states of an operated object that turned complete, or stopped being so."""
    started = passport.commissioned_on
    touches = sources.touched(folder)
    if started is None or not touches or passport.stage != "operation":
        return
    merged = [one for one in sources.seen(folder) if one.merged and one.on >= started]
    before = None
    for state in merged:
        if state.complete != (before.complete if before else True) and state.on >= since:
            event = "opened" if state.complete else "closed"
            yield Notice("N6", event, about.org, about.subject, state.on)
        before = state


def _registers(context: Context, texts: Mapping[str, Any]) -> Iterator[Notice]:
    """N9 to N11, N16: dated entries of the architecture and of projects."""
    for spec in texts["registers"]:
        for element in context.architecture.of(spec["kind"]):
            value = element.value
            words = {"what": value["name"]}
            to = str(value.get(spec["to"], spec["to"]))
            if "on" in spec and (day := value.get(spec["on"])):
                on = date.fromisoformat(day)
                yield Notice(spec["notice"], spec["event"], to, element.id, on, words=words)
            due = value.get(spec.get("due", ""))
            if due and value.get(spec["done"], "9999") > due:
                said, on = {"due": due}, date.fromisoformat(due) + _DAY
                yield Notice(
                    spec["notice"], spec["event"], to, element.id, on, params=said, words=words
                )


def _list_steps(context: Context) -> Iterator[Notice]:
    """N12: steps of applications for the operator's list."""
    title = context.registry.schemas.title
    for record in context.registry.records("registry/operator-list", "operator-list"):
        if not record.is_valid:
            continue
        name = str(record.value["object"])
        for step, facts in record.value.get("steps", {}).items():
            words: dict[str, str] = {
                lang: title("operator-list", f"/steps/{step}", lang) for lang in LANGUAGES
            }
            on, said = date.fromisoformat(facts["on"]), {"step": step}
            what = {"what": words}
            yield Notice("N12", "step", "operator", name, on, params=said, words=what)


def similar_objects(
    context: Context, recorded_on: Callable[[Survey], str] | None = None
) -> Iterator[Notice]:
    """N15: two objects alike, told to the holder of the one recorded later.

    `recorded_on` knows the first day of an object without reading its passport.
    """
    first_day = recorded_on or partial(_recorded_on, context)
    for pair in duplicates.find(context):
        both = (context.survey[pair.first], context.survey[pair.second])
        first, last = sorted(both, key=first_day)
        on = date.fromisoformat(first_day(last))
        yield Notice("N15", "similar", last.holder, last.id, on, params={"what": first.id})


def _recorded_on(context: Context, one: Survey) -> str:
    return str(context.registry.object(one.folder).value["changes"][0]["changed_on"])
