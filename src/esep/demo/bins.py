# SPDX-License-Identifier: MIT
"""Business identification numbers with a correct check digit."""

from __future__ import annotations


def check_digit(first_eleven: str) -> int | None:
    """Return the twelfth digit of a BIN, or None when the first eleven admit none.

    Weights 1…11; if the remainder by 11 is 10, weights 3…11, 1, 2; if it is
    10 again, the number is not issued.
    """
    digits = [int(char) for char in first_eleven]
    for shift in (0, 2):
        total = sum(d * ((i + shift) % 11 + 1) for i, d in enumerate(digits))
        if total % 11 < 10:
            return total % 11
    return None


def fictional_bin(born: str, serial: int) -> str:
    """Return a resident company's BIN for `born` (YYMM), the serial or the next issuable one."""
    while True:
        first = f"{born}40{serial:05d}"
        if (digit := check_digit(first)) is not None:
            return f"{first}{digit}"
        serial += 50
