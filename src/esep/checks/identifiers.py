# SPDX-License-Identifier: MIT
"""REF006: identifiers under which the portal or a disk keeps something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.checks import applications
from esep.checks.context import Context
from esep.checks.documents import RESERVED
from esep.checks.procedures import procedures
from esep.findings import Finding
from esep.model.registry import ObjectRecord, Record

OBJECTS = "objects"
# On a disk that does not tell case apart, a code and an identifier like it are one file.
LIKE_A_CODE = re.compile(r"[a-z]{2}-[0-9]{6,9}-[0-9]{2}", re.ASCII)


def check_object(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """The identifier of an object: it names its data and its badge."""
    name = record.passport.id
    if _is_kept(context, name, OBJECTS) or LIKE_A_CODE.fullmatch(name):
        yield context.finding("REF006", record, "/id", id=name)


def check_records(context: Context) -> Iterator[Finding]:
    """Organisations, cases and applications: their files and pages."""
    for record in _records(context):
        if record.is_valid and _is_kept(context, str(record.value["id"])):
            yield context.finding("REF006", record, "/id", id=record.value["id"])


def check_elements(context: Context) -> Iterator[Finding]:
    """Elements of the architecture and projects: their pages."""
    for one in context.architecture.all:
        if _is_kept(context, one.id, one.kind.name):
            yield context.finding_at("REF006", one.at("/id"), id=one.id)


def _records(context: Context) -> Iterator[Record]:
    yield from context.registry.organisations.values()
    yield from context.registry.records(applications.OPERATOR_LIST, applications.SCHEMA)
    for law in procedures(context).values():
        yield from context.registry.records(law["folder"], law["schema"])


def _is_kept(context: Context, name: str, register: str = "") -> bool:
    kept = context.rulebooks.policy.get("identifiers", {})  # law on file may be older
    return bool(RESERVED.fullmatch(name)) or name in kept.get(register, ())
