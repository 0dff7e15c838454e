# SPDX-License-Identifier: MIT
"""What the template of an object's page is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from esep.checks.completeness import DONE, GAPS, Row, Standing
from esep.findings import Finding
from esep.model.passport import CYCLE_ENDS, STAGES, flag
from esep.portal import graph
from esep.portal.addresses import code_page, object_page, page, up
from esep.portal.fields import Block, Cell, Cells, Plan, Teller
from esep.portal.records import Brief, View
from esep.portal.templates import Templates
from esep.portal.wording import Words
from esep.rulebook import Rulebooks

# Parts of the passport in the order of the page; all others have a place of their own.
SECTIONS = {
    "basis": (
        "of_other_person",
        "traits",
        "class_basis",
        "state_registration_no",
        "stored_in",
        "platform_priority",
        "placement",
        "domain_names",
        "environments",
        "requirements_url",
        "trust_register",
        "operation",
        "contacts",
    ),
    "use": ("users", "functions", "services", "capabilities", "technologies", "components"),
    "facts": ("facts", "reference_for", "characteristics", "inventory"),
    "money": ("funding", "procurement", "cost_calculations", "bookkeeping"),
    "proof": (
        "conclusions",
        "tests",
        "trial",
        "warranty",
        "source_code",
        "exclusive_rights",
        "doc_changes",
        "termination",
    ),
}
_SIGNS = {"done": "✓", "gap": "✕", "owed": "◐", "idle": "–"}


@dataclass(frozen=True)
class Setting:
    """What all pages of a build share, in one language."""

    words: Words
    plan: Plan
    rulebooks: Rulebooks
    organisations: Mapping[str, Mapping[str, str]]
    templates: Templates


def page_values(
    setting: Setting, brief: Brief, view: View, near: Mapping[str, Brief], inbound: Iterable[Brief]
) -> dict[str, Any]:
    """Values for object.html; `near` are the objects this one names, `inbound` those naming it."""
    words = setting.words
    path = object_page(words.lang, brief.folder)
    root = up(path)
    teller = Teller(words, lambda slug: _named(setting, near, root, slug))
    shared = {
        "brief": brief,
        "root": root,
        "agency": teller.name(brief.agency),
        "findings": tuple(_findings(setting, root, view)),
        "code_url": root + code_page(words.lang, brief.code) if brief.code else "",
    }
    if not brief.shown:
        return shared
    value = view.value
    return shared | {
        "value": value,
        "proprietor": teller.name(brief.proprietor),
        "holder": teller.name(brief.holder),
        "registrant": teller.name(value["registrant"]) if "registrant" in value else None,
        "operator": teller.name(value["operated_by"]) if "operated_by" in value else None,
        "domains": tuple(
            (words.term("domain", one), page(words.lang, "domains", one)) for one in brief.domains
        ),
        "stages": tuple(_stages(value)),
        "cycles": tuple(_cycles(value)),
        "items": tuple(_item(setting, root, row) for row in view.rows),
        "documents": tuple(_documents(setting, view)),
        "personal": tuple(_personal(value)),
        "stored": bool(value.get("facts", {}).get("stored_data")),
        "drawing": graph.draw(_links(setting, brief, view, near, inbound, root)),
        "sections": {
            name: tuple(_section(setting, teller, view, keys)) for name, keys in SECTIONS.items()
        },
        "statements": tuple(value.get("not_applicable", ())),
        "gaps": tuple(value.get("known_gaps", ())),
        "changes": tuple(reversed(value["changes"])),
    }


def _named(setting: Setting, near: Mapping[str, Brief], root: str, slug: str) -> tuple[str, str]:
    """Name and address of an organisation or object; an unknown one as it is written."""
    words = setting.words
    if slug in setting.organisations:
        name = words.pick(setting.organisations[slug])
        return name, root + page(words.lang, "organisations", slug)
    if (other := near.get(slug)) and other.shown:
        return words.pick(other.name), root + object_page(words.lang, other.folder)
    return words.named(slug), ""


def _stages(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    history = value["lifecycle"]["history"]
    for at, step in enumerate(history):
        yield {**step, "is_now": at == len(history) - 1, "is_ahead": False}
    ended = history[-1]["stage"] in STAGES[5:]
    last = STAGES.index(history[-1]["stage"])
    for stage in () if ended else STAGES[last + 1 : 6]:
        yield {"stage": stage, "since": "", "is_now": False, "is_ahead": True}


def _cycles(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for cycle in value.get("development_cycles", ()):
        yield {**cycle, "is_open": cycle["history"][-1]["stage"] not in CYCLE_ENDS}


def _item(setting: Setting, root: str, row: Row) -> Markup:
    """One row of the table of items; the same standing gives the same row on any page."""
    words = setting.words
    reason = str(row.statement.get("reason", "")) if row.statement else ""

    def values() -> dict[str, Any]:
        return {
            "number_in_list": row.number,
            "cycle": row.cycle,
            "state": row.state.value,
            "since": row.since,
            "title": words.pick(setting.rulebooks.item(row.key).title),
            "url": root + page(words.lang, "rules", "item", row.key),
            "citation": setting.rulebooks.render_citation(row.citation, words.lang),
            "mark": _mark(row.state),
            "sign": _SIGNS[_mark(row.state)],
            "reason": words.term("reason", reason) if reason else "",
        }

    key = (root, row.key, row.number, row.cycle, row.state, row.since, row.citation, reason)
    return setting.templates.fragment("_item.html", key, values)


def _mark(state: Standing) -> str:
    if state in DONE:
        return "done"
    if state in GAPS:
        return "gap"
    return "owed" if state in (Standing.DEBT, Standing.BACKFILL, Standing.UPCOMING) else "idle"


def _documents(setting: Setting, view: View) -> Iterator[dict[str, Any]]:
    verdicts = {
        finding.location.pointer.split("/")[2]: finding.code
        for finding, _ in view.findings
        if finding.code in ("DOC016", "DOC017", "DOC018", "DOC019")
    }
    for at, one in enumerate(view.value.get("documents", ())):
        file = view.files.get(one.get("id", ""), "")
        verdict = verdicts.get(str(at), "conforms" if file else "")
        item = setting.rulebooks.item(one["item"])
        yield {
            "id": one.get("id", ""),
            "title": setting.words.pick(one["title"]) if "title" in one else "",
            "item": setting.words.pick(item.title),
            "data": one,
            "file": file,
            "verdict": verdict,
            "is_public": one["access"] == "public",
        }


def _personal(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in value.get("facts", {}).get("stored_data", ()):
        if flag(one["personal"]):
            yield one


def _links(
    setting: Setting,
    brief: Brief,
    view: View,
    near: Mapping[str, Brief],
    inbound: Iterable[Brief],
    root: str,
) -> Iterator[graph.Link]:
    words = setting.words
    for one in view.value.get("interactions", ()):
        name, url = (
            _named(setting, near, root, one["with"]) if "with" in one else (one["party"], "")
        )
        yield graph.Link(name, url, one["direction"], words.pick(one["data"]))
    named = {target for target, *_ in brief.links}
    turned = {"in": "out", "out": "in", "both": "both"}
    for other in inbound:
        if other.id in named:
            continue  # told from this side already
        for target, direction, data in other.links:
            if target == brief.id:
                name, url = _named(setting, {other.id: other}, root, other.id)
                yield graph.Link(name, url, turned[direction], words.pick(data))


def _section(setting: Setting, teller: Teller, view: View, keys: Iterable[str]) -> Iterator[Block]:
    hidden: dict[str, list[str]] = {}
    for pattern in view.levels:
        hidden.setdefault(pattern.partition("/")[0], []).append(pattern)
    for key in keys:
        if value := view.value.get(key):
            yield from teller.blocks(setting.plan.fields[key], value)
        for pattern in hidden.get(key, ()):
            label = setting.plan.title(pattern, setting.words.lang)
            level = setting.words.term("access", view.levels[pattern])
            told = Cell(setting.words.t("hidden", level=level))
            yield Block(label, pairs=((label, Cells((told,))),))


def _findings(setting: Setting, root: str, view: View) -> Iterator[dict[str, Any]]:
    """In plain words; where the place must not be quoted, the title and the law alone."""
    for finding, is_quoted in view.findings:
        said = is_quoted or not view.value  # what cannot be shown at all is quoted by its faults
        params = tuple(sorted(finding.params.items())) if said else None
        html = setting.templates.fragment(
            "_finding.html",
            (root, finding.code, finding.severity, params),
            partial(_told, setting, root, finding, is_quoted=said),
        )
        place = finding.location
        yield {"html": html, "line": place.line, "file": place.path}


def _told(setting: Setting, root: str, finding: Finding, *, is_quoted: bool) -> dict[str, Any]:
    words = setting.words
    text = setting.rulebooks.render(finding, words.lang)
    return {
        "root": root,
        "code": finding.code,
        "severity": finding.severity.value,
        "title": text.title
        if is_quoted
        else words.pick(setting.rulebooks.rule(finding.code).title),
        "message": text.message if is_quoted else "",
        "fix": text.fix if is_quoted else "",
        "citation": text.citation,
    }
