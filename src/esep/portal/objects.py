# SPDX-License-Identifier: MIT
"""What the template of an object's page is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup

from esep.checks.clocks import Clock
from esep.checks.clocks import Standing as Over
from esep.checks.completeness import DONE, GAPS, Row, Standing
from esep.checks.expenses import planned_year
from esep.findings import Finding
from esep.i18n import LANGUAGES
from esep.model.passport import CYCLE_ENDS, STAGES, flag
from esep.portal import graph, names
from esep.portal.addresses import code_page, extract_file, object_page, page, up
from esep.portal.edits import Difference, Edit
from esep.portal.fields import Block, Cell, Cells, Plan, Teller
from esep.portal.growth import SHALLOW
from esep.portal.records import Brief, View
from esep.portal.settings import Settings
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
# The parts of the page in their order.
PARTS = (
    *("life", "people", "clocks", "items", "documents", "links", *SECTIONS),
    *("findings", "changes", "history", "reuse"),
)
_TONES = {
    Over.MET: "done",
    Over.LATE: "owed",
    Over.OVERDUE: "gap",
    Over.RUNNING: "idle",
    Over.OPEN: "idle",
}
# An item and how it stands, since when, and the place in an act.
Listed = tuple[Markup, date | None, str]
_SIGNS = {"done": "✓", "gap": "✕", "owed": "◐", "idle": "–"}


@dataclass(frozen=True)
class Setting:
    """What all pages of a build share, in one language."""

    words: Words
    plan: Plan
    rulebooks: Rulebooks
    organisations: Mapping[str, Mapping[str, str]]
    templates: Templates
    build: Settings
    past_fault: str


def page_values(
    setting: Setting, brief: Brief, view: View, near: Mapping[str, Brief], inbound: Iterable[Brief]
) -> dict[str, Any]:
    """Values for object.html; `near` are the objects this one names, `inbound` those naming it."""
    words = setting.words
    path = object_page(words.lang, brief.folder)
    root = up(path)
    files = {name: root + path for name, path in view.files.items()}
    papers = names.papers(view.value, files, words.lang)

    def named(slug: str, field: str) -> tuple[str, str]:
        paper = papers.get(slug) if field in names.PAPERS else None
        return paper or _named(setting, near, root, slug, field)

    teller = Teller(words, named)
    wanted = setting.build.extracts
    code = brief.code or str(brief.closed.get("code", ""))
    shared = {
        "brief": brief,
        "root": root,
        "agency": teller.name(brief.agency, "agency"),
        "findings": tuple(_findings(setting, root, view)),
        "code_url": root + code_page(words.lang, code) if code else "",
        "extract_url": root + extract_file(brief.code) if brief.code and wanted else "",
    }
    if not brief.shown:
        return shared
    value = view.value
    told: dict[str, list[Listed]] = {"lacking": [], "there": [], "idle": []}
    for row in view.rows:
        citation = setting.rulebooks.render_citation(row.citation, words.lang)
        told[_PLACES[_MARKS[row.state]]].append((_item(setting, root, row), row.since, citation))
    sections = {
        name: tuple(_section(setting, teller, view, keys)) for name, keys in SECTIONS.items()
    }
    absent = {name for name, blocks in sections.items() if not blocks}
    absent |= set() if view.clocks else {"clocks"}
    absent |= set() if view.edits or setting.past_fault == SHALLOW else {"history"}
    return shared | {
        "parts_told": tuple(name for name in PARTS if name not in absent),
        "value": value,
        "proprietor": teller.name(brief.proprietor, "proprietor"),
        "holder": teller.name(brief.holder, "holder"),
        "registrant": teller.name(value["registrant"], "registrant")
        if "registrant" in value
        else None,
        "operator": teller.name(value["operated_by"], "operated_by")
        if "operated_by" in value
        else None,
        "domains": tuple(
            (words.term("domain", one), page(words.lang, "domains", one)) for one in brief.domains
        ),
        "stages": tuple(_stages(value)),
        "cycles": tuple(_cycles(value)),
        "items": told,
        "clocks": tuple(_clocks(setting, view.clocks)),
        "documents": tuple(_documents(setting, view)),
        "personal": tuple(_personal(value)),
        "stored": bool(value.get("facts", {}).get("stored_data")),
        "drawing": graph.draw(_links(setting, brief, view, near, inbound, root)),
        "sections": sections,
        "statements": tuple(value.get("not_applicable", ())),
        "gaps": tuple(value.get("known_gaps", ())),
        "changes": tuple(reversed(value["changes"])),
        "gate": _gate(brief),
        "year": planned_year(setting.build.on),
        "edits": tuple(_edits(setting, teller, view.edits)),
    }


def _named(
    setting: Setting, near: Mapping[str, Brief], root: str, slug: str, field: str = ""
) -> tuple[str, str]:
    """Name and address of what a field names; an unknown one as it is written."""
    words = setting.words
    if field in names.KINDS:
        return words.named(slug, field), ""
    if slug in setting.organisations:
        name = words.pick(setting.organisations[slug])
        return name, root + page(words.lang, "organisations", slug)
    if (other := near.get(slug)) and other.shown:
        return words.pick(other.name), root + object_page(words.lang, other.folder)
    return slug, ""


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
    """An item and how it stands; the same standing gives the same words on any page."""
    words = setting.words
    reason = str(row.statement.get("reason", "")) if row.statement else ""

    def values() -> dict[str, Any]:
        return {
            "number_in_list": row.number,
            "cycle": row.cycle,
            "state": row.state.value,
            "title": words.pick(setting.rulebooks.item(row.key).title),
            "url": root + page(words.lang, "rules", "item", row.key),
            "mark": _MARKS[row.state],
            "sign": _SIGNS[_MARKS[row.state]],
            "reason": words.term("reason", reason) if reason else "",
        }

    key = (root, row.key, row.number, row.cycle, row.state, reason)
    return setting.templates.fragment("_item.html", key, values)


def _mark(state: Standing) -> str:
    if state in DONE:
        return "done"
    if state in GAPS:
        return "gap"
    return "owed" if state in (Standing.DEBT, Standing.BACKFILL, Standing.UPCOMING) else "idle"


_MARKS = {state: _mark(state) for state in Standing}
# Where a row stands: what lacks comes first.
_PLACES = {"done": "there", "idle": "idle", "gap": "lacking", "owed": "lacking"}


def _documents(setting: Setting, view: View) -> Iterator[dict[str, Any]]:
    """One row for each; those of which no more is told than that they exist make one if alike."""
    told = list(_each_document(setting, view))
    alike = Counter(tuple(one["data"].items()) for one in told if not one["id"])
    for one in told:
        times = 1 if one["id"] else alike.pop(tuple(one["data"].items()), 0)
        if times:
            yield one | {"times": times}


def _each_document(setting: Setting, view: View) -> Iterator[dict[str, Any]]:
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
        label = _short(near.get(one.get("with", "")), words) or name
        yield graph.Link(name, url, one["direction"], words.pick(one["data"]), label)
    named = {target for target, *_ in brief.links}
    turned = {"in": "out", "out": "in", "both": "both"}
    for other in inbound:
        if other.id in named:
            continue  # told from this side already
        for target, direction, data in other.links:
            if target == brief.id:
                name, url = _named(setting, {other.id: other}, root, other.id)
                label = _short(other, words) or name
                yield graph.Link(name, url, turned[direction], words.pick(data), label)


def _short(brief: Brief | None, words: Words) -> str:
    """What tells an object from its neighbours in a narrow box."""
    return words.pick(brief.short) if brief and brief.short else ""


def _gate(brief: Brief) -> str:
    if brief.measures.supported:
        return "supported"
    return "closed" if brief.measures.closed else "not_asked"


def _section(setting: Setting, teller: Teller, view: View, keys: Iterable[str]) -> Iterator[Block]:
    """Single values in one group, then what has a title of its own."""
    blocks = list(_blocks(setting, teller, view, keys))
    if single := tuple(pair for one in blocks if len(one.pairs) == 1 for pair in one.pairs):
        yield Block("", pairs=single)
    yield from (one for one in blocks if len(one.pairs) != 1)


def _blocks(setting: Setting, teller: Teller, view: View, keys: Iterable[str]) -> Iterator[Block]:
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


def _clocks(setting: Setting, clocks: Iterable[Clock]) -> Iterator[dict[str, Any]]:
    """Those that run first, the next one on top; then the ended ones, the latest on top."""
    told = [
        (one, one.standing(setting.build.on)) for one in clocks if one.start <= setting.build.on
    ]
    told.sort(key=lambda one: one[0].due or date.max, reverse=True)
    told.sort(key=lambda one: one[1] in (Over.MET, Over.LATE))
    for clock, standing in told:
        law = clock.citation
        yield {
            "timer": clock.timer,
            "actor": clock.actor.value,
            "start": clock.start,
            "due": clock.due,
            "ended": clock.ended,
            "standing": standing.value,
            "mark": _TONES[standing],
            "sign": _SIGNS[_TONES[standing]],
            "citation": setting.rulebooks.render_citation(law, setting.words.lang) if law else "",
        }


def _edits(setting: Setting, teller: Teller, edits: Iterable[Edit]) -> Iterator[dict[str, Any]]:
    for one in edits:
        address = (
            f"{setting.build.repository}/commit/{one.commit}" if setting.build.repository else ""
        )
        yield {
            "on": one.on,
            "state": one.state,
            "commit": (one.commit[:12], address),
            "fields": tuple(_difference(setting, teller, some) for some in one.fields),
            "more": one.more,
        }


def _difference(setting: Setting, teller: Teller, one: Difference) -> tuple[str, Cells, Cells]:
    """Label of the field, what stood there and what stands there."""
    words, steps = setting.words, one.steps
    spoken = steps[-1] if steps[-1] in LANGUAGES else ""
    trail = setting.plan.trail(steps[:-1] if spoken else steps)
    label = " › ".join(field.titles[words.lang] for field in trail)
    field = replace(trail[-1], kind="string") if spoken else trail[-1]
    told = [teller.cells(field, value) if value else Cells() for value in one[1:]]
    return f"{label} ({words.term('language', spoken)})" if spoken else label, told[0], told[1]


def _findings(setting: Setting, root: str, view: View) -> Iterator[dict[str, Any]]:
    """In plain words; where the place must not be quoted, the title and the law alone."""
    for finding, is_quoted in view.findings:
        params = tuple(sorted(finding.params.items())) if is_quoted else None
        html = setting.templates.fragment(
            "_finding.html",
            (root, finding.code, finding.severity, params),
            partial(_told, setting, root, finding, is_quoted=is_quoted),
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
