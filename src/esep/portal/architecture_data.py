# SPDX-License-Identifier: MIT
"""Pages on data: entities and types with what they inherit, reference sources, digitisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from esep.model.architecture import Attribute, Element
from esep.model.passport import flag
from esep.portal import architecture_charts as charts
from esep.portal import architecture_draw as draw
from esep.portal.addresses import page as address
from esep.portal.architecture_draw import Item
from esep.portal.architecture_parts import Block, Cell, Desk, Page, Row

ROOT = "architecture"


def _model(desk: Desk) -> Page:
    blocks = [_digitisation(desk)]
    for entity in desk.model.of("entities"):
        types = [one for one in desk.model.of("types") if _base(desk, one) == entity.id]
        first = _owner(desk, entity)
        blocks.append(replace(first, drawing=_drawing(desk, entity, types)))
        blocks += [_owner(desk, one) for one in types]
    links = desk.model.of("type_links")
    rows: list[Row] = [
        (desk.names("types", [one.value["from"]]), desk.names("types", [one.value["to"]]),
         [Cell(str(one.value["cardinality"]))])
        for one in links
    ]  # fmt: skip
    pairs = [(_type(desk, one.value["from"]), _type(desk, one.value["to"])) for one in links]
    title = desk.t("links")
    drawing = draw.sides(pairs, desk.t("picture_of", what=title), "link") if pairs else None
    blocks.append(Block(title, desk.columns("from", "to", "kind"), rows, drawing=drawing))
    profiles: list[Row] = [
        ([Cell(desk.name(one))], desk.names("types", one.refs("types")))
        for one in desk.model.of("digital_profiles")
    ]
    blocks.append(Block(desk.t("profiles"), desk.columns("profiles", "types"), profiles))
    return Page(desk.t("data"), blocks)


def _base(desk: Desk, one: Element) -> str:
    """The entity a type specialises in the end."""
    above = list(desk.model.bases(one))
    return above[-1].id if above else ""


def _type(desk: Desk, slug: str) -> Item:
    here = address(desk.lang, ROOT, "data")
    return Item(desk.named("types", slug), "plain", f"{here}#types-{slug}")


def _drawing(desk: Desk, entity: Element, types: list[Element]) -> draw.Drawing:
    """The entity and its types; inherited attributes are marked."""

    def rows(owner: Element) -> list[Item]:
        own = [Item(desk.words.pick(one.value["name"])) for one in desk.model.attributes(owner)]
        above = desk.model.inherited(owner)
        return own + [Item(f"↑ {desk.words.pick(one.value['name'])}", "inherited") for one in above]

    boxes = [(replace(_type(desk, one.id), tone="head"), rows(one)) for one in types]
    label = desk.t("picture_of", what=desk.name(entity))
    drawing = charts.entity((Item(desk.name(entity)), rows(entity)), boxes, label)
    return drawing.told(
        ("base", desk.t("inherits")), ("plain", desk.t("own")), ("inherited", desk.t("inherited"))
    )


def _owner(desk: Desk, owner: Element) -> Block:
    """Own attributes first, then what is inherited, marked as such."""
    rows = [_attribute(desk, one, "") for one in desk.model.attributes(owner)]
    rows += [_attribute(desk, one, desk.name(one.owner)) for one in desk.model.inherited(owner)]
    title = f"{desk.t('entity' if owner.kind.name == 'entities' else 'type')}: {desk.name(owner)}"
    anchor = f"{owner.kind.name}-{owner.id}"
    return Block(
        title, desk.columns("attribute", "origin", "digital", "reference"), rows, anchor=anchor
    )


def _attribute(desk: Desk, one: Attribute, base: str) -> Row:
    found = desk.shared.sources.get((one.owner.reference, one.id), [])
    origin = Cell(f"{desk.t('inherited')}: {base}", tag="plain") if base else Cell(desk.t("own"))
    is_digital = flag(one.value.get("digital", "no"))
    digital = Cell(desk.words.yes(one.value.get("digital", "no")), tag="" if is_digital else "owed")
    named = [desk.object(name) for name in found] or [Cell("—", tag="owed")]
    return [Cell(desk.words.pick(one.value["name"]))], [origin], [digital], named


def levels(desk: Desk) -> dict[str, tuple[int, int]]:
    """By domain: attributes digital with one reference source, and all attributes."""
    found: dict[str, tuple[int, int]] = {}
    for one in desk.model.all_attributes:
        bases = [one.owner, *desk.model.bases(one.owner)]
        domain = str(bases[-1].value.get("domain", ""))
        done, total = found.get(domain, (0, 0))
        is_done = flag(one.value.get("digital", "no")) and bool(
            desk.shared.sources[one.owner.reference, one.id]
        )
        found[domain] = (done + is_done, total + 1)
    return found


def _digitisation(desk: Desk) -> Block:
    found = levels(desk)
    names = {domain: desk.named("domains", domain) or "—" for domain in sorted(found)}
    rows: list[Row] = [_level(desk, names[domain], *found[domain]) for domain in names]
    done, total = (sum(part) for part in zip(*found.values(), strict=True)) if found else (0, 0)
    rows.append(_level(desk, desk.t("total"), done, total))
    bars = [(names[d], *found[d], desk.words.percent(*found[d])) for d in names]
    bars.append((desk.t("total"), done, total, desk.words.percent(done, total)))
    drawing = charts.shares(bars, desk.t("picture_of", what=desk.t("digitisation"))).told(
        ("filled", desk.t("digitised")), ("empty", desk.t("all"))
    )
    columns = desk.columns("domains", "digitised", "all", "share")
    return Block(desk.t("digitisation"), columns, rows, drawing=drawing)


def _level(desk: Desk, name: str, done: int, total: int) -> Row:
    share = desk.words.percent(done, total)
    return [Cell(name)], [Cell(str(done))], [Cell(str(total))], [Cell(share)]


def _references(desk: Desk) -> Page:
    """Which object is the reference source of which types."""
    named: dict[str, dict[str, None]] = {}
    for (owner, _), found in desk.shared.sources.items():
        for name in found:
            named.setdefault(name, {})[owner] = None
    rows: list[Row] = [
        ([desk.object(name)], [desk.element(one) for one in owners])
        for name, owners in sorted(named.items())
    ]
    title = desk.t("references")
    pairs = [
        (desk.item(name, "sufficient"), _owned(desk, one))
        for name, owners in sorted(named.items())
        for one in owners
    ]
    drawing = draw.sides(pairs, desk.t("picture_of", what=title)).told(
        ("sufficient", desk.t("reference")), ("plain", desk.t("types"))
    )
    columns = desk.columns("reference", "types")
    return Page(title, [Block("", columns, rows, drawing=drawing)])


def _owned(desk: Desk, reference: str) -> Item:
    kind, _, slug = reference.partition(":")
    here = address(desk.lang, ROOT, "data")
    return Item(desk.named(kind, slug), "plain", f"{here}#{kind}-{slug}")


PAGES: Mapping[str, Callable[[Desk], Page]] = {"data": _model, "references": _references}
