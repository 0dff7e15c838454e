# SPDX-License-Identifier: MIT
"""Lists of elements as CSV and JSON, and capabilities and services from CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.model.architecture import Architecture, Element
from esep.model.metamodel import Kind
from esep.model.schemas import Schemas
from esep.portal.tables import harmless

IMPORTED = ("capabilities", "services")
MAX_ROWS = 500
MAX_CSV_BYTES = 1 << 20
NAMES = tuple(f"name_{lang}" for lang in LANGUAGES)
SEPARATOR = ";"


def to_json(architecture: Architecture, kinds: Sequence[str]) -> str:
    """Elements of the kinds with their layer and ArchiMate type."""
    found = {
        name: {
            "layer": architecture.metamodel.kinds[name].layer,
            "archimate": architecture.metamodel.kinds[name].archimate,
            "elements": [one.value for one in architecture.of(name)],
        }
        for name in kinds
    }
    return json.dumps({"version": 1, "kinds": found}, ensure_ascii=False, indent=2)


def to_csv(architecture: Architecture, kind: str) -> str:
    """One row per element; lists of identifiers are joined by semicolons."""
    fields = [one for one in architecture.metamodel.kinds[kind].fields if one != "name"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", *NAMES, *(one for one in fields if one != "id")])
    for element in architecture.of(kind):
        names = [element.name.get(lang, "") for lang in LANGUAGES]
        cells = [_cell(element, one) for one in fields if one != "id"]
        writer.writerow([harmless(one) for one in (element.id, *names, *cells)])
    return out.getvalue()


def _cell(element: Element, field: str) -> str:
    value = element.value.get(field, "")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return SEPARATOR.join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def from_csv(data: bytes, kind: Kind, schemas: Schemas) -> str:
    """YAML of a register file from CSV with the columns that `to_csv` writes.

    Raises `UserError` with the row for what cannot be taken.
    """
    if len(data) > MAX_CSV_BYTES:
        raise UserError(f"the CSV must be at most {MAX_CSV_BYTES} bytes; found {len(data)}")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"the file must be CSV in UTF-8; {error}") from None
    if not 0 < len(rows) <= MAX_ROWS:
        raise UserError(f"the CSV must hold 1 to {MAX_ROWS} rows; found {len(rows)}")
    lists = {
        one.pattern.removesuffix("/*") for one in kind.references if one.pattern.endswith("/*")
    }
    lists.add("states")
    elements = [_element(row, kind, lists, line) for line, row in enumerate(rows, 2)]
    document = {"schema_version": "1", kind.name: elements}
    for fault in schemas.errors(kind.group, document):
        place = "/".join(map(str, fault.absolute_path))
        raise UserError(f"row {_row(fault.absolute_path)}: {place}: {fault.message[:200]}")
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _row(path: Any) -> int:
    return next((one for one in path if isinstance(one, int)), -1) + 2


def _element(
    row: Mapping[str | None, Any], kind: Kind, lists: set[str], line: int
) -> dict[str, Any]:
    known = {"id", *NAMES, *kind.fields}
    unknown = [key for key in row if key not in known]
    if unknown:
        raise UserError(f"row {line}: columns must be of {sorted(known)}; found {unknown[0]!r}")
    name = {lang: row.get(f"name_{lang}") or "" for lang in LANGUAGES}
    found: dict[str, Any] = {"id": row.get("id") or ""}
    found["name"] = {lang: text for lang, text in name.items() if text}
    for field in kind.fields:
        text = (row.get(field) or "").strip()
        if text and field not in found:
            found[field] = _value(text, field in lists, line)
    return found


def _value(text: str, is_list: bool, line: int) -> Any:
    """A cell back as what `_cell` was given."""
    if text.startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError:
            raise UserError(f"row {line}: a cell must be JSON; found {text[:60]!r}") from None
    if is_list:
        return [one.strip() for one in text.split(SEPARATOR) if one.strip()]
    return text
