# SPDX-License-Identifier: MIT
"""Put an entry at the end of a list in a YAML text: every other byte stays as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from esep import yamlsafe

Value = str | Mapping[str, Any]


class InsertError(Exception):
    """The text cannot take the entry without changing its meaning; the text says why."""


def append(text: str, way: Sequence[str | int], entry: Mapping[str, Any]) -> str:
    """Return `text` with `entry` as the last item of the list at `way`.

    The list may stand in block or flow style; a list that is not there is written at the end of
    the document, where `way` is one key.  Raises `InsertError`.
    """
    before = _read(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    node = _at(root, way)
    if node is None and len(way) == 1 and not root.flow_style:
        after = _new_key(text, str(way[0]), entry, newline)
    elif isinstance(node, yaml.SequenceNode) and node.value:
        after = (_flow if node.flow_style else _block)(text, node, entry, newline)
    else:
        raise InsertError(f"there is no list to add to at /{'/'.join(map(str, way))}")
    if _read(after) != _with(before, way, entry):
        raise InsertError("the file would change its meaning")
    return after


def _read(text: str) -> Any:
    try:
        return yamlsafe.load(text.encode())
    except yamlsafe.YamlFault as fault:
        raise InsertError(f"the file is not plain YAML: {fault.code}, line {fault.line}") from None


def _with(value: Any, way: Sequence[str | int], entry: Mapping[str, Any]) -> Any:
    if not way:
        return [*(value or ()), entry]
    step, rest = way[0], way[1:]
    if isinstance(value, list):
        index = int(step)
        return [*value[:index], _with(value[index], rest, entry), *value[index + 1 :]]
    return {**value, step: _with(value.get(step), rest, entry)}


def _at(node: Any, way: Sequence[str | int]) -> Any:
    for step in way:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
        else:
            return None
    return node


def _flow(text: str, node: Any, entry: Mapping[str, Any], _: str) -> str:
    at = node.value[-1].end_mark.index
    return f"{text[:at]}, {flow(entry)}{text[at:]}"


def _block(text: str, node: Any, entry: Mapping[str, Any], newline: str) -> str:
    last = _last_leaf(node.value[-1])
    at = last.end_mark.index
    if getattr(last, "style", None) in ("|", ">"):
        at = len(text[:at].rstrip("\r\n "))
    line_end = text.find("\n", at)
    at = len(text) if line_end == -1 else line_end + 1
    head = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    return head + _lines(entry, node.start_mark.column, newline) + text[at:]


def _new_key(text: str, key: str, entry: Mapping[str, Any], newline: str) -> str:
    head = text if text.endswith("\n") else text + newline
    return f"{head}{key}:{newline}{_lines(entry, 2, newline)}"


def _lines(entry: Mapping[str, Any], indent: int, newline: str) -> str:
    """The entry as a block: one field a line, nested values in flow style."""
    marks = ["- ", *["  "] * (len(entry) - 1)]
    return "".join(
        f"{' ' * indent}{mark}{key}: {flow(value)}{newline}"
        for mark, (key, value) in zip(marks, entry.items(), strict=True)
    )


def flow(value: Any) -> str:
    """A value in flow style; every text is quoted, so that it stays the same text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _last_leaf(node: Any) -> Any:
    while isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and not node.flow_style:
        if not node.value:
            break
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node
