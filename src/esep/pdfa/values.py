# SPDX-License-Identifier: MIT
"""PDF objects as Python values: None, bool, int, float, bytes (strings), list, dict and these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

Value = Any
Dict = dict[str, Value]


class Name(str):
    """A PDF name without its slash, ``#xx`` resolved, one character per byte."""

    __slots__ = ()


class Ref(NamedTuple):
    """An indirect reference."""

    num: int
    gen: int


class Operator(str):
    """A bare word: an operator of a content stream or a stray keyword of the file."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Stream:
    """A stream object; `raw` is what lies in the file, still encoded."""

    dict: Dict
    raw: bytes
    num: int = 0


def name_of(value: Value) -> str:
    """The name as a string, or '' for any other value."""
    return str(value) if isinstance(value, Name) else ""


def number_of(value: Value) -> float | None:
    """The number, or None for any other value (booleans are not numbers)."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return None


def integer_of(value: Value) -> int | None:
    """The integer, or None for any other value."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
