# SPDX-License-Identifier: MIT
"""What many workers need is made by one of them."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from once import once


def leave_a_mark(folder: Path) -> None:
    (folder / str(os.getpid())).touch()


def ask(folder: Path) -> list[str]:
    return sorted(one.name for one in once(folder, leave_a_mark).iterdir())


def test_folder_is_made_once_when_many_ask_at_a_time(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        seen = list(pool.map(ask, [tmp_path / "a"] * 12))

    assert len(seen[0]) == 1
    assert seen == [seen[0]] * 12


def test_folder_is_made_anew_when_its_maker_failed(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        once(tmp_path / "a", fail)

    assert ask(tmp_path / "a") == [str(os.getpid())]
