# SPDX-License-Identifier: MIT
"""The full product item × kind × stage, as one table."""

from __future__ import annotations

from collections.abc import Iterator

from esep.rulebook.books import Rulebooks
from esep.rulebook.model import Item
from esep.rulebook.needs import cell

COLUMNS = (
    "item",
    "block",
    "no_RB193_objects",
    "no_RB174",
    "no_RB193_psp",
    "kind",
    "kind_need",
    "stage",
    "stage_need",
    "form",
    "file_format",
    "multiplicity",
    "basis",
)
_STAGES = {
    "planning": "planning",
    "build": "build",
    "trial": "trial",
    "test": "test",
    "rollout": "rollout",
    "operation": "operation",
    "development": "each development cycle",
    "terminated": "terminated",
}
_BASIS = "proposal (membership of list = law)"
_LISTS = (("RB-193", "object"), ("RB-174B", "object"), ("RB-193", "psp"))


def matrix(books: Rulebooks) -> Iterator[tuple[str, ...]]:
    """Rows under `COLUMNS`, items in the order of the catalogue."""
    numbers = [_numbers(books, book, name) for book, name in _LISTS]
    for item in books.catalogue.values():
        printed = tuple(listed.get(item.key, "—") for listed in numbers)
        yield from _rows(item, printed)


def _numbers(books: Rulebooks, book_id: str, name: str) -> dict[str, str]:
    book = next(b for b in books.books if b.id == book_id)
    return {ref.key: ref.number for ref in book.lists[name]}


def _rows(item: Item, printed: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    tail = (item.form, item.format_text, item.multiplicity["en"], _BASIS)
    for kind, kind_need in item.kinds.items():
        for stage, title in _STAGES.items():
            text = item.stages.get(stage, "")
            need = "–" if kind_need == "–" else cell(kind_need, text).text
            yield (item.top, item.block, *printed, kind, kind_need, title, need, *tail)
