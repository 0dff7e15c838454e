# SPDX-License-Identifier: MIT
"""Rows of a table that a person keeps in CSV or XLSX, read within bounds."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from esep.errors import UserError

MAX_BYTES = 1 << 25
MAX_UNPACKED = 1 << 28
MAX_ROWS = 20_000
MAX_COLUMNS = 64

# A formula that no spreadsheet has computed: nobody knows what the cell shows.
_NOT_COMPUTED = re.compile(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)", re.DOTALL)

Row = Mapping[str, str]


def read_table(
    path: Path, columns: tuple[str, ...], optional: tuple[str, ...], names: Mapping[str, str]
) -> list[Row]:
    """The rows of a CSV or XLSX file by column; a blank one is empty, so that numbers stay.

    `names` are other names of columns, folded. Raises `UserError`.
    """
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise UserError(f"{path.name} must have at most {MAX_BYTES} bytes; found {len(data)}")
    rows = _xlsx(data, path.name) if data.startswith(b"PK") else _csv(data, path.name)
    header = [_column(name, names) for name in next(rows, [])]
    if not any(header):
        raise UserError(f"{path.name} must have a header and rows; it is empty")
    lacking = [name for name in columns if name not in (*header, *optional)]
    wrong = [name for name in header if name and name not in (*columns, *optional)]
    wrong += [name for name in dict.fromkeys(header) if name and header.count(name) > 1]
    if lacking or wrong:
        said = f"lacking: {', '.join(lacking) or '—'}; unknown or twice: {', '.join(wrong) or '—'}"
        raise UserError(f"{path.name}: the header must name the columns; {said}")
    found: list[Row] = []
    for row in rows:
        if len(found) == MAX_ROWS:
            raise UserError(f"{path.name} must have at most {MAX_ROWS} rows")
        cells = list(map(str.strip, row))
        if any(cells[len(header) :]):
            raise UserError(f"{path.name}, row {len(found) + 2}: more cells than the header names")
        found.append(dict(zip(header, cells, strict=False)) if any(cells) else {})
    return found


def _column(name: str, names: Mapping[str, str]) -> str:
    name = " ".join(name.split())
    return names.get(name.casefold(), name)


def _csv(data: bytes, name: str) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise UserError(f"{name} must be UTF-8; save the table as CSV UTF-8") from None
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as error:
        raise UserError(f"{name} must be a CSV table; it cannot be read: {error}") from None


def _xlsx(data: bytes, name: str) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(one.file_size for one in book.infolist()) > MAX_UNPACKED:
                raise UserError(f"{name} unpacks to more than {MAX_UNPACKED} bytes")
            sheets = [one for one in book.namelist() if one.startswith("xl/worksheets/")]
            if any(_NOT_COMPUTED.search(book.read(one)) for one in sheets):
                raise UserError(
                    f"{name} must hold values; it has a formula without one. "
                    "Open it in a spreadsheet and save it, or paste the values."
                )
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True):
            yield [_cell(one) for one in row]
    except UserError:
        raise
    except Exception as error:  # a damaged book fails in any part of its reader
        said = str(error)[:200]
        raise UserError(f"{name} must be an XLSX file; it cannot be read: {said}") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)
