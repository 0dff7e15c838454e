# SPDX-License-Identifier: MIT
"""What the document checkers said of a file, kept by its SHA-256 and their version."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from esep import docx, pdfa
from esep.cachefolder import cache_folder
from esep.findings import Severity
from esep.isolation import Worker
from esep.pdfa import isolated as pdfa_isolated


@dataclass(frozen=True, slots=True)
class Verdict:
    """`name` is the checker's own word; `reason` says why a file could not be checked.

    `faults` holds the severity of each rule that was broken, in order of rule.
    """

    name: str
    accepted: bool
    checker: str
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules that keep the file out."""
        return self.by_severity(Severity.ERROR) or ("?",)

    def by_severity(self, severity: Severity) -> tuple[str, ...]:
        return tuple(rule for rule, one in self.faults.items() if one == severity)


class Verdicts:
    """Checks files in bounded child processes, each content once; one object per process."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache or cache_folder() / "verdicts"
        self._pdf = pdfa_isolated.Worker()
        self._docx = Worker(seconds=docx.SECONDS, memory_mb=docx.MEMORY_MB)

    def of(self, digest: str, extension: str, read: Callable[[], bytes | None]) -> Verdict:
        """The verdict on a ``pdf`` or ``docx`` of this SHA-256; what is not known is read."""
        checker = pdfa.CHECKER_VERSION if extension == "pdf" else docx.CHECKER_VERSION
        version = f"{extension}-{checker}"
        with suppress(OSError, ValueError, TypeError):
            return Verdict(**json.loads(self._place(version, digest).read_bytes()))
        data = read() or b""
        with tempfile.NamedTemporaryFile(suffix=f".{extension}") as file:
            file.write(data)
            file.flush()
            check = self._check_pdf if extension == "pdf" else self._check_docx
            verdict = check(Path(file.name), version)
        if not verdict.reason:
            # The file may have changed since it was looked at.
            _keep(self._place(version, sha256(data).hexdigest()), verdict)
        return verdict

    def _place(self, version: str, digest: str) -> Path:
        return self._cache / version / digest[:2] / f"{digest}.json"

    def _check_pdf(self, path: Path, version: str) -> Verdict:
        report = self._pdf.check(path)
        faults = dict.fromkeys(report.rules, Severity.ERROR.value)
        return Verdict(report.verdict, report.accepted, version, report.reason, faults)

    def _check_docx(self, path: Path, version: str) -> Verdict:
        report = docx.check_isolated(path, worker=self._docx)
        could_not = report.verdict is docx.Verdict.COULD_NOT_CHECK
        faults = {one.rule: one.severity.value for one in report.faults}
        reason = report.faults[0].params.get("detail", "?") if could_not else ""
        accepted = report.verdict is docx.Verdict.CLEAN
        return Verdict(report.verdict.value, accepted, version, reason, faults)


def _keep(path: Path, verdict: Verdict) -> None:
    """Write beside and rename: a reader never sees half a verdict."""
    with suppress(OSError):  # a cache that cannot be written only costs time
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump(asdict(verdict), file)
        Path(file.name).replace(path)
