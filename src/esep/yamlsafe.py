# SPDX-License-Identifier: MIT
"""Read YAML as text: mappings, lists and strings, nothing else.

Scalars are never typed here (``no``, ``010`` and ``12:30`` stay what was
written); JSON Schema types them. Anchors, aliases, tags, merge keys, duplicate
keys and second documents are refused, and so is what a reader cannot see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_NODES = 50_000

# What text may not carry: controls (but line ends), bidi controls and zero-width
# characters, surrogates, private use, tags, line and paragraph separators; and more than
# two combining marks in a row.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    f"|[{_MARKS}]{{3,}}"
)
_PRINTABLE = re.compile(f"[\U000e0000-\U000e0fff{_MARKS}]")  # of these, what is printable


@dataclass(eq=False)
class YamlFault(Exception):  # noqa: N818 - a fault of the input, not of the run
    """Why a text is not the YAML we read; `code` is a rule of family YML."""

    code: str
    line: int = 0
    column: int = 0
    params: Mapping[str, str] = field(default_factory=dict)


# What may be an anchor, an alias, a tag, a merge, a complex key or another document, and
# escapes, which can hide a character: such a text is read event by event.
_UNUSUAL = ("&", "*", "!", "\\", "?", "<<", "\n---", "\n...", "\n%")


def load(data: bytes, *, max_bytes: int = MAX_BYTES) -> Any:
    """Return nested dicts, lists and strings; raise `YamlFault`."""
    return Source("", data, max_bytes).value


class _Composer(CParser):
    """Composes nodes without guessing their types: half the time, and nobody asks for a tag."""

    # The parser calls all three; what they answer nobody reads, so it is made in C.
    resolve = descend_resolver = staticmethod(slice)
    ascend_resolver = staticmethod(tuple)


@dataclass(frozen=True)
class Source:
    """One YAML file: its value, and where each node of it stands.

    `path` is POSIX and relative to the registry root.
    """

    path: str
    data: bytes
    max_bytes: int = MAX_BYTES

    @cached_property
    def value(self) -> Any:
        """The data; raises `YamlFault`."""
        text = self._text
        if _is_usual(text) and text.count(",") + text.count("\n") < MAX_NODES // 2:
            with suppress(yaml.YAMLError, _UnusualError, RecursionError):
                if type(self._node) is yaml.MappingNode:
                    return _plain(self._node, 0)
        return _build(text)  # says what is wrong, or reads what is only unusual

    def position(self, pointer: str) -> tuple[int, int]:
        """Line and column, 1-based, of a JSON Pointer or of its nearest ancestor."""
        _ = self.value  # only a text that was accepted is composed as a whole
        node = self._node
        for step in pointer.split("/")[1:]:
            inner = _step(node, step.replace("~1", "/").replace("~0", "~"))
            if inner is None:
                break
            node = inner
        return node.start_mark.line + 1, node.start_mark.column + 1

    @cached_property
    def _text(self) -> str:
        return _decode(self.data, self.max_bytes)

    @cached_property
    def _node(self) -> Any:
        loader = _Composer(self._text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()


def escape(key: str | int) -> str:
    """Escape one reference token of a JSON Pointer (RFC 6901)."""
    text = str(key)
    return text.replace("~", "~0").replace("/", "~1") if "~" in text or "/" in text else text


def _decode(data: bytes, max_bytes: int) -> str:
    if len(data) > max_bytes:
        raise YamlFault("YML001", params={"size": str(len(data)), "limit": str(max_bytes)})
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise YamlFault("YML002", 1, 1, {"what": "BOM"})
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlFault("YML002", line, 0, {"what": f"0x{data[error.start]:02x}"}) from None
    if not text.strip():
        raise YamlFault("YML010", 1, 1)
    # Two quick looks spare nearly every text the exact one.
    if not text.replace("\n", "").isprintable() or _PRINTABLE.search(text):
        for found in _FORBIDDEN.finditer(text):
            raise _unseen(found, *_line_column(text, found.start()))
    if not unicodedata.is_normalized("NFC", text):
        raise YamlFault("YML012", *_first_not_nfc(text))
    return text


def _is_usual(text: str) -> bool:
    return not any(one in text for one in _UNUSUAL) and not text.startswith(("---", "...", "%"))


def _line_column(text: str, index: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - start + 1


def _unseen(found: re.Match[str], line: int, column: int) -> YamlFault:
    points = " ".join(f"U+{ord(char):04X}" for char in found.group()[:4])
    return YamlFault("YML003", line, column, {"points": points})


def _first_not_nfc(text: str) -> tuple[int, int]:
    lines = enumerate(text.splitlines(), 1)
    return next((n, 1) for n, line in lines if not unicodedata.is_normalized("NFC", line))


def _events(text: str) -> Iterator[Any]:
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
        raise YamlFault("YML008", line, column, {"problem": str(problem)}) from None
    except RecursionError:
        raise YamlFault("YML007", params={"limit": str(MAX_DEPTH)}) from None
    finally:
        parser.dispose()


class _UnusualError(Exception):
    """The composed text holds something that must be looked at event by event."""


def _plain(node: Any, depth: int) -> Any:
    """A composed node as dicts, lists and strings."""
    kind = type(node)
    if kind is yaml.ScalarNode:
        return node.value
    if depth >= MAX_DEPTH:
        raise _UnusualError
    if kind is yaml.SequenceNode:
        return [_plain(item, depth + 1) for item in node.value]
    value = {}
    for key, item in node.value:
        value[key.value] = item.value if type(item) is yaml.ScalarNode else _plain(item, depth + 1)
    if len(value) != len(node.value):
        raise _UnusualError  # a key stands twice
    return value


def _step(node: Any, step: str) -> Any:
    """The node below `node` that one reference token names, or None."""
    if isinstance(node, yaml.MappingNode):
        return next((item for key, item in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return node.value[int(step)]
    return None


def _build(text: str) -> Any:
    """Build values with an explicit stack, so that depth is ours to limit."""
    stack: list[_Open] = []
    root: Any = None
    seen_document = False
    nodes = 0
    for event in _events(text):
        kind = type(event)
        if kind is ScalarEvent:
            _refuse_anchor_and_tag(event)
            value: Any = event.value
            if found := _FORBIDDEN.search(value):
                raise _unseen(found, *_at(event))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            _refuse_anchor_and_tag(event)
            value = {} if kind is MappingStartEvent else []
            if len(stack) >= MAX_DEPTH:
                raise YamlFault("YML007", *_at(event), {"limit": str(MAX_DEPTH)})
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop()
            continue
        elif kind is AliasEvent:
            raise YamlFault("YML004", *_at(event), {"what": f"*{event.anchor}"})
        elif kind is DocumentStartEvent:
            if seen_document:
                raise YamlFault("YML009", *_at(event))
            seen_document = True
            continue
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES:
            raise YamlFault("YML001", *_at(event), {"size": str(nodes), "limit": str(MAX_NODES)})
        if stack:
            stack[-1].put(value, event)
        else:
            root = value
        if kind is not ScalarEvent:
            stack.append(_Open(value))
    if not isinstance(root, dict):
        raise YamlFault("YML010", 1, 1)
    return root


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    value: Any
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict)

    def put(self, value: Any, event: Event) -> None:
        """Add a key, a value or an item."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is None:
            self._take_key(value, event)
        else:
            self.value[self.key] = value
            self.key = None

    def _take_key(self, key: Any, event: Event) -> None:
        line, column = _at(event)
        if not isinstance(key, str):
            raise YamlFault("YML011", line, column)
        if key == "<<":
            raise YamlFault("YML004", line, column, {"what": "<<"})
        if key in self.value:
            first = str(self.key_lines[key])
            raise YamlFault("YML006", line, column, {"key": key[:80], "first": first})
        self.key = key
        self.key_lines[key] = line


def _refuse_anchor_and_tag(event: Any) -> None:
    if event.anchor is not None:
        raise YamlFault("YML004", *_at(event), {"what": f"&{event.anchor}"})
    if event.tag is not None:
        raise YamlFault("YML005", *_at(event), {"tag": event.tag[:80]})


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
