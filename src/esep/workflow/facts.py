# SPDX-License-Identifier: MIT
"""What clocks need to know of a passport, read once per content and kept in the user's cache.

A completeness table costs milliseconds; ten thousand of them must not be computed every day.
What is kept does not depend on the day: it names the day from which it holds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from esep.checks.completeness import GAPS, table
from esep.checks.context import Context
from esep.gitlog.touches import store
from esep.model.registry import VERIFICATIONS, ObjectRecord
from esep.model.tree import REGULAR
from esep.rulebook.books import ROOT
from esep.yamlsafe import MAX_BYTES, Source

# Fields of a passport that set clocks going; the rest is left out of the cache.
_FIELDS = ("id", "holder", "proprietor", "accounting_code", "lifecycle", "environments",
           "placement", "known_gaps", "traits")  # fmt: skip
_VERSION = 5


def cache_folder() -> Path:
    """The user's own folder for what can be computed again."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "esep"


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
    """Facts by content, for one state of the law; `save` keeps what this run has used."""

    context: Context
    path: Path | None = None
    _kept: dict[str, dict[str, Any]] = field(default_factory=lambda: {"values": {}, "gaps": {}})
    _used: dict[str, Any] = field(default_factory=dict)
    _fresh: bool = False

    def __post_init__(self) -> None:
        if self.path:
            with suppress(OSError, ValueError, TypeError):
                self._kept = json.loads(self.path.read_bytes())

    @staticmethod
    def of(context: Context, cached: bool = True) -> FactBook:
        """The book of a context's law, from the user's cache."""
        if not cached:
            return FactBook(context)
        digest = hashlib.sha256(f"{_VERSION}".encode())
        tree = context.registry.tree
        for folder in (ROOT, "schemas"):
            for entry in tree.entries(folder):
                if entry.mode == REGULAR:
                    digest.update(tree.read(entry.path, 1 << 22) or b"")
        return FactBook(context, cache_folder() / "facts" / f"{digest.hexdigest()[:32]}.json")

    def of_blob(
        self, folder: str, blob: str, data: bytes | None, decisions: str, on: date
    ) -> Facts:
        """The facts of a passport's bytes on a day.

        `data` is None where the caller hopes for the cache; KeyError then tells to read the
        bytes.  `decisions` is the id of what the integrator decided.
        """
        key = f"{blob} {decisions} {self._book_of(on)}"
        gaps, early = self._kept["gaps"], f"{key} {on}"
        kept = gaps.get(key)
        if kept is None or kept[1] > on.isoformat():
            key, kept = early, gaps.get(early)  # git saw the text before the days it tells of
        if kept is None:
            if data is None:
                raise KeyError(key)
            value, kept = self._read(folder, data, on)
            if kept[1] <= on.isoformat():
                key = early.removesuffix(f" {on}")
            self._kept["values"][blob], gaps[key] = value, kept
            self._fresh = True
        self._used[key] = kept
        return Facts(self._kept["values"][blob], tuple((a, b, c) for a, b, c in kept[0]))

    @cached_property
    def _book_of(self) -> Callable[[date], str]:
        return cache(lambda on: self.context.rulebooks.in_force(on).id)

    def _read(self, folder: str, data: bytes, on: date) -> tuple[dict[str, Any], Any]:
        context = replace(self.context, on=on)
        source = Source(f"{folder}/passport.yml", data, MAX_BYTES)
        record = ObjectRecord(source, "passport", context.registry.schemas, folder)
        if not record.is_valid:
            return {}, [[], ""]
        rows = table(context, record)
        lacks = [[row.key, row.cycle, str(row.since or on)] for row in rows if row.state in GAPS]
        return _cut(record.value), [lacks, _latest(record, context)]

    def save(self) -> None:
        """Write the cache, if anything is new."""
        if self.path and self._fresh:
            blobs = {key.partition(" ")[0] for key in self._used}
            values = {blob: one for blob, one in self._kept["values"].items() if blob in blobs}
            store(self.path, {"values": values, "gaps": self._used})


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
    if "warranty" in value:
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
