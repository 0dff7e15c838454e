# SPDX-License-Identifier: MIT
"""What clocks need to know of a passport, read once per content and kept in the user's cache.

A completeness table costs milliseconds; ten thousand of them must not be computed every day.
What is kept does not depend on the day: it names the day from which it holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from esep.cachefolder import cache_folder
from esep.checks.clocks import is_warranted
from esep.checks.completeness import GAPS, table
from esep.checks.context import Context
from esep.gitlog.touches import store
from esep.model.registry import PASSPORT, VERIFICATIONS, ObjectRecord
from esep.rulebook import Rulebook
from esep.rulebook.books import ROOT
from esep.yamlsafe import MAX_BYTES, Source

# Fields of a passport that set clocks going; the rest is left out of the cache.
_FIELDS = ("id", "holder", "proprietor", "accounting_code", "lifecycle", "environments",
           "placement", "known_gaps", "traits")  # fmt: skip
_VERSION = 6
_OPEN = 4  # passports kept as they were read


@dataclass(frozen=True, slots=True)
class Facts:
    """A passport's own clocks, and what it lacks: item, cycle and the day it fell due.

    `value` is the passport cut down to what clocks read, empty where it is not valid.
    """

    value: Mapping[str, Any]
    gaps: tuple[tuple[str, int, str], ...]

    @property
    def is_complete(self) -> bool:
        return bool(self.value) and not self.gaps


@dataclass
class FactBook:
    """Facts by content, for one state of the law; `save` keeps what this run has used.

    `read` gives the first bytes of a blob, one more than a passport may have.
    """

    context: Context
    read: Callable[[str], bytes]
    path: Path | None = None
    _open: dict[str, ObjectRecord] = field(default_factory=dict)
    _kept: dict[str, dict[str, Any]] = field(default_factory=lambda: {"values": {}, "gaps": {}})
    _used: dict[str, Any] = field(default_factory=dict)
    _fresh: bool = False

    def __post_init__(self) -> None:
        if self.path:
            with suppress(OSError, ValueError, TypeError):
                self._kept = json.loads(self.path.read_bytes())

    @staticmethod
    def of(context: Context, read: Callable[[str], bytes], cached: bool = True) -> FactBook:
        """The book of a context's law, from the user's cache; `read` gives a blob's bytes."""
        if not cached:
            return FactBook(context, read)
        digest = hashlib.sha256(f"{_VERSION}".encode())
        tree = context.registry.tree
        for folder in (ROOT, "schemas"):
            for entry in tree.entries(folder):
                digest.update(tree.read(entry.path, 1 << 22) or b"")
        return FactBook(context, read, cache_folder() / "facts" / f"{digest.hexdigest()[:32]}.json")

    def of_blob(self, folder: str, blob: str, decisions: str, on: date) -> Facts:
        """The facts of a passport's bytes on a day; `decisions` is the id of what was decided."""
        key = f"{blob} {decisions} {self._list_of(on)}"
        gaps, early = self._kept["gaps"], f"{key} {on}"
        kept = gaps.get(key)
        if kept is None or kept[1] > on.isoformat():
            key, kept = early, gaps.get(early)  # git saw the text before the days it tells of
        if kept is None:
            record = self._record(folder, blob)
            kept = self._gaps(record, on)
            if kept[1] <= on.isoformat():
                key = early.removesuffix(f" {on}")
            if blob not in self._kept["values"]:
                self._kept["values"][blob] = _cut(record.value) if record.is_valid else {}
            gaps[key] = kept
            self._fresh = True
        self._used[key] = kept
        return Facts(self._kept["values"][blob], tuple((a, b, c) for a, b, c in kept[0]))

    @cached_property
    def _list_of(self) -> Callable[[date], str]:
        """The first rulebook with the list of a day: a successor that carries it asks the same."""
        books = self.context.rulebooks.books

        def first(on: date) -> str:
            at = books.index(self.context.rulebooks.in_force(on))
            while at and _asks(books[at - 1]) == _asks(books[at]):
                at -= 1
            return books[at].id

        return cache(first)

    @cached_property
    def _on(self) -> Callable[[date], Context]:
        return cache(lambda on: replace(self.context, on=on))

    def _record(self, folder: str, blob: str) -> ObjectRecord:
        """A passport as it was; the last few stay open, for one object is asked in a row."""
        if blob not in self._open:
            source = Source(f"{folder}/{PASSPORT}", self.read(blob), MAX_BYTES)
            registry = self.context.registry
            self._open[blob] = ObjectRecord(source, "passport", registry.schemas, folder)
            if len(self._open) > _OPEN:
                del self._open[next(iter(self._open))]
        return self._open[blob]

    def _gaps(self, record: ObjectRecord, on: date) -> list[Any]:
        if not record.is_valid:
            return [[], ""]
        context = self._on(on)
        rows = table(context, record, record.passport.at(on))
        lacks = [[row.key, row.cycle, str(row.since or on)] for row in rows if row.state in GAPS]
        return [lacks, _latest(record, context)]

    def save(self) -> None:
        """Write the cache, if anything is new."""
        if self.path and self._fresh:
            blobs = {key.partition(" ")[0] for key in self._used}
            values = {blob: one for blob, one in self._kept["values"].items() if blob in blobs}
            store(self.path, {"values": values, "gaps": self._used})


def _asks(book: Rulebook) -> tuple[object, ...]:
    """All that the completeness table reads of a rulebook."""
    return (book.lists, book.backfill, book.force == "none")


def _cut(value: Mapping[str, Any]) -> dict[str, Any]:
    cut = {name: value[name] for name in _FIELDS if name in value}
    history = [
        {"stage": one["stage"], "since": one["since"]} for one in value["lifecycle"]["history"]
    ]
    cut["lifecycle"] = {"entry": value["lifecycle"]["entry"], "history": history}
    days = ("changed_on", "absence_detected_on", "kind")
    cut["changes"] = [{k: one[k] for k in days if k in one} for one in value["changes"]]
    if cycles := value.get("development_cycles"):
        cut["development_cycles"] = [
            {"number": one["number"],
             "history": [{"stage": s["stage"], "since": s["since"]} for s in one["history"]]}
            for one in cycles
        ]  # fmt: skip
    if is_warranted(value):
        cut["warranty"] = {}
    ends = {one["licence_until"] for one in value.get("inventory", ()) if "licence_until" in one}
    if ends:
        cut["inventory"] = [{"licence_until": day} for day in sorted(ends)]
    tests = [{"valid_until": one["valid_until"]} for one in value.get("tests", ())
             if "valid_until" in one and one["result"] == "positive"]  # fmt: skip
    return {**cut, "tests": tests} if tests else cut


def _latest(record: ObjectRecord, context: Context) -> str:
    """The last day on which anything the table reads of was written: it holds from then on."""
    value, decisions = record.value, context.registry.decisions(record)
    days = [one["since"] for one in value["lifecycle"]["history"]]
    days += [step["since"] for one in value.get("development_cycles", ())
             for step in one["history"]]  # fmt: skip
    for entries in (value.get("not_applicable", ()), decisions.get("waivers", ()),
                    decisions.get("rejections", ())):  # fmt: skip
        days += [one["on"] for one in entries]
    return str(max(days))


def decisions_path(folder: str, name: str) -> str:
    """Where the integrator's decisions on an object stand."""
    return f"{VERIFICATIONS}/{folder.split('/')[1]}/{name}.yml"
