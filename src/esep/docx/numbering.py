# SPDX-License-Identifier: MIT
"""The numbers that Word puts before paragraphs, where they are simple (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from esep.docx.hidden import WORD

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MAX_ROMAN = 4000


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int | None, style: str) -> str:
        """Return the label of the next paragraph of a list; "" for bullets and unknown lists."""
        abstract = self.lists.get(list_id, "")
        levels = self.levels.get(abstract, {})
        if level is None:
            level = next((at for at, found in levels.items() if style and found.style == style), 0)
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        self._advance(counts, list_id, level, levels[level].start)
        if levels[level].format in ("bullet", "none"):
            return ""

        def count(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            found = levels.get(at, _Level())
            return spell(counts.get(at, found.start), found.format)

        return re.sub(r"%([1-9])", count, levels[level].text)

    def _advance(self, counts: dict[int, int], list_id: str, level: int, start: int) -> None:
        restart = self.restarts.get((list_id, level))
        if restart is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts[level] = restart
        else:
            counts[level] = counts.get(level, start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the lists that ``numbering.xml`` defines."""
    numbering = Numbering()
    for item in [] if root is None else root:
        kind = etree.QName(item).localname
        if kind == "abstractNum":
            name = _value(item, "abstractNumId")
            numbering.levels[name] = dict(_levels(item))
        elif kind == "num":
            list_id = _value(item, "numId")
            numbering.lists[list_id] = _child(item, "abstractNumId")
            for override in _all(item, "lvlOverride"):
                if (start := _child(override, "startOverride")).isdecimal():
                    numbering.restarts[list_id, int(_value(override, "ilvl") or 0)] = int(start)
    return numbering


def spell(number: int, format_: str) -> str:
    """Return `number` as a number format of WordprocessingML writes it."""
    lowered = format_.lower()
    if lowered.endswith("roman") and 0 < number < MAX_ROMAN:
        text = _roman(number)
    elif lowered.endswith("letter") and number > 0:
        text = _LATIN[(number - 1) % 26] * ((number - 1) // 26 + 1)
    elif lowered.startswith("russian") and number > 0:
        text = _RUSSIAN[(number - 1) % len(_RUSSIAN)]
    elif lowered == "decimalzero":
        text = f"{number:02}"
    else:
        text = str(number)
    return text.upper() if "upper" in lowered else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _levels(abstract: etree._Element) -> list[tuple[int, _Level]]:
    found = []
    for item in _all(abstract, "lvl"):
        start = _child(item, "start")
        level = _Level(
            int(start) if start.isdecimal() else 1,
            _child(item, "numFmt") or "decimal",
            _child(item, "lvlText"),
            _child(item, "pStyle"),
        )
        found.append((int(_value(item, "ilvl") or 0), level))
    return found


def _all(parent: etree._Element, local: str) -> list[etree._Element]:
    return [item for space in WORD for item in parent.findall(f"{{{space}}}{local}")]


def _child(parent: etree._Element, local: str) -> str:
    found = _all(parent, local)
    return _value(found[0], "val") if found else ""


def _value(item: etree._Element, local: str) -> str:
    return next((value for space in WORD if (value := item.get(f"{{{space}}}{local}"))), "")
