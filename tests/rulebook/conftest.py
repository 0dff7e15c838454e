# SPDX-License-Identifier: MIT
"""The rulebooks of this repository, read once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from esep.rulebook import Rulebooks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The registry root: this repository."""
    return ROOT


@pytest.fixture(scope="session")
def books() -> Rulebooks:
    """The committed rulebooks."""
    return Rulebooks.load_dir(ROOT)


@pytest.fixture(scope="session")
def analysis() -> Path | None:
    """The analysis of the law, where it lies beside the repository."""
    places = (os.environ.get("ESEP_SHARED"), ROOT.parent / "shared", ROOT.parents[1] / "shared")
    return next((Path(p) for p in places if p and (Path(p) / "requirements.md").is_file()), None)
