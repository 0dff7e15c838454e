# SPDX-License-Identifier: MIT
"""Warranties and contracts: what ends when, claims, papers against records, plan against fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from esep.calendar.working import add_months
from esep.checks import duties
from esep.checks.context import Context
from esep.checks.costs import TIYN, tenge
from esep.checks.texts import has_check_digit
from esep.i18n import pick
from esep.model.registry import ObjectRecord
from esep.portal.tables import harmless

PAPERS = ("contracts", "psp_agreement", "procurement")
_SPENT = ("creation", "development", "support", "service")
HEADER = (
    *("object", "holder", "what", "reference", "subject", "supplier", "begins", "ends"),
    *("days_left", "plan", "fact", "faults"),
)


Words = str | Mapping[str, str]


class Line(NamedTuple):
    """One row: a warranty, a claim, a contract, an environment or a kind of cost of a year.

    `subject` and `supplier` are in all languages until `told`; `plan` and `fact` are in tiyn;
    `faults` name what does not agree.
    """

    object: str
    holder: str
    what: str
    reference: str = ""
    subject: Words = ""
    supplier: Words = ""
    begins: str = ""
    ends: str = ""
    plan: int | None = None
    fact: int | None = None
    faults: tuple[str, ...] = ()

    def days_left(self, on: date) -> int | None:
        return (date.fromisoformat(self.ends) - on).days if self.ends else None

    def told(self, lang: str) -> Line:
        """The line in one language."""
        return self._replace(subject=_told(self.subject, lang), supplier=_told(self.supplier, lang))


def _told(text: Words, lang: str) -> str:
    return text if isinstance(text, str) else pick(text, lang)


def board(context: Context, records: Iterable[ObjectRecord], lang: str) -> list[Line]:
    """Every line of these objects, in one language and in order."""
    found = (one for record in records if record.is_valid for one in lines(context, record))
    return [one.told(lang) for one in ordered(found)]


def ordered(found: Iterable[Line]) -> list[Line]:
    """What ends first comes first, what has no end last."""
    return sorted(found, key=lambda one: (one.ends or "9999", one.object, one.what, one.reference))


def of_organisation(context: Context, slug: str) -> Iterator[ObjectRecord]:
    """Objects that a body holds, owns or recorded; all of them without a name."""
    for record in context.registry.objects():
        fields = ("holder", "proprietor", "registrant")
        if not slug or any(record.value.get(one) == slug for one in fields):
            yield record


def lines(context: Context, record: ObjectRecord) -> Iterator[Line]:
    """The lines of one valid object."""
    value, own = record.value, (record.id, str(record.value["holder"]))
    warranty = value.get("warranty", {})
    if warranty.get("end"):
        supplier = str(warranty.get("supplier", ""))
        basis = str(warranty.get("basis", ""))
        dates = (str(warranty.get("start", "")), str(warranty["end"]))
        yield Line(*own, "warranty", "", basis, supplier, *dates)
    facts = context.rulebooks.orders["129"].data["warranty_claim_facts"]
    for claim in warranty.get("claims", ()):
        lacks = tuple(duties.lacking_claim_facts(claim, facts))
        end = str(warranty.get("end", ""))
        late = ("outside_warranty",) if end and claim["on"] > end else ()
        dates = (claim["on"], claim.get("resolved_on", ""))
        yield Line(*own, "claim", "", claim["subject"], "", *dates, faults=(*lacks, *late))
    yield from _contracts(value, own)
    for one in value.get("environments", ()):
        if agreed := one.get("agreement_on"):
            rule = context.rulebooks.deadline("icp_environment_use", date.fromisoformat(agreed))
            until = add_months(date.fromisoformat(agreed), rule.length) if rule else None
            ends = one.get("returned_on") or (until.isoformat() if until else "")
            number = str(one.get("agreement", ""))
            yield Line(*own, "environment", number, one["kind"], "", agreed, ends)
    yield from _years(value, own)


def _contracts(value: Mapping[str, Any], own: tuple[str, str]) -> Iterator[Line]:
    """Procurement records, each with what its paper says otherwise; and papers without one."""
    papers = {one["id"]: one for one in value.get("documents", ()) if one["item"] in PAPERS}
    used = set()
    for one in value.get("procurement", ()):
        paper = papers.get(one.get("document", "")) or _numbered(papers, one["contract_no"])
        used |= {paper["id"]} if paper else set()
        plan, fact = _tiyn(one["amount"]), _tiyn(one.get("fact"))
        faults = tuple(_faults(one, paper, plan, fact))
        supplier = one.get("supplier", one["supplier_bin"])
        subject = one["subject"]
        dates = (one["date"], str(one.get("ends_on", "")))
        number = one["contract_no"]
        yield Line(*own, "contract", number, subject, supplier, *dates, plan, fact, faults)
    for name, paper in papers.items():
        if name not in used and paper["item"] == "contracts" and paper.get("number"):
            title, plan = paper["title"], _tiyn(paper.get("amount"))
            dates = (str(paper.get("date", "")), "")
            faults = ("no_record",)
            number = paper["number"]
            yield Line(*own, "contract", number, title, "", *dates, plan, None, faults)


def _numbered(papers: Mapping[str, Mapping[str, Any]], number: str) -> Mapping[str, Any] | None:
    return next((one for one in papers.values() if one.get("number") == number), None)


def _faults(
    one: Mapping[str, Any], paper: Mapping[str, Any] | None, plan: int | None, fact: int | None
) -> Iterator[str]:
    if not has_check_digit(one["supplier_bin"]):
        yield "supplier_bin"
    if fact is not None and plan is not None and fact > plan:
        yield "paid_over"
    if paper is None:
        yield "no_paper"
        return
    if paper.get("date", one["date"]) != one["date"]:
        yield "date"
    if "amount" in paper and _tiyn(paper["amount"]) != plan:
        yield "amount"


def _years(value: Mapping[str, Any], own: tuple[str, str]) -> Iterator[Line]:
    """Plan against fact by year and kind of cost (item 15, costs)."""
    for one in value.get("facts", {}).get("costs", ()):
        plan, fact = _tiyn(one["plan"]), _tiyn(one.get("fact"))
        over = ("paid_over",) if fact is not None and plan is not None and fact > plan else ()
        dates = (f"{one['year']}-01-01", f"{one['year']}-12-31")
        yield Line(*own, "costs", str(one["year"]), one["kind"], "", *dates, plan, fact, over)


def _tiyn(text: object) -> int | None:
    """Money of a register, exact: digits, and at most two of them after a point."""
    if text is None:
        return None
    whole, _, part = str(text).partition(".")
    return int(whole) * TIYN + int(part.ljust(2, "0") or "0")


def rows(found: Iterable[Line], on: date) -> Iterator[tuple[str, ...]]:
    """A table below `HEADER` of lines told, safe to open in a spreadsheet."""
    yield HEADER
    for one in found:
        left = one.days_left(on)
        money = (tenge(sum_) if sum_ is not None else "" for sum_ in (one.plan, one.fact))
        words = (str(one.subject), str(one.supplier))
        cells = (one.object, one.holder, one.what, one.reference, *words)
        times = (one.begins, one.ends, "" if left is None else str(left))
        yield tuple(map(harmless, (*cells, *times, *money, " ".join(one.faults))))
