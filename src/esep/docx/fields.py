# SPDX-License-Identifier: MIT
"""Fields that fetch, run or print something when a document is opened or updated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from esep.docx.faults import Fault, error
from esep.docx.package import address_faults

MAX_CODE = 64 * 1024
_NESTED = "\x00"  # stands for a field inside the code of another field

_ACTIVE = frozenset(
    (
        *("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "EMBED"),
        *("DATABASE", "RD", "PRINT", "CONTROL", "HTMLCONTROL", "MACROBUTTON"),
    )
)
_KEYWORD = re.compile(rf"\s*([\w{_NESTED}]*)")
_TOKEN = re.compile(r'"[^"]*"?|[^\s"]+')
_QUOTES = str.maketrans("“”„", '"""')
_SWITCHES_WITH_VALUE = ("\\l", "\\o", "\\t")


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    length: int = 0
    is_code: bool = True


class Fields:
    """Puts the codes of fields together (ECMA-376-1, 17.16), split over any number of runs."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._open: list[_Field] = []

    def mark(self, kind: str) -> Iterator[Fault]:
        """Take a field character: ``begin``, ``separate`` or ``end``."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].is_code = False
        elif kind == "end" and self._open:
            yield from self._close()

    def code(self, text: str) -> None:
        """Take a piece of the code of the innermost field; it may lack its begin."""
        if not self._open:
            self._open.append(_Field())
        current = self._open[-1]
        current.length += len(text)
        if current.length <= MAX_CODE:
            current.code.append(text)

    def finish(self) -> Iterator[Fault]:
        """Yield the faults of the fields that the part never ended."""
        while self._open:
            yield from self._close()

    def judge(self, code: str) -> Iterator[Fault]:
        """Yield the faults of a field with this whole code."""
        match = _KEYWORD.match(code)
        keyword = match[1].upper() if match else ""
        if _NESTED in keyword:
            yield error("DX-309", self._part)
        elif keyword in _ACTIVE:
            yield error("DX-308", self._part, field=keyword)
        elif keyword == "HYPERLINK" and (address := _link_address(code)):
            yield from address_faults(self._part, address)

    def _close(self) -> Iterator[Fault]:
        ended = self._open.pop()
        if self._open and self._open[-1].is_code:
            self._open[-1].code.append(_NESTED)
        if ended.length > MAX_CODE:
            yield error("DX-309", self._part)
        yield from self.judge("".join(ended.code))


def _link_address(code: str) -> str:
    # ECMA-376-1, 17.16.5.25: HYPERLINK [address] and switches, in any order.
    tokens: Iterator[str] = iter(
        _TOKEN.findall(code.translate(_QUOTES).strip()[len("HYPERLINK") :])
    )
    for token in tokens:
        if token.lower() in _SWITCHES_WITH_VALUE:
            next(tokens, "")
        elif not token.startswith("\\") or token.startswith("\\\\"):
            return token.strip('"')
    return ""
