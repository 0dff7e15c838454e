# SPDX-License-Identifier: MIT
"""Family SVC: ICT services and acquisition (Order 129)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from esep.checks import organisations, shape, texts
from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import ObjectRecord, Record

SERVICES = "registry/ict-services"
SCHEMA = "ict-service"


def records(context: Context) -> Iterator[Record]:
    """Every file of the register of services."""
    yield from context.registry.records(SERVICES, SCHEMA)


def check_services(context: Context) -> Iterator[Finding]:
    """SVC002 to SVC006, SVC009 over all services."""
    yield from organisations.check_names(context, SERVICES)
    for record in records(context):
        yield from shape.check_shape(context, record)
        if record.is_valid:
            yield from texts.check_texts(context, record)
            yield from _check_service(context, record)


def _check_service(context: Context, record: Record) -> Iterator[Finding]:
    value = record.value
    if record.path != f"{SERVICES}/{value['id']}.yml":
        yield context.finding("SVC009", record, "/id", expected=f"{SERVICES}/{value['id']}.yml")
    yield from _references(context, record)
    tender = value.get("tender", {})
    if value["model"] == "service":
        unlisted = value["type"] == "software_or_psp" and "register_no" not in value
        if unlisted and not tender.get("tor"):
            yield context.finding("SVC002", record, "/tender" if tender else "")
        if value.get("exclusive_rights") == value["customer"]:
            yield context.finding("SVC003", record, "/exclusive_rights", id=value["customer"])
        if value.get("funding", "current") != "current":
            yield context.finding("SVC005", record, "/funding")
    if day := _simplified(context, value):
        yield context.finding("SVC006", record, "/commissioned_on", day=day)


def _references(context: Context, record: Record) -> Iterator[Finding]:
    for field in ("customer", "provider", "exclusive_rights"):
        name = record.value.get(field)
        if name and name not in context.registry.organisations:
            yield context.finding("SVC004", record, f"/{field}", id=name)
    for index, name in enumerate(record.value.get("objects", ())):
        if name not in context.registry.folders_by_id:
            yield context.finding("SVC004", record, f"/objects/{index}", id=name)


def _simplified(context: Context, value: Mapping[str, Any]) -> str:
    """The day of commissioning, where it lets a product into the Register without standards."""
    cuts = {one["id"]: one for one in context.rulebooks.orders["129"].data["cut_offs"]}
    day = str(value.get("commissioned_on", ""))
    concerned = value["type"] == "software_or_psp" and "register_no" not in value
    return day if concerned and day and day < cuts["register_simplified"]["before"] else ""


def check_acquisition(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """SVC007, SVC008: what is bought comes from the Register and is a current cost."""
    value = record.value
    if record.passport.entry != "acquisition":
        return
    if "number" not in value.get("trust_register", {}):
        yield context.finding("SVC007", record, "/trust_register")
    for index, one in enumerate(value.get("funding", ())):
        if one["kind"] not in ("current", "own", "service"):
            yield context.finding("SVC008", record, f"/funding/{index}/kind", kind=one["kind"])


def shares(context: Context) -> dict[str, tuple[int, int, Fraction]]:
    """By customer: services bought by the service model, all of them, and the share (R129-27)."""
    bought: Counter[str] = Counter()
    everything: Counter[str] = Counter()
    for record in records(context):
        if record.is_valid:
            everything[record.value["customer"]] += 1
            bought[record.value["customer"]] += record.value["model"] == "service"
    return {
        name: (bought[name], everything[name], Fraction(bought[name], everything[name]))
        for name in sorted(everything)
    }
