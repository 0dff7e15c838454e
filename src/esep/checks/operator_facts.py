# SPDX-License-Identifier: MIT
"""What a passport and the register of organisations say for the criteria of Order 353."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from esep.checks.context import Context
from esep.checks.operator_list import Facts, Score, score
from esep.model.passport import flag, lookup
from esep.model.registry import ObjectRecord

SUPPLIES = ("out", "both")


def law(context: Context) -> Mapping[str, Any]:
    """Order 353 as data."""
    return context.rulebooks.orders["353"].data


def score_object(
    context: Context,
    record: ObjectRecord,
    declared: Mapping[str, Mapping[str, Any]] | None = None,
    corrections: tuple[Mapping[str, Any], ...] = (),
) -> Score:
    """The score of a valid record, with what an application declares."""
    vacuous = flag_number(context.rulebooks.policy["operator_list"]["vacuous_all_scores"])
    return score(law(context), facts(context, record), declared or {}, corrections, vacuous)


def flag_number(value: object) -> bool:
    """A boolean that policy writes as 1 or 0."""
    return str(value) == "1"


def facts(context: Context, record: ObjectRecord) -> Facts:
    """What can be computed for an object; organisations closed by the day do not count."""
    value = record.passport.value
    central, units = structure(context)
    users = value.get("users", {})
    known = (one["field"] for one in law(context)["criteria"] if "field" in one)
    bodies = users.get("bodies")
    return Facts(
        kind=record.passport.kind,
        central=central,
        units=units,
        users=None if bodies is None else frozenset(bodies),
        readers=frozenset(_readers(context, value)) if "interactions" in value else None,
        services=len(set(value["services"])) if "services" in value else None,
        active=int(users["active"]) if "active" in users else None,
        filled=frozenset(pointer for pointer in known if lookup(value, pointer)),
    )


Structure = tuple[frozenset[str], Mapping[str, frozenset[str]]]


def structure(context: Context) -> Structure:
    """Central state bodies, and all organisations below each, on the day; made once."""
    known = vars(context)
    if "operator_list_structure" not in known:
        known["operator_list_structure"] = _structure(context)
    found: Structure = known["operator_list_structure"]
    return found


def _structure(context: Context) -> Structure:
    day = context.on.isoformat()
    registry = context.registry.organisations
    alive = {
        slug: one.value
        for slug, one in registry.items()
        if one.is_valid and one.value.get("closed_on", "9999") > day
    }
    types = law(context)["central_types"]
    central = frozenset(slug for slug, one in alive.items() if one["type"] in types)
    units: dict[str, set[str]] = {slug: set() for slug in central}
    for slug in alive:
        for above in _above(alive, slug):
            if above in central:
                units[above].add(slug)
    return central, {slug: frozenset(below) for slug, below in units.items()}


def _above(alive: Mapping[str, Mapping[str, Any]], slug: str) -> Iterator[str]:
    seen = {slug}
    while (slug := alive.get(slug, {}).get("parent", "")) and slug not in seen:
        seen.add(slug)
        yield slug


def _readers(context: Context, value: Mapping[str, Any]) -> Iterator[str]:
    """Holders of information systems in operation that regularly take data from this one."""
    for one in value["interactions"]:
        if one["direction"] not in SUPPLIES or not one.get("frequency"):
            continue
        if holder := _reader(context, one.get("with", "")):
            yield holder


def _reader(context: Context, slug: str) -> str:
    """The holder of an information system in operation; each is read once for all."""
    known = vars(context).setdefault("operator_list_readers", {})
    if slug not in known:
        folders = context.registry.folders_by_id.get(slug, ())
        found = context.registry.object(folders[0]) if folders else None
        counts = found is not None and found.is_valid and _is_system_in_operation(context, found)
        known[slug] = str(found.value["holder"]) if found and counts else ""
    holder: str = known[slug]
    return holder


def _is_system_in_operation(context: Context, record: ObjectRecord) -> bool:
    passport = record.passport
    return passport.kind == "ici.is" and passport.at(context.on).stage == "operation"


def is_listed(record: ObjectRecord) -> bool:
    """Whether the passport says that the object is on the operator's list."""
    return flag(record.value.get("traits", {}).get("operator_list"))
