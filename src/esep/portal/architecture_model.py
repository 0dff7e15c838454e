# SPDX-License-Identifier: MIT
"""Pages on the architecture: domains, capabilities, landscape, goals, processes, versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from esep.findings import Finding
from esep.model.architecture import Element, official
from esep.model.comparison import carriers, compare, is_carried
from esep.model.survey import Facts
from esep.portal import architecture_draw as draw
from esep.portal.addresses import page as address
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row

# No page grows without end: what is left out is counted, and stands in the catalogue.
ROWS, CELLS = 200, 20
INFRASTRUCTURE = ("ici.tp", "ici.apk", "ici.dc", "ici.net", "ici.sec")
ROOT = "architecture"


def pages(desk: Desk) -> Iterator[Page]:
    """All pages of the models but those on data."""
    yield from (_domain(desk, one) for one in desk.model.of("domains"))
    yield _capabilities(desk)
    yield _landscape(desk)
    yield _goals(desk)
    yield _processes(desk)
    yield _journeys(desk)
    yield _flows(desk)
    yield _technologies(desk)
    yield _comparison(desk)
    yield _findings(desk)
    yield _versions(desk)


def _of_domain(desk: Desk, kind: str, domain: str) -> list[Element]:
    return [one for one in desk.model.of(kind) if one.value.get("domain") == domain]


def _domain(desk: Desk, domain: Element) -> Page:
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
    blocks = [
        Block(desk.t("participants"), desk.columns("participants"), participants),
        Block(desk.t("layer_activity"), of_activity, activity, text("activity")),
        Block(desk.t("layer_is"), of_objects, table(soft), text("is")),
        Block(desk.t("layer_data"), desk.columns("types"),
              [(desk.names("types", [one]),) for one in types], text("data")),
        Block(desk.t("layer_infra"), of_objects, table(hard), text("infra")),
        *_plans(desk, domain.id),
    ]  # fmt: skip
    lead = pick(domain.value.get("description")) if "description" in domain.value else ""
    return Page((ROOT, "domains", domain.id), desk.name(domain), blocks, lead)


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
    """The functional model as a map whose tone is the assessed state."""
    known = desk.model.of("capabilities")
    use = Counter(
        name for one in desk.context.survey.values() if not one.is_gone for name in one.capabilities
    )
    roots = [one for one in known if "parent" not in one.value]
    groups = []
    for root in roots:
        below = [one for one in known if one.value.get("parent") == root.id] or [root]
        items = [
            (f"{desk.name(one)} · {use[one.id]}", str(one.value.get("assessment", "plain")))
            for one in below
        ]
        groups.append((desk.name(root), items))
    title = desk.t("capabilities")
    rows: list[Row] = [
        ([Cell(desk.name(one))], [Cell(desk.v("assessment", one.value.get("assessment", "—")))],
         [Cell(desk.v("assessment", one.seen("target").get("assessment", "—")))],
         desk.names("functions", one.refs("functions")),
         desk.names("services", one.refs("services")),
         [Cell(str(use[one.id]))])
        for one in known
    ]  # fmt: skip
    drawing = draw.heat(groups, desk.t("picture_of", what=title))
    columns = [desk.t("capability"), desk.t("as_is"), desk.t("to_be"),
               *desk.columns("functions", "services", "objects")]  # fmt: skip
    block = Block("", columns, rows, desk.t("heat_note"), drawing)
    return Page((ROOT, "capabilities"), title, [block])


def _landscape(desk: Desk) -> Page:
    """Which objects serve which capability in which domain."""
    blocks = []
    living = [one for one in desk.context.survey.values() if not one.is_gone]
    for domain in desk.model.of("domains"):
        some = [one for one in living if domain.id in one.domains]
        serving: dict[str, list[str]] = {}
        for one in some:
            for name in one.capabilities:
                serving.setdefault(name, []).append(one.id)
        rows: list[Row] = [
            (desk.names("capabilities", [name]),
             [*map(desk.object, ids[:CELLS]), *desk.more(len(ids) - CELLS)])
            for name, ids in serving.items()
        ]  # fmt: skip
        blocks.append(Block(desk.name(domain), desk.columns("capability", "objects"), rows))
    return Page((ROOT, "landscape"), desk.t("landscape"), blocks)


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
            middle.append((desk.name(one), [desk.name(p) for p in served]))
            rows.append(([Cell(desk.name(goal))], [Cell(desk.name(one))], _plan_fact(one),
                         [desk.project(p.id) for p in served]))  # fmt: skip
        if not middle:
            rows.append(([Cell(desk.name(goal))], [Cell("—", tag="owed")], [], []))
        branches.append((desk.name(goal), middle))
    title = desk.t("goals")
    drawing = draw.tree(branches, desk.t("picture_of", what=title))
    columns = desk.columns("goal", "indicator", "plan_fact", "project")
    return Page((ROOT, "goals"), title, [Block("", columns, rows, drawing=drawing)])


def _plan_fact(one: Element) -> list[Cell]:
    facts = {str(line["year"]): str(line["value"]) for line in one.value.get("fact", ())}
    return [
        Cell(f"{line['year']}: {line['value']} / {facts.get(str(line['year']), '—')}")
        for line in one.value.get("plan", ())
    ]


def _processes(desk: Desk) -> Page:
    """The register of business processes, as-is beside to-be."""
    decided: dict[str, list[Element]] = {}
    for one in desk.model.of("reengineerings"):
        for name in one.refs("processes"):
            decided.setdefault(name, []).append(one)

    def steps(one: Element, state: str) -> list[Cell]:
        if not one.is_in(state):  # type: ignore[arg-type]
            return [Cell(desk.t("removed"), tag="owed")]
        found = one.seen(state).get("steps", ())  # type: ignore[arg-type]
        return [
            Cell(f"{n}. {desk.words.pick(step['name'])}, {step.get('minutes', '—')} "
                 f"{desk.t('minutes')}"
                 + (f", {desk.t('paper')}" if step.get("paper") == "yes" else ""))
            for n, step in enumerate(found, 1)
        ]  # fmt: skip

    rows: list[Row] = [
        ([Cell(desk.name(one)), *(Cell(desk.name(r)) for r in decided.get(one.id, ()))],
         steps(one, "current"), steps(one, "target"),
         [desk.object(name) for name in one.refs("objects")])
        for one in desk.model.of("processes")
    ]  # fmt: skip
    columns = desk.columns("processes", "as_is", "to_be", "objects")
    return Page((ROOT, "processes"), desk.t("processes"), [Block("", columns, rows)])


def _journeys(desk: Desk) -> Page:
    blocks = []
    for one in desk.model.of("journeys"):
        rows: list[Row] = [
            ([Cell(f"{n}. {desk.words.pick(step['name'])}")],
             desk.names("services", step.get("services", ())),
             desk.names("processes", step.get("processes", ())))
            for n, step in enumerate(one.value["steps"], 1)
        ]  # fmt: skip
        group = desk.words.pick(one.value["recipient_group"])
        columns = desk.columns("step", "services", "processes")
        blocks.append(Block(desk.name(one), columns, rows, group))
    return Page((ROOT, "journeys"), desk.t("journeys"), blocks)


def _flows(desk: Desk) -> Page:
    rows: list[Row] = []
    for one in desk.model.of("interactions"):
        ends = []
        for way in ("from", "to"):
            if f"{way}_object" in one.value:
                ends.append(desk.object(one.value[f"{way}_object"]))
            else:
                ends.append(desk.body(one.value.get(f"{way}_organisation", "—")))
        kind = [Cell(desk.v("end_type", one.value["end_type"]))]
        rows.append(([ends[0]], [ends[1]], kind, desk.names("types", one.refs("types"))))
    title = desk.t("interactions")
    pairs = [(row[0][0].text, row[1][0].text) for row in rows]
    drawing = draw.sides(pairs, desk.t("picture_of", what=title))
    columns = desk.columns("from", "to", "kind", "types")
    return Page((ROOT, "interactions"), title, [Block("", columns, rows, drawing=drawing)])


def _technologies(desk: Desk) -> Page:
    rows: list[Row] = [
        ([Cell(desk.name(one))], [Cell(desk.words.yes(one.value["open"]))],
         [Cell(str(one.value["specification"]))],
         [Cell(desk.v("technology_status", one.value["status"]))])
        for one in desk.model.of("technologies")
    ]  # fmt: skip
    columns = desk.columns("technologies", "open", "specification", "status")
    return Page((ROOT, "technologies"), desk.t("technologies"), [Block("", columns, rows)])


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
    return Page((ROOT, "comparison"), desk.t("comparison"), [block])


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
    return Page((ROOT, "findings"), desk.t("findings"), blocks)


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
    return Page((ROOT, "versions"), desk.t("versions"), blocks)


def _platform(desk: Desk, one: Element) -> Block:
    agreed = [desk.body(line["by"]) for line in one.value.get("agreed", ())]
    approved = [
        desk.body(one.value.get("approved_by", "—")),
        desk.date(one.value.get("approved_on")),
    ]
    rows: list[Row] = [([Cell(desk.t("approved"))], approved), ([Cell(desk.t("agreed"))], agreed)]
    title = f"{desk.t('icp')}: {desk.name(one)}"
    return Block(title, desk.columns("figure", "note"), rows)


def link(desk: Desk, *parts: str) -> str:
    return address(desk.lang, ROOT, *parts)
