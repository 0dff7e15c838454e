# SPDX-License-Identifier: MIT
"""Build the portal: look what changed, read it, render what depends on it, write the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from esep.checks.context import Context
from esep.checks.duplicates import Likeness
from esep.i18n import LANGUAGES
from esep.model.registry import Registry
from esep.model.tree import DirTree, Entry
from esep.portal import pool, search
from esep.portal.common import site_files
from esep.portal.pool import Progress
from esep.portal.records import Brief, code_row
from esep.portal.render import Near, Renderer, object_paths
from esep.portal.scan import scan
from esep.portal.settings import Settings, digest
from esep.portal.shells import Shells
from esep.portal.store import Store
from esep.portal.told import COMPARED, Told, Whole


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
    around: str
    brief: Brief
    mark: str
    told: Told
    page: str = ""
    files: tuple[str, ...] = ()
    owner: bool = False

    @staticmethod
    def of(data: Any) -> Known:
        slug, source, around, brief, mark, told, page, files, owner = data
        one, other = Brief.of(brief), Told.of(told)
        return Known(slug, source, around, one, mark, other, page, tuple(files), owner)

    def plain(self) -> list[Any]:
        first = [self.slug, self.source, self.around, self.brief, self.mark, self.told]
        return [*first, self.page, self.files, self.owner]


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
    with pool.uncollected():
        return _publish(settings, say)


def _publish(settings: Settings, say: Progress) -> Report:
    shells = Shells.load(settings.work)
    store = Store(settings.out, settings.work)
    key = settings.data_key(digest(sorted(shells.parts.items())))
    old = _remembered(store, key)
    found = scan(settings.root, store.state.get("files", {}), store.trusted_before)
    context, slugs = _context(settings, found.folders, old, found.files, store)
    renderer = Renderer(settings, context, shells)
    look = _Look(renderer, found.folders, slugs, old)
    read, batches = _read(look, say)
    new, near = _compare(look, read)
    whole = Whole(
        key,
        tuple(one.brief for one in new.values()),
        {folder: one.mark for folder, one in new.items()},
        {folder: one.source for folder, one in new.items()},
        {folder: one.told for folder, one in new.items()},
    )
    vars(context)["survey"] = whole.survey
    alike = whole.state(COMPARED)
    if (kept := store.state.get("alike", ["", None]))[0] == alike and kept[1] is not None:
        vars(context)["likenesses"] = [Likeness.of(one) for one in kept[1]]
    briefs = {one.folder: one for one in whole.briefs}
    pool.render(renderer, near, briefs, batches, say)
    documents = {folder: one.document for folder, one in read.items()}
    away = old.keys() - new.keys()
    if documents or away:
        is_all = len(documents) == len(new)
        search.refresh(settings, renderer.by_language, documents, away, whole=is_all)
    for name, made_from, make in site_files(renderer, whole):
        if not store.has(name, made_from):
            store.put(name, made_from, make())
    kept = {path for one in new.values() for path in _paths(one, settings.languages)}
    gone = {path for one in old.values() for path in _paths(one, LANGUAGES)} - kept
    state: dict[str, Any] = {"key": key, "files": found.files}
    state["alike"] = [alike, vars(context).get("likenesses")]
    state["objects"] = {folder: one.plain() for folder, one in new.items()}
    store.finish(state, sorted(gone))
    return Report(len(new), len(read), len(near))


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
class _Look:
    """What a build sees: digests of folders, the line of each identifier, what it remembers."""

    renderer: Renderer
    folders: Mapping[str, str]
    slugs: Mapping[str, str]
    old: Mapping[str, Known]

    def source(self, folder: str, brief: Brief) -> str:
        """Tells what an object's own page is made from, beside what others say."""
        context = self.renderer.context
        registry, ledger = context.registry, context.ledger
        row = code_row(context, brief.id)
        decisions = registry.tree.read(
            f"registry/verifications/{brief.agency}/{brief.id}.yml", 1 << 20
        )
        return digest(
            [
                self.folders[folder],
                decisions,
                ledger is None,
                row and (row.code, row.on),
                ledger is not None and brief.written in ledger.assigned,
                registry.folders_by_id.get(brief.id),
                [ref in registry.folders_by_id for ref in brief.refs],
            ]
        )

    def around(self, brief: Brief, told: Mapping[str, Told]) -> str:
        """Tells what the checks of an object see of those it names."""
        known = self.renderer.context.registry.folders_by_id
        return digest([told[known[ref][0]].face if ref in known else () for ref in brief.refs])


def _read(look: _Look, say: Progress) -> tuple[dict[str, pool.Read], list[Sequence[str]]]:
    """Read what changed, then those whose checks look at what changed; and in which batches."""
    old = look.old
    stale = [
        one
        for one in look.folders
        if one not in old or old[one].source != look.source(one, old[one].brief)
    ]
    some = pool.batches(stale)
    read = pool.read(look.renderer, some, say)
    told = {one: read[one].told if one in read else old[one].told for one in look.folders}
    more = pool.batches(
        [
            one
            for one in look.folders
            if one not in read and old[one].around != look.around(old[one].brief, told)
        ]
    )
    if more:
        read |= pool.read(look.renderer, more, say, len(some))
    return read, some + more


def _compare(
    look: _Look, read: Mapping[str, pool.Read]
) -> tuple[dict[str, Known], dict[str, Near]]:
    """What is to be remembered, and the objects whose pages must be rendered."""
    old = look.old
    now: dict[str, pool.Read | Known] = {
        folder: read[folder] if folder in read else old[folder] for folder in sorted(look.folders)
    }
    briefs = {folder: one.brief for folder, one in now.items()}
    told = {folder: one.told for folder, one in now.items()}
    marks = {
        folder: one.mark if folder in read else old[folder].mark for folder, one in briefs.items()
    }
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
        source = look.source(folder, brief) if folder in read else old[folder].source
        around = look.around(brief, told)
        page = digest([source, around, marks[folder], near.mark(marks)])
        slug, files = look.slugs[folder], now[folder].files
        new[folder] = Known(
            slug, source, around, brief, marks[folder], told[folder], page, files, owner
        )
        if folder not in old or old[folder].page != page:
            todo[folder] = near
    return new, todo


def _paths(one: Known, languages: Iterable[str]) -> Iterator[str]:
    return object_paths(languages, one.brief, one.files, one.owner)
