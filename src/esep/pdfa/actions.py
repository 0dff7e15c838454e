# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.6: actions, wherever a reader would run one."""

from __future__ import annotations

from collections.abc import Iterator

from esep.pdfa.annots import of_page
from esep.pdfa.budget import LimitError
from esep.pdfa.document import Document, Page
from esep.pdfa.faults import Fault
from esep.pdfa.usage import Place
from esep.pdfa.values import Dict, Ref, Value, name_of

ALLOWED = {"GoTo", "GoToR", "Thread", "URI", "Named", "SubmitForm"}
NAMED = {"NextPage", "PrevPage", "FirstPage", "LastPage"}
MAX_ITEMS = 1_000_000


def check(document: Document, pages: list[Page]) -> Iterator[Fault]:
    """Faults of actions of the catalogue, outlines, pages, annotations and fields."""
    catalog, seen = document.catalog, set[int]()
    yield from _check_action(document, catalog.get("OpenAction"), Place(), seen)
    if "AA" in catalog:
        yield Fault("6.6.2-3", path="Root")
        yield from _check_additional(document, catalog, Place(), seen)
    for item, place in _outline(document):
        yield from _check_action(document, item.get("A"), place, seen)
    for page in pages:
        place = Place(page.number, page.num)
        yield from _check_additional(document, page.entries, place, seen)
        for entries, at in of_page(document, page):
            yield from _check_owner(document, entries, at, seen)
    for entries, place in _fields(document):
        if "AA" in entries:
            yield place.fault("6.6.2-2")
        yield from _check_owner(document, entries, place, seen, widget_rules=False)


def _check_owner(
    document: Document, entries: Dict, place: Place, seen: set[int], *, widget_rules: bool = True
) -> Iterator[Fault]:
    widget = widget_rules and name_of(document.get(entries, "Subtype")) == "Widget"
    if widget and "A" in entries:
        yield place.fault("6.6.1-3")
    if widget and "AA" in entries:
        yield place.fault("6.6.2-1")
    yield from _check_action(document, entries.get("A"), place, seen)
    yield from _check_additional(document, entries, place, seen)


def _check_additional(
    document: Document, owner: Dict, place: Place, seen: set[int]
) -> Iterator[Fault]:
    for action in document.dict_of(owner.get("AA")).values():
        yield from _check_action(document, action, place, seen)


def _check_action(
    document: Document, value: Value, place: Place, seen: set[int]
) -> Iterator[Fault]:
    """An action and all that come next; an array (a destination) is no action."""
    queue = [value]
    while queue:
        action = document.resolve(queue.pop())
        if not isinstance(action, dict) or id(action) in seen:
            continue
        seen.add(id(action))
        kind = name_of(document.get(action, "S"))
        if kind not in ALLOWED and ("S" in action or "D" not in action):
            yield place.fault("6.6.1-1", action=kind)
        if kind == "Named" and name_of(document.get(action, "N")) not in NAMED:
            yield place.fault("6.6.1-2", action=name_of(document.get(action, "N")))
        following = document.resolve(action.get("Next"))
        queue.extend(following if isinstance(following, list) else [following])


def _outline(document: Document) -> Iterator[tuple[Dict, Place]]:
    queue: list[Value] = [document.dict_of(document.catalog.get("Outlines")).get("First")]
    yield from _walk(document, queue, ("First", "Next"))


def _fields(document: Document) -> Iterator[tuple[Dict, Place]]:
    form = document.dict_of(document.catalog.get("AcroForm"))
    yield from _walk(document, list(document.list_of(form.get("Fields"))), ("Kids",))


def _walk(
    document: Document, queue: list[Value], keys: tuple[str, ...]
) -> Iterator[tuple[Dict, Place]]:
    seen: set[int] = set()
    while queue:
        ref = queue.pop()
        entries = document.resolve(ref)
        if not isinstance(entries, dict) or id(entries) in seen:
            continue
        seen.add(id(entries))
        if len(seen) > MAX_ITEMS:
            raise LimitError("items of a tree", MAX_ITEMS)
        yield entries, Place(None, ref.num if isinstance(ref, Ref) else None)
        for key in keys:
            value = document.resolve(entries.get(key))
            queue.extend(value if isinstance(value, list) else [entries.get(key)])
