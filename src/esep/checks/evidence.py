# SPDX-License-Identifier: MIT
"""What passports and registers say to the checks P1 to O4 of pp. 32-34, before anyone judges.

The law names what is looked at, not how it is judged: a line is a fact with its source,
the verdict only sums the lines up, and the analyst's judgement stays the analyst's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from esep.checks import duplicates
from esep.checks.completeness import DONE, GAPS, Row, Standing, counts, is_complete, table
from esep.checks.context import Context
from esep.checks.risks import shortfall
from esep.model.architecture import Element
from esep.model.passport import Passport, cycle_of
from esep.model.registry import ObjectRecord
from esep.model.survey import Facts

Holds = Literal["yes", "partly", "no", "unknown"]
Verdict = Literal["met", "partly", "not_met", "unknown"]

CODES = {
    "planning": ("P1", "P2"),
    "implementation": ("I1", "I2", "I3"),
    "operation": ("O1", "O2", "O3", "O4"),
}
# Items of Appendix 1 that a check reads.
ITEMS = {
    "P1": ("tor", "psp_requirements"),
    "I1": ("procurement", "contracts", "psp_agreement"),
    "I2": ("is_tests", "test_protocols", "act_trial", "act_industrial"),
}
_OWED = frozenset({Standing.DEBT, Standing.BACKFILL})
_STATES: Mapping[str, Holds] = {
    "developed": "yes", "sufficient": "yes", "initial": "partly", "absent": "no",
}  # fmt: skip
_TECHNOLOGIES: Mapping[str, Holds] = {
    "adopt": "yes", "trial": "yes", "hold": "partly", "retire": "no", "absent": "no",
}  # fmt: skip
_AUTOMATION: Mapping[str, Holds] = {"full": "yes", "partial": "yes", "none": "no"}
_CONTROL: Mapping[str, Holds] = {"justified": "yes", "reuse": "no", "not_justified": "no"}


class Line(NamedTuple):
    """One fact: `what` is a word of labels ``evidence`` or an item's key.

    `source` is ``objects:id`` or ``kind:id``; `detail` is the number or date seen, `name`
    what was seen in words of all languages.
    """

    what: str
    source: str
    holds: Holds
    detail: str = ""
    name: Mapping[str, str] = {}


def evidence(context: Context, project: Element, code: str) -> tuple[Line, ...]:
    """What is known to one check of a project on the day of the context."""
    records = [context.registry.object(one.folder) for one in _objects(context, project)]
    listed = [line for one in records for line in _items(context, project, one, code)]
    return (*listed, *_READERS[code](context, project))


def verdict(lines: tuple[Line, ...]) -> Verdict:
    """All hold, some do not, none does; unknown where nothing is known."""
    known = {one.holds for one in lines} - {"unknown"}
    if not known:
        return "unknown"
    if known == {"yes"}:
        return "met"
    return "not_met" if known == {"no"} else "partly"


def _objects(context: Context, project: Element) -> Iterator[Facts]:
    named = (context.survey.get(name) for name in project.refs("objects"))
    return (one for one in named if one)


def _items(context: Context, project: Element, record: ObjectRecord, code: str) -> Iterator[Line]:
    wanted, cycles = ITEMS.get(code, ()), _cycles(record.passport, project)
    for row in table(context, record):
        if row.key in wanted and row.cycle in cycles and (holds := _holds(row)):
            detail = _documents(record.passport, row)
            yield Line(row.key, f"objects:{record.id}", holds, detail)


def _holds(row: Row) -> Holds | None:
    if row.state in DONE:
        return "yes"
    if row.state in GAPS:
        return "partly" if row.state is Standing.DRAFT else "no"
    if row.state in _OWED:
        return "partly"
    return "unknown" if row.state is Standing.UPCOMING else None


def _cycles(passport: Passport, project: Element) -> frozenset[int]:
    """The development cycles that run while a development project does; else the creation."""
    if project.value["type"] != "develop_is":
        return frozenset({0})
    first, last = str(project.value["starts_on"]), end_of(project)
    found = frozenset(
        one.number
        for one in passport.cycles
        if one.history[0].since.isoformat() <= last and one.history[-1].since.isoformat() >= first
    )
    return found or frozenset({0})


def end_of(project: Element) -> str:
    """The day a project ended, or shall end."""
    return str(project.value.get("finished_on", project.value["ends_on"]))


def _documents(passport: Passport, row: Row) -> str:
    of_row = [
        one
        for one in passport.documents
        if one["id"] in row.documents and cycle_of(one) == row.cycle
    ]
    days = sorted(str(one["date"]) for one in of_row if "date" in one)
    return f"{len(of_row)}: {', '.join(dict.fromkeys(days[-3:]))}" if days else ""


def _terms(context: Context, project: Element) -> Iterator[Line]:
    """P1: besides the terms of reference, the approved architecture they are held against."""
    name = str(project.value.get("architecture_version", ""))
    version = context.architecture.get("architecture_versions", name)
    is_approved = version is not None and version.value["status"] == "approved"
    yield Line("version", project.reference, "yes" if is_approved else "no", name)


def _spending(context: Context, project: Element) -> Iterator[Line]:
    """P2: every object with a calculation of its cost, and the money planned."""
    for one in _objects(context, project):
        known = context.registry.object(one.folder).value.get("cost_calculations", ())
        shown = ", ".join(f"{line.get('result', '—')} ({line['date']})" for line in known)
        yield Line("calculation", f"objects:{one.id}", "yes" if known else "no", shown)
    planned = sum(float(line["plan"]) for line in project.value["funding"])
    yield Line("planned", project.reference, "yes" if planned else "no", f"{planned:.0f}")


def _facts(context: Context, project: Element) -> Iterator[Line]:
    """I1: what was spent of what was planned, by the project and by the passports."""
    for line in project.value["funding"]:
        detail = f"{line['year']}: {line.get('fact', '—')} / {line['plan']}"
        yield Line("spent", project.reference, "yes" if "fact" in line else "unknown", detail)
    first, last = str(project.value["starts_on"])[:4], end_of(project)[:4]
    for one in _objects(context, project):
        known = context.registry.object(one.folder).value.get("facts", {}).get("costs", ())
        for line in known:
            if line["kind"] in ("creation", "development") and first <= str(line["year"]) <= last:
                detail = f"{line['year']}: {line.get('fact', '—')} / {line['plan']}"
                holds: Holds = "yes" if "fact" in line else "unknown"
                yield Line("spent", f"objects:{one.id}", holds, detail)


def _results(context: Context, project: Element) -> Iterator[Line]:
    """I2: the day of commissioning, and the functional requirements."""
    if project.value["type"] != "develop_is":
        for one in _objects(context, project):
            day = context.registry.object(one.folder).passport.commissioned_on
            is_due = project.value["stage"] in ("operation", "closed")
            holds: Holds = "yes" if day else "no" if is_due else "unknown"
            yield Line("commissioned", f"objects:{one.id}", holds, day.isoformat() if day else "")
    for line in project.value.get("requirements", ()):
        holds = line.get("met", "unknown")
        yield Line("requirement", project.reference, holds, name=line["name"])


def _control(context: Context, project: Element) -> Iterator[Line]:
    """I3: objects alike that nobody has ruled out, and what architectural control said."""
    own = set(project.refs("objects"))
    pairs, events = list(alike(context, own)), list(control_of(context, own, project.id))
    is_justified = bool(events) and events[-1].value["result"] == "justified"
    for pair in pairs:
        other = pair.second if pair.first in own else pair.first
        is_settled = is_justified or judged(context, pair) == "justified"
        holds: Holds = "unknown" if is_settled else "no"
        yield Line("like", f"objects:{other}", holds, f"{pair.score:.2f}")
    if not pairs and any(_objects(context, project)):
        yield Line("like", project.reference, "yes")
    for event in events:
        holds = _CONTROL[event.value["result"]]
        yield Line("control", event.reference, holds, str(event.value["on"]))
    if not events:
        yield Line("control", project.reference, "unknown")


def alike(context: Context, own: set[str]) -> Iterator[duplicates.Likeness]:
    """Pairs of one of `own` with an object that is not."""
    for pair in duplicates.find(context):
        if (pair.first in own) != (pair.second in own):
            yield pair


def judged(context: Context, pair: duplicates.Likeness) -> str:
    """What architectural control last said of two objects together; empty if nothing."""
    both = {pair.first, pair.second}
    said = [
        (str(one.value["on"]), str(one.value["result"]))
        for one in context.architecture.of("control_events")
        if both <= {one.value.get("object"), *one.refs("duplicates")}
    ]
    return max(said)[1] if said else ""


def control_of(context: Context, objects: set[str], project: str = "") -> Iterator[Element]:
    """Events of architectural control on a project or any of the objects, oldest first."""
    events = context.architecture.of("control_events")
    of_subject = (
        one
        for one in events
        if one.value.get("object") in objects or (project and one.value.get("project") == project)
    )
    return iter(sorted(of_subject, key=lambda one: str(one.value["on"])))


def _indicators(context: Context, project: Element) -> Iterator[Line]:
    """O1: facts of indicators against their plans."""
    fields = {"target_indicators": "target_indicators", "indicators": "performance_indicators"}
    for field, kind in fields.items():
        for name in project.refs(field):
            if one := context.architecture.get(kind, name):
                gap = shortfall(one.value)
                holds: Holds = "no" if gap else "yes" if one.value.get("fact") else "unknown"
                yield Line("indicator", one.reference, holds, gap or _last(one))


def _last(indicator: Element) -> str:
    facts = sorted((str(one["year"]), str(one["value"])) for one in indicator.value.get("fact", ()))
    return ": ".join(facts[-1]) if facts else ""


def _technologies(context: Context, project: Element) -> Iterator[Line]:
    """O2: what the objects are built with, and where the list puts it."""
    listed = context.architecture.by_kind["technologies"]
    for one in _objects(context, project):
        for name in one.technologies:
            status = str(listed[name].value["status"]) if name in listed else "absent"
            yield Line("technology", f"objects:{one.id}", _TECHNOLOGIES[status], name)


def _capabilities(context: Context, project: Element) -> Iterator[Line]:
    """O3: the assessed state of what the objects support, their records and partners."""
    for one in _objects(context, project):
        rows = table(context, context.registry.object(one.folder))
        done, due = counts(rows)
        holds: Holds = "yes" if is_complete(rows) else "partly"
        yield Line("record", f"objects:{one.id}", holds, f"{done}/{due}")
        for name in dict.fromkeys(name for name, _ in one.links):
            if partner := context.survey.get(name):
                yield Line("exchange", f"objects:{name}", "no" if partner.is_gone else "yes")
        for name in one.capabilities:
            if found := context.architecture.get("capabilities", name):
                state = str(found.value.get("assessment", ""))
                yield Line("capability", found.reference, _STATES.get(state, "unknown"), state)


def _expectations(context: Context, project: Element) -> Iterator[Line]:
    """O4: what interested parties expected, and what passports call the automation's effect."""
    for one in context.architecture.of("stakeholders"):
        if project.id in one.refs("projects"):
            for line in one.value["expectations"]:
                holds: Holds = line.get("met", "unknown")
                yield Line("expectation", one.reference, holds, name=line["text"])
    for facts in _objects(context, project):
        known = context.registry.object(facts.folder).value.get("facts", {})
        for line in known.get("automation", ()):
            holds = _AUTOMATION[line["level"]]
            detail = str(line.get("function") or line.get("service") or "")
            yield Line("automation", f"objects:{facts.id}", holds, detail, line.get("name", {}))
        users = [line for line in known.get("implementation", ()) if "users" in line]
        if users:
            detail = str(sum(int(line["users"]) for line in users))
            yield Line("users", f"objects:{facts.id}", "yes", detail)


_READERS: Mapping[str, Callable[[Context, Element], Iterator[Line]]] = {
    "P1": _terms, "P2": _spending, "I1": _facts, "I2": _results, "I3": _control,
    "O1": _indicators, "O2": _technologies, "O3": _capabilities, "O4": _expectations,
}  # fmt: skip
