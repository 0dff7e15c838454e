# SPDX-License-Identifier: MIT
"""Family YML: can the file be read, and does it meet its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches

import jsonschema

from esep.checks.context import Context
from esep.findings import Finding
from esep.model.registry import Record
from esep.yamlsafe import escape

Words = Iterator[tuple[str, str, dict[str, object]]]


def check_shape(context: Context, record: Record) -> Iterator[Finding]:
    """At most one finding for text that cannot be read, else one per breach of the schema."""
    if record.fault:
        fault = record.fault
        yield context.finding(fault.code, record, **fault.params)
        return
    if record.is_valid:
        return
    for error in record.schemas.errors(record.schema, record.value):
        pointer = "".join(f"/{escape(step)}" for step in error.absolute_path)
        word = _WORDS.get(str(error.validator), _combined)
        for code, field, params in word(error):
            at = f"{pointer}/{escape(field)}" if field else pointer
            yield context.finding(code, record, at, field=at.lstrip("/") or "/", **params)


def _required(error: jsonschema.ValidationError) -> Words:
    for name in error.validator_value:
        # jsonschema raises one error per missing field, and names it only in its message.
        if name not in error.instance and error.message.startswith(repr(name)):
            yield "YML020", name, {}


def _additional(error: jsonschema.ValidationError) -> Words:
    known = list(error.schema.get("properties", ()))
    for name in error.instance:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            yield "YML021", str(name), {"near": near[0] if near else "—"}


def _enum(error: jsonschema.ValidationError) -> Words:
    allowed = ", ".join(one for one in error.validator_value if isinstance(one, str))
    yield "YML022", "", {"value": error.instance, "allowed": allowed}


def _format(error: jsonschema.ValidationError) -> Words:
    code = "YML028" if error.validator_value == "date" else "YML023"
    yield code, "", {"value": error.instance, "expected": _expected(error)}


def _pattern(error: jsonschema.ValidationError) -> Words:
    if error.schema.get("format") != "date":  # worded once, by its format
        yield "YML023", "", {"value": error.instance, "expected": _expected(error)}


def _expected(error: jsonschema.ValidationError) -> str:
    examples = error.schema.get("examples")
    return str(examples[0]) if examples else str(error.validator_value)


def _type(error: jsonschema.ValidationError) -> Words:
    wanted = error.validator_value
    wanted = wanted if isinstance(wanted, str) else wanted[0]
    shapes = {"object": "record", "array": "list"}
    yield "YML024", "", {"expected": shapes.get(wanted, "text")}


def _length(error: jsonschema.ValidationError) -> Words:
    yield "YML025", "", {"length": len(error.instance), "limit": _limit(error)}


def _count(error: jsonschema.ValidationError) -> Words:
    yield "YML026", "", {"count": len(error.instance), "limit": _limit(error)}


def _limit(error: jsonschema.ValidationError) -> str:
    sign = "≥" if str(error.validator).startswith("min") else "≤"
    return f"{sign} {error.validator_value}"


def _combined(error: jsonschema.ValidationError) -> Words:
    ways = " | ".join(
        "+".join(one["required"])
        for one in error.schema.get(str(error.validator), ())
        if isinstance(one, dict) and "required" in one
    )
    yield "YML027", "", {"value": "", "detail": ways or str(error.validator)}


def _not_here(_: jsonschema.ValidationError) -> Words:
    yield "YML029", "", {}


_WORDS: dict[str, Callable[[jsonschema.ValidationError], Words]] = {
    "required": _required,
    "additionalProperties": _additional,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "format": _format,
    "minimum": _format,
    "maximum": _format,
    "type": _type,
    "not": _not_here,
    "maxLength": _length,
    "minLength": _length,
    "maxItems": _count,
    "minItems": _count,
    "maxProperties": _count,
}
