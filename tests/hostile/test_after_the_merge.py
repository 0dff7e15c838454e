# SPDX-License-Identifier: MIT
"""What came in must do no harm afterwards: no lost code, no formula, no secret."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attacks import CASES
from hypothesis import given
from hypothesis import strategies as st
from submission_case import CANARY, DOCS, document, edited

from esep.cli.main import main
from esep.exchange import lists
from esep.model.registry import LEDGER
from esep.portal.records import Brief
from esep.portal.settings import Settings
from esep.portal.tables import HEADER, harmless, rows, to_csv, to_xlsx
from repos import OBJECT, PASSPORT, Repo, base_files, build, code, rev


def git(repo: Path, *argv: str) -> str:
    done = subprocess.run(["git", "-C", str(repo), *argv], capture_output=True, check=True)
    return done.stdout.decode()


def clone(repo: Repo, folder: Path) -> Path:
    target = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(repo.path), str(target)], check=True)
    return target


def assign(root: Path) -> int:
    return main(["--root", str(root), "codes", "assign", "--push", "--on", "2026-11-20"])


# hostile 15
def test_object_merged_with_skip_ci_gets_its_one_code_from_a_later_run(tmp_path: Path) -> None:
    case = CASES["15-skip-ci"]
    repo = build(tmp_path, case.head(), messages=case.messages)
    git(repo.path, "update-ref", "refs/heads/main", repo.head)
    root = clone(repo, tmp_path)

    assert assign(root) == 0
    after = rev(repo.path, "main")
    assert assign(root) == 0
    assert rev(repo.path, "main") == after
    assert git(repo.path, "show", f"main:{LEDGER}").count(OBJECT) == 1
    assert f'accounting_code: "{code(2)}"' in git(repo.path, "show", f"main:{PASSPORT}")


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data * 2,
        lambda data: data.replace(b"mal-esebi", b"su-esebi"),
        lambda data: data + b"\n",
    ],
    ids=["torn", "crlf", "bom", "twice", "edited", "blank"],
)
@pytest.mark.parametrize("command", [("assign", "--push"), ("verify", "--no-history")])
def test_broken_ledger_is_named_by_its_rule_and_left(
    harm: Any, command: tuple[str, ...], tmp_path: Path, capsys: Any
) -> None:
    repo = build(tmp_path, {}, base={LEDGER: harm(base_files()[LEDGER])})
    before = rev(repo.path, "main")
    argv = ["--root", str(clone(repo, tmp_path)), "codes", *command, "--on", "2026-11-20"]

    assert main(argv) == 1
    said = capsys.readouterr()
    assert "COD0" in said.out
    assert "never repaired" in said.err
    assert "Traceback" not in said.err
    assert rev(repo.path, "main") == before


def test_object_that_cannot_take_its_code_is_told_by_exit_1(tmp_path: Path, capsys: Any) -> None:
    text = edited("id: su-esebi", f'id: su-esebi\naccounting_code: "{code(9)}"')
    repo = build(tmp_path, {}, base=text)

    assert assign(clone(repo, tmp_path)) in (0, 1)
    assert code(9) not in git(repo.path, "show", f"main:{LEDGER}")
    assert "Traceback" not in capsys.readouterr().err


# hostile 45
DANGERS = [
    '=HYPERLINK("https://x.example")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "a;=1",
    "a\n=1",
    "＝1",
]


def cells(data: bytes, delimiter: str) -> list[str]:
    """Cells as a reader finds them; one that takes another delimiter may know no quotes."""
    text = data.decode("utf-8-sig")
    if delimiter != ",":
        return re.split(f"[{delimiter}\r\n]", text)
    return [one for row in csv.reader(io.StringIO(text, newline="")) for one in row]


def starts_formula(cell: str) -> bool:
    return cell.strip().strip('"')[:1] in {*"=+-@＝＋－＠"}


@pytest.mark.parametrize("danger", DANGERS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_column_of_the_catalogue_starts_a_formula(danger: str, delimiter: str) -> None:
    name = dict.fromkeys(("kk", "ru", "en"), danger)
    brief = Brief("objects/a/b", danger, True, name, kind=danger, stage=danger, klass=danger,
                  holder=danger, proprietor=danger, code=danger, coded_on=danger,
                  changes=((danger, danger, name),))  # fmt: skip
    table = rows(Settings(Path(), Path(), date(2026, 11, 20)), [brief])
    written = cells(to_csv(table), delimiter)
    sheet = zipfile.ZipFile(io.BytesIO(to_xlsx(table))).read("xl/worksheets/sheet1.xml").decode()

    assert delimiter != "," or len(written) == 2 * len(HEADER)
    assert not [one for one in written if starts_formula(one)]
    assert "<f>" not in sheet
    assert sheet.count("<c ") == sheet.count('<c t="inlineStr">')


@pytest.mark.parametrize("danger", DANGERS)
def test_no_column_of_an_architecture_list_starts_a_formula(danger: str) -> None:
    element = Element(danger)
    written = cells(lists.to_csv(Model(element), "goal").encode(), ",")  # type: ignore[arg-type]

    assert danger.replace("'", "") in "".join(written).replace("'", "")
    assert not [one for one in written if starts_formula(one)]


class Element:
    """An element whose every field is dangerous."""

    def __init__(self, danger: str) -> None:
        self.id = danger
        self.name = dict.fromkeys(("kk", "ru", "en"), danger)
        self.value = {"description": danger, "owner": [danger, danger]}


class Model:
    """As much of an architecture as a list asks for."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self.metamodel, self.kinds, self.fields = self, {"goal": self}, ("description", "owner")
        self.references = ()

    def of(self, _: str) -> list[Element]:
        return [self._element]


@given(st.text(max_size=40))
def test_harmless_text_starts_no_formula_and_loses_nothing(text: str) -> None:
    made = harmless(text)

    assert made.replace("'", "") == text.replace("'", "")
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(made) == made


# hostile 49
def test_commit_of_the_job_says_nothing_restricted(tmp_path: Path) -> None:
    entry = document(
        access="restricted", file=None, sha256="ab" * 32, size="15", keeper="qala-akimdigi",
        title={"kk": CANARY, "ru": CANARY, "en": CANARY},
    )  # fmt: skip
    repo = build(tmp_path, {}, base={PASSPORT: entry})
    assert assign(clone(repo, tmp_path)) in (0, 1)

    assert CANARY not in git(repo.path, "log", "--format=%B", "main")
    assert CANARY not in git(repo.path, "show", f"main:{LEDGER}")
    assert not git(repo.path, "ls-tree", "-r", "--name-only", "main", DOCS)


@pytest.mark.parametrize(
    "command",
    [
        ("notices", "--since", "2020-01-01", "--format", "json"),
        ("notices", "--since", "2020-01-01", "--format", "atom"),
        ("due",),
        ("codes", "verify"),
    ],
    ids=" ".join,
)
def test_nothing_restricted_or_personal_is_told_of_a_record(
    command: tuple[str, ...], tmp_path: Path, capsys: Any
) -> None:
    canary = dict.fromkeys(("kk", "ru", "en"), CANARY)
    entry = document(access="restricted", file=None, sha256="ab" * 32, size="15",
                     keeper="qala-akimdigi", title=canary, number=CANARY)  # fmt: skip
    repo = build(tmp_path, {}, base={PASSPORT: entry})
    argv = ["--root", str(clone(repo, tmp_path)), *command, "--on", "2026-11-20"]

    assert main(argv) in (0, 1)
    said = "".join(capsys.readouterr())
    assert said
    assert CANARY not in said
    assert "Құпиятегі" not in said
    assert "+7 700" not in said
