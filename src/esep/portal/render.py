# SPDX-License-Identifier: MIT
"""Render pages: everything that is the same for all of them is made here once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from esep.checks.context import Context
from esep.gitlog.blobs import BlobReader
from esep.gitlog.history import History
from esep.model.registry import ObjectRecord
from esep.portal import addresses, api, case_links, edits, names, records, search
from esep.portal.access import Access
from esep.portal.badges import object_badge
from esep.portal.fields import Plan
from esep.portal.growth import read_past
from esep.portal.head import head, nav, switch
from esep.portal.objects import Setting, page_values
from esep.portal.records import Brief, View
from esep.portal.settings import Settings, digest
from esep.portal.shells import Shells
from esep.portal.store import copy, write
from esep.portal.templates import Templates
from esep.portal.told import Told, tell
from esep.portal.wording import Labels, Words
from esep.reports import implementation, platform_advice
from esep.search.documents import Document


@dataclass(frozen=True)
class Near:
    """What a page of an object tells of others: those it names, by id, and those naming it.

    `is_owner` is false for a second object under the same identifier.
    """

    named: Mapping[str, Brief]
    naming: tuple[Brief, ...]
    is_owner: bool

    def mark(self, marks: Mapping[str, str]) -> str:
        """Tells one neighbourhood from another, by the marks of the briefs in it."""
        named = [(slug, marks[one.folder]) for slug, one in sorted(self.named.items())]
        return digest([named, [marks[one.folder] for one in self.naming], self.is_owner])


class Renderer:
    """The templates, words and rules of one build."""

    def __init__(self, settings: Settings, context: Context, shells: Shells) -> None:
        self.settings, self.context, self.shells = settings, context, shells
        self.theme = settings.root / "theme"
        self.access = Access.load(self.theme, context.rulebooks, settings.edition)
        self.labels = Labels.load(self.theme)
        self._plan = Plan.read(context.registry.tree)
        self._sections = settings.sections

    @cached_property
    def organisations(self) -> Mapping[str, Mapping[str, str]]:
        """Names in force on the day of the build, by identifier."""
        found = self.context.registry.organisations.items()
        return {
            slug: names.name_on(record.value, self.settings.on)
            for slug, record in found
            if record.is_valid and record.value["id"] == slug  # a file's name may be any
        }

    @cached_property
    def by_language(self) -> Mapping[str, Setting]:
        known = names.architecture(self.context.registry)
        return {lang: self._setting(lang, known) for lang in self.settings.languages}

    @cached_property
    def past(self) -> tuple[History | None, str]:
        """The main line of git, or why it cannot be told (`read_past`)."""
        return read_past(self.settings)

    @cached_property
    def versions(self) -> Mapping[str, tuple[edits.Version, ...]]:
        """States of passports by folder, as git has them."""
        history, _ = self.past
        return edits.versions(history) if history else {}

    def forget_past(self) -> None:
        """Ask git anew when history is next wanted."""
        _, fault = self.past
        for name in ("past", "versions"):
            vars(self).pop(name, None)
        if self.past[1] != fault:
            vars(self).pop("by_language", None)

    def _setting(self, lang: str, known: names.Names) -> Setting:
        rulebooks = self.context.rulebooks
        words = Words(lang, self.labels, rulebooks, known)
        templates = Templates(self.theme, words, self.settings.work / "templates")
        return Setting(
            words, self._plan, rulebooks, self.organisations, templates, self.settings, self.past[1]
        )

    def page(self, path: str, template: str, title: str, values: Mapping[str, Any]) -> bytes:
        """A whole page; `title` is its name in the language of `path`.

        ``about`` among `values` is what a search engine is told of it.
        """
        lang = path.partition("/")[0]
        words = self.by_language[lang].words
        root = addresses.up(path)
        content = self.by_language[lang].templates.render(template, {"root": root, **values})
        about = str(values.get("about") or words.t("page_about", title=title))
        top = head(self.settings, path, title, about, words)
        menu = nav(self._sections, path, root, words)
        languages = switch(self.settings, path, root, words)
        return self.shells.put(path, top, languages, menu, content).encode()

    def record(self, folder: str) -> ObjectRecord:
        """One object, read anew."""
        return self.context.registry.object(folder)

    def read(self, record: ObjectRecord, blobs: BlobReader) -> tuple[Brief, View]:
        """What its own page shows; `blobs` has its earlier states."""
        brief, view = records.read(self.context, record, self.access)
        if brief.shown and (states := self.versions.get(record.folder)):
            reader = edits.Reader(blobs, self.context.registry.schemas, self.access)
            view = replace(view, edits=reader.edits(record.folder, states))
        return brief, view

    def tell(self, record: ObjectRecord, view: View) -> Told:
        """What pages on the whole registry are told."""
        return tell(self.context, record, self.period, view.advice)

    @cached_property
    def period(self) -> implementation.Period | None:
        """The last period of which a report is on record."""
        return implementation.last_period(self.context)

    def search_document(self, brief: Brief, view: View) -> Document:
        """What the search is told of an object: nothing the edition does not show."""
        return search.document(self.by_language, brief, view.value)

    def write_object(self, brief: Brief, view: View, near: Near) -> None:
        """Write all files of one object."""
        for lang, setting in self.by_language.items():
            path = addresses.object_page(lang, brief.folder)
            values = page_values(setting, brief, view, near.named, near.naming)
            values["cases"] = tuple(case_links.links(self.context, lang, brief.id))
            values["advice"] = tuple(self._advice(view, lang))
            title = setting.words.pick(brief.name) if brief.shown else brief.id
            if brief.shown:
                values["about"] = setting.words.pick(view.value["purpose"])
            self._write(path, self.page(path, "object.html", title, values))
        if near.is_owner:
            self._write_owned(brief, view)
        for path in view.files.values():
            copy(self.settings.root / path, self.settings.out, path)

    def _advice(self, view: View, lang: str) -> Iterator[str]:
        """The recommendation on the platform, where a build lies ahead."""
        if view.advice:
            yield platform_advice.headline(self.context, view.advice, lang)
            for ground in view.advice.grounds:
                yield platform_advice.told(self.context, ground, lang)

    def _write_owned(self, brief: Brief, view: View) -> None:
        if brief.shown:
            data = api.object_data(self.settings, brief, view)
            self._write(f"api/v1/objects/{brief.id}.json", api.dump(data))
            badge = object_badge(brief, self.labels)
            for name in addresses.badge_names(brief.id, brief.code):
                self._write(f"badges/{name}.svg", badge.svg())
                self._write(f"badges/{name}.json", badge.endpoint())
        if brief.code:
            for path, page in self._code_pages(brief):
                self._write(path, page)

    def _code_pages(self, brief: Brief) -> Iterator[tuple[str, bytes]]:
        """The permanent address leads on to where the object stands today."""
        paths = [addresses.code_page(lang, brief.code) for lang in self.by_language]
        for path in paths:
            yield path, self.code_page(path, brief.code, brief)
        path = addresses.code_page("", brief.code)
        yield path, self.choose(path, brief.code)

    def code_page(self, path: str, code: str, brief: Brief | None, **more: Any) -> bytes:
        """The page of a code; `more` tells of one that is closed or that no object bears."""
        lang = path.partition("/")[0]
        pick = self.by_language[lang].words.pick
        values: dict[str, Any] = {"code": code, "closed": {}, **more}
        if brief:
            values["target"] = addresses.up(path) + addresses.object_page(lang, brief.folder)
            values["name"] = pick(brief.name) if brief.shown else brief.id
        return self.page(path, "code.html", code, values)

    def choose(self, path: str, title: str) -> bytes:
        """A page above the languages: it leads to each of them, and needs no JavaScript."""
        root = addresses.up(path)
        links = [
            (
                lang,
                setting.words.t("language_name"),
                setting.words.t("brand_long"),
                f"{root}{lang}/{path}",
            )
            for lang, setting in self.by_language.items()
        ]
        values = {"root": root, "links": links, "title": title}
        values |= {"address": self.settings.address, "public": addresses.public(path)}
        first = next(iter(self.by_language.values()))
        return first.templates.render("choose.html", values).encode()

    def _write(self, path: str, data: bytes) -> None:
        write(self.settings.out, path, data)


def object_paths(
    languages: Iterable[str], brief: Brief, files: Iterable[str], owner: bool
) -> Iterator[str]:
    """Every file that `write_object` makes."""
    yield from files
    yield from (addresses.object_page(lang, brief.folder) for lang in languages)
    if not owner:
        return
    if brief.shown:
        yield f"api/v1/objects/{brief.id}.json"
        for name in addresses.badge_names(brief.id, brief.code):
            yield from (f"badges/{name}.svg", f"badges/{name}.json")
    if brief.code:
        yield from (addresses.code_page(lang, brief.code) for lang in ("", *languages))
