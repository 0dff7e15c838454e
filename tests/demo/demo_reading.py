# SPDX-License-Identifier: MIT
"""Where the demonstration lies and how its YAML is read: every scalar as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parse(text: str | bytes) -> Any:
    return yaml.load(text, LOADER)


def read(path: Path) -> dict[str, Any]:
    return parse(path.read_bytes())
