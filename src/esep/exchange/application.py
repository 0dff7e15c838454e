# SPDX-License-Identifier: MIT
"""The application of Appendix 1 with its documents, as a printable sheet and as PDF/A-1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from esep.checks.applications import Case, object_of, score_case
from esep.checks.context import Context
from esep.exchange.paper import Sheet
from esep.i18n import pick
from esep.model.passport import flag
from esep.model.registry import ObjectRecord
from esep.reports.decision_words import say
from esep.reports.operator_score import remark

LANGUAGES = ("kk", "ru")  # the office languages of an application
LISTS = ("services", "functions", "is_users", "allowed_software")


@dataclass(frozen=True)
class Form:
    """The text of an application: the six fields first, then the lists and tables."""

    title: str
    addressee: str
    about: str
    request: str
    closing: tuple[str, ...]
    demonstration: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def form(context: Context, case: Case, lang: str, *, signatory: str) -> Form:
    """The application in a language; `signatory` is a name, or the blank of a public page."""
    own = case.value["application"]
    record = object_of(context, case)
    fictional = flag(case.value.get("demonstration"))
    closing = [
        say("form.name", lang, name=signatory),
        *([say("form.position", lang, name=own["position"])] if "position" in own else ()),
        say("form.signature", lang, how=say(f"form.{own['signature']}", lang)),
        say("form.date", lang, date=f"{date.fromisoformat(own['date']):%d.%m.%Y}"),
        say("form.seal", lang),
    ]
    names = {"body": _named(context, own["body"], own["date"], lang)}
    return Form(
        title=say("form.title", lang),
        addressee=say("form.to", lang, name=_named(context, own["addressee"], own["date"], lang)),
        about=say("form.about", lang),
        request=say("form.request", lang, object=pick(own["object_name"], lang), **names),
        closing=tuple(closing),
        demonstration=say("demonstration", lang) if fictional else "",
        lists=tuple(_lists(context, case, lang)),
        tables=tuple(_tables(context, case, record, lang)),
    )


def _named(context: Context, slug: str, on: str, lang: str) -> str:
    """The name an organisation bore on the day of the application."""
    found = context.registry.organisations.get(slug)
    if not found or not found.is_valid:
        return slug
    names = sorted(found.value["names"], key=lambda one: str(one["from"]))
    covering = [one for one in names if one["from"] <= on <= one.get("to", "9999")]
    return pick((covering or names)[-1]["name"], lang)


def _lists(context: Context, case: Case, lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    documents = case.value.get("documents", {})
    for key in LISTS:
        if some := documents.get(key):
            title = pick(context.rulebooks.term("list_part", key), lang)
            names = {one.id: one.value["name"] for one in context.architecture.of(key)}
            known = (names.get(one, one) if isinstance(one, str) else one for one in some)
            yield (
                title,
                tuple(pick(one, lang) if isinstance(one, Mapping) else one for one in known),
            )
    if "registered_users" in documents:
        title = pick(context.rulebooks.term("list_part", "registered_users"), lang)
        yield title, (str(documents["registered_users"]),)


def _tables(
    context: Context, case: Case, record: ObjectRecord | None, lang: str
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    if units := case.value.get("documents", {}).get("units"):
        title = pick(context.rulebooks.term("list_part", "units"), lang)
        head = (say("form.unit", lang), say("form.users", lang))
        rows = ((pick(one["name"], lang), str(one["users"])) for one in units)
        yield title, (head, *rows)
    law = context.rulebooks.orders["353"].data
    if record and record.passport.kind in law["kinds"]:
        titles = {one["id"]: pick(one["title"], lang) for one in law["criteria"]}
        head3 = ("form.option", "form.points", "form.evidence")
        found = score_case(context, case, record)
        rows3 = (
            (f"{one.id} {titles[one.id]}", str(one.value), remark(one, lang))
            for one in found.options
            if record.passport.kind in _applies(law, one.id)
        )
        yield say("form.criteria", lang), (tuple(say(one, lang) for one in head3), *rows3)


def _applies(law: Mapping[str, object], name: str) -> Sequence[str]:
    criteria: Sequence[Mapping[str, Sequence[str]]] = law["criteria"]  # type: ignore[assignment]
    return next(one["applies"] for one in criteria if one["id"] == name)


def pdf(context: Context, case: Case, lang: str) -> bytes:
    """The application as PDF/A-1b, dated by itself: made twice it has the same bytes."""
    own = case.value["application"]
    text = form(context, case, lang, signatory=own["signatory"])
    day = date.fromisoformat(own["date"])
    sheet = Sheet(f"{text.title} {case.id}", lang, day)
    if text.demonstration:
        sheet.text(text.demonstration, size=9, align="R")
    sheet.text(text.addressee, align="R")
    sheet.gap(12)
    sheet.text(text.title, bold=True, size=14, align="C")
    sheet.text(text.about, align="C")
    sheet.gap(8)
    sheet.text(text.request)
    sheet.gap(12)
    for one in text.closing:
        sheet.text(one)
        sheet.gap(2)
    for title, some in text.lists:
        sheet.gap()
        sheet.text(_headed(title), bold=True)
        for number, one in enumerate(some, 1):
            sheet.text(f"{number}. {one}")
    for title, rows in text.tables:
        sheet.gap()
        sheet.text(_headed(title), bold=True)
        sheet.table(rows, (6, 1, 4) if len(rows[0]) > 2 else (3, 1))
    return sheet.finish()


def _headed(title: str) -> str:
    """A label as a heading begins."""
    return title[:1].upper() + title[1:]
