# SPDX-License-Identifier: MIT
"""Entries of the trusted-software Register, which others keep, as far as the portal knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from esep.checks import organisations, shape, texts
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import Record

TRUSTED = "registry/trusted-software"
SCHEMA = "trusted-software"


class Likeness(NamedTuple):
    """An entry that automates `shared` of the `wanted` functions asked for."""

    entry: Mapping[str, Any]
    shared: int
    wanted: int


def records(context: Context) -> Iterator[Record]:
    """Every file of the reference register."""
    yield from context.registry.records(TRUSTED, SCHEMA)


def entries(context: Context) -> Mapping[str, Mapping[str, Any]]:
    """Valid entries by number; read once."""
    known = vars(context)
    if "trusted_software" not in known:
        valid = (one.value for one in records(context) if one.is_valid)
        known["trusted_software"] = {one["number"]: one for one in valid}
    found: Mapping[str, Mapping[str, Any]] = known["trusted_software"]
    return found


def is_in_force(entry: Mapping[str, Any], day: str) -> bool:
    """Whether the entry stood in the Register on a day."""
    return bool(entry["included_on"] <= day < entry.get("excluded_on", "9999"))


def similar(context: Context, functions: Collection[str], day: str) -> list[Likeness]:
    """Entries of a day that share functions with an object, the likest first."""
    wanted = set(functions)
    found = [
        Likeness(one, len(wanted & set(one.get("functions", ()))), len(wanted))
        for one in entries(context).values()
        if is_in_force(one, day)
    ]
    return sorted(
        (one for one in found if one.shared), key=lambda one: (-one.shared, one.entry["number"])
    )


def is_similar(context: Context, one: Likeness) -> bool:
    """Whether an entry is alike enough: the law sets no measure, so policy does."""
    least = Fraction(str(context.rulebooks.policy["monitoring"]["similarity_threshold"]))
    return Fraction(one.shared, one.wanted) >= least


def check_trusted_software(context: Context) -> Iterator[Finding]:
    """CAS025, CAS026: entries are one file each, and their dates follow each other."""
    yield from organisations.check_names(context, TRUSTED)
    seen: dict[str, str] = {}
    for record in records(context):
        yield from shape.check_shape(context, record)
        if not record.is_valid:
            continue
        yield from texts.check_texts(context, record)
        value, path = record.value, f"{TRUSTED}/{record.value.get('id', '')}.yml"
        if record.path != path:
            yield context.finding("CAS001", record, "/id", expected=path)
        if seen.setdefault(value["number"], record.path) != record.path:
            other = seen[value["number"]]
            yield context.finding("CAS025", record, "/number", number=value["number"], other=other)
        if value.get("excluded_on", "9999") <= value["included_on"]:
            days = {"included": value["included_on"], "excluded": value["excluded_on"]}
            yield context.finding("CAS026", record, "/excluded_on", **days)


def check_number(
    context: Context, record: Record, pointer: str, number: str, day: str
) -> Iterator[Finding]:
    """CAS011: a number that is quoted stands in the Register on its day, as far as is known."""
    known = entries(context)
    if not known:
        return
    entry = known.get(number)
    if entry is None or not is_in_force(entry, day):
        state = "unknown" if entry is None else "not_in_force"
        yield context.finding("CAS011", record, pointer, number=number, day=day, state=state)
