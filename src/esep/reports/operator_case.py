# SPDX-License-Identifier: MIT
"""One application for the operator's list, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from esep.checks import portal_data
from esep.checks.applications import Case, clocks, grounds, lacking_documents, object_of
from esep.checks.clocks import Clock, Standing
from esep.checks.context import Context
from esep.i18n import pick
from esep.reports.decision_words import say

_STANDINGS = {Standing.OVERDUE: "case.overdue", Standing.LATE: "case.late"}


def lines(context: Context, case: Case, lang: str) -> Iterator[str]:
    """State, documents, portal data, grounds of refusal and clocks."""
    books = context.rulebooks
    record = object_of(context, case)
    yield say("case.title", lang, id=case.id)
    yield f"{say('case.object', lang)}: {pick(case.value['application']['object_name'], lang)}"
    yield f"{say('case.state', lang)}: {pick(books.term('list_state', case.state), lang)}"
    if record is None:
        return
    kind = record.passport.kind
    if kind not in books.orders["353"].data["kinds"]:
        yield say("score.manual", lang, kind=pick(books.term("kind", kind), lang))
    else:
        yield from _papers(context, case, kind, lang)
        yield f"{say('case.portal_data', lang)}:"
        for row in portal_data.rows(context, record):
            title = pick(books.term("portal_row", row.id), lang)
            expired = f" ({say('case.expired', lang)})" if row.present and row.expired else ""
            yield f"  {'✓' if row.present else '✗'} {title}{expired}"
        for one in grounds(context, case, record):
            name = pick(books.term("refusal_reason", one), lang)
            yield f"{say('case.grounds', lang)}: {name}"
    for clock in clocks(context, case, record):
        yield f"  {tell(context, clock, lang)}"


def _papers(context: Context, case: Case, kind: str, lang: str) -> Iterator[str]:
    lacks = list(lacking_documents(context, case, kind))
    if not lacks:
        yield say("case.complete", lang)
    for part in lacks:
        name = pick(context.rulebooks.term("list_part", part), lang)
        yield f"{say('case.lacks', lang)}: {name}"


def tell(context: Context, clock: Clock, lang: str, spell: Callable[[date], str] = str) -> str:
    """One clock with its last day, how it ended and the paragraph; `spell` says days."""
    parts = [pick(context.rulebooks.term("timer", clock.timer), lang)]
    if clock.due:
        parts.append(say("case.due", lang, due=spell(clock.due)))
    elif clock.unreviewed:
        parts.append(say("case.unreviewed", lang, year=clock.unreviewed))
    else:
        parts.append(say("case.open", lang))
    standing = clock.standing(context.on)
    if clock.ended and clock.ended <= context.on:
        parts.append(say("case.done", lang, day=spell(clock.ended)))
    if standing in _STANDINGS:
        parts.append(say(_STANDINGS[standing], lang))
    if clock.citation:
        parts.append(context.rulebooks.render_citation(clock.citation, lang))
    if clock.timer == "list_exclusion_notice" and clock.due:
        parts.append(say("case.readings", lang, due=spell(clock.due)))
    return " · ".join(parts)
