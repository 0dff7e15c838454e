# SPDX-License-Identifier: MIT
"""Pages on what is done: business processes as-is and to-be, journeys, flows of data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from esep.model.architecture import STATES, Element, State
from esep.portal import architecture_charts as charts
from esep.portal import architecture_draw as draw
from esep.portal.architecture_draw import Item
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row

ROOT = "architecture"


def _processes(desk: Desk) -> Page:
    """The register of business processes, as-is beside to-be."""
    decided: dict[str, list[Element]] = {}
    for one in desk.model.of("reengineerings"):
        for name in one.refs("processes"):
            decided.setdefault(name, []).append(one)
    blocks = []
    for one in desk.model.of("processes"):
        states = [_steps(desk, one, state) for state in STATES]
        heads = (_head(desk, one, "current"), _head(desk, one, "target"))
        title = desk.name(one)
        drawing = charts.compared(heads, (states[0], states[1]), desk.t("picture_of", what=title))
        rows: list[Row] = [
            ([Cell(desk.t("decision"))], [Cell(desk.name(r)) for r in decided.get(one.id, ())]),
            ([Cell(desk.t("objects"))], [desk.object(name) for name in one.refs("objects")]),
            ([Cell(desk.t("services"))], desk.names("services", one.refs("services"))),
        ]  # fmt: skip
        told = drawing.told(
            ("plain", desk.t("step")), ("paper", desk.t("paper")), ("new", desk.t("new_step")),
            ("removed", desk.t("removed")),
        )  # fmt: skip
        rows = [row for row in rows if row[1]]
        blocks.append(Block(title, desk.columns("figure", "note"), rows, drawing=told))
    return Page(desk.t("processes"), blocks)


def _head(desk: Desk, one: Element, state: State) -> str:
    """The state with the minutes of all its steps."""
    title = desk.t("as_is" if state == "current" else "to_be")
    if not one.is_in(state):
        return title
    minutes = sum(int(step.get("minutes", 0)) for step in one.seen(state).get("steps", ()))
    return f"{title}: {desk.words.number(minutes)} {desk.t('minutes')}" if minutes else title


def _steps(desk: Desk, one: Element, state: State) -> list[Item]:
    """Steps of a state as boxes; those of one state alone are marked."""
    if not one.is_in(state):
        return [Item(desk.t("removed" if state == "target" else "not_yet"), "removed")]
    other: State = "target" if state == "current" else "current"
    known = one.seen(other).get("steps", ()) if one.is_in(other) else ()
    names = [step["name"] for step in known]
    found = []
    for number, step in enumerate(one.seen(state).get("steps", ()), 1):
        tone = "paper" if step.get("paper") == "yes" else "plain"
        if step["name"] not in names and names:
            tone = "removed" if state == "current" else "new"
        took = f" · {step['minutes']} {desk.t('minutes')}" if "minutes" in step else ""
        on_paper = f", {desk.t('paper')}" if step.get("paper") == "yes" else ""
        text = f"{number}. {desk.words.pick(step['name'])}{took}{on_paper}"
        found.append(Item(text, tone))
    return found or [Item(desk.t("not_described"), "absent")]


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
    return Page(desk.t("journeys"), blocks)


def _flows(desk: Desk) -> Page:
    rows: list[Row] = []
    pairs = []
    for one in desk.model.of("interactions"):
        ends, drawn = [], []
        for way in ("from", "to"):
            if slug := one.value.get(f"{way}_object"):
                ends.append(desk.object(slug))
                drawn.append(desk.item(slug))
            else:
                ends.append(desk.body(one.value.get(f"{way}_organisation", "—")))
                drawn.append(Item(ends[-1].text, "sufficient", ends[-1].url))
        pairs.append((drawn[0], drawn[1]))
        kind = [Cell(desk.v("end_type", one.value["end_type"]))]
        rows.append(([ends[0]], [ends[1]], kind, desk.names("types", one.refs("types"))))
    title = desk.t("interactions")
    drawing = draw.sides(pairs, desk.t("picture_of", what=title)).told(
        ("plain", desk.t("objects")), ("sufficient", desk.t("participants")),
        ("arrow", desk.t("flow")),
    )  # fmt: skip
    columns = desk.columns("from", "to", "kind", "types")
    return Page(title, [Block("", columns, rows, drawing=drawing)])


PAGES: Mapping[str, Callable[[Desk], Page]] = {
    "processes": _processes,
    "journeys": _journeys,
    "interactions": _flows,
}
