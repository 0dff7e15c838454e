# SPDX-License-Identifier: MIT
"""Build the portal: look what changed, read it, render what depends on it, write the rest."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from esep.checks.context import Context
from esep.checks.duplicates import Likeness
from esep.collection import uncollected
from esep.i18n import LANGUAGES
from esep.model.registry import PASSPORT, Registry
from esep.model.survey import Facts
from esep.model.tree import DirTree, Entry
from esep.portal import known, pool, search
from esep.portal.addresses import object_page
from esep.portal.common import site_files
from esep.portal.growth import head_of
from esep.portal.known import KEPT, Known, Look
from esep.portal.measures import Measures
from esep.portal.pool import Progress
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.scan import Files, Scan, scan, scan_again
from esep.portal.settings import Settings, digest
from esep.portal.shells import Shells
from esep.portal.store import Store
from esep.portal.told import COMPARED, Told, Whole
from esep.reports.contracts import Line
from esep.reports.implementation import Tally

# What a registry keeps of files that only another key of the build speaks of.
_LASTING = ("schemas", "organisations")
_Row = tuple[Known, Mapping[str, list[object]]]  # what is kept of an object between builds
# What is kept between builds is read back only by a program that keeps the same.
_SHAPE = digest(
    [*(one._fields for one in (Brief, Told, Facts, Measures, Line, Tally, Likeness)), KEPT]
)


@dataclass(frozen=True)
class Report:
    """What a build did: objects there are, read and rendered."""

    objects: int
    read: int
    rendered: int


@dataclass
class Session:
    """A portal between two builds: in memory while it is served, else as the store keeps it."""

    settings: Settings
    store: Store
    key: str = ""
    scanned: Scan = field(default_factory=lambda: Scan({}, {}))
    known: dict[str, Known] = field(default_factory=dict)
    alike: tuple[str, list[Likeness] | None] = ("", None)
    renderer: Renderer | None = None
    saved: dict[str, _Row] = field(default_factory=dict)

    @staticmethod
    def load(settings: Settings) -> Session:
        """As the last build left it."""
        store = Store(settings.out, settings.work)
        if store.state and store.state.get("shape") != _SHAPE:
            shutil.rmtree(settings.out)  # an older program made it and alone knows all its files
            store = Store(settings.out, settings.work)
        session = Session(settings, store, store.state.get("key", ""))
        session.saved = {name: (Known.of(one), files) for name, (one, files) in store.rows.items()}
        session.known = {folder: one for folder, (one, _) in session.saved.items()}
        session.scanned = Scan({}, {folder: files for folder, (_, files) in session.saved.items()})
        mark, alike = store.state.get("alike", ("", None))
        session.alike = (mark, alike and [Likeness.of(one) for one in alike])
        store.state, store.rows = {}, {}
        return session

    def save(self) -> None:
        """Remember for the next process."""
        files, old = self.scanned.files, self.saved
        self.saved = {folder: (one, files[folder]) for folder, one in self.known.items()}
        rows: dict[str, Any] = dict.fromkeys(old.keys() - self.saved.keys())
        for folder, (one, own) in self.saved.items():
            if folder not in old or old[folder][0] is not one or old[folder][1] != own:
                rows[folder] = (one.plain(), own)
        pages = digest((one.page, one.files) for one in self.known.values())
        state = {"shape": _SHAPE, "key": self.key, "pages": pages, "alike": self.alike}
        self.store.save(state, rows)


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
    with uncollected():
        session = Session.load(settings)
        report = update(session, say)
        session.save()
        return report


def update(
    session: Session,
    say: Progress = lambda _: None,
    touched: Collection[str] | None = None,
    ready: Callable[[Iterable[str]], None] = lambda _: None,
) -> Report:
    """Bring the portal up to date; `touched` are the object folders that alone changed.

    `ready` is told the pages of objects once they are written, before all others are.
    """
    before: Files = session.scanned.files
    if touched is None or not _is_abreast(session):
        touched = None
        _look_anew(session)
    else:
        session.scanned = scan_again(session.settings.root, session.scanned, touched)
    old = session.known
    context, slugs = _context(session, before)
    renderer = _renderer(session, context)
    look = Look.at(renderer, session.scanned.folders, slugs, old, touched)
    read, batches = known.read(look, say)
    session.known, near = known.compare(look, read)
    whole = _whole(session)
    briefs = {one.folder: one for one in whole.briefs}
    session.store.unsettle()
    pool.render(renderer, near, briefs, batches, say)
    ready(object_page(lang, one) for one in near for lang in session.settings.languages)
    _index(session, read, old.keys() - session.known.keys())
    _write_whole(session, whole)
    session.store.settle(*_moved(session, old))
    return Report(len(briefs), len(read), len(near))


def _is_abreast(session: Session) -> bool:
    """Whether this process has looked at everything, at the commit that is checked out."""
    if session.renderer is None:
        return False
    history, _ = session.renderer.past
    return (history.head if history else "") == head_of(session.settings.root)


def _look_anew(session: Session) -> None:
    """Look at everything; under another key no page stays, only the files are known."""
    settings, store = session.settings, session.store
    shells = Shells.load(settings.work)
    key = settings.data_key(digest(sorted(shells.parts.items())))
    if key != session.key:
        if session.renderer:
            session.renderer = None
            gc.unfreeze()  # or what the old key's pages were made from would stay for ever
            gc.collect()
        session.key = key
        session.known = {
            folder: replace(one, source="", page="") for folder, one in session.known.items()
        }
    if session.renderer:
        session.renderer.forget_past()
    session.scanned = scan(settings.root, session.scanned.files, store.trusted_before)


def _renderer(session: Session, context: Context) -> Renderer:
    if session.renderer is None:
        session.renderer = Renderer(session.settings, context, Shells.load(session.settings.work))
    session.renderer.context = context
    return session.renderer


def _context(session: Session, before: Files) -> tuple[Context, dict[str, str]]:
    """The context of the checks, which need not look for identifiers once more."""
    tree, old, scanned = DirTree(session.settings.root), session.known, session.scanned
    if session.renderer is None:
        context = Context.of(tree, session.settings.on)
    else:
        last = session.renderer.context
        context = Context(Registry(tree), last.rulebooks, last.on)
        kept = {name: one for name, one in vars(last.registry).items() if name in _LASTING}
        vars(context.registry).update(kept)
        vars(context)["architecture"] = last.architecture
    part = Registry(tree)
    changed = [one for one in scanned.folders if one not in old or _differs(one, before, scanned)]
    vars(part)["folders"] = dict.fromkeys(changed, ())
    slugs = {folder: old[folder].slug for folder in scanned.folders if folder in old}
    slugs |= dict.fromkeys(changed, "")
    slugs |= {folder: slug for slug, some in part.folders_by_id.items() for folder in some}
    by_slug: dict[str, tuple[str, ...]] = {}
    for folder in sorted(scanned.folders):
        if slug := slugs[folder]:
            by_slug[slug] = (*by_slug.get(slug, ()), folder)
    folders = _Folders(tree, scanned.folders)
    vars(context.registry).update(folders=folders, folders_by_id=by_slug)
    return context, slugs


def _differs(folder: str, before: Files, scanned: Scan) -> bool:
    path = f"{folder}/{PASSPORT}"
    return scanned.files[folder].get(path) != before.get(folder, {}).get(path)


def _whole(session: Session) -> Whole:
    """All objects, told to the context of the checks too."""
    objects, found = session.known, session.renderer
    whole = Whole(
        session.key,
        tuple(one.brief for one in objects.values()),
        {folder: one.mark for folder, one in objects.items()},
        {folder: one.counted for folder, one in objects.items()},
        {folder: one.source for folder, one in objects.items()},
        {folder: one.told for folder, one in objects.items()},
    )
    assert found is not None
    vars(found.context)["survey"] = whole.survey
    state = whole.state(COMPARED)
    if session.alike[0] == state and session.alike[1] is not None:
        vars(found.context)["likenesses"] = session.alike[1]
    session.alike = (state, None)
    return whole


def _index(session: Session, read: Mapping[str, pool.Read], away: Collection[str]) -> None:
    documents = {folder: one.document for folder, one in read.items()}
    assert session.renderer is not None
    if documents or away:
        whole = len(documents) == len(session.known)
        words = session.renderer.by_language
        records = session.renderer.context.registry.organisations
        search.refresh(session.settings, words, records, documents, away, whole=whole)


def _write_whole(session: Session, whole: Whole) -> None:
    store, renderer = session.store, session.renderer
    assert renderer is not None
    for name, made_from, make in site_files(renderer, whole):
        if not store.has(name, made_from):
            store.put(name, made_from, make())
    session.alike = (session.alike[0], vars(renderer.context).get("likenesses"))


def _moved(session: Session, old: Mapping[str, Known]) -> tuple[list[str], set[str]]:
    """Files that objects published and publish no more, and those of objects that changed."""
    new = session.known
    was = (one for folder, one in old.items() if new.get(folder) is not one)
    now = (one for folder, one in new.items() if old.get(folder) is not one)
    kept = {path for one in now for path in one.paths(session.settings.languages)}
    return sorted({path for one in was for path in one.paths(LANGUAGES)} - kept), kept
