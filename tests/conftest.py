# SPDX-License-Identifier: MIT
"""Fixtures: the minimal registry, contexts over it, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from esep.checks.context import Context
from esep.model.registry import Registry
from esep.model.tree import DirTree
from esep.rulebook import Rulebooks
from trees import MINIMAL, ROOT, MemoryTree

ON = date(2026, 11, 20)


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of the minimal registry, to be changed."""
    found = (path for path in sorted(MINIMAL.rglob("*")) if path.is_file())
    return {path.relative_to(MINIMAL).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def rulebooks() -> Rulebooks:
    return Context.of(DirTree(ROOT), ON).rulebooks


@pytest.fixture
def context_of(
    rulebooks: Rulebooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Context]:
    """A context over files in memory; verdicts are cached below `tmp_path`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def make(files: dict[str, bytes], on: date = ON, **modes: str) -> Context:
        return Context(Registry(MemoryTree(files, modes)), rulebooks, on)

    return make
