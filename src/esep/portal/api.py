# SPDX-License-Identifier: MIT
"""The static JSON: every object, the list of objects, the list of organisations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from esep.ledger.chain import Ledger
from esep.portal.addresses import object_page, public
from esep.portal.records import Brief, View, told
from esep.portal.settings import Settings

VERSION = 1


def dump(data: object) -> bytes:
    """JSON for people and machines: UTF-8, one line per entry of the outer list."""
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def object_entry(settings: Settings, brief: Brief) -> dict[str, Any]:
    """What lists say of an object."""
    return {
        "id": brief.id,
        "accounting_code": brief.code or None,
        "registered_on": brief.coded_on or None,
        "closed_code": closed(brief.closed) if brief.closed else None,
        "name": brief.name,
        "kind": brief.kind,
        "stage": brief.stage,
        "class": brief.klass or None,
        "proprietor": brief.proprietor,
        "holder": brief.holder,
        "domains": brief.domains,
        "items_present": brief.done,
        "items_due": brief.due,
        "is_complete": brief.complete,
        "changed_on": brief.changed_on,
        "pages": {
            lang: settings.address + public(object_page(lang, brief.folder))
            for lang in settings.languages
        },
    }


def object_data(settings: Settings, brief: Brief, view: View) -> dict[str, Any]:
    """One object: the entry of the list, its passport as the edition shows it, its items."""
    return {
        "schema_version": VERSION,
        "edition": settings.edition,
        "as_of": settings.on.isoformat(),
        **object_entry(settings, brief),
        "passport": view.value,
        "not_shown": view.levels,
        "items": [
            {
                "key": row.key,
                "number": row.number,
                "cycle": row.cycle,
                "state": row.state.value,
                "since": row.since.isoformat() if row.since else None,
                "act": row.citation.act,
                "unit": row.citation.unit,
            }
            for row in view.rows
        ],
        "findings": [
            {"rule": finding.code, "severity": finding.severity.value}
            for finding, _ in view.findings
        ],
    }


def closed(told: Mapping[str, Any]) -> dict[str, Any]:
    """How a code was closed (`esep.portal.records.told`)."""
    return {**told, "successor": told["successor"] or None}


def codes_data(settings: Settings, ledger: Ledger) -> bytes:
    """Every code ever given, in the order of the ledger, and what became of it; one to a line."""
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in _codes(ledger))
    return _listed(settings, "codes", lines)


def _codes(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for code, row in ledger.assigned.items():
        closing = ledger.closed.get(code)
        yield {
            "accounting_code": code,
            "object": row.object,
            "registered_on": row.on.isoformat(),
            "state": closing.event if closing else "assigned",
            "closed": closed(told(closing)) if closing else None,
        }


def objects_data(settings: Settings, briefs: Iterable[Brief]) -> bytes:
    """All objects, one to a line."""
    lines = (
        json.dumps(object_entry(settings, one), ensure_ascii=False, separators=(",", ":"))
        for one in briefs
    )
    return _listed(settings, "objects", lines)


def _listed(settings: Settings, name: str, lines: Iterable[str]) -> bytes:
    head = json.dumps({"schema_version": VERSION, "as_of": settings.on.isoformat()})
    listed = ",\n".join(lines)
    return f'{head[:-1]}, "{name}": [\n{listed}\n]}}\n'.encode()


def organisations_data(settings: Settings, organisations: Mapping[str, Mapping[str, Any]]) -> bytes:
    """All organisations with their dated names."""
    kept = ("id", "bin", "type", "names", "parent", "successor", "closed_on", "site")
    listed = [{key: value[key] for key in kept if key in value} for value in organisations.values()]
    return dump(
        {
            "schema_version": VERSION,
            "as_of": settings.on.isoformat(),
            "organisations": listed,
        }
    )
