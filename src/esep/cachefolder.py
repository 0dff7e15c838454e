# SPDX-License-Identifier: MIT
"""Where a user keeps what can be computed again (XDG Base Directory Specification)."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The user's own folder: one inside the registry could be submitted with what it speaks for."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "esep"
