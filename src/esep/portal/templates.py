# SPDX-License-Identifier: MIT
"""Jinja2 for data pages: always escaped, never made from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined
from jinja2.exceptions import TemplateError
from markupsafe import Markup, escape

from esep.errors import UserError
from esep.portal.wording import Words

FRAGMENTS = 20_000
# A label without values is the same on every page: it becomes part of the template.
_LABEL = re.compile(r"""\{\{ t\((["'])([\w.]+)\1\) \}\}""", re.ASCII)


class Templates:
    """The templates of theme/pages in one language."""

    def __init__(self, theme: Path, words: Words, cache: Path) -> None:
        def load(name: str) -> str:
            source = (theme / "pages" / name).read_text("utf-8")
            return _LABEL.sub(lambda found: str(escape(words.t(found[2]))), source)

        compiled = cache / words.lang  # labels differ, so do the compiled templates
        compiled.mkdir(parents=True, exist_ok=True)
        self._fragments: dict[tuple[str, Hashable], Markup] = {}
        self._pages = Environment(
            loader=FunctionLoader(load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(compiled)),
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

    def fragment(self, name: str, key: Hashable, values: Callable[[], Mapping[str, Any]]) -> Markup:
        """A part that many pages share, rendered once for each `key` its values depend on."""
        known = self._fragments.get((name, key))
        if known is None:
            if len(self._fragments) >= FRAGMENTS:
                self._fragments.clear()
            known = self._fragments[name, key] = Markup(self.render(name, values()))  # noqa: S704
        return known

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """One page's content."""
        try:
            return self._pages.get_template(name).render(values)
        except TemplateError as error:
            raise UserError(f"theme/pages/{name}: {error.message or error}") from error
