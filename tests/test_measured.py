# SPDX-License-Identifier: MIT
"""The measure itself: it sees what a command takes, and nothing that others took."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from measured import Taken, measure

HELD = 256 << 20
EAT = f"held = b'x' * {HELD}"
SPIN = "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass"
KEEP = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


def taken(folder: Path, *code: str) -> Taken:
    argv = [sys.executable, "-I", "-S", "-c", *code]
    return measure(argv, folder / "said.txt", os.environ)


@pytest.mark.parametrize("code", [(EAT,), (KEEP, EAT)], ids=["itself", "child"])
def test_memory_that_a_command_holds_is_measured(code: tuple[str, ...], tmp_path: Path) -> None:
    assert HELD < taken(tmp_path, *code).bytes < 1.5 * HELD


def test_memory_that_the_tests_held_is_not_measured(tmp_path: Path) -> None:
    held = b"x" * HELD

    assert taken(tmp_path, "pass").bytes < len(held) / 4


@pytest.mark.parametrize("code", [(SPIN,), (KEEP, SPIN)], ids=["itself", "child"])
def test_seconds_of_a_command_that_ends_badly_are_measured(
    code: tuple[str, ...], tmp_path: Path
) -> None:
    ran = taken(tmp_path, *code)

    assert ran.exit != 0
    assert ran.seconds > 0.5  # of one, as the kernel counts it


def test_what_a_command_says_is_kept(tmp_path: Path) -> None:
    taken(tmp_path, "import sys; print('a', flush=True); print('b', file=sys.stderr)")

    assert (tmp_path / "said.txt").read_text() == "a\nb\n"
