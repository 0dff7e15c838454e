# SPDX-License-Identifier: MIT
"""The process that untrusted files are opened in: one JSON request a line, one answer a line."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import IO, Any

from esep.pdfa.budget import Budget
from esep.pdfa.checker import check


def serve(requests: IO[str], answers: IO[str]) -> None:
    """Answer requests until the input ends.

    A request is ``{"path", "level", "seconds", "megabytes"}``, an answer a report as
    a dictionary or ``{"error": text}`` when the file cannot be opened.
    """
    for line in requests:
        request = json.loads(line)
        _limit(request["seconds"], request["megabytes"])
        try:
            answer = _answer(request)
        except OSError as error:
            answer = {"error": str(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    budget = Budget(seconds=max(0.5, request["seconds"] * 0.9))
    return check(Path(request["path"]), request["level"], budget).to_dict()


def _limit(seconds: float, megabytes: int) -> None:
    """Bound memory for good, processor time for this request."""
    size = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + seconds) + 2, hard))


def main() -> None:
    """Serve on standard input and output; anything else a library prints goes to error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
