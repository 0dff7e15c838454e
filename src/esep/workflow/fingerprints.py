# SPDX-License-Identifier: MIT
"""Fingerprints of items: what was verified, so that one sees what changed since (R193-12a)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from esep.checks.completeness import table
from esep.checks.context import Context
from esep.model.passport import cycle_of, lookup
from esep.model.registry import ObjectRecord

MAX_DOCUMENT = 1 << 26


def fingerprints(context: Context, record: ObjectRecord) -> dict[str, str]:
    """SHA-256 by item (``tor``, ``tor.1`` for a development cycle) of data and documents.

    Only items of which the record says anything are there; the record must be valid.
    """
    found = {}
    for row in table(context, record):
        item = context.rulebooks.item(row.key)
        said = {
            "data": [_of_cycle(lookup(record.value, one), row.cycle) for one in item.pointers],
            "documents": _documents(context, record, row.key, row.cycle),
        }
        if any(said["data"]) or said["documents"]:
            key = f"{row.key}.{row.cycle}" if row.cycle else row.key
            text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            found[key] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def changed_since(context: Context, record: ObjectRecord) -> tuple[str, list[str]]:
    """The day of the last confirmed verification, and the items that differ from it.

    Without one the day is empty and every item differs.
    """
    entries = context.registry.decisions(record).get("verifications", ())
    confirmed = [one for one in entries if one["result"] == "confirmed"]
    last: Mapping[str, Any] = max(confirmed, key=lambda one: str(one["on"]), default={})
    now, then = fingerprints(context, record), last.get("items", {})
    return str(last.get("on", "")), sorted(
        name for name in {*now, *then} if now.get(name) != then.get(name)
    )


def _of_cycle(value: Any, cycle: int) -> Any:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [one for one in value if cycle_of(one) == cycle]
    return value


def _documents(context: Context, record: ObjectRecord, item: str, cycle: int) -> list[Any]:
    found = []
    for one in record.passport.documents:
        if one["item"] == item and cycle_of(one) == cycle:
            path = f"{record.folder}/{one.get('file', '')}"
            data = context.registry.tree.read(path, MAX_DOCUMENT) if "file" in one else None
            digest = hashlib.sha256(data).hexdigest() if data is not None else one.get("sha256", "")
            found.append([dict(one), digest])
    return sorted(found, key=lambda pair: str(pair[0]["id"]))
