# SPDX-License-Identifier: MIT
"""What the tests read: the committed rulebooks, and the analysis where it lies beside them."""

from __future__ import annotations

import os
from pathlib import Path

from esep.rulebook import Rulebooks

ROOT = Path(__file__).resolve().parents[2]
BOOKS = Rulebooks.load_dir(ROOT)


def analysis() -> Path | None:
    """The folder with the analysis of the law, if it is here."""
    places = (os.environ.get("ESEP_SHARED"), ROOT.parent / "shared", ROOT.parents[1] / "shared")
    return next((Path(p) for p in places if p and (Path(p) / "requirements.md").is_file()), None)
