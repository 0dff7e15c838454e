# SPDX-License-Identifier: MIT
"""What the public edition may tell of a passport (design decision 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from esep import yamlsafe
from esep.portal.settings import Edition
from esep.rulebook import Rulebooks

PUBLIC = "public"


@dataclass(frozen=True)
class Access:
    """The level of every pattern of fields that is not public, and of documents what is told."""

    hidden: Mapping[str, str]
    document: tuple[str, ...]
    edition: Edition

    @staticmethod
    def load(theme: Path, rulebooks: Rulebooks, edition: Edition) -> Access:
        """theme/access.yml, and the fields of items that the rulebooks call restricted."""
        data = yamlsafe.load((theme / "access.yml").read_bytes())
        hidden = {
            pointer[1:]: item.access
            for item in rulebooks.catalogue.values()
            if item.access == "restricted"
            for pointer in item.pointers
        }
        for level in ("internal", "restricted"):
            hidden |= dict.fromkeys(data[level], level)
        return Access(hidden, tuple(data["document"]), edition)

    def cut(self, value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """The passport as readers of the edition see it, and the level of each part cut out."""
        if self.edition == "official":
            return dict(value), {}
        shown, levels = dict(value), {}
        for pattern, level in self.hidden.items():
            if (cut := _without(shown, pattern.split("/"))) is not None:
                shown, levels[pattern] = cut, level
        shown["documents"] = [self._document(one) for one in value.get("documents", ())]
        return shown, levels

    def cut_past(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """A passport of an earlier day: of any document what is told of a guarded one.

        What was public then need not be so today.
        """
        shown, _ = self.cut(value)
        if self.edition == "official" or "documents" not in value:
            return shown
        return shown | {"documents": [self._told(one) for one in value["documents"]]}

    def shows(self, value: Mapping[str, Any], pointer: str) -> bool:
        """Whether what stands at a JSON Pointer of a passport, valid or not, may be quoted."""
        steps = pointer.strip("/").split("/")
        if self.edition == "official":
            return True
        if steps[0] == "documents" and len(steps) > 1 and steps[1].isdigit():
            documents, at = value.get("documents"), int(steps[1])
            found = documents[at] if isinstance(documents, list) and at < len(documents) else None
            return isinstance(found, Mapping) and found.get("access") == PUBLIC
        return not any(_covers(pattern, steps) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> list[list[str]]:
        return [pattern.split("/") for pattern in self.hidden]

    def _document(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        return one if one["access"] == PUBLIC else self._told(one)

    def _told(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        return {key: one[key] for key in self.document if key in one}


def _without(value: Any, steps: list[str]) -> Any:
    """`value` without what stands at `steps`, or None where nothing stands there."""
    step, rest = steps[0], steps[1:]
    if step == "*" and isinstance(value, list):
        cut = [_without(one, rest) for one in value]
        if all(one is None for one in cut):
            return None
        return [old if new is None else new for old, new in zip(value, cut, strict=True)]
    if not isinstance(value, dict) or step not in value:
        return None
    if not rest:
        return {key: one for key, one in value.items() if key != step}
    inner = _without(value[step], rest)
    return None if inner is None else {**value, step: inner}


def _covers(pattern: list[str], steps: list[str]) -> bool:
    """Whether the place is a hidden one, lies in it or holds it."""
    return all(want in ("*", have) for want, have in zip(pattern, steps, strict=False))
