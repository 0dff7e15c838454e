# SPDX-License-Identifier: MIT
"""A PDF/A-1 appears whole and accepted, or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner, Result
from fpdf import FPDF

sys.path.insert(0, str(Path(__file__).parent / "docx"))

from docx_files import docx, field, paragraph

import esep.convert
from esep.cli import convert as cli_convert
from esep.cli import twin as cli_twin
from esep.convert import ConversionError, convert
from esep.i18n import LANGUAGES

DRAFT = docx(paragraph("Жүйенің сипаттамасы: әіңғүұқөһ"))
TEXTS = yaml.safe_load(Path(esep.convert.__file__).with_suffix(".yml").read_text("utf-8"))


@dataclass(frozen=True)
class Verdict:
    """The answer of a check that looks at the bytes only."""

    accepted: bool
    verdict: str = "does-not-conform"


def is_pdf(path: Path) -> Verdict:
    return Verdict(path.read_bytes().startswith(b"%PDF-1."))


def refuse(path: Path) -> Verdict:
    return Verdict(False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "-жоба.docx"
    path.parent.mkdir()
    path.write_bytes(DRAFT)
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    path = tmp_path / "out" / "original.pdf"
    path.parent.mkdir()
    return path


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a shell script in place of a program of the system; it alone is found."""

    def install(name: str, script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH={os.defpath}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return install


# Finds the folder after --outdir and writes a result there, as LibreOffice does.
OFFICE = (
    'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; printf %%PDF-1.4 >"$2/source.pdf"'
)


def left(output: Path) -> list[str]:
    return sorted(path.name for path in output.parent.iterdir())


def refusal(source: Path, output: Path, **options: object) -> ConversionError:
    with pytest.raises(ConversionError) as caught:
        convert(source, output, **{"checker": is_pdf, **options})
    return caught.value


def test_accepted_result_is_written(source, output, program) -> None:
    program("soffice", OFFICE)
    assert convert(source, output, checker=is_pdf).accepted
    assert output.read_bytes() == b"%PDF-1.4"
    assert left(output) == ["original.pdf"]


def test_result_that_is_not_accepted_is_not_written(source, output, program) -> None:
    program("soffice", OFFICE)
    assert refusal(source, output, checker=refuse).code == "not-accepted"
    assert left(output) == []


def test_check_that_breaks_leaves_nothing(source, output, program) -> None:
    program("soffice", OFFICE)
    with pytest.raises(ZeroDivisionError):
        convert(source, output, checker=lambda path: Verdict(1 / 0 > 0))
    assert left(output) == []


def test_existing_file_is_not_overwritten(source, output, program) -> None:
    program("soffice", OFFICE)
    output.write_bytes(b"kept")
    assert refusal(source, output).code == "exists"
    assert output.read_bytes() == b"kept"


def test_file_that_appears_meanwhile_is_not_overwritten(source, output, program) -> None:
    program("soffice", OFFICE)

    def slow(path: Path) -> Verdict:
        output.write_bytes(b"kept")
        return is_pdf(path)

    assert refusal(source, output, checker=slow).code == "exists"
    assert output.read_bytes() == b"kept"
    assert left(output) == ["original.pdf"]


def test_dangling_link_is_not_followed(source, output, program) -> None:
    program("soffice", OFFICE)
    output.symlink_to(output.parent / "elsewhere")
    assert refusal(source, output).code == "exists"


def test_draft_that_is_not_clean_starts_no_program(source, output, program, tmp_path) -> None:
    program("soffice", f"touch {tmp_path}/ran")
    source.write_bytes(docx(paragraph(runs=field("DDE x"))))
    error = refusal(source, output)
    assert error.code == "not-clean"
    assert [fault.rule for fault in error.faults] == ["DX-308"]
    assert not (tmp_path / "ran").exists()


def test_missing_program_is_named_with_its_package(source, output, program) -> None:
    program("other", "")
    error = refusal(source, output)
    assert error.code == "program-missing"
    assert error.params == {"program": "soffice", "package": "libreoffice-writer-nogui"}


def test_program_that_fails_leaves_nothing(source, output, program) -> None:
    program("soffice", "echo no fonts >&2; exit 3")
    error = refusal(source, output)
    assert (error.code, error.params["detail"]) == ("program-failed", "no fonts")
    assert left(output) == []


def test_program_that_makes_nothing_is_told(source, output, program) -> None:
    program("soffice", "exit 0")
    assert refusal(source, output).code == "program-failed"


def test_program_that_hangs_is_ended_with_its_children(source, output, program, tmp_path) -> None:
    program("soffice", f"(sleep 5; touch {tmp_path}/late) & wait")
    assert refusal(source, output, seconds=0.5).code == "timeout"
    assert not (tmp_path / "late").exists()


def test_environment_is_not_handed_over(source, output, program, monkeypatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    program("soffice", f'[ -z "$SECRET_TOKEN" ] || exit 9; {OFFICE}')
    assert convert(source, output, checker=is_pdf).accepted


def test_odt_goes_to_libreoffice(source, output, program) -> None:
    program("soffice", OFFICE)
    odt = source.rename(source.with_suffix(".odt"))
    assert convert(odt, output, checker=is_pdf).accepted


def test_pdf_goes_to_ocrmypdf(source, output, program) -> None:
    program("ocrmypdf", 'for last; do :; done; printf %%PDF-1.4 >"$last"')
    pdf = source.with_suffix(".pdf")
    pdf.write_bytes(b"%PDF-1.7")
    assert convert(pdf, output, checker=is_pdf).accepted


def test_pdf_goes_to_ghostscript_without_ocrmypdf(source, output, program) -> None:
    program("gs", 'for a; do case $a in -sOutputFile=*) printf %%PDF-1.4 >"${a#*=}";; esac; done')
    pdf = source.with_suffix(".pdf")
    pdf.write_bytes(b"%PDF-1.7")
    assert convert(pdf, output, checker=is_pdf).accepted


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"x"), ("a.odt", b"x"), ("a.pdf", b"x")])
def test_other_format_is_refused(name: str, data: bytes, tmp_path, output) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name, output).code == "unknown-format"


def test_absent_source_is_told(tmp_path, output) -> None:
    assert refusal(tmp_path / "absent.docx", output).code == "no-source"


def test_absent_folder_is_told(source, tmp_path) -> None:
    assert refusal(source, tmp_path / "absent" / "a.pdf").code == "no-folder"


def call(module: object, *arguments: object, lang: str = "kk") -> Result:
    return CliRunner().invoke(
        module.command,  # type: ignore[attr-defined]
        [str(argument) for argument in arguments],
        obj=SimpleNamespace(lang=lang),
        standalone_mode=False,
    )


def test_command_lists_the_faults_of_a_draft(source, output) -> None:
    source.write_bytes(docx(paragraph(runs=field("DDE x"))))
    result = call(cli_convert, "-o", output, "--", source)
    assert result.return_value == 1
    assert "DX-308" in result.output
    assert "Ctrl+Shift+F9" in result.output


def test_command_ends_with_a_user_error(source, output) -> None:
    output.write_bytes(b"kept")
    result = call(cli_convert, "-o", output, "--", source)
    assert type(result.exception).__name__ == "UserError"
    assert "original.pdf" in str(result.exception)


def test_twin_command_answers_in_json(source) -> None:
    pdf = source.with_suffix(".pdf")
    page = FPDF()
    page.add_page()
    page.output(str(pdf))
    result = call(cli_twin, "--format", "json", "--", source, pdf)
    assert result.return_value == 1
    assert '"problem": "no-text"' in result.output


@pytest.mark.parametrize("code", TEXTS)
def test_text_exists_in_every_language(code: str) -> None:
    assert set(TEXTS[code]) == set(LANGUAGES)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_version_1_4(source, output) -> None:
    convert(source, output, checker=is_pdf)
    assert output.read_bytes().startswith(b"%PDF-1.4")
    assert b"pdfaid" in output.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ocrmypdf", "gs"])
def test_system_program_makes_pdf_a(name: str, tmp_path, output, monkeypatch) -> None:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    page = FPDF()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text="Esep")
    page.output(str(tmp_path / "a.pdf"))
    if name == "gs":  # used only where OCRmyPDF is absent
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "gs").symlink_to(found)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    convert(tmp_path / "a.pdf", output, checker=is_pdf)
    assert b"pdfaid" in output.read_bytes()
