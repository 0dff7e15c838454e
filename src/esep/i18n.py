# SPDX-License-Identifier: MIT
"""The three languages of the portal, and text that exists in all of them or says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def pick(text: Mapping[str, str] | None, lang: str) -> str:
    """Return `text` in `lang`; a missing translation is shown as such, never replaced.

    >>> pick({"kk": "есеп", "ru": "учёт"}, "ru")
    'учёт'
    >>> pick({"ru": "учёт"}, "kk")
    '[kk?] учёт'
    """
    text = text or {}
    if found := text.get(lang):
        return found
    other = next((text[code] for code in LANGUAGES if text.get(code)), "")
    return f"[{lang}?] {other}".rstrip()
