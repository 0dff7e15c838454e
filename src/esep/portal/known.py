# SPDX-License-Identifier: MIT
"""What is known of every object, and which of them a build must read and render."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from esep.checks.context import Context
from esep.model.registry import VERIFICATIONS
from esep.portal import pool
from esep.portal.pool import Progress
from esep.portal.records import Brief, closing_of, code_row, owners
from esep.portal.render import Near, Renderer, object_paths
from esep.portal.settings import digest
from esep.portal.told import Told


@dataclass(frozen=True)
class Known:
    """One object as remembered: the line of its identifier, what it and its page were made
    from, and the files it publishes."""

    slug: str
    source: str
    around: str
    brief: Brief
    mark: str
    counted: str
    told: Told
    page: str = ""
    files: tuple[str, ...] = ()
    owner: bool = False

    @staticmethod
    def of(data: Any) -> Known:
        """From the plain data that JSON keeps."""
        slug, source, around, brief, mark, counted, told, page, files, owner = data
        one, other = Brief.of(brief), Told.of(told)
        return Known(slug, source, around, one, mark, counted, other, page, tuple(files), owner)

    def plain(self) -> list[Any]:
        first = [self.slug, self.source, self.around, self.brief, self.mark, self.counted]
        return [*first, self.told, self.page, self.files, self.owner]

    def paths(self, languages: Iterable[str]) -> Iterator[str]:
        """Every file that the object publishes."""
        return object_paths(languages, self.brief, self.files, self.owner)


KEPT = tuple(one.name for one in fields(Known))


@dataclass(frozen=True)
class Look:
    """What a build sees: digests of folders, the line of each identifier, what it remembers.

    `touched` are the folders that alone may have changed, where that is known.
    """

    renderer: Renderer
    folders: Mapping[str, str]
    slugs: Mapping[str, str]
    old: Mapping[str, Known]
    decisions: Collection[str]
    touched: Collection[str] | None = None

    @staticmethod
    def at(
        renderer: Renderer,
        folders: Mapping[str, str],
        slugs: Mapping[str, str],
        old: Mapping[str, Known],
        touched: Collection[str] | None,
    ) -> Look:
        """Look at a registry now."""
        decisions = {one.path for one in renderer.context.registry.tree.entries(VERIFICATIONS)}
        return Look(renderer, folders, slugs, old, decisions, touched)

    @property
    def context(self) -> Context:
        return self.renderer.context

    def source(self, folder: str, brief: Brief) -> str:
        """Tells what an object's own page is made from, beside what others say."""
        registry, ledger = self.context.registry, self.context.ledger
        row = code_row(self.context, brief.id)
        path = f"{VERIFICATIONS}/{brief.agency}/{brief.id}.yml"
        return digest(
            [
                self.folders[folder],
                registry.tree.read(path, 1 << 20) if path in self.decisions else None,
                ledger is None,
                row and (row.code, row.on),
                closing_of(self.context, brief.id),
                ledger is not None and brief.written in ledger.assigned,
                registry.folders_by_id.get(brief.id),
                [ref in registry.folders_by_id for ref in brief.refs],
                self.renderer.versions.get(folder, self.renderer.past[1]),
            ]
        )

    def around(self, brief: Brief, told: Mapping[str, Told]) -> str:
        """Tells what the checks of an object see of those it names."""
        known = self.context.registry.folders_by_id
        return digest([told[known[ref][0]].face if ref in known else () for ref in brief.refs])

    def concerned(self, folders: Iterable[str]) -> list[str]:
        """Objects that may be other than they were, if nothing but `folders` changed."""
        names = {self.slugs[one] for one in folders if one in self.slugs}
        names |= {self.old[one].slug for one in folders if one in self.old}
        chosen = set(folders) & self.folders.keys()
        for folder, one in self.old.items():
            if folder in self.folders and not names.isdisjoint((one.brief.id, *one.brief.refs)):
                chosen.add(folder)
        return sorted(chosen)


def read(look: Look, say: Progress) -> tuple[dict[str, pool.Read], list[Sequence[str]]]:
    """Read what changed, then those whose checks look at what changed; and in which batches."""
    old = look.old
    some = look.folders if look.touched is None else look.concerned(look.touched)
    stale = [
        one for one in some if one not in old or old[one].source != look.source(one, old[one].brief)
    ]
    batches = pool.batches(stale)
    found = pool.read(look.renderer, batches, say)
    told = {one: found[one].told if one in found else old[one].told for one in look.folders}
    more = pool.batches(
        [
            one
            for one in look.concerned([*stale, *(old.keys() - look.folders.keys())])
            if one not in found and old[one].around != look.around(old[one].brief, told)
        ]
    )
    if more:
        found |= pool.read(look.renderer, more, say, len(batches))
    return found, batches + more


def compare(look: Look, found: Mapping[str, pool.Read]) -> tuple[dict[str, Known], dict[str, Near]]:
    """What is to be remembered, and the objects whose pages must be rendered."""
    old = look.old
    now: dict[str, pool.Read | Known] = {
        folder: found[folder] if folder in found else old[folder] for folder in sorted(look.folders)
    }
    told = {folder: one.told for folder, one in now.items()}
    marks = {folder: one.mark for folder, one in now.items()}
    by_id, inbound = _neighbours(one.brief for one in now.values())
    concerned = _beside(old, found, now)
    new: dict[str, Known] = {}
    todo: dict[str, Near] = {}
    for folder, one in now.items():
        if isinstance(one, Known) and concerned.isdisjoint((one.brief.id, *one.brief.refs)):
            new[folder] = one
            continue
        brief = one.brief
        named = {ref: by_id[ref] for ref in brief.refs if ref in by_id}
        near = Near(named, tuple(inbound.get(brief.id, ())), by_id.get(brief.id) is brief)
        source = look.source(folder, brief) if folder in found else old[folder].source
        around = look.around(brief, told)
        page = digest([source, around, marks[folder], near.mark(marks)])
        first = (look.slugs[folder], source, around, brief, one.mark, one.counted, one.told)
        new[folder] = Known(*first, page, one.files, near.is_owner)
        if folder not in old or old[folder].page != page:
            todo[folder] = near
    return new, todo


def _neighbours(
    briefs: Iterable[Brief],
) -> tuple[Mapping[str, Brief], Mapping[str, Sequence[Brief]]]:
    """The object each identifier stands for, and those that name it in a link."""
    inbound: dict[str, list[Brief]] = defaultdict(list)
    listed = list(briefs)
    for brief in listed:
        for target in dict.fromkeys(target for target, *_ in brief.links):
            inbound[target].append(brief)
    return owners(listed), inbound


def _beside(
    old: Mapping[str, Known], found: Mapping[str, pool.Read], now: Collection[str]
) -> set[str]:
    """Identifiers of objects that were read or went, and of those they name or named."""
    changed = [one.brief for one in found.values()]
    changed += [one.brief for folder, one in old.items() if folder in found or folder not in now]
    return {name for one in changed for name in (one.id, *(target for target, *_ in one.links))}
