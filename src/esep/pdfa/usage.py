# SPDX-License-Identifier: MIT
"""What the content of a document uses: the interpreter writes it down, the rules read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from esep.pdfa.colour import Space
from esep.pdfa.faults import Fault
from esep.pdfa.values import Dict, Stream


class Place(NamedTuple):
    """Where something is used first."""

    page: int | None = None
    num: int | None = None

    def fault(self, rule: str, **params: str) -> Fault:
        """A fault at this place."""
        return Fault(rule, obj=self.num or None, page=self.page, params=params)


@dataclass(eq=False, slots=True)
class FontUse:
    """A font with every string shown in it, seen (`drawn`) or unseen (rendering mode 3)."""

    entries: Dict
    place: Place
    drawn: set[bytes] = field(default_factory=set)
    unseen: set[bytes] = field(default_factory=set)


@dataclass(slots=True)
class Usage:
    """All that is used, keyed by identity so that each thing is judged once."""

    spaces: dict[Space, Place] = field(default_factory=dict)
    fonts: dict[int, FontUse] = field(default_factory=dict)
    states: dict[int, tuple[Dict, Place]] = field(default_factory=dict)
    xobjects: dict[int, tuple[Stream, Place]] = field(default_factory=dict)
    masks: set[int] = field(default_factory=set)
    inline_images: list[tuple[Dict, Place]] = field(default_factory=list)
    groups: dict[int, tuple[Dict, Place]] = field(default_factory=dict)
    intents: dict[str, Place] = field(default_factory=dict)
    fontless: list[tuple[Place, int]] = field(default_factory=list)
    undefined: dict[str, Place] = field(default_factory=dict)
    deep: list[Place] = field(default_factory=list)
    languages: dict[bytes, Place] = field(default_factory=dict)
    spelling: list[Fault] = field(default_factory=list)
