# SPDX-License-Identifier: MIT
"""Jinja2 for data pages: always escaped, never made from data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from esep.portal.wording import Words


class Templates:
    """The templates of theme/pages in one language."""

    def __init__(self, theme: Path, words: Words, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._pages = Environment(
            loader=FileSystemLoader(theme / "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(cache)),
        )
        self._pages.globals.update(
            lang=words.lang,
            t=words.t,
            pick=words.pick,
            term=words.term,
            date=words.date,
            number=words.number,
            count=words.count,
            size=words.size,
            percent=words.percent,
        )

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """One page's content."""
        return self._pages.get_template(name).render(values)
