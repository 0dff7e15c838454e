# SPDX-License-Identifier: MIT
"""The frame around a page, rendered by MkDocs once per language and depth.

MkDocs renders pages whose only content are marks; here a shell is cut at its marks and
the parts of a data page are put between. Data is never searched for marks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from esep.errors import UserError

MARKS = ("<!--esep:head-->", "<!--esep:switch-->", "<!--esep:nav-->", "<!--esep:content-->")
DEPTHS = (1, 2, 3, 4)
NAME = "shell"


def sources(languages: Sequence[str]) -> Iterator[str]:
    """Names of the Markdown pages to be rendered as shells."""
    for lang in languages:
        for depth in DEPTHS:
            yield "/".join([lang, *["x"] * (depth - 1), f"{NAME}.md"])


@dataclass(frozen=True)
class Shells:
    """Every shell, cut at its marks."""

    parts: Mapping[str, tuple[str, ...]]

    @staticmethod
    def cut(rendered: Mapping[str, str]) -> Shells:
        """From HTML by source name."""
        return Shells({_key(name): _cut(name, html) for name, html in rendered.items()})

    @staticmethod
    def load(folder: Path) -> Shells:
        """Read what `save` wrote."""
        data = json.loads((folder / "shells.json").read_bytes())
        return Shells({key: tuple(parts) for key, parts in data.items()})

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.parts, ensure_ascii=False, sort_keys=True)
        (folder / "shells.json").write_text(text, "utf-8")

    def put(self, path: str, head: str, switch: str, nav: str, content: str) -> str:
        """The whole page at `path`."""
        lang = path.partition("/")[0]
        parts = self.parts[f"{lang}{path.count('/')}"]
        return "".join(
            (parts[0], head, parts[1], switch, parts[2], nav, parts[3], content, parts[4])
        )


def _key(source: str) -> str:
    return f"{source.partition('/')[0]}{source.count('/')}"


def _cut(name: str, html: str) -> tuple[str, ...]:
    parts = []
    rest = html
    for mark in MARKS:
        before, found, rest = rest.partition(mark)
        if not found or mark in rest:
            raise UserError(f"theme/site/main.html must hold {mark} once; {name} does not")
        parts.append(before)
    return (*parts, rest)
