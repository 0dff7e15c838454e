# SPDX-License-Identifier: MIT
"""Sets of slots as short text: Rice-coded gaps in URL-safe base64 (engine.js decodes the same)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """Return a non-negative number as JavaScript's ``toString(36)`` writes it."""
    text = DIGITS[number % 36]
    while number := number // 36:
        text = DIGITS[number % 36] + text
    return text


def _parameter(count: int, size: int) -> int:
    """The Rice parameter for `count` slots out of `size`: log2 of 0.69 of the mean gap."""
    return max(0, (size * 69 // (count * 100)).bit_length() - 1)


def encode(slots: Iterable[int], size: int) -> str:
    """Return sorted distinct slots below `size` as text; its length is near the entropy."""
    ordered = sorted(slots)
    k = _parameter(len(ordered), size)
    low, width = (1 << k) - 1, f"0{k}b"
    bits, previous = [], -1
    for slot in ordered:
        gap = slot - previous - 1
        previous = slot
        bits.append("0" * (gap >> k) + "1" + (format(gap & low, width) if k else ""))
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    packed = int(text, 2).to_bytes(len(text) // 8, "big")
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def decode(text: str, count: int, size: int) -> list[int]:
    """Return the `count` slots that `encode` wrote."""
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    bits = format(int.from_bytes(packed, "big"), f"0{len(packed) * 8}b")
    k = _parameter(count, size)
    slots, at, previous = [], 0, -1
    for _ in range(count):
        one = bits.index("1", at)
        low = int(bits[one + 1 : one + 1 + k], 2) if k else 0
        previous += ((one - at) << k) + low + 1
        slots.append(previous)
        at = one + 1 + k
    return slots


def write_groups(groups: Mapping[int, Iterable[int]], size: int) -> str:
    """Return slots grouped by match code as ``code,count,bits;…``."""
    parts = []
    for code in sorted(groups):
        slots = list(groups[code])
        parts.append(f"{base36(code)},{base36(len(slots))},{encode(slots, size)}")
    return ";".join(parts)


def read_groups(text: str, size: int) -> dict[int, list[int]]:
    """Return what `write_groups` wrote."""
    groups = {}
    for part in text.split(";"):
        code, count, bits = part.split(",")
        groups[int(code, 36)] = decode(bits, int(count, 36), size)
    return groups
