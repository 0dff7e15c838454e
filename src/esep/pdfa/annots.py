# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.5 and 6.9: annotations and interactive forms."""

from __future__ import annotations

from collections.abc import Iterator

from esep.pdfa.document import Document, Page
from esep.pdfa.faults import Fault
from esep.pdfa.icc import output_space
from esep.pdfa.interpreter import Interpreter
from esep.pdfa.usage import Place
from esep.pdfa.values import Dict, Ref, Stream, Value, integer_of, name_of, number_of

_TYPES = (
    "Text Link FreeText Line Square Circle Highlight Underline Squiggly StrikeOut Stamp Ink"
    " Popup Widget PrinterMark TrapNet"
)
TYPES = frozenset(_TYPES.split())
INVISIBLE, HIDDEN, PRINT, NO_VIEW = 1, 2, 4, 32
MAX_PARENTS = 50


def of_page(document: Document, page: Page) -> Iterator[tuple[Dict, Place]]:
    """The annotations of a page."""
    for item in document.list_of(page.entries.get("Annots")):
        entries = document.resolve(item)
        if isinstance(entries, dict):
            yield entries, Place(page.number, item.num if isinstance(item, Ref) else page.num)


def run(document: Document, page: Page, interpreter: Interpreter) -> None:
    """Run the appearance streams of a page's annotations."""
    outer = document.dict_of(page.entries.get("Resources"))
    for entries, place in of_page(document, page):
        appearance = document.dict_of(entries.get("AP"))
        for key in ("N", "D", "R"):
            value = document.resolve(appearance.get(key))
            states = value.values() if isinstance(value, dict) else [value]
            for state in states:
                stream = document.resolve(state)
                if isinstance(stream, Stream):
                    interpreter.run_form(stream, outer, place)


def check(document: Document, pages: list[Page]) -> Iterator[Fault]:
    """Faults of annotations and of the form that holds the fields."""
    output = output_space(document)
    seen: set[int] = set()
    for page in pages:
        for entries, place in of_page(document, page):
            if id(entries) not in seen:
                seen.add(id(entries))
                yield from _check_annotation(document, entries, place, output)
    form = document.dict_of(document.catalog.get("AcroForm"))
    if document.get(form, "NeedAppearances") not in (None, False):
        yield Fault("6.9-1", path="Root/AcroForm")


def _check_annotation(
    document: Document, entries: Dict, place: Place, output: bytes | None
) -> Iterator[Fault]:
    kind = name_of(document.get(entries, "Subtype"))
    if kind not in TYPES:
        yield place.fault("6.5.2-1", type=kind)
    opacity = document.get(entries, "CA")
    if opacity is not None and number_of(opacity) != 1:
        yield place.fault("6.5.3-1")
    flags = integer_of(document.get(entries, "F"))
    if flags is None or not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW):
        yield place.fault("6.5.3-2")
    if output != b"RGB " and entries.keys() & {"C", "IC"}:
        yield place.fault("6.5.3-3")
    yield from _check_appearance(document, entries, place, kind)


def _check_appearance(
    document: Document, entries: Dict, place: Place, kind: str
) -> Iterator[Fault]:
    appearance = document.get(entries, "AP")
    if not isinstance(appearance, dict):
        if kind == "Widget":
            yield place.fault("6.9-2")
        return
    if set(appearance) != {"N"}:
        yield place.fault("6.5.3-4")
        return
    normal = document.get(appearance, "N")
    if kind == "Widget" and name_of(inherited(document, entries, "FT")) == "Btn":
        if not isinstance(normal, dict) or not normal:
            yield place.fault("6.5.3-5")
    elif not isinstance(normal, Stream):
        yield place.fault("6.5.3-6")


def inherited(document: Document, field: Dict, key: str) -> Value:
    """An entry of a form field or of the nearest parent that has it."""
    for _ in range(MAX_PARENTS):
        if key in field:
            return document.get(field, key)
        field = document.dict_of(field.get("Parent"))
    return None
