# SPDX-License-Identifier: MIT
"""Every rule the checker knows, by the module that checks it; an id is never reused."""

from __future__ import annotations

from esep.pdfa import security, xmp


def _ids(clause: str, count: int) -> tuple[str, ...]:
    return tuple(f"{clause}-{number}" for number in range(1, count + 1))


BY_MODULE: dict[str, tuple[str, ...]] = {
    "syntax": (
        *_ids("6.1.2", 2),
        *_ids("6.1.3", 4),
        *_ids("6.1.4", 3),
        "6.1.12-7",
    ),
    "objects": (
        *_ids("6.1.6", 2),
        *_ids("6.1.7", 3),
        "6.1.8-1",
        "6.1.10-1",
        *_ids("6.1.11", 2),
        *_ids("6.1.12", 6),
        "6.1.13-1",
    ),
    "icc": (
        "6.1.12-9",
        *_ids("6.2.2", 2),
        *_ids("6.2.3.2", 2),
        *_ids("6.2.3.3", 3),
    ),
    "graphics": (
        "6.1.10-2",
        "6.1.12-8",
        *_ids("6.2.4", 5),
        "6.2.5-1",
        "6.2.6-1",
        "6.2.7-1",
        *_ids("6.2.8", 2),
        "6.2.9-1",
        "6.2.10-1",
        *_ids("6.4", 6),
    ),
    "fonts": (
        "6.1.12-10",
        *_ids("6.3.2", 7),
        "6.3.3.1-1",
        "6.3.3.2-1",
        *_ids("6.3.3.3", 2),
        "6.3.4-1",
        *_ids("6.3.7", 3),
    ),
    "glyphs": (*_ids("6.3.5", 3), "6.3.6-1", "6.3.8-1"),
    "annots": ("6.5.2-1", *_ids("6.5.3", 6), *_ids("6.9", 2)),
    "actions": (*_ids("6.6.1", 3), *_ids("6.6.2", 3)),
    "metadata": _ids("6.7.2", 2),
    "xmp": (
        *_ids("6.7.3", 8),
        *_ids("6.7.5", 2),
        *_ids("6.7.8", 19),
        *_ids("6.7.9", 3),
        *_ids("6.7.11", 6),
    ),
    "structure": ("6.8.2.2-1", "6.8.3.3-1", *_ids("6.8.3.4", 2), "6.8.4-1"),
}
RULES: dict[str, str] = {rule: module for module, ids in BY_MODULE.items() for rule in ids}
# ISO 19005-1 asks these of level a only (6.7.11-3 is asked of both, in two ways).
LEVEL_A = frozenset((*BY_MODULE["structure"], "6.3.8-1"))
KNOWN = frozenset((*RULES, *security.MEANING, *xmp.SECURITY))
