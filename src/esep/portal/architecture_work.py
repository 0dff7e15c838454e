# SPDX-License-Identifier: MIT
"""Pages on monitoring: projects, conclusions, recommendations, control, supervision, risks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from esep.checks.evidence import CODES, Line, evidence, verdict
from esep.checks.projects import STAGES, is_overdue, reached, subject_of
from esep.checks.risks import signals
from esep.model.architecture import Element
from esep.portal import architecture_charts as charts
from esep.portal.architecture_draw import Item
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row
from esep.reports.evidence import say
from esep.reports.implementation_lists import seen as told

ROOT = "monitoring"
TONES = {"planning": "initial", "implementation": "sufficient", "operation": "developed"}
HOLDS_TAGS = {"yes": "good", "partly": "owed", "no": "bad", "unknown": "plain"}
LEVEL_TAGS = {"0": "bad", "1": "owed", "2": "good"}


def _slots(desk: Desk, project: Element) -> list[Cell]:
    """The three stages of analysis: done, owed or not reached yet."""
    done = {
        one.value["stage"]: one
        for one in desk.model.of("analyses")
        if subject_of(one) == project.reference
    }
    cells = []
    for stage in STAGES:
        name = desk.v("analysis_stage", stage)
        if stage in done:
            day = desk.words.date(str(done[stage].value["on"]))
            cells.append(Cell(f"{name}: {day}", tag="good"))
        elif stage in reached(project.value["stage"]):
            cells.append(Cell(f"{name}: {desk.t('not_done')}", tag="bad"))
        else:
            cells.append(Cell(f"{name}: —"))
    return cells


def _level(desk: Desk, one: Element) -> Cell:
    level = str(one.value["level"])
    return Cell(desk.v("level", level), tag=LEVEL_TAGS[level])


def _in_force(desk: Desk, subject: str) -> list[Cell]:
    known = desk.model.of("conclusions")
    replaced = {one.value.get("supersedes") for one in known}
    return [
        _level(desk, one) for one in known if subject_of(one) == subject and one.id not in replaced
    ]


def _projects(desk: Desk) -> Page:
    """All projects on one scale of time and in a table; then initiatives by their priority."""
    known = sorted(desk.model.of("ict_projects"), key=lambda one: str(one.value["starts_on"]))
    places = {one.id: place for place, one in enumerate(known)}
    bars = [
        (Item(desk.name(one), TONES.get(one.value["stage"], "plain"), desk.project(one.id).url),
         str(one.value["starts_on"]), _end(one))
        for one in known
    ]  # fmt: skip
    waits = [
        (places[one.id], places[link["project"]])
        for one in known
        for link in one.value.get("depends_on", ())
        if link["project"] in places
    ]
    title = desk.t("roadmap")
    drawing = charts.gantt(bars, waits, desk.context.on, desk.t("picture_of", what=title))
    stages = [(tone, desk.v("analysis_stage", stage)) for stage, tone in TONES.items()]
    drawing = drawing.told(
        *stages, ("plain", desk.v("analysis_stage", "closed")),
        ("today", f"{desk.t('today')}: {desk.words.date(desk.context.on)}"),
        ("arrow", desk.t("waits")),
    )  # fmt: skip
    rows: list[Row] = [
        ([desk.project(one.id)], [desk.body(one.value["owner"])],
         [Cell(desk.v("analysis_stage", one.value["stage"]))], _slots(desk, one),
         _in_force(desk, one.reference))
        for one in known
    ]  # fmt: skip
    columns = desk.columns("project", "owner", "stage", "analysis", "conclusion")
    blocks = [Block("", columns, rows, drawing=drawing), _initiatives(desk)]
    return Page(title, blocks)


def _initiatives(desk: Desk) -> Block:
    known = sorted(
        desk.model.of("initiatives"),
        key=lambda one: (desk.named("domains", one.value["domain"]), int(one.value["priority"])),
    )
    rows: list[Row] = [
        ([Cell(desk.name(one))], desk.names("domains", [one.value["domain"]]),
         [Cell(str(one.value["priority"]))], [Cell(desk.v("initiative_kind", one.value["kind"]))],
         [desk.project(one.value["project"])] if "project" in one.value else [])
        for one in known
    ]  # fmt: skip
    columns = desk.columns("initiative", "domains", "priority", "kind", "project")
    return Block(desk.t("initiatives"), columns, rows)


def _end(project: Element) -> str:
    return str(project.value.get("finished_on", project.value["ends_on"]))


def project_page(desk: Desk, project: Element) -> Page:
    value = project.value
    facts: list[Row] = [
        ([Cell(desk.t("owner"))], [desk.body(value["owner"])]),
        ([Cell(desk.t("stage"))], [Cell(desk.v("analysis_stage", value["stage"]))]),
        ([Cell(desk.t("date"))], [desk.date(value["starts_on"]), desk.date(_end(project))]),
        ([Cell(desk.t("objects"))], [desk.object(one) for one in value.get("objects", ())]),
        ([Cell(desk.t("money"))], [
            Cell(f"{one['year']}: {desk.words.number(one['plan'])} / "
                 f"{desk.words.number(one.get('fact', '—'))}") for one in value["funding"]]),
        ([Cell(desk.t("dependencies"))], [
            desk.project(one["project"]) for one in value.get("depends_on", ())]),
        ([Cell(desk.t("indicator"))],
         desk.names("target_indicators", value.get("target_indicators", ()))),
        ([Cell(desk.t("analysis"))], _slots(desk, project)),
        ([Cell(desk.t("conclusion"))], _in_force(desk, project.reference)),
    ]  # fmt: skip
    blocks = [Block("", desk.columns("figure", "note"), facts)]
    blocks += [_checks(desk, project, stage) for stage in reached(value["stage"])]
    expected: list[Row] = [
        ([desk.body(one.value["organisation"])],
         [Cell(desk.words.pick(line["text"])) for line in one.value["expectations"]],
         [Cell(desk.v("met", line.get("met", "unknown"))) for line in one.value["expectations"]])
        for one in desk.model.of("stakeholders")
        if project.id in one.refs("projects")
    ]  # fmt: skip
    if expected:
        columns = desk.columns("stakeholders", "expectations", "result")
        blocks.append(Block(desk.t("stakeholders"), columns, expected))
    return Page(desk.name(project), blocks, desk.words.pick(value["goal"]))


def _checks(desk: Desk, project: Element, stage: str) -> Block:
    """The checks of a stage: what was judged, and what passports and registers show."""
    judged = {
        check["code"]: check
        for one in desk.model.of("analyses")
        if subject_of(one) == project.reference and one.value["stage"] == stage
        for check in one.value["checks"]
    }
    rows: list[Row] = []
    for code in CODES[stage]:
        lines = evidence(desk.context, project, code)
        check = judged.get(code)
        result = [Cell(desk.v("check_result", check["result"]) if check else desk.t("not_done"))]
        note = [Cell(desk.words.pick(check["note"]))] if check and "note" in check else []
        shown = Cell(desk.v("check_result", verdict(lines)))
        seen = [_seen(desk, one) for one in lines]
        name = Cell(f"{code}. {desk.v('check', code)}")
        rows.append(([name], result + note, [shown], seen))
    title = f"{desk.t('analysis')}: {desk.v('analysis_stage', stage)}"
    return Block(title, desk.columns("checks", "result", "shown", "evidence"), rows)


def _seen(desk: Desk, line: Line) -> Cell:
    kind, _, name = line.source.partition(":")
    url = desk.object(name).url if kind == "objects" else ""
    return Cell(str(say(desk.context, line, desk.lang)), url, HOLDS_TAGS[line.holds])


def _conclusions(desk: Desk) -> Page:
    known = desk.model.of("conclusions")
    replaced = {one.value.get("supersedes") for one in known}
    rows: list[Row] = []
    for one in sorted(known, key=lambda one: str(one.value["on"]), reverse=True):
        state = [_level(desk, one)]
        if one.id in replaced:
            state.append(Cell(desk.t("superseded"), tag="plain"))
        said = [Cell(desk.words.pick(one.value["text"]))]
        advice = desk.names("recommendations", one.refs("recommendations"))
        subject = [desk.element(subject_of(one))]
        rows.append((subject, state, [desk.date(one.value["on"])], said, advice))
    columns = desk.columns("subject", "level", "date", "note", "recommendations")
    return Page(desk.t("conclusions"), [Block("", columns, rows)])


def _recommendations(desk: Desk) -> Page:
    """A board: one table per status, overdue ones marked."""
    today, blocks = desk.context.on.isoformat(), []
    known = desk.model.of("recommendations")
    for status in ("issued", "accepted", "in_progress", "done", "cancelled"):
        rows: list[Row] = []
        for one in (one for one in known if one.value["status"] == status):
            due = [desk.date(one.value.get("due_on"))]
            if is_overdue(one, today):
                due.append(Cell(desk.t("overdue"), tag="bad"))
            kind = [Cell(desk.v("recommendation_kind", one.value["kind"]))]
            subject = [desk.object(name) for name in one.refs("objects")]
            if "project" in one.value:
                subject.append(desk.project(one.value["project"]))
            subject += [desk.element(name) for name in one.refs("elements")]
            body = [desk.body(one.value["addressee"])]
            rows.append(([Cell(desk.name(one))], kind, body, due, subject))
        title = f"{desk.v('recommendation_status', status)} — {len(rows)}"
        columns = desk.columns("recommendation", "kind", "addressee", "due", "subject")
        blocks.append(Block(title, columns, rows))
    return Page(desk.t("recommendations"), blocks)


def _events(desk: Desk, name: str) -> Page:
    """Control and supervision are two queues, never one (T-24)."""
    rows: list[Row] = []
    for one in desk.model.of(f"{name}_events"):
        result = [Cell(desk.v(f"{name}_result", one.value["result"]))]
        note = [Cell(desk.words.pick(one.value["note"]))]
        further = [desk.object(slug) for slug in one.refs("duplicates")]
        if "next_on" in one.value:
            further.append(desk.date(one.value["next_on"]))
        rows.append(([Cell(desk.name(one))], [desk.date(one.value["on"])], result, note, further))
    columns = desk.columns("subject", "date", "result", "note", "next")
    lead = desk.t(f"{name}_lead")
    return Page(desk.t(name), [Block("", columns, rows)], lead)


def _risks(desk: Desk) -> Page:
    """Assessments with their history, and signals that wait for one."""
    assessed: list[Row] = [
        ([desk.project(one.value["project"])], [Cell(desk.v("risk", one.value["category"]))],
         [Cell(f"{desk.words.date(line['on'])}: {desk.v('risk_level', line['level'])}")
          for line in one.value["assessments"]])
        for one in desk.model.of("risks")
    ]  # fmt: skip
    seen: list[Row] = [
        ([desk.project(one.project.id)], [Cell(desk.v("risk", one.category))],
         [Cell(told(desk.context, one, desk.lang))])
        for one in signals(desk.context)
    ]  # fmt: skip
    blocks: Sequence[Block] = [
        Block(desk.t("history"), desk.columns("project", "risk", "history"), assessed),
        Block(desk.t("signal"), desk.columns("project", "risk", "signal"), seen),
    ]
    return Page(desk.t("risks"), blocks)


PAGES: Mapping[str, Callable[[Desk], Page]] = {
    "roadmap": _projects,
    "conclusions": _conclusions,
    "recommendations": _recommendations,
    "control": partial(_events, name="control"),
    "supervision": partial(_events, name="supervision"),
    "risks": _risks,
}
