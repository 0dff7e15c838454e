# SPDX-License-Identifier: MIT
"""Lists of elements as CSV and JSON, and capabilities and services from CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.model.architecture import Architecture, Element
from esep.model.metamodel import Kind
from esep.model.schemas import Schemas
from esep.portal.tables import SIGNS, harmless

IMPORTED = ("capabilities", "services")
MAX_ROWS = 500
MAX_CSV_BYTES = 1 << 20
NAMES = tuple(f"name_{lang}" for lang in LANGUAGES)
SEPARATOR = ";"
# Where a cell begins for some spreadsheet: apostrophes of its own, and those that mark it as text.
_OWN = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=')")
_MARK = re.compile(rf"(?:^|(?<=[;\t\r\n]))'(?=['\t\r\n]|[\s']*[{SIGNS}])")
_JSON = ("{", "[", '"')


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
    joined = _lists(architecture.metamodel.kinds[kind])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", *NAMES, *(one for one in fields if one != "id")])
    for element in architecture.of(kind):
        names = [element.name.get(lang, "") for lang in LANGUAGES]
        cells = [_cell(element, one, one in joined) for one in fields if one != "id"]
        writer.writerow([_escaped(one) for one in (element.id, *names, *cells)])
    return out.getvalue()


def _lists(kind: Kind) -> set[str]:
    """Fields whose values are lists of identifiers."""
    found = (one.pattern for one in kind.references if one.pattern.endswith("/*"))
    return {one.removesuffix("/*") for one in found} | {"states"}


def _cell(element: Element, field: str, is_list: bool) -> str:
    """A text, identifiers joined, or JSON for what is neither."""
    value = element.value.get(field, "")
    if is_list and value and all(_is_plain(one) for one in value):
        return SEPARATOR.join(value)
    if isinstance(value, str) and not value.startswith(_JSON):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_plain(value: object) -> bool:
    """Whether a text comes back from a list as it went."""
    is_text = isinstance(value, str) and bool(value) and value == value.strip()
    return is_text and SEPARATOR not in str(value) and not str(value).startswith(_JSON)


def _escaped(text: str) -> str:
    """Harmless to a spreadsheet, and still what it was: an own apostrophe is doubled."""
    return harmless(_OWN.sub("'", text))


def _unescaped(text: str) -> str:
    """What `_escaped` was given; a lone apostrophe before a letter was never its work."""
    return _MARK.sub("", text)


def from_csv(data: bytes, kind: Kind, schemas: Schemas) -> str:
    """YAML of a register file from CSV with the columns that `to_csv` writes.

    Raises `UserError` with the row for what cannot be taken.
    """
    if len(data) > MAX_CSV_BYTES:
        raise UserError(f"the CSV must be at most {MAX_CSV_BYTES} bytes; found {len(data)}")
    rows = _rows(data, {"id", *NAMES, *kind.fields})
    if not 0 < len(rows) <= MAX_ROWS:
        raise UserError(f"the CSV must hold 1 to {MAX_ROWS} rows; found {len(rows)}")
    lists = _lists(kind)
    elements = [_element(row, kind, lists, line) for line, row in enumerate(rows, 2)]
    first: dict[str, int] = {}
    for line, one in enumerate(elements, 2):
        if (other := first.setdefault(one["id"], line)) != line:
            raise UserError(f"row {line}: id must be unique; {one['id'][:60]!r} is in row {other}")
    document = {"schema_version": "1", kind.name: elements}
    for fault in schemas.errors(kind.group, document):
        place = "/".join(map(str, fault.absolute_path))
        raise UserError(f"row {_row(fault.absolute_path)}: {place}: {fault.message[:200]}")
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _rows(data: bytes, known: set[str]) -> list[dict[str | None, Any]]:
    """Rows by column; columns are parted by commas, or by semicolons where the header has no comma.

    Spreadsheets of a Russian or Kazakh locale write semicolons.
    """
    try:
        text = data.decode("utf-8-sig")
        head = text.partition("\n")[0]
        parted = SEPARATOR if SEPARATOR in head and "," not in head else ","
        reader = csv.DictReader(io.StringIO(text), delimiter=parted, strict=True)
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"the file must be CSV in UTF-8; {error}") from None
    if "\0" in text:
        raise UserError("the file must be CSV in UTF-8; found a NUL character")
    for index, name in enumerate(columns):
        if name not in known:
            raise UserError(
                f"row 1: columns must be of {', '.join(sorted(known))}; found {name[:60]!r}"
            )
        if name in columns[:index]:
            raise UserError(f"row 1: a column must stand once; {name!r} stands twice")
    for line, row in enumerate(rows, 2):
        if None in row:
            raise UserError(f"row {line}: there must be {len(columns)} cells; found more")
    return rows


def _row(path: Any) -> int:
    return next((one for one in path if isinstance(one, int)), -1) + 2


def _element(
    row: Mapping[str | None, Any], kind: Kind, lists: set[str], line: int
) -> dict[str, Any]:
    row = {key: _unescaped(text) if isinstance(text, str) else text for key, text in row.items()}
    name = {lang: row.get(f"name_{lang}") or "" for lang in LANGUAGES}
    found: dict[str, Any] = {"id": row.get("id") or ""}
    found["name"] = {lang: text for lang, text in name.items() if text}
    for field in kind.fields:
        text = row.get(field) or ""
        if text.strip() and field not in found:
            found[field] = _value(text, field in lists, line)
    return found


def _value(text: str, is_list: bool, line: int) -> Any:
    """A cell back as what `_cell` was given."""
    if text.startswith(_JSON):
        try:
            return json.loads(text)
        except ValueError:
            if not text.startswith('"'):
                found = f"{text[:60]!r}"
                raise UserError(f"row {line}: a cell must be JSON; found {found}") from None
    if is_list:
        return [one.strip() for one in text.split(SEPARATOR) if one.strip()]
    return text
