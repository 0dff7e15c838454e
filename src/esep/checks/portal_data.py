# SPDX-License-Identifier: MIT
"""What the portal must hold of an object before it joins the operator's list (Order 353, p. 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from esep.checks.context import Context
from esep.model.passport import Passport, flag, lookup
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR
from esep.rulebook import Citation


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row: `documents` show it; `expired` evidence counts while a cycle is open."""

    id: str
    present: bool
    documents: tuple[str, ...] = ()
    expired: bool = False


def rows(context: Context, record: ObjectRecord) -> tuple[DataRow, ...]:
    """Six rows for an information system, two for a complex, none for other kinds."""
    passport = record.passport.at(context.on)
    law = context.rulebooks.orders["353"].data["portal_data"]
    return tuple(_row(context, record, passport, one) for one in law.get(passport.kind, ()))


def citation(kind: str) -> Citation:
    """The sub-paragraph that names the rows of a kind."""
    return Citation("353/НҚ", "p.5(1)" if kind == "ici.is" else "p.5(2)")


def _row(
    context: Context, record: ObjectRecord, passport: Passport, law: Mapping[str, Any]
) -> DataRow:
    if law.get("items") == ["is_tests"]:
        return _tests(context, passport, law)
    if "items" in law or "any_items" in law:
        found = [
            _item(context, record, passport, key)
            for key in (*law.get("items", ()), *law.get("any_items", ()))
        ]
        enough = all(one is not None for one in found) if "items" in law else any(found)
        return DataRow(law["id"], enough, tuple(name for one in found for name in one or ()))
    choices = (law["pointers"], law.get("or_pointers", ()))
    return DataRow(law["id"], any(some and _filled(passport, some) for some in choices))


def _filled(passport: Passport, pointers: Any) -> bool:
    return all(lookup(passport.value, one) not in (None, "", [], {}) for one in pointers)


def _item(
    context: Context, record: ObjectRecord, passport: Passport, key: str
) -> tuple[str, ...] | None:
    """Documents that carry an item; empty where it is structured, None where it lacks."""
    item = context.rulebooks.item(key)
    if item.pointers and item.evidence == "structured":
        test = all if item.present == "all" else any
        return () if test(_filled(passport, [one]) for one in item.pointers) else None
    there = {one.path for one in record.entries if one.mode == REGULAR and one.size}
    found = tuple(
        one["id"]
        for one in passport.documents
        if one["item"] == key
        and one["form"] == "original"
        and (one["access"] == "restricted" or f"{record.folder}/{one.get('file')}" in there)
    )
    return found or None


def _tests(context: Context, passport: Passport, law: Mapping[str, Any]) -> DataRow:
    """Positive evidence of tests: an act or the newer protocol (p. 5, as 129 has it today)."""
    developing = any(one.is_open for one in passport.cycles)
    may_expire = developing and flag(law.get("expired_allowed_in_development"))
    rounds = list(_rounds(context, passport))
    valid = [names for names, expired in rounds if not expired]
    lapsed = [names for names, expired in rounds if expired]
    if valid:
        return DataRow(law["id"], True, valid[-1])
    if lapsed and may_expire:
        return DataRow(law["id"], True, lapsed[-1], expired=True)
    return DataRow(law["id"], False, expired=bool(lapsed))


def _rounds(context: Context, passport: Passport) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Documents of every positive round finished by the day, and whether it has expired."""
    day = context.on.isoformat()
    for one in passport.value.get("tests", ()):
        if one["result"] == "positive" and one["finished_on"] <= day:
            yield tuple(one.get("documents", ())), one.get("valid_until", "9999") < day
