# SPDX-License-Identifier: MIT
"""Cases of Order 129 in words and as a table: what was done, by whom, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from esep.checks.case_clocks import clocks
from esep.checks.clocks import Clock
from esep.checks.context import Context
from esep.checks.procedures import Case
from esep.i18n import pick
from esep.portal.names import name_on
from esep.portal.tables import harmless
from esep.reports.decision_words import say
from esep.reports.operator_case import tell

HEADER = (
    *("kind", "id", "object", "name_kk", "name_ru", "name_en", "party", "date", "state"),
    *("last_step_on", "reasons", "next_due"),
)
_GROUPS = {
    "reasons": "case_reason",
    "environments": "environment",
    "site": "site",
    "found": "yes_no",
}
_MONEY = ("amount", "charge")
_HIDDEN = ("on", "by")


@dataclass(frozen=True, slots=True)
class Step:
    """One step made: `details` are (label, text) in the language it was told in."""

    name: str
    title: str
    on: str
    by: str
    details: tuple[tuple[str, str], ...]


def title(context: Context, case: Case, lang: str) -> str:
    """The procedure and the identifier."""
    return f"{pick(context.rulebooks.term('case_kind', case.kind), lang)}: {case.id}"


def state(context: Context, case: Case, lang: str) -> str:
    """Where it stands."""
    return pick(context.rulebooks.term("case_step", case.state), lang)


def running(context: Context, case: Case) -> list[Clock]:
    """Clocks that somebody still has to stop."""
    return [one for one in clocks(context, case) if one.is_running(context.on)]


def steps(context: Context, case: Case, lang: str) -> Iterator[Step]:
    """What was done by the day, in order."""
    for name, step in case.steps.items():
        at = f"/properties/steps/properties/{name}"
        details = tuple(_details(context, case.law["schema"], at, step, lang))
        shown = pick(context.rulebooks.term("case_step", name), lang)
        yield Step(name, shown, step["on"], str(step.get("by", "")), details)


def facts(context: Context, case: Case, lang: str) -> Iterator[tuple[str, str]]:
    """What was asked for, field by field: parties, dates and the rest of the head."""
    known = ("schema_version", "id", "name", "object", "demonstration", "steps", "date")
    head = {name: one for name, one in case.value.items() if name not in known}
    yield from _details(context, case.law["schema"], "", head, lang)


def _details(
    context: Context, schema: str, at: str, values: Mapping[str, Any], lang: str
) -> Iterator[tuple[str, str]]:
    path = at.replace("/properties", "")
    for field, value in values.items():
        if field not in _HIDDEN:
            label = context.registry.schemas.title(schema, f"{path}/{field}", lang)
            yield label, _text(context, field, value, lang)


def _text(context: Context, field: str, value: Any, lang: str) -> str:
    """A value in words: a name of an organisation, a coded word, or as it is written."""
    if isinstance(value, Mapping):
        if "kk" in value:
            return pick(value, lang)
        return ": ".join(_text(context, name, one, lang) for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_text(context, field, one, lang) for one in value)
    if field in _MONEY:
        return _money(str(value))
    word = context.rulebooks.term(_GROUPS.get(field, "case_value"), str(value))
    named = context.registry.organisations.get(str(value))
    if word or not named or not named.is_valid:
        return pick(word, lang) if word else str(value)
    return pick(name_on(named.value, context.on), lang)


def _money(text: str) -> str:
    """A sum with its thousands apart.

    >>> _money("1234567.50").replace("\u00a0", "_")
    '1_234_567.50'
    """
    whole, point, part = text.partition(".")
    return f"{int(whole):,}".replace(",", "\u00a0") + point + part


def lines(context: Context, case: Case, lang: str) -> Iterator[str]:
    """One case, line by line."""
    yield title(context, case, lang)
    yield f"{pick(case.value['name'], lang)}: {state(context, case, lang)}"
    for label, text in facts(context, case, lang):
        yield f"  {label}: {text}"
    for one in steps(context, case, lang):
        yield f"{one.on}  {one.title}" + (f" ({one.by})" if one.by else "")
        yield from (f"    {label}: {text}" for label, text in one.details)
    for clock in clocks(context, case):
        yield f"  {tell(context, clock, lang)}"
    if not case.is_open:
        yield say("cases.closed", lang)


def rows(context: Context, found: Iterable[Case]) -> Iterator[tuple[str, ...]]:
    """One row per case below `HEADER`, safe to open in a spreadsheet."""
    yield HEADER
    for case in found:
        due = min((one.due for one in running(context, case) if one.due), default=None)
        last = list(case.steps.values())[-1]["on"] if case.steps else ""
        names = (case.value["name"].get(lang, "") for lang in ("kk", "ru", "en"))
        cells = (case.kind, case.id, case.object, *names, case.party, case.value["date"])
        more = (case.state, last, " ".join(case.reasons), due.isoformat() if due else "")
        yield tuple(map(harmless, (*cells, *more)))
