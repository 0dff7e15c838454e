# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.2.4 to 6.2.10 and 6.4: images, forms, graphics states and transparency."""

from __future__ import annotations

from collections.abc import Iterator

from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.filters import names_of_filters
from esep.pdfa.usage import Place, Usage
from esep.pdfa.values import Dict, Name, Stream, Value, integer_of, name_of, number_of

INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}


def check(document: Document, usage: Usage) -> Iterator[Fault]:
    """Faults of everything the content draws and sets."""
    yield from usage.spelling
    for place in usage.deep:
        yield place.fault("6.1.12-8")
    for operator, place in usage.undefined.items():
        yield place.fault("6.2.10-1", operator=operator)
    for intent, place in usage.intents.items():
        yield from _check_intent(Name(intent), place)
    for entries, place in usage.inline_images:
        yield from _check_inline(document, entries, place)
    for stream, place in usage.xobjects.values():
        yield from _check_xobject(document, stream, place, usage.masks)
    for entries, place in usage.states.values():
        yield from _check_state(document, entries, place)
    for entries, place in usage.groups.values():
        yield from _check_group(document, entries, place)


def _check_intent(value: Value, place: Place) -> Iterator[Fault]:
    if value is not None and name_of(value) not in INTENTS:
        yield place.fault("6.2.9-1", intent=str(value)[:40])


def _check_inline(document: Document, entries: Dict, place: Place) -> Iterator[Fault]:
    filters = entries.get("Filter")
    if set(names_of_filters(filters)) & {"LZW", "LZWDecode"}:
        yield place.fault("6.1.10-2")
    if document.get(entries, "Interpolate") is True:
        yield place.fault("6.2.4-3")
    yield from _check_intent(document.get(entries, "Intent"), place)


def _check_xobject(
    document: Document, stream: Stream, place: Place, masks: set[int]
) -> Iterator[Fault]:
    kind = name_of(document.get(stream, "Subtype"))
    if "OPI" in stream.dict:
        yield place.fault("6.2.4-2")
    if document.get(stream, "SMask") not in (None, Name("None")):
        yield place.fault("6.4-2")
    if kind == "PS":
        yield place.fault("6.2.7-1")
    elif kind == "Image":
        yield from _check_image(document, stream, place, masks)
    else:
        yield from _check_form(document, stream, place)


def _check_image(
    document: Document, stream: Stream, place: Place, masks: set[int]
) -> Iterator[Fault]:
    if "Alternates" in stream.dict:
        yield place.fault("6.2.4-1")
    if document.get(stream, "Interpolate") is True:
        yield place.fault("6.2.4-3")
    yield from _check_intent(document.get(stream, "Intent"), place)
    bits = document.get(stream, "BitsPerComponent")
    if id(stream) in masks:
        if bits not in (None, 1):
            yield place.fault("6.2.4-5", bits=str(bits)[:20])
    elif bits is not None and integer_of(bits) not in (1, 2, 4, 8):
        yield place.fault("6.2.4-4", bits=str(bits)[:20])


def _check_form(document: Document, stream: Stream, place: Place) -> Iterator[Fault]:
    if "PS" in stream.dict or name_of(document.get(stream, "Subtype2")) == "PS":
        yield place.fault("6.2.5-1")
    if "Ref" in stream.dict:
        yield place.fault("6.2.6-1")
    yield from _check_group(document, document.dict_of(stream.dict.get("Group")), place)


def _check_group(document: Document, entries: Dict, place: Place) -> Iterator[Fault]:
    if name_of(document.get(entries, "S")) == "Transparency":
        yield place.fault("6.4-3")


def _check_state(document: Document, entries: Dict, place: Place) -> Iterator[Fault]:
    if document.get(entries, "TR") is not None:
        yield place.fault("6.2.8-1")
    if document.get(entries, "TR2") not in (None, Name("Default")):
        yield place.fault("6.2.8-2")
    yield from _check_intent(document.get(entries, "RI"), place)
    if document.get(entries, "SMask") not in (None, Name("None")):
        yield place.fault("6.4-1")
    if document.get(entries, "BM") not in (None, Name("Normal"), Name("Compatible")):
        yield place.fault("6.4-4")
    for key, rule in (("CA", "6.4-5"), ("ca", "6.4-6")):
        value = document.get(entries, key)
        if value is not None and number_of(value) != 1:
            yield place.fault(rule, value=str(value)[:20])
