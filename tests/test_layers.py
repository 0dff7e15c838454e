# SPDX-License-Identifier: MIT
"""Imports only go down; a module has one purpose and fits on a few screens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from trees import ROOT

SOURCE = ROOT / "src" / "esep"
LAYERS = (
    {"cachefolder", "collection", "errors", "findings", "i18n", "isolation", "yamlsafe"},
    {"calendar", "gitlog", "ledger", "model", "rulebook"},
    {"docx", "pdfa", "search", "twin", "convert"},
    {"checks"},
    {"workflow"},
    {"demo", "exchange", "portal", "reports"},
    {"cli"},
)
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}
MAX_LINES = 400
MODULES = sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Packages of Esep that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("esep.") and name.split(".")[1] in HEIGHT:
                yield name.split(".")[1]


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_go_down(path: Path) -> None:
    own = layer_of(path)
    if own == "__init__":
        return

    above = {name for name in imported(path) if HEIGHT[name] > HEIGHT[own]}

    assert above == set()


def test_every_package_has_a_layer() -> None:
    found = {layer_of(path) for path in MODULES} - {"__init__"}

    assert found <= set(HEIGHT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_is_short_enough(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("package", ["pdfa", "docx", "search"])
def test_library_knows_nothing_of_the_registry(package: str) -> None:
    found = {name for path in (SOURCE / package).rglob("*.py") for name in imported(path)}

    assert found <= {package, "errors", "findings", "i18n", "isolation", "yamlsafe"}


@pytest.mark.parametrize("folder", ["hooks", "scripts"])
def test_shells_stay_thin(folder: str) -> None:
    long = [
        path.name
        for path in (ROOT / folder).iterdir()
        if path.is_file() and len(path.read_text(encoding="utf-8").splitlines()) > 45
    ]

    assert long == []
