# SPDX-License-Identifier: MIT
"""Plain YAML for passports: block style, no tags, quotes only where text would be misread."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 96
_PLAIN = re.compile(r"[\w/«(№+][^\n]*", re.UNICODE)
_NUMBER = re.compile(r"[0-9][0-9.]*")
_NATURAL = re.compile(r"(0|[1-9][0-9]{0,10}|[1-9][0-9]{12,14})")


def to_yaml(data: Any) -> str:
    """Return mappings, lists and text as YAML; twelve digits (a BIN) are always quoted."""
    return "\n".join(_lines(data, 0)) + "\n"


def _lines(data: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _entry(f"{pad}{key}:", value, indent + 2)
    else:
        for value in data:
            yield from _item(pad, value, indent)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        if value:
            yield head
            yield from _lines(value, indent)
        else:
            yield head + (" {}" if isinstance(value, dict) else " []")
        return
    yield from _scalar(head, str(value), indent)


def _item(pad: str, value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, (dict, list)):
        yield from _scalar(f"{pad}-", str(value), indent + 2)
        return
    inner = list(_lines(value, indent + 2))
    yield f"{pad}- {inner[0].lstrip()}"
    yield from inner[1:]


def _scalar(head: str, text: str, indent: int) -> Iterator[str]:
    if len(text) > WIDTH - indent and _foldable(text):
        yield f"{head} >-"
        width = max(WIDTH - indent, 40)
        wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        yield from (" " * indent + line for line in wrapped)
    else:
        yield f"{head} {_inline(text)}"


def _foldable(text: str) -> bool:
    return "\n" not in text and "  " not in text and text == text.strip() and " " in text


def _inline(text: str) -> str:
    if _NATURAL.fullmatch(text):
        return text
    safe = _PLAIN.fullmatch(text) and not _NUMBER.fullmatch(text)
    if safe and ": " not in text and " #" not in text and text[-1] not in ": ":
        return text
    return json.dumps(text, ensure_ascii=False)
