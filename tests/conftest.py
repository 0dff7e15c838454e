# SPDX-License-Identifier: MIT
"""Fixtures: the minimal registry, contexts over it, and the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from esep.checks.context import Context
from esep.model.registry import Registry
from esep.model.tree import DirTree
from esep.rulebook import Rulebooks
from esep.rulebook.books import ROOT as RULEBOOKS
from esep.rulebook.load import Read
from trees import MINIMAL, ROOT, SHARED, MemoryTree

ON = date(2026, 11, 20)
CHROMIUM = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
LOAD = Rulebooks.load


@lru_cache(maxsize=8)
def loaded(files: tuple[tuple[str, bytes], ...]) -> Rulebooks:
    return LOAD(dict(files).__getitem__, dict(files))


@pytest.fixture(scope="session", autouse=True)
def rulebooks_are_parsed_once() -> Iterator[None]:
    """Every command parses all rulebooks, and a thousand tests run one: the same bytes are kept."""

    def load(read: Read, paths: Iterable[str]) -> Rulebooks:
        names = (one for one in paths if one.startswith(f"{RULEBOOKS}/") and one.endswith(".yml"))
        return loaded(tuple((one, read(one)) for one in sorted(names)))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Rulebooks, "load", staticmethod(load))
        yield


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


@pytest.fixture
def standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The minimal registry in a folder that one stands in."""
    where = tmp_path / "registry-root"
    shutil.copytree(MINIMAL, where)
    for name in SHARED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, where / name)
    monkeypatch.chdir(where)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return where


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield started
        started.close()
