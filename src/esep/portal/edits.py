# SPDX-License-Identifier: MIT
"""What the commits of the main line changed in a passport, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from esep.errors import UserError
from esep.gitlog.blobs import BlobReader
from esep.gitlog.history import Commit, History
from esep.model.registry import PASSPORT, ObjectRecord
from esep.model.schemas import Schemas
from esep.portal.access import Access
from esep.yamlsafe import MAX_BYTES, Source

LATEST = 12  # edits told on a page
FIELDS = 20  # fields told of an edit


class Version(NamedTuple):
    """One state of a passport: the commit that wrote it, its civil day, the id of its bytes."""

    commit: str
    on: str
    blob: str


class Difference(NamedTuple):
    """A value that changed: where it stands, a star for an entry of a list; None is no value."""

    steps: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True)
class Edit:
    """One commit's changes; `more` are left out, `state` is ``first``, ``changed``, ``same``
    where the edition shows nothing of it, or ``other`` where a text cannot be read as a
    passport of today's form.
    """

    commit: str
    on: str
    state: str
    fields: tuple[Difference, ...] = ()
    more: int = 0


def versions(history: History) -> dict[str, tuple[Version, ...]]:
    """States of every passport at the head by folder, oldest first; a folder that moved keeps
    what it was before.
    """
    found: dict[str, list[Version]] = {}
    for commit in reversed(history.commits):
        _follow(found, commit)
    return {folder: tuple(some) for folder, some in found.items()}


def _follow(found: dict[str, list[Version]], commit: Commit) -> None:
    told = [
        (one.path.removesuffix(f"/{PASSPORT}"), one.blob)
        for one in commit.changed
        if one.path.endswith(f"/{PASSPORT}") and one.path.count("/") == 3
    ]
    gone = {folder: found.pop(folder, []) for folder, blob in told if not blob}
    for folder, blob in told:
        if not blob:
            continue
        if folder not in found:
            found[folder] = gone.pop(_origin(gone, folder, blob), [])
        if not found[folder] or found[folder][-1].blob != blob:
            found[folder].append(Version(commit.oid, commit.committed_on.isoformat(), blob))


def _origin(gone: Mapping[str, Sequence[Version]], folder: str, blob: str) -> str:
    """The folder that a new one was before the commit: of the same bytes, else the same name."""
    same = (one for one, states in gone.items() if states and states[-1].blob == blob)
    name = folder.rpartition("/")[2]
    named = (one for one in gone if one.rpartition("/")[2] == name)
    return next(same, next(named, ""))


@dataclass
class Reader:
    """Reads states of passports as the edition shows them, each once in a row."""

    blobs: BlobReader
    schemas: Schemas
    access: Access

    def edits(self, folder: str, states: Sequence[Version]) -> tuple[Edit, ...]:
        """The latest edits, newest first."""
        found: list[Edit] = []
        some = states[-LATEST - 1 :]
        before = None
        for at, one in enumerate(some):
            after = self._value(folder, one.blob)
            if at or len(some) == len(states):
                found.append(_edit(one, before, after, is_first=at == 0))
            before = after
        return tuple(reversed(found))

    def _value(self, folder: str, blob: str) -> dict[str, Any] | None:
        try:
            data = self.blobs.read(blob, MAX_BYTES)
        except UserError:
            return None
        record = ObjectRecord(
            Source(f"{folder}/{PASSPORT}", data), "passport", self.schemas, folder
        )
        return self.access.cut_past(record.value) if record.is_valid else None


def _edit(
    state: Version, before: dict[str, Any] | None, after: dict[str, Any] | None, *, is_first: bool
) -> Edit:
    if is_first:
        return Edit(state.commit, state.on, "first")
    if before is None or after is None:
        return Edit(state.commit, state.on, "other")
    found = tuple(differences(before, after))
    told, more = found[:FIELDS], len(found[FIELDS:])
    return Edit(state.commit, state.on, "changed" if found else "same", told, more)


def differences(before: Any, after: Any, steps: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Where two values differ; entries of lists are told apart by what they are called."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), (*steps, key))
    elif isinstance(before, list) and isinstance(after, list):
        for old, new in _pairs(before, after):
            yield from differences(old, new, (*steps, "*"))
    else:
        yield Difference(steps, before, after)


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Entries that differ: one of each list under the same name, else one that came or went."""
    old, new = ([json.dumps(one, sort_keys=True) for one in some] for some in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            yield from _matched(before[old_from:old_to], after[new_from:new_to])


def _matched(before: Iterable[Any], after: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    old = list(before)
    for new in after:
        at = next((n for n, one in enumerate(old) if _is_same(one, new)), None)
        yield (None if at is None else old.pop(at)), new
    yield from ((one, None) for one in old)


def _is_same(one: Any, other: Any) -> bool:
    """Whether two entries speak of the same thing: their first identifying field agrees."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    for name in ("id", "number", "contract_no", "stage", "item", "with", "party", "name"):
        if name in one or name in other:
            return bool(one.get(name) == other.get(name))
    return False
