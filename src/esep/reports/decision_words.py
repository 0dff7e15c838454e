# SPDX-License-Identifier: MIT
"""The words of decisions with money behind them, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from esep import yamlsafe
from esep.i18n import LANGUAGES
from esep.rulebook.render import fill


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yamlsafe.load((files(__package__) / "decisions.yml").read_bytes())
    return found


def say(key: str, lang: str, **values: object) -> str:
    """A text with its ``{name}`` places filled; values are put in as they are."""
    text = _words()[key][LANGUAGES.index(lang)]
    return fill(text, {name: str(value) for name, value in values.items()})


def keys() -> Mapping[str, Any]:
    """All texts by key."""
    return _words()
