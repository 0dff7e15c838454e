# SPDX-License-Identifier: MIT
"""ISO 19005-1, 6.2.2 and 6.2.3: output intents, ICC profiles and uncalibrated colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.usage import Usage
from esep.pdfa.values import Dict, Ref, Stream, integer_of, name_of

HEADER_BYTES = 128
OUTPUT_CLASSES = (b"prtr", b"mntr")
INPUT_CLASSES = (b"prtr", b"mntr", b"scnr", b"spac")
OUTPUT_SPACES = (b"RGB ", b"CMYK", b"GRAY")
COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}
MAX_COLORANTS = 8
_DEVICE_RULES = {
    "DeviceRGB": ("6.2.3.3-1", (b"RGB ",)),
    "DeviceCMYK": ("6.2.3.3-2", (b"CMYK",)),
    "DeviceGray": ("6.2.3.3-3", None),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """The header fields of an ICC profile that the rules ask about."""

    version: int
    kind: bytes
    space: bytes


def read_profile(document: Document, stream: Stream) -> Profile:
    """The header of a profile; fields that are not there are empty."""
    data = document.decoded(stream)
    if len(data) < HEADER_BYTES or data[36:40] != b"acsp":
        return Profile(99, b"", data[16:20] if len(data) >= HEADER_BYTES else b"")
    return Profile(data[8], data[12:16], data[16:20])


def _intents(document: Document) -> Iterator[tuple[Dict, Stream | None, object]]:
    for item in document.list_of(document.catalog.get("OutputIntents")):
        intent = document.dict_of(item)
        profile = document.get(intent, "DestOutputProfile")
        found = profile if isinstance(profile, Stream) else None
        yield intent, found, intent.get("DestOutputProfile")


def output_space(document: Document) -> bytes | None:
    """Colour space of the PDF/A-1 output intent's profile; None without such an intent."""
    for intent, profile, _ in _intents(document):
        if profile is not None and name_of(document.get(intent, "S")) == "GTS_PDFA1":
            return read_profile(document, profile).space
    return None


def check(document: Document, usage: Usage) -> Iterator[Fault]:
    """Faults of output intents, of ICC profiles in use and of device colours in use."""
    yield from _check_intents(document)
    output = output_space(document)
    judged: set[int] = set()
    for space, place in usage.spaces.items():
        for device in sorted(space.devices):
            rule, allowed = _DEVICE_RULES[device]
            if output is None or (allowed and output not in allowed):
                yield place.fault(rule)
        for stream in space.profiles:
            if id(stream) not in judged:
                judged.add(id(stream))
                yield from _check_input(document, stream)
        if space.family == "ICCBased" and not space.profiles:
            yield place.fault("6.2.3.2-1")
        if space.colorants > MAX_COLORANTS:
            yield place.fault("6.1.12-9", count=str(space.colorants))


def _check_intents(document: Document) -> Iterator[Fault]:
    targets = []
    judged: set[int] = set()
    for _, stream, target in _intents(document):
        if target is not None:
            targets.append(target.num if isinstance(target, Ref) else id(target))
        if stream is None or id(stream) in judged:
            continue
        judged.add(id(stream))
        profile = read_profile(document, stream)
        sound = profile.kind in OUTPUT_CLASSES and profile.space in OUTPUT_SPACES
        if not sound or profile.version > 2:
            yield Fault("6.2.2-1", obj=stream.num, path="Root/OutputIntents")
        yield from _check_components(document, stream, profile)
    if len(set(targets)) > 1:
        yield Fault("6.2.2-2", path="Root/OutputIntents")


def _check_input(document: Document, stream: Stream) -> Iterator[Fault]:
    profile = read_profile(document, stream)
    sound = profile.kind in INPUT_CLASSES and profile.space in COMPONENTS
    if not sound or profile.version > 2:
        yield Fault("6.2.3.2-1", obj=stream.num)
    yield from _check_components(document, stream, profile)


def _check_components(document: Document, stream: Stream, profile: Profile) -> Iterator[Fault]:
    count = integer_of(document.get(stream, "N"))
    if count is None or COMPONENTS.get(profile.space) != count:
        yield Fault("6.2.3.2-2", obj=stream.num)
