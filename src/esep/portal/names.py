# SPDX-License-Identifier: MIT
"""Organisations as pages show them: dated names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def name_on(value: Mapping[str, Any], on: date) -> Mapping[str, str]:
    """The name an organisation bears on a day; its last one where none covers the day."""
    names = sorted(value["names"], key=lambda one: str(one["from"]))
    day = on.isoformat()
    covering = [one for one in names if one["from"] <= day <= one.get("to", "9999")]
    found: Mapping[str, str] = (covering or names)[-1]["name"]
    return found
