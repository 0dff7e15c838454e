# SPDX-License-Identifier: MIT
"""Build the portal: look what changed, read it, render what depends on it, write the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from esep.checks.context import Context
from esep.i18n import LANGUAGES
from esep.model.registry import Registry
from esep.model.tree import DirTree, Entry
from esep.portal import pool, search
from esep.portal.common import site_files
from esep.portal.edits import Version
from esep.portal.pool import Progress
from esep.portal.records import Brief, closing_of, code_row
from esep.portal.render import Near, Renderer, object_paths
from esep.portal.scan import scan
from esep.portal.settings import Settings, digest
from esep.portal.shells import Shells
from esep.portal.store import Store


@dataclass(frozen=True)
class Report:
    """What a build did: objects there are, read and rendered."""

    objects: int
    read: int
    rendered: int


@dataclass(frozen=True)
class Known:
    """One object as remembered: the line of its identifier, what it and its page were made
    from, and the files it publishes."""

    slug: str
    source: str
    brief: Brief
    page: str = ""
    files: tuple[str, ...] = ()
    owner: bool = False

    @staticmethod
    def of(data: Any) -> Known:
        slug, source, brief, page, files, owner = data
        return Known(slug, source, Brief.of(brief), page, tuple(files), owner)

    def plain(self) -> list[Any]:
        return [self.slug, self.source, self.brief, self.page, self.files, self.owner]


class _Folders(Mapping[str, tuple[Entry, ...]]):
    """Object folders by name; what lies in one is looked up when it is asked for."""

    def __init__(self, tree: DirTree, names: Mapping[str, str]) -> None:
        self._tree, self._names = tree, names

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        if name not in self._names:
            raise KeyError(name)
        return tuple(self._tree.entries(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def publish(settings: Settings, say: Progress = lambda _: None) -> Report:
    """Write the portal to `settings.out`; MkDocs has rendered its part before."""
    shells = Shells.load(settings.work)
    store = Store(settings.out, settings.work)
    key = settings.data_key(digest(sorted(shells.parts.items())))
    old = _remembered(store, key)
    found = scan(settings.root, store.state.get("files", {}), store.trusted_before)
    context, slugs = _context(settings, found.folders, old, found.files, store)
    renderer = Renderer(settings, context, shells)
    keys = _SourceKeys(context, found.folders, renderer.versions)
    stale = [
        folder
        for folder in found.folders
        if folder not in old or old[folder].source != keys.of(folder, old[folder].brief)
    ]
    read = pool.read(renderer, stale, say)
    briefs = {
        folder: read[folder].brief if folder in read else old[folder].brief
        for folder in sorted(found.folders)
    }
    marks = {folder: brief.mark for folder, brief in briefs.items()}
    new, near = _compare(old, briefs, marks, read, keys, slugs)
    pool.render(renderer, near, briefs, stale, say)
    documents = {folder: one.document for folder, one in read.items()}
    away = old.keys() - briefs.keys()
    if documents or away:
        whole = len(documents) == len(briefs)
        search.refresh(settings, renderer.by_language, documents, away, whole=whole)
    sources = {folder: one.source for folder, one in new.items()}
    for name, made_from, make in site_files(renderer, tuple(briefs.values()), marks, sources, key):
        if not store.has(name, made_from):
            store.put(name, made_from, make())
    kept = {path for one in new.values() for path in _paths(one, settings.languages)}
    gone = {path for one in old.values() for path in _paths(one, LANGUAGES)} - kept
    state = {"key": key, "files": found.files}
    state["objects"] = {folder: one.plain() for folder, one in new.items()}
    store.finish(state, gone, kept)
    return Report(len(briefs), len(stale), len(near))


def _remembered(store: Store, key: str) -> dict[str, Known]:
    """Objects as the last build left them; under another key only their files matter."""
    known = {folder: Known.of(one) for folder, one in store.state.get("objects", {}).items()}
    if store.state.get("key") == key:
        return known
    return {folder: replace(one, source="", page="") for folder, one in known.items()}


def _context(
    settings: Settings,
    folders: Mapping[str, str],
    old: Mapping[str, Known],
    files: Mapping[str, Any],
    store: Store,
) -> tuple[Context, dict[str, str]]:
    """The context of the checks, which need not look for identifiers once more."""
    tree = DirTree(settings.root)
    context = Context.of(tree, settings.on)
    before = store.state.get("files", {})
    changed = [
        one
        for one in folders
        if one not in old or files.get(f"{one}/passport.yml") != before.get(f"{one}/passport.yml")
    ]
    part = Registry(tree)
    vars(part)["folders"] = dict.fromkeys(changed, ())
    slugs = {folder: old[folder].slug for folder in folders if folder in old}
    slugs |= dict.fromkeys(changed, "")
    slugs |= {folder: slug for slug, some in part.folders_by_id.items() for folder in some}
    by_slug: dict[str, tuple[str, ...]] = {}
    for folder in sorted(folders):
        if slug := slugs[folder]:
            by_slug[slug] = (*by_slug.get(slug, ()), folder)
    vars(context.registry).update(folders=_Folders(tree, folders), folders_by_id=by_slug)
    return context, slugs


@dataclass(frozen=True)
class _SourceKeys:
    """What an object's own page is made from, beside the pages of others."""

    context: Context
    folders: Mapping[str, str]
    versions: Mapping[str, tuple[Version, ...]]

    def of(self, folder: str, brief: Brief) -> str:
        registry, ledger = self.context.registry, self.context.ledger
        row = code_row(self.context, brief.id)
        decisions = registry.tree.read(
            f"registry/verifications/{brief.agency}/{brief.id}.yml", 1 << 20
        )
        return digest(
            [
                self.folders[folder],
                decisions,
                ledger is None,
                row and (row.code, row.on),
                closing_of(self.context, brief.id),
                ledger is not None and brief.written in ledger.assigned,
                registry.folders_by_id.get(brief.id),
                [ref in registry.folders_by_id for ref in brief.refs],
                self.versions.get(folder),
            ]
        )


def _compare(
    old: Mapping[str, Known],
    briefs: Mapping[str, Brief],
    marks: Mapping[str, str],
    read: Mapping[str, pool.Read],
    keys: _SourceKeys,
    slugs: Mapping[str, str],
) -> tuple[dict[str, Known], dict[str, Near]]:
    """What is to be remembered, and the objects whose pages must be rendered."""
    by_id: dict[str, Brief] = {}
    inbound: dict[str, list[Brief]] = defaultdict(list)
    for brief in sorted(briefs.values(), key=lambda one: not one.shown):
        by_id.setdefault(brief.id, brief)
    for brief in briefs.values():
        for target in dict.fromkeys(target for target, *_ in brief.links):
            inbound[target].append(brief)
    new: dict[str, Known] = {}
    todo: dict[str, Near] = {}
    for folder, brief in briefs.items():
        named = {ref: by_id[ref] for ref in brief.refs if ref in by_id}
        owner = by_id.get(brief.id) is brief
        near = Near(named, tuple(inbound.get(brief.id, ())), owner)
        source = keys.of(folder, brief) if folder in read else old[folder].source
        page = digest([source, marks[folder], near.mark(marks)])
        files = read[folder].files if folder in read else old[folder].files
        new[folder] = Known(slugs[folder], source, brief, page, files, owner)
        if folder not in old or old[folder].page != page:
            todo[folder] = near
    return new, todo


def _paths(one: Known, languages: Iterable[str]) -> Iterator[str]:
    return object_paths(languages, one.brief, one.files, one.owner)
