# SPDX-License-Identifier: MIT
"""The check of a DOCX in a child process, and what it answers there."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from esep.docx.checker import check, report_of
from esep.docx.faults import Fault, Report, Verdict, error
from esep.findings import Severity
from esep.isolation import Worker

SECONDS = 10.0
MEMORY_MB = 512
_TARGET = "esep.docx.child:answer"


def check_isolated(path: Path, *, worker: Worker | None = None) -> Report:
    """Check `path` in a child process; a child that dies or overruns is could-not-check.

    A `worker` given is used and stays open, which saves the start of Python per file.
    """
    if worker is None:
        with Worker(seconds=SECONDS, memory_mb=MEMORY_MB) as own:
            return check_isolated(path, worker=own)
    result = worker.run(_TARGET, str(path.absolute()))
    if result.failure:
        return report_of([error("DX-900", detail=f"{result.failure} {result.detail}".strip())])
    return _report(result.value)


def answer(path: str) -> dict[str, Any]:
    """Return the report on the file at `path` as JSON types; runs in the child."""
    return asdict(check(Path(path)))


def _report(data: dict[str, Any]) -> Report:
    faults = tuple(
        Fault(item["rule"], Severity(item["severity"]), item["part"], item["params"])
        for item in data["faults"]
    )
    return Report(Verdict(data["verdict"]), faults, data["version"])
