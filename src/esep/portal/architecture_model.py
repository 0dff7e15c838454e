# SPDX-License-Identifier: MIT
"""Pages on the architecture: domains, capabilities, landscape, goals, versions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from esep.checks.risks import shortfall
from esep.findings import Finding
from esep.model.architecture import Element, official
from esep.model.comparison import carriers, compare, is_carried
from esep.model.survey import Facts
from esep.portal import architecture_charts as charts
from esep.portal import architecture_draw as draw
from esep.portal.addresses import page as address
from esep.portal.architecture_draw import Item
from esep.portal.architecture_heat import readings, supporters
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row

# No page grows without end: what is left out is counted, and stands in the catalogue.
ROWS, CELLS = 200, 20
INFRASTRUCTURE = ("ici.tp", "ici.apk", "ici.dc", "ici.net", "ici.sec")
ROOT = "architecture"


def _of_domain(desk: Desk, kind: str, domain: str) -> list[Element]:
    return [one for one in desk.model.of(kind) if one.value.get("domain") == domain]


def domain_page(desk: Desk, domain: Element) -> Page:
    """One domain in four layers, with its goals, problems and initiatives."""
    layers, pick = domain.value["layers"], desk.words.pick
    objects = [
        one for one in desk.context.survey.values() if domain.id in one.domains and not one.is_gone
    ]
    activity: list[Row] = [
        ([Cell(desk.t(kind))], [Cell(desk.name(one))],
         [desk.body(name) for name in one.refs("organisations")])
        for kind in ("functions", "services")
        for one in _of_domain(desk, kind, domain.id)
    ]  # fmt: skip
    types = sorted({name for one in objects for name in one.types})
    soft = [one for one in objects if one.kind not in INFRASTRUCTURE]
    hard = [one for one in objects if one.kind in INFRASTRUCTURE]

    def text(layer: str) -> str:
        return pick(layers[layer]) if layer in layers else desk.t("not_described")

    def table(some: Sequence[Facts]) -> list[Row]:
        rows: list[Row] = [
            ([desk.object(one.id)], [Cell(desk.words.term("stage", one.stage))],
             desk.names("capabilities", one.capabilities))
            for one in some[:ROWS]
        ]  # fmt: skip
        return desk.bounded(rows, len(some))

    of_activity = [desk.t("kind"), desk.words.t("name"), desk.t("owner")]
    of_objects = desk.columns("objects", "stage", "capability")
    participants: list[Row] = [([desk.body(one)],) for one in domain.value["participants"]]
    drawing = charts.layers(
        [
            (desk.t("layer_activity"),
             [Item(desk.name(one)) for kind in ("functions", "services")
              for one in _of_domain(desk, kind, domain.id)]),
            (desk.t("layer_is"), [desk.item(one.id, stage_tone(one.stage)) for one in soft]),
            (desk.t("layer_data"), [Item(desk.named("types", one)) for one in types]),
            (desk.t("layer_infra"), [desk.item(one.id, stage_tone(one.stage)) for one in hard]),
        ],
        desk.t("picture_of", what=desk.name(domain)),
    ).told(*_stages(desk))  # fmt: skip
    blocks = [
        Block("", drawing=drawing),
        Block(desk.t("participants"), desk.columns("participants"), participants),
        Block(desk.t("layer_activity"), of_activity, activity, text("activity")),
        Block(desk.t("layer_is"), of_objects, table(soft), text("is")),
        Block(desk.t("layer_data"), desk.columns("types"),
              [(desk.names("types", [one]),) for one in types], text("data")),
        Block(desk.t("layer_infra"), of_objects, table(hard), text("infra")),
        *_plans(desk, domain.id),
    ]  # fmt: skip
    lead = pick(domain.value.get("description")) if "description" in domain.value else ""
    return Page(desk.name(domain), blocks, lead)


def _plans(desk: Desk, domain: str) -> Iterator[Block]:
    goals: list[Row] = [
        ([Cell(desk.name(one))], [Cell(str(one.value["source_doc"]))])
        for one in _of_domain(desk, "goals", domain)
    ]
    if goals:
        yield Block(desk.t("goals"), desk.columns("goal", "source_doc"), goals)
    problems: list[Row] = [
        ([Cell(desk.name(one))], [Cell(desk.words.pick(cause)) for cause in one.value["causes"]])
        for one in _of_domain(desk, "problems", domain)
    ]
    if problems:
        yield Block(desk.t("problems"), desk.columns("problems", "note"), problems)
    listed = _of_domain(desk, "initiatives", domain)
    initiatives: list[Row] = [
        ([Cell(desk.name(one))], [Cell(str(one.value["priority"]))],
         [Cell(desk.v("initiative_kind", one.value["kind"]))],
         [desk.project(one.value["project"])] if "project" in one.value else [])
        for one in sorted(listed, key=lambda one: int(one.value["priority"]))
    ]  # fmt: skip
    if initiatives:
        columns = desk.columns("initiative", "priority", "kind", "project")
        yield Block(desk.t("initiatives"), columns, initiatives)


def _capabilities(desk: Desk) -> Page:
    """The functional model as a map to be shaded by state, objects, money, risk or likeness."""
    known = desk.model.of("capabilities")
    title = desk.t("capabilities")
    use = supporters(desk)
    found = readings(desk, use)
    here = address(desk.lang, ROOT, "capabilities")
    groups = []
    for root in (one for one in known if "parent" not in one.value):
        below = [one for one in known if one.value.get("parent") == root.id] or [root]
        items = [
            (Item(desk.name(one), str(one.value.get("assessment", "plain")),
                  f"{here}#c-{one.id}"), tuple(reading.of(one.id) for reading in found))
            for one in below
        ]  # fmt: skip
        groups.append((desk.name(root), items))
    drawing = draw.grid(groups, desk.t("picture_of", what=title), height=62)
    legends = tuple((one.key, one.title, one.legend) for one in found)
    rows: list[Row] = [
        ([Cell(desk.name(one), anchor=f"c-{one.id}")],
         [Cell(desk.v("assessment", one.value.get("assessment", "—")))],
         [Cell(desk.v("assessment", one.seen("target").get("assessment", "—")))],
         desk.names("functions", one.refs("functions")),
         desk.names("services", one.refs("services")),
         [Cell(desk.words.number(len(use[one.id])))])
        for one in known
    ]  # fmt: skip
    columns = [desk.t("capability"), desk.t("as_is"), desk.t("to_be"),
               *desk.columns("functions", "services", "objects")]  # fmt: skip
    block = Block("", columns, rows, drawing=replace(drawing, readings=legends))
    return Page(title, [block])


def _landscape(desk: Desk) -> Page:
    """Which objects serve which capability in which domain, shaded by their stage."""
    blocks = []
    known: dict[str, dict[str, list[Facts]]] = defaultdict(lambda: defaultdict(list))
    for one in desk.context.survey.values():
        for name in set(one.domains) if not one.is_gone else ():
            for capability in one.capabilities:
                known[name][capability].append(one)
    for domain in desk.model.of("domains"):
        serving = dict(sorted(known[domain.id].items()))
        bands = [
            (desk.named("capabilities", name),
             [desk.item(one.id, stage_tone(one.stage)) for one in held[:CELLS]])
            for name, held in serving.items()
        ]  # fmt: skip
        rows: list[Row] = [
            (desk.names("capabilities", [name]),
             [*(desk.object(one.id) for one in held[:CELLS]), *desk.more(len(held) - CELLS)])
            for name, held in serving.items()
        ]  # fmt: skip
        drawing = charts.layers(bands, desk.t("picture_of", what=desk.name(domain)))
        told = drawing.told(*_stages(desk)) if bands else None
        columns = desk.columns("capability", "objects")
        blocks.append(Block(desk.name(domain), columns, rows, drawing=told))
    return Page(desk.t("landscape"), blocks)


def stage_tone(stage: str) -> str:
    return {"operation": "developed", "planning": "initial"}.get(stage, "sufficient")


def _stages(desk: Desk) -> list[tuple[str, str]]:
    return [("initial", desk.t("in_planning")), ("sufficient", desk.t("in_creation")),
            ("developed", desk.t("in_operation"))]  # fmt: skip


def _goals(desk: Desk) -> Page:
    """Goal, indicator, project: as a tree and as a table."""
    projects = desk.model.of("ict_projects")
    branches, rows = [], []
    for goal in desk.model.of("goals"):
        middle = []
        for one in desk.model.of("target_indicators"):
            if one.value["goal"] != goal.id:
                continue
            served = [p for p in projects if one.id in p.value.get("target_indicators", ())]
            leaves = [Item(desk.name(p), "developed", desk.project(p.id).url) for p in served]
            tone = "absent" if shortfall(one.value) else "plain"
            middle.append((Item(desk.name(one), tone), leaves))
            rows.append(([Cell(desk.name(goal))], [Cell(desk.name(one))], _plan_fact(one),
                         [desk.project(p.id) for p in served]))  # fmt: skip
        if not middle:
            rows.append(([Cell(desk.name(goal))], [Cell("—", tag="owed")], [], []))
        branches.append((Item(desk.name(goal), "sufficient"), middle))
    title = desk.t("goals")
    drawing = draw.tree(branches, desk.t("picture_of", what=title)).told(
        ("sufficient", desk.t("goal")), ("plain", desk.t("indicator")),
        ("absent", desk.t("behind")), ("developed", desk.t("project")),
    )  # fmt: skip
    columns = desk.columns("goal", "indicator", "plan_fact", "project")
    return Page(title, [Block("", columns, rows, drawing=drawing)])


def _plan_fact(one: Element) -> list[Cell]:
    facts = {str(line["year"]): str(line["value"]) for line in one.value.get("fact", ())}
    return [
        Cell(f"{line['year']}: {line['value']} / {facts.get(str(line['year']), '—')}")
        for line in one.value.get("plan", ())
    ]


def _technologies(desk: Desk) -> Page:
    """The list of open software and technologies, with what uses each; then what is not on it."""
    users: dict[str, list[str]] = {}
    for facts in desk.context.survey.values():
        for name in facts.technologies if not facts.is_gone else ():
            users.setdefault(name, []).append(facts.id)
    used = {name: list(map(desk.item, some[:CELLS])) for name, some in users.items()}
    cells = {
        name: [*map(desk.object, some[:CELLS]), *desk.more(len(some) - CELLS)]
        for name, some in users.items()
    }
    for kind in ("is_models", "infra_models"):
        for one in desk.model.of(kind):
            for name in one.refs("technologies"):
                cells.setdefault(name, []).append(desk.element(one.reference))
    known = desk.model.of("technologies")
    rows: list[Row] = [
        ([Cell(desk.name(one))], [Cell(desk.words.yes(one.value["open"]))],
         [Cell(str(one.value["specification"]))],
         [Cell(desk.v("technology_status", one.value["status"]))], cells.get(one.id, []))
        for one in known
    ]  # fmt: skip
    absent = sorted(used.keys() - {one.id for one in known})
    rows += [
        ([Cell(name)], [], [], [Cell(desk.v("technology_status", "absent"), tag="bad")],
         cells[name])
        for name in absent
    ]  # fmt: skip
    bands = [
        (f"{desk.name(one)} · {desk.v('technology_status', one.value['status'])}",
         used.get(one.id, []))
        for one in known
    ]  # fmt: skip
    bands += [(f"{name} · {desk.v('technology_status', 'absent')}", used[name]) for name in absent]
    title = desk.t("technologies")
    drawing = charts.layers(bands, desk.t("picture_of", what=title))
    columns = desk.columns("technologies", "open", "specification", "status", "used_by")
    return Page(title, [Block("", columns, rows, drawing=drawing)])


def _comparison(desk: Desk) -> Page:
    """Every component that does not stay as it is, and what carries the change."""
    pairs = list(compare(desk.model, desk.model))
    counts = Counter(one.change for one in pairs)
    rows: list[Row] = []
    for pair in pairs:
        if pair.change == "kept":
            continue
        by = [desk.element(one.reference) for one in carriers(desk.model, pair)]
        lost = [] if is_carried(desk.model, pair) else [Cell(desk.t("gap"), tag="bad")]
        fields = [desk.words.pick(pair.element.kind.fields[one]) for one in pair.fields]
        change = [Cell(desk.v("model_change", pair.change)), *map(Cell, fields)]
        rows.append(([desk.element(pair.element.reference)], change, by + lost))
    text = ", ".join(f"{desk.v('model_change', key)}: {n}" for key, n in sorted(counts.items()))
    block = Block("", desk.columns("component", "change", "carried_by"), rows, text)
    return Page(desk.t("comparison"), [block])


def _findings(desk: Desk) -> Page:
    """What the checks say of the models, by rule."""
    blocks = []
    by_code: dict[str, list[Finding]] = {}
    for one in desk.shared.findings:
        by_code.setdefault(one.code, []).append(one)
    for code, found in by_code.items():
        rule = desk.context.rulebooks.rule(code)
        title = f"{code}. {desk.words.pick(rule.title)} — {len(found)}"
        rows = desk.bounded([_finding(desk, one) for one in found[:ROWS]], len(found))
        blocks.append(Block(title, desk.columns("finding", "decision", "place"), rows))
    return Page(desk.t("findings"), blocks)


def _finding(desk: Desk, one: Finding) -> Row:
    words = desk.context.rulebooks.render(one, desk.lang)
    place = f"{one.location.path}:{one.location.line}"
    return [Cell(words.message)], [Cell(words.fix)], [Cell(place)]


def _versions(desk: Desk) -> Page:
    """Versions with their approval; what is not approved says so."""
    ours = {one.id for state in ("current", "target") if (one := official(desk.model, state))}
    blocks = []
    for one in desk.model.of("architecture_versions"):
        value, pick = one.value, desk.words.pick
        marks = [Cell(desk.v("status", value["status"]))]
        if one.id in ours:
            marks.append(Cell(desk.t("official"), tag="good"))
        rows: list[Row] = [
            ([Cell(desk.t("status"))], marks),
            ([Cell(desk.t("stage"))], [Cell(desk.v("state", value["state"]))]),
            ([Cell(desk.t("context"))],
             [Cell(pick(value["context"]["internal"])), Cell(pick(value["context"]["external"]))]),
            ([Cell(desk.t("domains"))], desk.names("domains", value["domains"])),
        ]  # fmt: skip
        if "decided_on" in value:
            said = [desk.date(value["decided_on"]), desk.body(value["by"])]
            said += [Cell(pick(value["reasons"]))] if "reasons" in value else []
            rows.append(([Cell(desk.t("decision"))], said))
        for comment in value.get("comments", ()):
            answer = pick(comment["answer"]) if "answer" in comment else "—"
            rows.append(([Cell(desk.t("comments"))], [Cell(pick(comment["text"])), Cell(answer)]))
        is_open = value["status"] in ("draft", "submitted", "rework")
        text = desk.t("draft_mark") if is_open else ""
        blocks.append(Block(desk.name(one), desk.columns("figure", "note"), rows, text))
    blocks += [_platform(desk, one) for one in desk.model.of("icp_versions")]
    return Page(desk.t("versions"), blocks)


def _platform(desk: Desk, one: Element) -> Block:
    agreed = [desk.body(line["by"]) for line in one.value.get("agreed", ())]
    approved = [
        desk.body(one.value.get("approved_by", "—")),
        desk.date(one.value.get("approved_on")),
    ]
    rows: list[Row] = [([Cell(desk.t("approved"))], approved), ([Cell(desk.t("agreed"))], agreed)]
    title = f"{desk.t('icp')}: {desk.name(one)}"
    return Block(title, desk.columns("figure", "note"), rows)


PAGES: Mapping[str, Callable[[Desk], Page]] = {
    "capabilities": _capabilities,
    "landscape": _landscape,
    "goals": _goals,
    "technologies": _technologies,
    "comparison": _comparison,
    "findings": _findings,
    "versions": _versions,
}
