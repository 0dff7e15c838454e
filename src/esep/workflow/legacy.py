# SPDX-License-Identifier: MIT
"""Objects recorded elsewhere before enter as they are; what they lack becomes a dated debt.

Either every row of the table is written, or none.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from esep.checks import check_object
from esep.checks.completeness import GAPS, table
from esep.checks.context import Context
from esep.checks.documents import FOLDER_NAME
from esep.errors import UserError
from esep.findings import Finding, Severity
from esep.i18n import LANGUAGES, pick
from esep.model.registry import OBJECTS, PASSPORT, Registry
from esep.model.tree import FOLDER, REGULAR, Entry, Tree
from esep.workflow import new_object, tables
from esep.workflow.tables import Row

COLUMNS = (
    *("agency", "id", "kind", "stage", "since", "proprietor", "holder"),
    *(f"{name}_{lang}" for name in ("name", "purpose") for lang in LANGUAGES),
)
OPTIONAL = ("class", "state_registration_no", "attested_by", "gap_due", "name_en", "purpose_en")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A value that cannot be taken at all; `why` is ``name``, ``date`` or ``taken``."""

    column: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a table would write, by path, and what is wrong with it, by number of row."""

    passports: Mapping[str, str]
    faults: tuple[tuple[int, Finding | BadCell], ...]


@dataclass(frozen=True)
class Draft:
    """A tree with files that are not written yet."""

    base: Tree
    files: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str, limit: int) -> bytes | None:
        found = self.files.get(path)
        return self.base.read(path, limit) if found is None else found[:limit]

    def entries(self, prefix: str) -> Iterator[Entry]:
        yield from self.base.entries(prefix)
        for path, data in self.files.items():
            if path.startswith(f"{prefix}/"):
                yield Entry(path.rpartition("/")[0], FOLDER, 0)
                yield Entry(path, REGULAR, len(data))


def read_table(context: Context, path: Path) -> list[Row]:
    """The rows of a CSV or XLSX file by column name, in any language; raise `UserError`."""
    labels = context.rulebooks.labels["life"]["legacy_columns"]
    names = {pick(words, lang).casefold(): key for key, words in labels.items() for lang in words}
    names |= {key.casefold(): key for key in (*COLUMNS, *OPTIONAL)}
    return tables.read_table(path, COLUMNS, OPTIONAL, names)


def plan(context: Context, rows: Sequence[Row]) -> Import:
    """What would be written on the day of the context; nothing is."""
    values: dict[str, tuple[int, dict[str, Any]]] = {}
    faults: list[tuple[int, Finding | BadCell]] = []
    for number, row in enumerate(rows, 2):  # as a spreadsheet numbers them
        if not row:
            continue
        wrong = [*_unreadable(row)]
        path = f"{OBJECTS}/{row.get('agency')}/{row.get('id')}/{PASSPORT}"
        if path in values or context.registry.tree.read(path, 1) is not None:
            wrong.append(BadCell("id", row.get("id", ""), "taken"))
        faults += [(number, one) for one in wrong]
        if not wrong:
            values[path] = (number, _passport(row, context.on))
    written: dict[str, str] = {}
    draft = _draft(context, {path: value for path, (_, value) in values.items()})
    for path, (number, value) in values.items():
        folder = path.rpartition("/")[0]
        due = rows[number - 2].get("gap_due", "")
        gaps = list(_gaps(draft, folder, due))
        written[path] = new_object.dump({**value, "known_gaps": gaps} if gaps else value)
    whole = _draft(context, written)
    for path, (number, _) in values.items():
        record = whole.registry.object(path.rpartition("/")[0])
        errors = (one for one in check_object(whole, record) if one.severity is Severity.ERROR)
        faults += [(number, one) for one in errors]
    return Import(written, tuple(sorted(faults, key=lambda one: one[0])))


def write(root: Path, found: Import) -> None:
    """Write all passports; where one cannot be written, take back the others."""
    made: list[Path] = []
    try:
        for path, text in found.passports.items():
            folder = (root / path).parent
            folder.mkdir(parents=True)
            made.append(folder)
            new_object.write_whole(root / path, text)
    except OSError as error:
        for folder in made:
            with suppress(OSError):
                shutil.rmtree(folder)
        raise UserError(f"nothing was written: {error}") from None


def _unreadable(row: Row) -> Iterator[BadCell]:
    for column in ("agency", "id"):
        if not FOLDER_NAME.fullmatch(row.get(column, "")):
            yield BadCell(column, row.get(column, ""), "name")
    for column in ("since", "gap_due"):
        value = row.get(column, "")
        if (value or column == "since") and not _is_date(value):
            yield BadCell(column, value, "date")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _passport(row: Row, on: date) -> dict[str, Any]:
    plain = {name: row.get(name, "") for name in ("agency", "id", "kind", "proprietor", "holder",
                                                  "stage", "attested_by")}  # fmt: skip
    texts = {
        name: {lang: text for lang in LANGUAGES if (text := row.get(f"{name}_{lang}"))}
        for name in ("name", "purpose")
    }
    since = date.fromisoformat(row["since"])
    answers = new_object.Answers(**plain, **texts, entry="legacy", since=since)  # type: ignore[arg-type]
    value = new_object.passport(answers)
    value["changes"][0]["changed_on"] = on.isoformat()
    for name in ("class", "state_registration_no"):
        if row.get(name):
            value[name] = row[name]
    return value


def _draft(context: Context, values: Mapping[str, Any]) -> Context:
    files = {
        path: (one if isinstance(one, str) else new_object.dump(one)).encode()
        for path, one in values.items()
    }
    tree = Draft(context.registry.tree, files)
    return Context(Registry(tree), context.rulebooks, context.on)


def _gaps(context: Context, folder: str, due: str) -> Iterator[dict[str, str]]:
    """What the object owes on the day it enters."""
    record = context.registry.object(folder)
    for row in table(context, record) if record.is_valid else ():
        if row.state in GAPS:
            gap = {"item": row.key, "since": context.on.isoformat()}
            yield {**gap, "due": due} if due else gap
