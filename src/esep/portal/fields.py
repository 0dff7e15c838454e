# SPDX-License-Identifier: MIT
"""Any part of a passport as labelled values, lists and tables, told by its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from esep.i18n import LANGUAGES
from esep.model.schemas import MAX_SCHEMA_BYTES
from esep.model.tree import Tree
from esep.portal.templates import quote
from esep.portal.wording import Words

Name = Callable[[str, str], tuple[str, str]]  # slug, field -> (text, address or "")
_SUFFIX = ".schema.json"
_PLAIN = frozenset({"line", "text", "text3", "line3"})


@dataclass(frozen=True)
class Field:
    """A node of the schema: its titles by language, its type, its children.

    `kind` is a name of common.schema.json (``date``, ``money``, ``line3`` …), ``enum``,
    ``object``, ``array`` or ``string``.
    """

    name: str
    titles: Mapping[str, str]
    kind: str
    fields: tuple[Field, ...] = ()
    item: Field | None = None

    @cached_property
    def is_table(self) -> bool:
        return self.kind == "array" and self.item is not None and self.item.kind == "object"

    @cached_property
    def simple(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if not one.is_table)

    @cached_property
    def tables(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.is_table)


class Cell(NamedTuple):
    """Text to show; `url` makes it a link, `number` aligns it."""

    text: str
    url: str = ""
    number: bool = False

    def __html__(self) -> str:
        """What templates take as it is: everything said is escaped here."""
        text = quote(self.text)
        if not self.url:
            return text
        rel = ' rel="noopener nofollow"' if "//" in self.url else ""
        return f'<a href="{quote(self.url)}"{rel}>{text}</a>'


class Cells(tuple[Cell, ...]):
    """The cells of one value: several become a list."""

    __slots__ = ()

    def __html__(self) -> str:
        if len(self) < 2:
            return self[0].__html__() if self else ""
        items = "".join(f"<li>{one.__html__()}</li>" for one in self)
        return f'<ul class="e-plain">{items}</ul>'


NONE = Cells()


@dataclass(frozen=True)
class Block:
    """A titled group: `pairs` of label and cells, or a table of `columns` and `rows`.

    A column is its label, and whether it holds numbers.
    """

    title: str
    pairs: tuple[tuple[str, Cells], ...] = ()
    columns: tuple[tuple[str, bool], ...] = ()
    rows: tuple[tuple[Cells, ...], ...] = ()


class Plan:
    """Fields of the passport by name, read from the schemas once."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self.fields = {one.name: one for one in self._object("passport", schemas["passport"])}
        self._titles: dict[str, Mapping[str, str]] = {}

    @staticmethod
    def read(tree: Tree) -> Plan:
        """From the schemas of a tree."""
        schemas = {}
        for entry in tree.entries("schemas"):
            if entry.name.endswith(_SUFFIX):
                data = tree.read(entry.path, MAX_SCHEMA_BYTES) or b""
                schemas[entry.name.removesuffix(_SUFFIX)] = json.loads(data)
        return Plan(schemas)

    def title(self, pattern: str, lang: str) -> str:
        """The label of the field a pattern such as ``interactions/*/channel`` names."""
        if pattern not in self._titles:
            self._titles[pattern] = self.trail(pattern.split("/"))[-1].titles
        return self._titles[pattern][lang]

    def trail(self, steps: Iterable[str]) -> list[Field]:
        """The fields from the passport's own down to the one that stands at `steps`.

        A star stands for an entry of a list. What the schema does not know is a text.
        """
        found: list[Field] = []
        children: Iterable[Field] = self.fields.values()
        for step in steps:
            if step == "*":
                found[-1] = found[-1].item or found[-1]
            else:
                known = (one for one in children if one.name == step)
                found.append(next(known, Field(step, _by_language([step]), "string")))
            children = found[-1].fields
        return found

    def _object(self, file: str, node: Mapping[str, Any]) -> Iterator[Field]:
        for name, child in node.get("properties", {}).items():
            yield self._field(file, name, child)

    def _field(self, file: str, name: str, node: Mapping[str, Any]) -> Field:
        title, kind = node.get("title"), ""
        while "$ref" in node:
            target, _, fragment = node["$ref"].partition("#")
            file = target.removesuffix(_SUFFIX) or file
            node = self._schemas[file]
            for step in fragment.strip("/").split("/"):
                node = node[step] if step else node
                kind = step or kind
            title = title or node.get("title")
        titles = _by_language(str(title or name).split(" / "))
        if "enum" in node and kind != "boolean":
            return Field(name, titles, "enum")
        if node.get("type") == "array":
            one = {"title": title, **node["items"]}  # an entry is called as its list is
            return Field(name, titles, "array", item=self._field(file, name, one))
        if "properties" in node and kind not in _PLAIN:
            return Field(name, titles, "object", tuple(self._object(file, node)))
        return Field(name, titles, kind or "string")


@dataclass(frozen=True)
class Teller:
    """Tells values in one language; `name` resolves identifiers."""

    words: Words
    name: Name

    def blocks(self, field: Field, value: Any) -> Iterator[Block]:
        """The field as blocks: a mapping with tables inside gives several."""
        title = field.titles[self.words.lang]
        if field.kind == "object":
            if pairs := tuple(self._pairs(field.simple, value)):
                yield Block(title, pairs=pairs)
            for one in field.tables:
                if value.get(one.name):
                    yield self._table(one, value[one.name])
        elif field.is_table:
            yield self._table(field, value)
        else:
            yield Block(title, pairs=((title, self.cells(field, value)),))

    def cells(self, field: Field, value: Any) -> Cells:
        """One value as cells: a list has several."""
        if isinstance(value, list):
            item = field.item or field
            return Cells([cell for one in value for cell in self.cells(item, one)])
        if tell := _TELL.get(field.kind):
            return Cells((tell(self, field, value),))
        if field.kind == "object":
            pairs = self._pairs(field.fields, value)
            return Cells([Cell(f"{label}: {', '.join(c.text for c in cs)}") for label, cs in pairs])
        if isinstance(value, dict):
            return Cells(
                [
                    Cell(f"{self.words.term(field.name, key)}: {self.words.number(one)}")
                    for key, one in value.items()
                ]
            )
        return Cells((Cell(self.words.said(str(value))),))

    def _pairs(
        self, fields: Iterable[Field], value: Mapping[str, Any]
    ) -> Iterator[tuple[str, Cells]]:
        for one in fields:
            if some := value.get(one.name):
                yield one.titles[self.words.lang], self.cells(one, some)

    def _table(self, field: Field, rows: list[Any]) -> Block:
        assert field.item is not None
        lang = self.words.lang
        used = [one for one in field.item.fields if any(one.name in row for row in rows)]
        columns = [(one.titles[lang], one.kind in ("money", "integer")) for one in used]
        told = [
            tuple([self.cells(one, row[one.name]) if one.name in row else NONE for one in used])
            for row in rows
        ]
        return Block(field.titles[lang], columns=tuple(columns), rows=tuple(told))


# How one value of each kind is told; others are objects or texts.
_TELL: Mapping[str, Callable[[Teller, Field, Any], Cell]] = {
    "slug": lambda teller, field, value: Cell(*teller.name(value, field.name)),
    "line3": lambda teller, _, value: Cell(teller.words.pick(value)),
    "text3": lambda teller, _, value: Cell(teller.words.pick(value)),
    "enum": lambda teller, field, value: Cell(teller.words.term(field.name, value)),
    "date": lambda teller, _, value: Cell(teller.words.date(value)),
    "money": lambda teller, _, value: Cell(teller.words.money(value), number=True),
    "integer": lambda teller, _, value: Cell(teller.words.number(value), number=True),
    "boolean": lambda teller, _, value: Cell(teller.words.yes(value)),
    "url": lambda _, __, value: Cell(_host(value), value),
}


def _by_language(titles: list[str]) -> dict[str, str]:
    """A title in three languages; one that is not is the same in all."""
    return dict(zip(LANGUAGES, titles if len(titles) == 3 else titles[:1] * 3, strict=True))


def _host(address: str) -> str:
    """What of an address a cell has room for: the link has the rest."""
    host, _, rest = address.partition("//")[2].partition("/")
    return f"{host}/…" if rest else host or address
