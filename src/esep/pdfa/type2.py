# SPDX-License-Identifier: MIT
"""The width at the head of a Type 2 charstring, read without running the rest of it."""

from __future__ import annotations

from collections.abc import Sequence

from esep.pdfa.budget import DamagedError

MAX_CALLS = 10
MAX_OPERANDS = 513
RETURN, CALL_SUBR, CALL_GLOBAL, END, ESCAPE = 11, 10, 29, 14, 12
STEMS = (1, 3, 18, 23, 19, 20)
# How many operands each move takes; one more is the width.
MOVES = {21: 2, 22: 1, 4: 1}


def extra_width(code: bytes, subrs: Sequence[bytes], global_subrs: Sequence[bytes]) -> float | None:
    """The width less nominalWidthX, or None where defaultWidthX counts.

    Raises `DamagedError` when the charstring ends before it can be told.
    """
    stack: list[float] = []
    calls: list[tuple[bytes, int]] = []
    at = 0
    while True:
        if at >= len(code) or len(stack) > MAX_OPERANDS:
            raise DamagedError("a Type 2 charstring has no end")
        byte = code[at]
        at += 1
        if byte >= 32 or byte == 28:
            value, at = _operand(code, byte, at)
            stack.append(value)
        elif byte in (CALL_SUBR, CALL_GLOBAL):
            calls.append((code, at))
            code, at = _called(stack, subrs if byte == CALL_SUBR else global_subrs, calls), 0
        elif byte == RETURN and calls:
            code, at = calls.pop()
        else:
            return stack[0] if stack and _has_width(byte, len(stack)) else None


def _has_width(operator: int, count: int) -> bool:
    if operator in STEMS:
        return count % 2 == 1
    if operator == END:
        return count in (1, 5)
    return count > MOVES.get(operator, count)


def _called(
    stack: list[float], subrs: Sequence[bytes], calls: Sequence[tuple[bytes, int]]
) -> bytes:
    bias = 107 if len(subrs) < 1240 else 1131 if len(subrs) < 33900 else 32768
    index = int(stack.pop()) + bias if stack else -1
    if len(calls) > MAX_CALLS or not 0 <= index < len(subrs):
        raise DamagedError("a Type 2 charstring calls what is not there")
    return subrs[index]


def _operand(code: bytes, byte: int, at: int) -> tuple[float, int]:
    if byte == 28:
        return int.from_bytes(code[at : at + 2], "big", signed=True), at + 2
    if byte <= 246:
        return byte - 139, at
    if byte == 255:
        return int.from_bytes(code[at : at + 4], "big", signed=True) / 65536, at + 4
    low = code[at] if at < len(code) else 0
    if byte <= 250:
        return (byte - 247) * 256 + low + 108, at + 1
    return -(byte - 251) * 256 - low - 108, at + 1
