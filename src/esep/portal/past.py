# SPDX-License-Identifier: MIT
"""What git tells on the day of a build: running clocks and notices, read once per head and day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from esep.checks.clocks import Clock
from esep.checks.context import Context
from esep.errors import UserError
from esep.gitlog.history import ShallowCloneError, require_whole
from esep.gitlog.plumbing import line
from esep.gitlog.touches import store
from esep.model.commit import open_commit
from esep.model.registry import ACCOUNTS, OBJECTS, Registry
from esep.model.tree import DirTree
from esep.portal.records import owners
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole
from esep.workflow.asof import PastTree
from esep.workflow.due import open_sources, running
from esep.workflow.notices import Notice, in_order, load_texts, notices, similar_objects

WINDOW = timedelta(days=365)  # notices older than this are not shown
# Organisations of these types act on the objects of others, under this name in clocks.
_ROLES = {
    "service_integrator": "integrator",
    "authorised_body": "authorised_body",
    "operator": "operator",
}


class Told(NamedTuple):
    """Clocks that run, the latest first, and notices, the newest first."""

    clocks: tuple[Clock, ...] = ()
    notices: tuple[Notice, ...] = ()


class Summary(NamedTuple):
    """A digest of what is told, with the folders and the identifiers of objects it is about."""

    said: str
    folders: Sequence[str]
    names: Sequence[str]


class Past:
    """The history behind one build.

    `fault` is ``shallow`` where history is cut off, ``none`` where there is no git at all; then
    nothing is told, for no date can be known. Told is what the main line holds at its head:
    neither files not committed yet nor other branches, so that one commit gives one portal.
    """

    def __init__(self, renderer: Renderer, whole: Whole) -> None:
        self.renderer, self._root, self._whole = renderer, renderer.settings.root, whole
        self.by_folder = {one.folder: one for one in whole.briefs}
        self.by_id = owners(self.by_folder.values())
        self.head, self.fault = _head(self._root)
        self._state = [digest([whole.key, self.head, self.fault])]

    @cached_property
    def texts(self) -> Mapping[str, Any]:
        """Texts of notices by their kind."""
        return load_texts(self.renderer.context)

    @cached_property
    def told(self) -> Told:
        if self.fault:
            return Told()
        here, on = self.renderer.context, self.renderer.settings.on
        with open_commit(self._root, self.head) as tree:
            registry = Registry(PastTree(tree, DirTree(self._root)))
            sources = open_sources(
                Context(registry, here.rulebooks, on), self._root, tree.files.blobs
            )
            merged = tuple(row for row in sources.touches.rows if row.merged)
            sources.touches = replace(sources.touches, rows=merged)
            clocks = tuple(running(sources))
            found = notices(sources, self.texts, on - WINDOW)
        return Told(clocks, tuple(reversed(found)))

    def clocks_of(self, org: str) -> Sequence[Clock]:
        """Clocks on what an organisation holds, and those that wait for it; all without a name."""
        return self._clocks.get(org, ()) if org else self.told.clocks

    def actors(self, clock: Clock) -> Sequence[str]:
        """The organisations that have to act next."""
        if clock.actor.value in _ROLES.values():
            return self._holding.get(clock.actor.value, ())
        return (clock.about.org,)

    def notices_to(self, org: str) -> Sequence[Notice]:
        """Notices to an organisation, or to the role it has; all without a name."""
        told = self._notices.get(org, ()) if org else self.told.notices
        alike = self.alike.get(org, ())
        return sorted((*alike, *told), key=lambda one: one.on, reverse=True) if alike else told

    @cached_property
    def alike(self) -> Mapping[str, Sequence[Notice]]:
        """N15 by organisation, the newest first; all without a name.

        Of the objects as they are here, compared for the pages on architecture too.
        """
        context, told = self.renderer.context, self._whole.told
        alike = similar_objects(context, lambda one: told[one.folder].recorded_on)
        kept = in_order(context, () if self.fault else alike, self.texts, context.on - WINDOW)
        found: dict[str, list[Notice]] = defaultdict(list)
        for one in reversed(kept):
            found[""].append(one)
            found[one.to].append(one)
        return found

    def addressees(self, notice: Notice) -> Sequence[str]:
        """The organisations a notice goes to; it may be told to a role."""
        role = _ROLES.get(notice.to)
        return self._holding.get(role, ()) if role else (notice.to,)

    @cached_property
    def _clocks(self) -> Mapping[str, list[Clock]]:
        found: dict[str, list[Clock]] = defaultdict(list)
        for clock in self.told.clocks:
            for org in {clock.about.org, *self.actors(clock)}:
                found[org].append(clock)
        return found

    @cached_property
    def _notices(self) -> Mapping[str, list[Notice]]:
        found: dict[str, list[Notice]] = defaultdict(list)
        for notice in self.told.notices:
            for org in self.addressees(notice):
                found[org].append(notice)
        return found

    @cached_property
    def _holding(self) -> Mapping[str, list[str]]:
        """Who has a role."""
        found: dict[str, list[str]] = defaultdict(list)
        known = self.renderer.context.registry.organisations
        for slug in self.renderer.organisations:
            if role := _ROLES.get(known[slug].value["type"]):
                found[role].append(slug)
        return found

    def mark(self, org: str) -> str:
        """Tells one state of what an organisation is told from another, names of objects too."""
        if self.fault:
            return self.fault
        said, folders, names = self._kept[org]
        briefs = [self.by_folder.get(one) for one in folders]
        alike = self.alike.get(org, ())
        named = (*names, *(name for one in alike for name in (one.object, one.params["what"])))
        briefs += [self.by_id.get(one) for one in named]
        return digest(
            [said, alike, [one and (one.folder, one.id, one.shown, one.name) for one in briefs]]
        )

    @cached_property
    def _kept(self) -> Mapping[str, Summary]:
        """Summaries by organisation, kept until the head or the day changes."""
        path = self.renderer.settings.work / "past.json"
        with suppress(OSError, ValueError, KeyError):
            known = json.loads(path.read_bytes())
            if known["state"] == self._state:
                return {org: Summary(*one) for org, one in known["kept"].items()}
        kept = {
            org: _summary(self.clocks_of(org), self.notices_to(org))
            for org in ("", *self.renderer.organisations)
        }
        store(path, {"state": self._state, "kept": kept})
        return kept


def folder_of(path: str) -> str:
    """The object folder of a passport; empty for a file that is no object's."""
    return path.rpartition("/")[0] if path.startswith(f"{OBJECTS}/") else ""


def is_account(path: str) -> bool:
    """Whether a clock tells of somebody's access."""
    return path.startswith(f"{ACCOUNTS}/")


def _summary(clocks: Iterable[Clock], told: Iterable[Notice]) -> Summary:
    clocks, told = list(clocks), list(told)
    folders = {folder_of(one.about.path) for one in clocks} - {""}
    return Summary(digest([*clocks, *told]), sorted(folders), sorted({one.object for one in told}))


def _head(root: Path) -> tuple[str, str]:
    """The commit checked out, and what is wrong with its history."""
    try:
        if Path(line(root, "rev-parse", "--show-toplevel")).resolve() != root.resolve():
            return "", "none"
        require_whole(root)
        return line(root, "rev-parse", "HEAD"), ""
    except ShallowCloneError:
        return "", "shallow"
    except (UserError, OSError):
        return "", "none"
