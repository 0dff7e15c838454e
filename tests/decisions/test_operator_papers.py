# SPDX-License-Identifier: MIT
"""What leaves the registry with an application: PDF/A-1, the package, the register, the score."""

# covers: R353-A1, R353-8, R353-9, R353-3a

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from decision_files import PASSPORT, changed
from pypdfium2 import PdfDocument

from esep import pdfa
from esep.checks.applications import Case, cases
from esep.checks.context import Context
from esep.cli import main as cli
from esep.errors import ExitCode
from esep.exchange import application
from esep.exchange.package import package
from esep.i18n import LANGUAGES
from esep.reports import decision_words
from esep.reports.operator_register import HEADER, register, rows
from trees import ROOT, SHARED

Make = Callable[..., Context]
FOLDER = PASSPORT.rpartition("/")[0]


def the_case(context: Context) -> Case:
    return next(cases(context))


def text_of(data: bytes) -> str:
    pages = PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", " ")


@pytest.mark.parametrize("lang", application.LANGUAGES)
def test_application_conforms_to_pdfa_1b(
    files: dict[str, bytes], context_of: Make, lang: str
) -> None:
    context = context_of(changed(files))

    report = pdfa.check(application.pdf(context, the_case(context), lang))

    assert (report.verdict, report.faults) == ("conforms-1b", ())


def test_application_holds_the_six_fields_and_the_seal(
    files: dict[str, bytes], context_of: Make
) -> None:
    context = context_of(changed(files))

    text = text_of(application.pdf(context, the_case(context), "kk"))

    fields = ("Уәкілетті орган", "Мысал қаласының әкімдігі", "Суды есепке алу жүйесі")
    for part in (*fields, "Үлгі Сынақбай", "____", "02.02.2026", "Мөр орны"):
        assert part in text


def test_application_is_written_for_any_letters(files: dict[str, bytes], context_of: Make) -> None:
    name = {"kk": "漢字 🙂 <b>", "ru": "а" * 300, "en": "x"}
    context = context_of(changed(files, {"/application/object_name": name}))
    case = the_case(context)

    found = [pdfa.check(application.pdf(context, case, one)).verdict for one in ("kk", "ru")]

    assert found == ["conforms-1b", "conforms-1b"]


def test_same_case_gives_the_same_bytes(files: dict[str, bytes], context_of: Make) -> None:
    context = context_of(changed(files))
    case = the_case(context)

    assert package(context, case) == package(context, case)


def document(name: str, access: str, file: str) -> dict[str, Any]:
    facts = {
        "sha256": "0" * 64,
        "size": "10",
        "language": "kk",
        "date": "2026-01-10",
        "version": "1",
    }
    title = {"kk": "а", "ru": "а", "en": "a"}
    place = {"file": file} if access != "restricted" else {"keeper": "qala-akimdigi"}
    return {
        "id": name,
        "item": "manual_user",
        "title": title,
        "form": "original",
        "access": access,
        **facts,
        **place,
    }


@pytest.mark.parametrize("access", ["public", "internal"])
def test_package_holds_documents_that_may_be_sent(
    files: dict[str, bytes], context_of: Make, access: str
) -> None:
    documents = [document("m", access, "documents/m.pdf")]
    files = changed(files, {}, {"/documents": documents})
    files[f"{FOLDER}/documents/m.pdf"] = b"%PDF-bytes"
    context = context_of(files)

    archive = zipfile.ZipFile(io.BytesIO(package(context, the_case(context))))

    assert "documents/m.pdf" in archive.namelist()


def test_package_never_holds_restricted_bytes(files: dict[str, bytes], context_of: Make) -> None:
    documents = [document("m", "restricted", "")]
    files = changed(files, {}, {"/documents": documents})
    files[f"{FOLDER}/documents/m.pdf"] = b"%PDF-CANARY"
    context = context_of(files)

    data = package(context, the_case(context))
    archive = zipfile.ZipFile(io.BytesIO(data))
    inside = b"".join(archive.read(name) for name in archive.namelist())
    manifest = json.loads(archive.read("manifest.json"))

    assert b"CANARY" not in inside
    assert manifest["left_out"] == [{"id": "m", "access": "restricted"}]


def test_manifest_names_every_file(files: dict[str, bytes], context_of: Make) -> None:
    context = context_of(changed(files))

    archive = zipfile.ZipFile(io.BytesIO(package(context, the_case(context))))
    named = [one["name"] for one in json.loads(archive.read("manifest.json"))["files"]]

    assert sorted(archive.namelist()) == sorted([*named, "manifest.json"])


def test_register_starts_no_formula(files: dict[str, bytes], context_of: Make) -> None:
    steps = {
        "received": {"on": "2026-02-03"},
        "decided": {"on": "2026-02-04", "decision": "include"},
    }
    steps["ordered"] = {"on": "2026-02-05", "number": "=HYPERLINK(1)"}
    context = context_of(changed(files, {"/steps": steps}))

    found = dict(zip(HEADER, list(rows(register(context)))[1], strict=True))

    assert found["order_number"] == "'=HYPERLINK(1)"
    assert found["state"] == "ordered"


def test_every_word_is_in_three_languages() -> None:
    short = [key for key, text in decision_words.keys().items() if len(text) != len(LANGUAGES)]

    assert short == []


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]) -> Path:
    """The minimal registry with an application, in a folder that one stands in."""
    where = tmp_path / "registry-root"
    shutil.copytree(ROOT / "tests" / "data" / "minimal", where)
    for name in SHARED:
        shutil.copytree(ROOT / name, where / name)
    for path, data in changed(files).items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)
    monkeypatch.chdir(where)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return where


def run(*argv: str) -> int:
    return int(cli.main(["--lang", "en", "operator-list", *argv]))


def test_score_says_what_lacks_in_each_group(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("score", "su-esebi", "--format", "json", "--on", "2026-02-10")
    answer = json.loads(capsys.readouterr().out)

    assert code == ExitCode.FINDINGS
    assert (answer["total"], answer["groups"]) == (1, {"1": 0, "2": 1, "3": 0})
    assert {lang: len(answer["lacking"][lang]) for lang in LANGUAGES} == dict.fromkeys(LANGUAGES, 2)
    assert answer["lacking"]["en"][1].startswith("One proof in group 3 ")


def test_running_clock_is_told_and_missed_one_is_a_finding(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("due", "--on", "2026-02-10") == ExitCode.CLEAN
    assert "by 2026-02-10" in capsys.readouterr().out
    assert run("due", "--on", "2026-02-11") == ExitCode.FINDINGS


def test_case_is_shown_with_its_findings(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run("check", "su-esebi", "--on", "2026-02-10")

    assert code == ExitCode.FINDINGS
    assert "[OPL021]" in capsys.readouterr().out


def test_files_are_written_where_asked(root: Path) -> None:
    assert run("package", "su-esebi", "--out", "p.zip") == ExitCode.CLEAN
    assert run("application", "su-esebi", "--out", "a.pdf", "--lang", "ru") == ExitCode.CLEAN
    assert run("list", "--format", "xlsx", "--out", "l.xlsx") == ExitCode.CLEAN
    assert {one.name for one in root.iterdir()} >= {"p.zip", "a.pdf", "l.xlsx"}


@pytest.mark.parametrize(
    "argv",
    [
        ("check", "zhoq"),
        ("package", "zhoq", "--out", "p.zip"),
        ("package", "su-esebi", "--out", "no/such/folder/p.zip"),
        ("score", "zhoq"),
    ],
)
def test_wrong_call_is_answered_without_a_traceback(
    root: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    assert run(*argv) == ExitCode.USAGE
    assert "Traceback" not in capsys.readouterr().err
