# SPDX-License-Identifier: MIT
"""Write an accounting code into a passport: one line more, every other byte as it was."""

from __future__ import annotations

import re
from typing import Any

from esep import yamlsafe

_CODE_KEY = re.compile(rb"^accounting_code[ \t]*:", re.MULTILINE)
_CODE_LINE = re.compile(
    rb"""^accounting_code:[ \t]+["']?([A-Z0-9-]+)["']?[ \t]*(?:[ \t]#[^\r\n]*)?\r?$""",
    re.MULTILINE,
)
_ID_LINE = re.compile(
    rb"""^id:[ \t]+["']?([a-z0-9-]+)["']?[ \t]*(?:[ \t]#[^\r\n]*)?(\r?\n|\Z)""", re.MULTILINE
)


class StampError(Exception):
    """The passport cannot take its code; the text says why."""


def stamped(passport: bytes) -> tuple[str, str] | None:
    """Return object id and accounting code as their lines have them, None without both."""
    code, name = _CODE_LINE.search(passport), _ID_LINE.search(passport)
    return (name[1].decode("ascii"), code[1].decode("ascii")) if code and name else None


def stamp(passport: bytes, code: str) -> bytes:
    """Return `passport` with ``accounting_code`` after its ``id`` line; raise `StampError`.

    An equal line that is there already is left alone; another code is never overwritten.
    """
    before = _read(passport)
    if _CODE_KEY.search(passport):
        if before.get("accounting_code") == code:
            return passport
        raise StampError("the passport carries another accounting code")
    found = _ID_LINE.findall(passport)
    if len(found) != 1:
        raise StampError("the passport must have one line `id: <identifier>`")
    stamped = _ID_LINE.sub(lambda match: _with_code(match, code), passport)
    # The pattern may have met text that is no key, inside a quoted value over many lines.
    if _read(stamped) != {**before, "accounting_code": code}:
        raise StampError("the passport would change its meaning")
    return stamped


def _with_code(match: re.Match[bytes], code: str) -> bytes:
    ending = match[2]
    line = f'accounting_code: "{code}"'.encode("ascii")
    return match[0] + line + ending if ending else match[0] + b"\n" + line


def _read(passport: bytes) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = yamlsafe.load(passport)
    except yamlsafe.YamlFault as fault:
        raise StampError(f"the passport cannot be read: {fault.code}, line {fault.line}") from None
    return loaded
