# SPDX-License-Identifier: MIT
"""What the pages on architecture are put together from: cells, blocks, pages, one desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from esep import yamlsafe
from esep.checks import check_architecture
from esep.checks.context import Context
from esep.checks.integrity import reference_sources
from esep.findings import Finding
from esep.i18n import LANGUAGES
from esep.model.architecture import Architecture, Element
from esep.portal.addresses import object_page
from esep.portal.addresses import page as address
from esep.portal.architecture_draw import Drawing, Item
from esep.portal.wording import Words


@dataclass(frozen=True)
class Cell:
    """One line of a table's cell; `tag` is good, bad, owed or plain, `anchor` names the row."""

    text: str
    url: str = ""
    tag: str = ""
    anchor: str = ""


Row = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Block:
    """A section: a text, a drawing and a table, each where there is one."""

    title: str
    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()
    text: str = ""
    drawing: Drawing | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Page:
    """What a page says; `mark` stands on what is not official."""

    title: str
    blocks: Sequence[Block] = ()
    lead: str = ""
    mark: str = ""
    menu: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Texts:
    """theme/architecture.yml."""

    texts: Mapping[str, Sequence[str]]
    values: Mapping[str, Mapping[str, Sequence[str]]]

    @staticmethod
    def load(theme: Path) -> Texts:
        data = yamlsafe.load((theme / "architecture.yml").read_bytes())
        return Texts(data["texts"], data["values"])


@dataclass(frozen=True)
class Shared:
    """What all languages share: the registers, and what is found in them."""

    context: Context

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        found = check_architecture(self.context)
        listed = (one for one in found if one.code.startswith(("ARC", "PRJ")))
        return tuple(sorted(listed, key=lambda one: (one.code, one.sort_key())))

    @cached_property
    def sources(self) -> dict[tuple[str, str], list[str]]:
        """The objects that are the reference of an attribute, by its owner and its name."""
        return {
            (one.owner.reference, one.id): found for one, found in reference_sources(self.context)
        }


@dataclass(frozen=True)
class Desk:
    """Everything a page is made from, in one language."""

    shared: Shared
    words: Words
    texts: Texts
    organisations: Mapping[str, Mapping[str, str]]

    @property
    def lang(self) -> str:
        return self.words.lang

    @property
    def context(self) -> Context:
        return self.shared.context

    @property
    def model(self) -> Architecture:
        return self.context.architecture

    def t(self, key: str, **values: str) -> str:
        text = self.texts.texts[key][LANGUAGES.index(self.lang)]
        return text.format(**values)

    def v(self, group: str, value: object) -> str:
        """A coded value of these pages, else of the rulebooks."""
        found = self.texts.values.get(group, {}).get(str(value))
        if found:
            return found[LANGUAGES.index(self.lang)]
        return self.words.term(group, value)

    def name(self, one: Element) -> str:
        return self.words.pick(one.name)

    def named(self, kind: str, slug: str) -> str:
        found = self.model.get(kind, slug)
        return self.name(found) if found else slug

    def names(self, kind: str, slugs: Iterable[str]) -> list[Cell]:
        return [Cell(self.named(kind, one)) for one in slugs]

    def object(self, slug: str) -> Cell:
        facts = self.context.survey.get(slug)
        if facts is None:
            return Cell(slug, tag="bad")
        return Cell(self.words.pick(facts.name), object_page(self.lang, facts.folder))

    def short(self, slug: str) -> str:
        """The short name of an object, which fits a drawing."""
        facts = self.context.survey.get(slug)
        return self.words.pick(facts.short) if facts else slug

    def item(self, slug: str, tone: str = "plain") -> Item:
        """An object as a box that leads to its page."""
        return Item(self.short(slug), tone, self.object(slug).url)

    def body(self, slug: str) -> Cell:
        if slug not in self.organisations:
            return Cell(slug)
        text = self.words.pick(self.organisations[slug])
        return Cell(text, address(self.lang, "organisations", slug))

    def project(self, slug: str) -> Cell:
        return Cell(self.named("ict_projects", slug), address(self.lang, "monitoring", slug))

    def element(self, reference: str) -> Cell:
        found = self.model.find(reference)
        if found is None:
            return Cell(reference, tag="bad")
        return Cell(f"{self.words.pick(found.kind.titles)}: {self.name(found)}")

    def date(self, value: Any) -> Cell:
        return Cell(self.words.date(value) if value else "—")

    def more(self, number: int) -> list[Cell]:
        """How many more there are than are listed."""
        return [Cell(self.t("more", n=self.words.number(number)))] if number > 0 else []

    def bounded(self, rows: Sequence[Row], number: int) -> list[Row]:
        """The first rows of so many."""
        left = self.more(number - len(rows))
        return [*rows, [left]] if left else [*rows]

    def columns(self, *keys: str) -> list[str]:
        return [self.t(one) for one in keys]
