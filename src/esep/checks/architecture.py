# SPDX-License-Identifier: MIT
"""Family ARC, 001 to 009: the integrator's own registers hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from esep.checks.context import Context
from esep.checks.histories import may_be_dated_after
from esep.checks.references import expand
from esep.checks.shape import check_shape
from esep.checks.texts import strings
from esep.findings import Finding, Location
from esep.model.architecture import ROOTS, STATES, Attribute, Element, State
from esep.model.tree import REGULAR

# Days on which something took place; the others are plans.
_HAPPENED = frozenset(
    {"on", "approved_on", "assessed_on", "decided_on", "done_on", "filed_on", "finished_on"}
    | {"issued_on", "opened_on", "received_on", "submitted_on"}
)
_PLANS = frozenset({"acquisitions", "map_items"})


def check_files(context: Context) -> Iterator[Finding]:
    """Every file meets the schema of its folder; a file in no such folder is ARC009."""
    for record in context.architecture.records:
        yield from check_shape(context, record)
    read = {record.path for record in context.architecture.records}
    for root in ROOTS:
        for entry in context.registry.tree.entries(root):
            is_yaml = entry.mode == REGULAR and entry.name.endswith(".yml")
            if is_yaml and entry.path not in read:
                folders = ", ".join(context.architecture.metamodel.folders.values())
                yield context.finding_at("ARC009", Location(entry.path), allowed=folders)


def check_references(context: Context) -> Iterator[Finding]:
    """ARC001 names nothing, ARC002 names an element of another kind."""
    architecture = context.architecture
    for element in architecture.all:
        for reference in element.kind.references:
            if reference.targets == ("objects",):
                continue  # an object without a passport is work, not a fault: V7
            for pointer, name in expand(element.value, reference.pattern):
                yield from _leads(context, element, pointer, name, reference.targets)


def _leads(
    context: Context, element: Element, pointer: str, name: str, targets: tuple[str, ...]
) -> Iterator[Finding]:
    architecture, at = context.architecture, element.at(pointer)
    wanted = ", ".join(targets)
    if targets == ("organisations",):
        is_there = name in context.registry.organisations
    elif targets == ("element",):
        is_there = architecture.find(name) is not None
    else:
        is_there = any(architecture.get(kind, name) for kind in targets)
    if is_there:
        return
    others = [kind for kind, known in architecture.by_kind.items() if name in known]
    if others and "element" not in targets:
        yield context.finding_at("ARC002", at, id=name, register=wanted, found=", ".join(others))
    else:
        yield context.finding_at("ARC001", at, id=name, register=wanted)


def check_identifiers(context: Context) -> Iterator[Finding]:
    """ARC003: an identifier stands once in a kind."""
    first: dict[str, Element] = {}
    for one in context.architecture.all:
        if (known := first.setdefault(one.reference, one)) is not one:
            place = f"{known.record.path}:{known.at('/id').line}"
            yield context.finding_at("ARC003", one.at("/id"), id=one.reference, other=place)


def check_hierarchies(context: Context) -> Iterator[Finding]:
    """ARC004: what stands above an element is never below it, in neither state."""
    architecture = context.architecture
    for kind, field in (
        ("capabilities", "parent"),
        ("architecture_versions", "supersedes"),
        ("conclusions", "supersedes"),
        ("types", "of"),
    ):
        known = architecture.by_kind[kind]
        told: set[str] = set()
        for state in STATES:
            for one, way in cycles(known.values(), _above(known, field, state)):
                if told.isdisjoint(way):
                    at = f"/target/{field}" if _differs(one, field, state) else f"/{field}"
                    params = {"id": one.id, "way": " → ".join(way)}
                    yield context.finding_at("ARC004", one.at(at), **params)
                told.update(way)


def _above(
    known: Mapping[str, Element], field: str, state: State
) -> Callable[[Element], Iterable[Element]]:
    return lambda one: [known[name] for name in one.refs(field, state) if name in known]


def _differs(one: Element, field: str, state: State) -> bool:
    """Whether a field has a value of its own in the target state."""
    return state == "target" and field in one.value.get("target", {})


def cycles(
    elements: Iterable[Element], above: Callable[[Element], Iterable[Element]]
) -> Iterator[tuple[Element, list[str]]]:
    """Every cycle once, at the element where it is entered, with the way around it."""
    done: set[str] = set()
    for start in elements:
        path: list[Element] = []
        on_path: set[str] = set()
        todo = [(start, iter(above(start)))] if start.id not in done else []
        while todo:
            one, rest = todo[-1]
            if one.id not in on_path:
                path.append(one)
                on_path.add(one.id)
            for other in rest:
                if other.id in on_path:
                    names = [step.id for step in path]
                    way = [*names[names.index(other.id) :], other.id]
                    yield one, way
                elif other.id not in done:
                    todo.append((other, iter(above(other))))
                    break
            else:
                todo.pop()
                path.pop()
                on_path.discard(one.id)
                done.add(one.id)


def check_inheritance(context: Context) -> Iterator[Finding]:
    """ARC005 redefined, ARC006 equal siblings, ARC007 an attribute twice."""
    architecture = context.architecture
    siblings: dict[tuple[str, frozenset[str]], Element] = {}
    for owner in (*architecture.of("entities"), *architecture.of("types")):
        told: set[str] = set()
        for state in STATES:
            for code, one, params in _own_attributes(context, owner, state):
                if one.id not in told:
                    yield context.finding_at(code, owner.at(f"{one.pointer}/id"), **params)
                    told.add(one.id)
        if parent := owner.value.get("of"):
            own = frozenset(one.id for one in architecture.attributes(owner))
            first = siblings.setdefault((parent, own), owner)
            if first is not owner:
                at = owner.at("/attributes" if own else "/id")
                yield context.finding_at("ARC006", at, id=owner.id, other=first.id)


def _own_attributes(
    context: Context, owner: Element, state: State
) -> Iterator[tuple[str, Attribute, dict[str, str]]]:
    """Attributes of an owner that stand twice or stand above it already."""
    architecture = context.architecture
    above = {one.id: one.owner.reference for one in architecture.inherited(owner, state)}
    seen: set[str] = set()
    for one in architecture.attributes(owner, state):
        if one.id in seen:
            yield "ARC007", one, {"id": one.id}
        elif one.id in above:
            yield "ARC005", one, {"id": one.id, "base": above[one.id]}
        seen.add(one.id)


def check_future(context: Context) -> Iterator[Finding]:
    """ARC020: nothing that took place is dated after the day of the check."""
    today = context.on.isoformat()
    ahead = {
        record.path
        for record in context.architecture.records
        if may_be_dated_after(record.source.data, today)
    }
    for element in context.architecture.all:
        if element.record.path not in ahead or element.kind.name in _PLANS:
            continue
        for pointer, text in strings(element.value):
            if pointer.rpartition("/")[2] in _HAPPENED and text > today:
                at, field = element.at(pointer), pointer.lstrip("/")
                yield context.finding_at("ARC020", at, id=element.id, field=field, value=text)


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Second parts by first parts, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
