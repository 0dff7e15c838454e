# SPDX-License-Identifier: MIT
"""Find the objects of a tree that should have an accounting code and have none."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from esep.gitlog.tree import Tree
from esep.ledger.chain import Ledger
from esep.ledger.rows import fits
from esep.workflow.reading import Reading

MAX_PASSPORT = 256 * 1024
_PASSPORT = re.compile(r"(objects/[^/]+/[^/]+)/passport\.yml")

# (tree, folder, bytes of its passport) -> (object id, whether its state allows a code)
Eligible = Callable[[Tree, str, bytes], tuple[str, bool]]


class Candidate(NamedTuple):
    """An object that may have a code now: folder, id and the passport as it stands."""

    path: str
    object: str
    passport: bytes

    @property
    def passport_path(self) -> str:
        """Path of the passport."""
        return f"{self.path}/passport.yml"

    @property
    def passport_sha256(self) -> str:
        """Digest of the passport before its code is stamped."""
        return hashlib.sha256(self.passport).hexdigest()


class Stuck(NamedTuple):
    """An object that should have a code and cannot get one, and why."""

    path: str
    reason: str


def find_candidates(
    tree: Tree, ledger: Ledger, eligible: Eligible, reading: Reading
) -> tuple[list[Candidate], list[Stuck]]:
    """Return the objects without a ledger row that `eligible` lets have a code.

    An object is known by its id, so a moved folder keeps its code. Two folders of one id are
    both stuck: nobody can tell here which of them stole it.
    """
    found: list[Candidate] = []
    stuck: list[Stuck] = []
    for entry in tree.entries.values():
        match = _PASSPORT.fullmatch(entry.path)
        if not match:
            continue
        if not entry.mode.startswith("100") or (entry.size or 0) > MAX_PASSPORT:
            reason = f"a passport must be a plain file of at most {MAX_PASSPORT} bytes"
            stuck.append(Stuck(match[1], reason))
            continue
        passport = cache(partial(tree.read, entry.path, MAX_PASSPORT))
        if _is_registered(reading.stamp_of(entry.oid, passport), ledger):
            continue
        name, may_have = eligible(tree, match[1], passport())
        if may_have and name not in ledger.by_object:
            found.append(Candidate(match[1], name, passport()))
    return _sound(found, stuck)


def _is_registered(stamp: tuple[str, str] | None, ledger: Ledger) -> bool:
    """Tell, without reading YAML, whether the stamp and the ledger agree on this passport."""
    name, code = stamp or ("", "")
    return code in ledger.assigned and ledger.assigned[code].object == name


def _sound(found: list[Candidate], stuck: list[Stuck]) -> tuple[list[Candidate], list[Stuck]]:
    folders = Counter(one.object for one in found)
    sound = []
    for one in found:
        if folders[one.object] > 1:
            stuck.append(Stuck(one.path, "another folder has the same id"))
        elif not (fits("object", one.object) and fits("path", one.path)):
            stuck.append(Stuck(one.path, "folder and id must be of a-z, 0-9 and hyphens"))
        else:
            sound.append(one)
    return sound, stuck
