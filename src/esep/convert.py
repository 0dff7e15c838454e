# SPDX-License-Identifier: MIT
"""Makes a PDF/A-1 original from a DOCX, an ODT or another PDF, with programs of the system."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import yaml

from esep.docx import check_isolated
from esep.docx.faults import Fault, Verdict, shown
from esep.errors import UserError
from esep.i18n import pick

SECONDS = 300.0
PACKAGES = {"soffice": "libreoffice-writer-nogui", "ocrmypdf": "ocrmypdf", "gs": "ghostscript"}

# LibreOffice runs no macro, updates no link and fetches nothing while it converts.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)
_PDF_A_1 = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"1"}}'
# The output intent of PDF/A-1 in pdfmarks, with the RGB profile that Ghostscript carries.
_OUTPUT_INTENT = """%!
[/_objdef {icc} /type /stream /OBJ pdfmark
[{icc} << /N 3 >> /PUT pdfmark
[{icc} currentuserparams /ICCProfilesDir get (default_rgb.icc) concatstrings (r) file /PUT pdfmark
[/_objdef {intent} /type /dict /OBJ pdfmark
[{intent} << /Type /OutputIntent /S /GTS_PDFA1 /DestOutputProfile {icc}
  /OutputConditionIdentifier (sRGB) >> /PUT pdfmark
[{Catalog} << /OutputIntents [{intent}] >> /PUT pdfmark
"""
_OCR_LANGUAGES = ("kaz", "rus", "eng")
_MAX_DETAIL = 300


class PdfReport(Protocol):
    """What is asked of the PDF/A check."""

    @property
    def accepted(self) -> bool:
        """Say whether the file is PDF/A-1."""

    @property
    def verdict(self) -> object:
        """Return the verdict in a word."""


class ConversionError(UserError):
    """Nothing was written; `code` names a text of ``convert.yml``, `params` fill it.

    `faults` are those of the draft, `report` is that of a result that was not accepted.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: shown(str(value)) for name, value in params.items()}
        self.faults: tuple[Fault, ...] = ()
        self.report: PdfReport | None = None
        super().__init__(say(code, "en", **self.params))


def convert(
    source: Path,
    output: Path,
    *,
    seconds: float = SECONDS,
    checker: Callable[[Path], PdfReport] | None = None,
) -> PdfReport:
    """Write the PDF/A-1 of `source` to `output` and return the report on it.

    `output` must not exist; it appears whole and accepted by `checker` (by default
    `esep.pdfa.check`), or not at all. Raises `ConversionError`.
    """
    kind = _kind_of(source)
    _hold_output(output)
    with tempfile.TemporaryDirectory(prefix="esep-convert-") as folder:
        work = Path(folder)
        copy = work / f"source.{kind}"  # a plain name: the original may look like an option
        shutil.copyfile(source, copy)
        if kind == "docx":
            _hold_clean(copy, source)
        made = _from_pdf(copy, work, seconds) if kind == "pdf" else _office(copy, work, seconds)
        report = (checker or _pdfa_check)(made)
        if not report.accepted:
            refusal = ConversionError("not-accepted", verdict=report.verdict)
            refusal.report = report
            raise refusal
        _place(made, output)
    return report


def say(code: str, lang: str, **params: object) -> str:
    """Return the text `code` in `lang`."""
    return pick(_texts()[code], lang).format(**params)


def _kind_of(source: Path) -> str:
    try:
        with source.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise ConversionError("no-source", path=source) from error
    suffix = source.suffix.lower()
    if suffix == ".docx":
        return "docx"  # its own check says what it is if it is not
    if suffix == ".odt" and head.startswith(b"PK\x03\x04"):
        return "odt"
    if head.startswith(b"%PDF-"):
        return "pdf"
    raise ConversionError("unknown-format", path=source)


def _hold_output(output: Path) -> None:
    if output.exists() or output.is_symlink():
        raise ConversionError("exists", path=output)
    if not output.parent.is_dir():
        raise ConversionError("no-folder", path=output.parent)


def _hold_clean(copy: Path, source: Path) -> None:
    report = check_isolated(copy)
    if report.verdict is not Verdict.CLEAN:
        refusal = ConversionError("not-clean", path=source)
        refusal.faults = report.faults
        raise refusal


def _office(source: Path, work: Path, seconds: float) -> Path:
    user = work / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    made = work / "made"
    _run(
        "soffice",
        [
            f"-env:UserInstallation={user.parent.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", _PDF_A_1, "--outdir", str(made), str(source)),
        ],
        work,
        seconds,
    )
    return _made(made / "source.pdf", "soffice")


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {space}>\n{items}</oor:items>\n'


def _from_pdf(source: Path, work: Path, seconds: float) -> Path:
    made = work / "made.pdf"
    if shutil.which("ocrmypdf"):
        options = ["--output-type", "pdfa-1", "--skip-text", "--quiet", *_languages()]
        _run("ocrmypdf", [*options, str(source), str(made)], work, seconds)
        return _made(made, "ocrmypdf")
    if not shutil.which("gs"):
        raise _missing("ocrmypdf")
    # Ghostscript keeps the text of a PDF but recognises none in a scan.
    prologue = work / "pdfa.ps"
    prologue.write_text(_OUTPUT_INTENT, encoding="ascii")
    options = ["-dPDFA=1", "-dPDFACompatibilityPolicy=1", "-dSAFER", "-dBATCH", "-dNOPAUSE"]
    options += ["-sDEVICE=pdfwrite", "-sColorConversionStrategy=RGB", f"-sOutputFile={made}"]
    _run("gs", [*options, str(prologue), str(source)], work, seconds)
    return _made(made, "gs")


def _languages() -> list[str]:
    if not shutil.which("tesseract"):
        return []
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    found = [language for language in _OCR_LANGUAGES if language in listed]
    return ["-l", "+".join(found)] if found else []


def _run(program: str, arguments: Sequence[str], work: Path, seconds: float) -> None:
    path = shutil.which(program)
    if path is None:
        raise _missing(program)
    process = subprocess.Popen(
        [path, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=work,
        env=_environment(work),
        start_new_session=True,  # LibreOffice and OCRmyPDF start further processes
    )
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise ConversionError("timeout", program=program, seconds=f"{seconds:g}") from late
    finally:
        _end_group(process)
    if process.returncode:
        detail = errors.decode(errors="replace")[-_MAX_DETAIL:].strip()
        raise ConversionError(
            "program-failed", program=program, detail=detail or process.returncode
        )


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.wait()


def _environment(work: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(work), "TMPDIR": str(work), "LANG": "C.UTF-8"}


def _missing(program: str) -> ConversionError:
    return ConversionError("program-missing", program=program, package=PACKAGES[program])


def _made(path: Path, program: str) -> Path:
    # LibreOffice ends with 0 even when it could not read the document.
    if not path.is_file() or path.stat().st_size == 0:
        raise ConversionError("program-failed", program=program, detail="no result")
    return path


def _place(made: Path, output: Path) -> None:
    """Put the result beside its place, then link it in: whole, and never over another file."""
    handle, name = tempfile.mkstemp(prefix=".esep-", suffix=".pdf", dir=output.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, made.open("rb") as whole:
            shutil.copyfileobj(whole, file)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        os.link(beside, output)
    except FileExistsError as taken:
        raise ConversionError("exists", path=output) from taken
    finally:
        beside.unlink()


def _pdfa_check(path: Path) -> PdfReport:
    report: PdfReport = import_module("esep.pdfa").check(path)  # costly, and seldom needed
    return report


@cache
def _texts() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(
        files("esep").joinpath("convert.yml").read_text("utf-8")
    )
    return data
