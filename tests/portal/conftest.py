# SPDX-License-Identifier: MIT
"""The small registry, and the portal built from it once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from portal_case import build, furnish, populate


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("furnished")
    furnish(root)
    return root


@pytest.fixture(scope="session", autouse=True)
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Verdicts of documents go to a folder of the run, not to the user's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def registry(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, built once; tests only read it."""
    root = tmp_path_factory.mktemp("small") / "registry"
    shutil.copytree(furnished, root)
    populate(root)
    build(root)
    return root


@pytest.fixture(scope="session")
def site(registry: Path) -> Path:
    return registry / "site"


@pytest.fixture
def copy(registry: Path, tmp_path: Path) -> Path:
    """The small registry with its built portal, to be changed."""
    root = tmp_path / "registry"
    shutil.copytree(registry, root, copy_function=shutil.copy2)
    return root
