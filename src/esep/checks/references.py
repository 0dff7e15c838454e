# SPDX-License-Identifier: MIT
"""Family REF: every name in a passport leads to something that is there."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import ObjectRecord
from esep.yamlsafe import escape

ORGANISATIONS = (
    "proprietor",
    "holder",
    "registrant",
    "operated_by",
    "exclusive_rights",
    "placement/provider",
    "warranty/supplier",
    "users/bodies/*",
    "documents/*/keeper",
    "documents/*/parties/*",
    "facts/implementation/*/organisation",
    "facts/source_code/*/repository_owner",
    "facts/classifiers/*/owner",
)
OBJECTS = ("stored_in", "placement/host", "interactions/*/with", "facts/installations/*/host")
DOCUMENTS = (
    "platform_priority/evidence",
    "placement/evidence",
    "source_code/evidence",
    "conclusions/*/document",
    "procurement/*/document",
    "tests/*/documents/*",
    "trial/procedures",
    "trial/completion_certificate",
    "bookkeeping/*/document",
)
ELEMENTS = (
    ("domains", ("domains/*",)),
    ("functions", ("functions/*", "facts/automation/*/function")),
    ("services", ("services/*", "facts/automation/*/service")),
    ("capabilities", ("capabilities/*",)),
    ("types", ("interactions/*/types/*", "facts/stored_data/*/type")),
)
COST_CALCULATIONS = (
    "facts/costs/*/calculation",
    "platform_priority/comparison/icp",
    "platform_priority/comparison/elsewhere",
)


def check_references(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """Organisations, objects and documents named in a valid passport."""
    passport = record.passport
    registry = context.registry
    documents = frozenset(one["id"] for one in passport.documents)
    calculations = frozenset(one["id"] for one in record.value.get("cost_calculations", ()))
    targets: tuple[tuple[str, tuple[str, ...], Container[str]], ...] = (
        ("REF001", ORGANISATIONS, registry.organisations),
        ("REF002", OBJECTS, registry.folders_by_id),
        ("REF003", DOCUMENTS, documents),
        ("REF003", COST_CALCULATIONS, calculations),
    )
    for code, fields, known in targets:
        for pattern in fields:
            for pointer, name in expand(record.value, pattern):
                if name not in known:
                    yield context.finding(code, record, pointer, field=pointer[1:], id=name)
    for pattern in OBJECTS:
        for pointer, name in expand(record.value, pattern):
            if name == passport.id:
                yield context.finding("REF005", record, pointer, field=pointer[1:])
    yield from _elements(context, record)


def _elements(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """REF004: what a passport names of the architecture; never stops a registrant."""
    known = context.architecture.by_kind
    patterns: list[tuple[str, Container[str], str]] = [
        (register, known.get(register, ()), one) for register, some in ELEMENTS for one in some
    ]
    patterns.append(("types", context.architecture.data_names, "reference_for/*"))
    for register, names, pattern in patterns:
        for pointer, name in expand(record.value, pattern):
            if name not in names:
                yield context.finding(
                    "REF004", record, pointer, field=pointer[1:], register=register, id=name
                )


def expand(value: Any, pattern: str, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every value a pattern names, with its JSON Pointer; ``*`` stands for all items."""
    if not pattern:
        yield pointer, value
        return
    step, _, rest = pattern.partition("/")
    if step == "*":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from expand(item, rest, f"{pointer}/{index}")
    elif isinstance(value, dict) and step in value:
        yield from expand(value[step], rest, f"{pointer}/{escape(step)}")
