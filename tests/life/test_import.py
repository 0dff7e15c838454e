# SPDX-License-Identifier: MIT
"""esep import: tables of earlier records, as people keep them and as they should not be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from esep import yamlsafe
from esep.errors import ExitCode

HEADER = ("agency,id,kind,stage,since,proprietor,holder,name_kk,name_ru,name_en,"
          "purpose_kk,purpose_ru,purpose_en,gap_due\n")  # fmt: skip
GOOD = ("qala-akimdigi,zhol-esebi,ici.is,operation,2019-05-06,qala-akimdigi,qala-akimdigi,"
        "а,а,a,а,а,a,2027-06-01\n")  # fmt: skip


def test_import_takes_gaps_as_a_dated_debt(registry: Path, said: Any) -> None:
    Path("legacy.csv").write_text(HEADER + GOOD, encoding="utf-8")

    assert said("import", "legacy.csv", "--on", "2026-11-20")[0] == ExitCode.CLEAN

    path = registry / "objects/qala-akimdigi/zhol-esebi/passport.yml"
    written = yamlsafe.load(path.read_bytes())
    assert written["lifecycle"]["entry"] == "legacy"
    assert {"item": "tor", "since": "2026-11-20", "due": "2027-06-01"} in written["known_gaps"]
    _, out, _ = said("check", "objects/qala-akimdigi/zhol-esebi", "--on", "2099-01-01")
    assert "CMP001" not in out


def test_gap_closed_and_opened_again_is_an_error(registry: Path, said: Any) -> None:
    Path("legacy.csv").write_text(HEADER + GOOD, encoding="utf-8")
    said("import", "legacy.csv", "--on", "2026-11-20")
    path = registry / "objects/qala-akimdigi/zhol-esebi/passport.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- item: tor\n", "- item: tor\n  closed_on: '2026-11-21'\n"))

    _, out, _ = said("check", "objects/qala-akimdigi/zhol-esebi", "--on", "2026-11-22")

    assert out.count("CMP001") == 1


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace("ici.is", "ici.xx"),
        GOOD.replace("2019-05-06", "06.05.2019"),
        GOOD.replace("zhol-esebi", "../../etc"),
        GOOD.replace("zhol-esebi", "su-esebi"),
        GOOD.replace("qala-akimdigi,zhol", "belgisiz,zhol"),
        GOOD,
        "qala-akimdigi\n",
        GOOD.replace(",а,а,a,а", ",,а,a,а"),
    ],
    ids=["kind", "date", "traversal", "known_id", "unknown_agency", "twice", "short", "no_name"],
)
def test_bad_row_is_named_and_nothing_is_written(registry: Path, said: Any, bad: str) -> None:
    Path("legacy.csv").write_text(HEADER + GOOD + bad, encoding="utf-8")

    code, _, err = said("import", "legacy.csv", "--on", "2026-11-20", "--lang", "ru")

    assert code == ExitCode.FINDINGS
    assert "Строка 3:" in err
    assert not (registry / "objects/qala-akimdigi/zhol-esebi").exists()


def test_dry_run_writes_nothing(registry: Path, said: Any) -> None:
    Path("legacy.csv").write_text(HEADER + GOOD, encoding="utf-8")

    assert said("import", "legacy.csv", "--dry-run", "--on", "2026-11-20")[0] == ExitCode.CLEAN
    assert not (registry / "objects/qala-akimdigi/zhol-esebi").exists()


def test_import_reads_a_workbook(registry: Path, said: Any) -> None:
    book = openpyxl.Workbook()
    for line in (HEADER + GOOD).splitlines():
        book.active.append(line.split(","))
    book.active.cell(2, 5).value = date(2019, 5, 6)
    book.save("legacy.xlsx")

    assert said("import", "legacy.xlsx", "--on", "2026-11-20")[0] == ExitCode.CLEAN
    assert (registry / "objects/qala-akimdigi/zhol-esebi/passport.yml").is_file()


@pytest.mark.parametrize("form", ["blank rows", "old line ends", "other names"])
def test_import_reads_the_table_as_people_keep_it(registry: Path, said: Any, form: str) -> None:
    text = HEADER + GOOD
    if form == "blank rows":
        text += "\n,,,\n" + GOOD.replace("zhol-esebi", "zher-esebi")
    elif form == "old line ends":
        text = "\ufeff" + text.replace("\n", "\r").replace(",", ";")
    else:
        text = text.replace("agency,id,kind", "қалта,Идентификатор, KIND ", 1)
    Path("legacy.csv").write_text(text, encoding="utf-8", newline="")

    assert said("import", "legacy.csv", "--on", "2026-11-20")[0] == ExitCode.CLEAN
    assert (registry / "objects/qala-akimdigi/zhol-esebi/passport.yml").is_file()


def test_row_after_blank_ones_keeps_its_number(registry: Path, said: Any) -> None:
    Path("legacy.csv").write_text(HEADER + "\n,,\n" + GOOD.replace("2019-05-06", "20190506"))

    assert "Row 4:" in said("import", "legacy.csv", "--on", "2026-11-20", "--lang", "en")[2]


def workbook(change: Callable[[Any], None] = lambda book: None) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for line in (HEADER + GOOD).splitlines():
        book.active.append(line.split(","))
    change(book)
    book.save(data)
    return data.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(data, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return data.getvalue()


def computed(book: Any) -> None:
    book.active["N2"] = "=TODAY()"


def charted(book: Any) -> None:
    book.create_chartsheet("a", 0)


def long(book: Any) -> None:
    book.active.cell(20_002, 1).value = "a"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04rest",
        b"a,b\n1,2\n",
        f"{HEADER}{GOOD[:-1]},more\n".encode(),
        (HEADER + GOOD.replace("а,а", "а" * 200_000)).encode(),
        (HEADER.replace("name_ru", "name_kk") + GOOD).encode(),
        (HEADER + "\n" * 20_001).encode(),
        with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
        with_part("xl/workbook.xml", b"<workbook"),
        with_part("[Content_Types].xml", b""),
        workbook(computed),
        workbook(charted),
        workbook(long),
    ],
    ids=["empty", "utf16", "cut zip", "header", "cells", "field", "twice", "rows", "sheet", "book",
         "types", "formula", "chart", "xlsx rows"],
)  # fmt: skip
def test_table_that_is_none_is_wrong_usage(registry: Path, said: Any, data: bytes) -> None:
    Path("legacy.csv").write_bytes(data)

    assert said("import", "legacy.csv", "--on", "2026-11-20")[0] == ExitCode.USAGE
