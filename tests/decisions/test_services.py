# SPDX-License-Identifier: MIT
"""ICT services: the share of the service model."""

# covers: R129-25, R129-27a, R129-3b

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from decision_files import FILES, put

from esep.checks.context import Context
from esep.checks.services import shares
from esep.cli import main as cli
from esep.errors import ExitCode
from trees import ROOT


def test_share_counts_services_of_each_customer(
    files: dict[str, bytes], context_of: Callable[..., Context]
) -> None:
    for name, model in (("a", "service"), ("b", "own"), ("c", "service")):
        path = f"registry/ict-services/{name}.yml"
        files[path] = (FILES / "ict-service.yml").read_bytes()
        put(files, path, {"/id": name, "/model": model})

    assert shares(context_of(files)) == {"qala-akimdigi": (2, 3, Fraction(2, 3))}


def test_board_of_services_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(ROOT), "services", "--on", "2026-11-20"]) == ExitCode.CLEAN
    assert "zhanatan: 2/2 (100%)" in capsys.readouterr().out
