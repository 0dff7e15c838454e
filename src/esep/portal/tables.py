# SPDX-License-Identifier: MIT
"""The catalogue as CSV and XLSX, safe to open: no cell begins a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape

from esep.portal.addresses import object_page, public
from esep.portal.records import Brief
from esep.portal.settings import Settings

Rows = Sequence[Sequence[str]]
HEADER = (
    *("id", "accounting_code", "registered_on", "name_kk", "name_ru", "name_en", "kind", "stage"),
    *("class", "proprietor", "holder", "items_present", "items_due", "changed_on", "page"),
)
# Signs that begin a formula, their full-width and small forms too. A spreadsheet passes over
# spaces in front; one of our countries takes a semicolon for the end of a cell, quoted or not.
SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_FORMULA = re.compile(rf"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=\s*[{SIGNS}])")
# Most cells: nothing in them ends a cell, and they begin with a letter or a digit.
_PLAIN = re.compile(r"(?:\w[^;\t\r\n]*)?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(f"[&<>\"'\r{_ILLEGAL.pattern[1:]}")
LONGEST = 32_767  # characters of a cell, as spreadsheets keep it
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="objects" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def rows(settings: Settings, briefs: Iterable[Brief]) -> list[tuple[str, ...]]:
    """One row per object that can be shown, the header first."""
    lang = settings.languages[0]
    found: list[tuple[str, ...]] = [HEADER]
    for one in briefs:
        if one.shown:
            page = settings.address + public(object_page(lang, one.folder))
            names = (one.name.get(code, "") for code in ("kk", "ru", "en"))
            values = (one.id, one.code, one.coded_on, *names, one.kind, one.stage, one.klass)
            counts = (str(one.done), str(one.due), one.changed_on, page)
            found.append(tuple(map(harmless, (*values, one.proprietor, one.holder, *counts))))
    return found


def harmless(text: str) -> str:
    """What a spreadsheet takes for a formula is marked as text."""
    return text if _PLAIN.fullmatch(text) else _FORMULA.sub("'", text)


def files(
    place: str, rows: Callable[[], Rows], **more: Callable[[Rows], bytes]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """A table in every form, as address and maker; its rows are made once."""
    made = cache(rows)
    for form, write in {**FORMS, **more}.items():
        yield f"{place}.{form}", lambda write=write: write(made())  # type: ignore[misc]


def to_csv(table: Rows) -> bytes:
    """UTF-8 with a byte-order mark, without which spreadsheets misread Kazakh letters."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def to_json(name: str, table: Rows, **more: str) -> str:
    """The rows by the names of their columns, in a list called `name`."""
    header, *cells = table
    rows = [dict(zip(header, one, strict=True)) for one in cells]
    return json.dumps({"version": 1, **more, name: rows}, ensure_ascii=False, indent=1) + "\n"


def _xml(text: str) -> str:
    """XML 1.0, 2.2: what no document may hold becomes the replacement character."""
    if not _SPECIAL.search(text):
        return text
    return escape(_ILLEGAL.sub("\ufffd", text)).replace("\r", "&#13;")


def to_xlsx(table: Rows) -> bytes:
    """One sheet of inline strings; the same table gives the same bytes."""
    body = "".join(
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t xml:space="preserve">{_xml(one[:LONGEST])}</t></is></c>'
            for one in row
        )
        + "</row>"
        for row in table
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, _XML + text, compresslevel=1)
    return out.getvalue()


FORMS: Mapping[str, Callable[[Rows], bytes]] = {"csv": to_csv, "xlsx": to_xlsx}
