# SPDX-License-Identifier: MIT
"""Badges: SVG, and JSON as the endpoint badges of shields read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from esep.portal.records import Brief
from esep.portal.wording import Labels

# Colours carry no meaning of their own: sign and text say the same.
_COLOURS = {"good": "#1d6b4f", "part": "#7a5a12", "none": "#54616b"}
_SIGNS = {"good": "✓", "part": "◐", "none": "○"}
_WIDE = frozenset("✓◐○✕")
_NARROW = frozenset("iIl1.,:;'|!ijft()[] ·-/")
LABEL = "есеп"


@dataclass(frozen=True)
class Badge:
    """`level` is good, part or none; `spoken` is what a screen reader says."""

    message: str
    level: str
    spoken: str

    def svg(self) -> bytes:
        """The same badge gives the same bytes."""
        text = f"{_SIGNS[self.level]} {self.message}"
        left, right = _width(LABEL), _width(text)
        spoken, whole = escape(self.spoken), left + right
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="22" role="img" '
            f'aria-label="{spoken}"><title>{spoken}</title>'
            f'<rect width="{whole}" height="22" rx="3" fill="#0b3d52"/>'
            f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v16a3 3 0 0 1-3 3H{left}z" '
            f'fill="{_COLOURS[self.level]}"/>'
            '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="12">'
            f'<text x="8" y="15">{LABEL}</text>'
            f'<text x="{left + 8}" y="15">{escape(text)}</text></g></svg>\n'
        ).encode()

    def endpoint(self) -> bytes:
        data = {
            "schemaVersion": 1,
            "label": LABEL,
            "message": self.message,
            "color": _COLOURS[self.level].removeprefix("#"),
        }
        return (json.dumps(data, ensure_ascii=False) + "\n").encode()


def _width(text: str) -> int:
    return 16 + sum(5 if char in _NARROW else 11 if char in _WIDE else 8 for char in text)


def object_badge(brief: Brief, labels: Labels) -> Badge:
    """Registration and completeness of an object; said in all three languages."""
    if brief.closed:
        return closed_badge(str(brief.closed["code"]), labels)
    counted = f"{brief.done}/{brief.due}"
    message = f"{brief.code or '—'} · {counted}"
    said = labels.texts["coded" if brief.code else "no_code"]
    level = "none" if not brief.code else "good" if brief.complete else "part"
    return Badge(message, level, f"{brief.code or brief.id}: {' / '.join(said)}; {counted}")


def closed_badge(code: str, labels: Labels) -> Badge:
    """A code that is withdrawn or succeeded is not shown as registered."""
    return Badge(f"{code} · ✕", "none", f"{code}: {' / '.join(labels.texts['code_closed'])}")


def group_badge(name: str, coded: int, objects: int, labels: Labels) -> Badge:
    """How many objects of an organisation, or of the registry, have a code."""
    level = "good" if objects and coded == objects else "part" if coded else "none"
    said = " / ".join(labels.texts["coded"])
    return Badge(f"{coded}/{objects}", level, f"{name}: {said} {coded}/{objects}")
