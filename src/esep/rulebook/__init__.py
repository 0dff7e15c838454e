# SPDX-License-Identifier: MIT
"""The law as data: rulebooks by date, items, needs, rules and citations."""

from __future__ import annotations

from esep.rulebook.books import Rulebooks
from esep.rulebook.model import (
    Act,
    Cell,
    Citation,
    Deadline,
    Item,
    ItemRef,
    Requirement,
    Rule,
    Rulebook,
    State,
    Text3,
)
from esep.rulebook.needs import need, required
from esep.rulebook.render import Text, render_citation

__all__ = [
    "Act",
    "Cell",
    "Citation",
    "Deadline",
    "Item",
    "ItemRef",
    "Requirement",
    "Rule",
    "Rulebook",
    "Rulebooks",
    "State",
    "Text",
    "Text3",
    "need",
    "render_citation",
    "required",
]
