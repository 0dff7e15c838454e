# SPDX-License-Identifier: MIT
"""Reads PDF syntax into values, in files and content streams alike, and notes lexical faults.

qpdf repairs what clause 6.1 forbids, so the checker reads the bytes by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from esep.pdfa.budget import DamagedError, LimitError
from esep.pdfa.values import Dict, Name, Operator, Ref, Value

_TOKEN = re.compile(
    rb"""(?:[\x00\t\n\f\r ]++|%[^\r\n]*+)*+(?:
      (\d{1,10})[\x00\t\n\f\r ]++(\d{1,5})[\x00\t\n\f\r ]++R(?![^\x00\t\n\f\r ()<>\[\]{}/%])  # 1 2
    | /([^\x00\t\n\f\r ()<>\[\]{}/%]*+)                                                       # 3
    | ([+-]?\d++)(?![^\x00\t\n\f\r ()<>\[\]{}/%])                                             # 4
    | ([+-]*+(?:\d++\.\d*+|\.\d++))(?![^\x00\t\n\f\r ()<>\[\]{}/%])                           # 5
    | \(([^()\\\r]*+)\)                                                                       # 6
    | (<<)                                                                                    # 7
    | (>>)                                                                                    # 8
    | (\[)                                                                                    # 9
    | (\])                                                                                    # 10
    | <([^<>]*+)>                                                                             # 11
    | (\()                                                                                    # 12
    | ([^\x00\t\n\f\r ()<>\[\]{}/%]++)                                                        # 13
    | (.)                                                                                     # 14
    )""",
    re.VERBOSE | re.DOTALL,
)
_REF, _NAME, _INT, _REAL, _STRING, _DICT, _DICT_END = 2, 3, 4, 5, 6, 7, 8
_ARRAY, _ARRAY_END, _HEX, _PAREN, _WORD = 9, 10, 11, 12, 13

_HEX_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING_PART = re.compile(rb"[^()\\\r]++|\\(?:[0-7]{1,3}|\r\n|.)|\r\n?|[()]", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f\x00\t\n\f\r ]")
_SPACE = re.compile(rb"[\x00\t\n\f\r ]+")
_LITERALS: dict[bytes, Value] = {b"true": True, b"false": False, b"null": None}
_ODD_NUMBER = re.compile(rb"[+-]*\d+(?:\.\d*)?(?:-\d*)?$|[+-]*\.?$")

MAX_DEPTH = 500
MAX_PARENTHESES = 10_000
INT_RANGE = (-(2**31), 2**31 - 1)
REAL_LIMIT = 32767.0
MAX_STRING, MAX_NAME, MAX_ARRAY, MAX_DICT = 65535, 127, 8191, 4095

Note = Callable[[str, int], None]
END = Operator("")
_names: dict[bytes, Name] = {}


class Lexer:
    """A cursor over `data`; `note(rule, offset)` is told of every breach of 6.1.6 and 6.1.12."""

    __slots__ = ("data", "note", "pos")

    def __init__(self, data: bytes, pos: int = 0, note: Note | None = None) -> None:
        self.data = data
        self.pos = pos
        self.note: Note = note or _ignore

    def read(self) -> Value:
        """The next object or bare word (`Operator`); `END` when nothing is left."""
        stack: list[tuple[list[Value], bool]] = []
        items: list[Value] = []
        in_dict = False
        match, data, known = _TOKEN.match, self.data, _names
        while True:
            found = match(data, self.pos)
            if found is None:
                if stack or in_dict:
                    raise DamagedError("the data ends inside an array or dictionary")
                return END
            self.pos = found.end()
            kind = found.lastindex
            value: Value
            if kind == _INT:
                text = found[_INT]
                value = int(text) if len(text) < 10 else self._integer(text, found.end())
            elif kind == _REF:
                value = Ref(int(found[1]), int(found[2]))
            elif kind == _NAME:
                value = known.get(found[_NAME]) or self._name(found[_NAME], found.end())
            elif kind == _REAL:
                value = self._real(found[_REAL], found.end())
            elif kind == _STRING:
                value = self._string(found[_STRING], found.end())
            elif kind in (_DICT, _ARRAY):
                if len(stack) >= MAX_DEPTH:
                    raise LimitError("nesting", MAX_DEPTH)
                stack.append((items, in_dict))
                items, in_dict = [], kind == _DICT
                continue
            elif kind in (_ARRAY_END, _DICT_END):
                if not stack or in_dict != (kind == _DICT_END):
                    raise DamagedError(f"a stray bracket at byte {found.end() - 1}")
                value = self._dict(items) if in_dict else self._array(items)
                items, in_dict = stack.pop()
            elif kind == _HEX:
                value = self._hex(found[_HEX], found.end())
            elif kind == _PAREN:
                value = self._long_string(found.end())
            else:
                value = self._word(found[kind] if kind else b"", found.end())
            if not stack:
                return value
            items.append(value)

    def __iter__(self) -> Iterator[Value]:
        while (value := self.read()) is not END:
            yield value

    def _integer(self, text: bytes, at: int) -> int:
        value = int(text) if len(text) < 20 else (2**63 if text[0] != 0x2D else -(2**63))
        if not INT_RANGE[0] <= value <= INT_RANGE[1]:
            self.note("6.1.12-1", at)
        return value

    def _real(self, text: bytes, at: int) -> float:
        try:
            value = float(text[:400])
        except ValueError:
            value = 0.0
        if not -REAL_LIMIT <= value <= REAL_LIMIT:
            self.note("6.1.12-2", at)
        return value

    def _name(self, text: bytes, at: int) -> Name:
        name = name_from(text)
        if len(name) > MAX_NAME:
            self.note("6.1.12-4", at)
        return name

    def _string(self, value: bytes, at: int) -> bytes:
        if len(value) > MAX_STRING:
            self.note("6.1.12-3", at)
        return value

    def _hex(self, text: bytes, at: int) -> bytes:
        digits = _SPACE.sub(b"", text)
        if len(digits) % 2:
            self.note("6.1.6-1", at)
            digits += b"0"
        if _NOT_HEX.search(digits):
            self.note("6.1.6-2", at)
            digits = _NOT_HEX.sub(b"0", digits)
        return self._string(bytes.fromhex(digits.decode("ascii")), at)

    def _long_string(self, start: int) -> bytes:
        parts: list[bytes] = []
        depth = 1
        for part in _STRING_PART.finditer(self.data, start):
            text = part[0]
            if text == b")":
                depth -= 1
                if not depth:
                    self.pos = part.end()
                    return self._string(b"".join(parts), part.end())
            elif text == b"(":
                depth += 1
                if depth > MAX_PARENTHESES:
                    raise LimitError("nesting", MAX_PARENTHESES)
            elif text[0] == 0x5C:
                text = _escape(text[1:])
            elif text[0] == 0x0D:
                text = b"\n"
            parts.append(text)
        raise DamagedError(f"a string that starts at byte {start} has no end")

    def _array(self, items: list[Value]) -> list[Value]:
        if len(items) > MAX_ARRAY:
            self.note("6.1.12-5", self.pos)
        return items

    def _dict(self, items: list[Value]) -> Dict:
        result: Dict = {}
        key: Name | None = None
        for item in items:
            if key is None:
                if not isinstance(item, Name):
                    raise DamagedError(f"a dictionary key is no name before byte {self.pos}")
                key = item
            else:
                result[key] = item
                key = None
        if key is not None:
            raise DamagedError(f"a dictionary key has no value before byte {self.pos}")
        if len(result) > MAX_DICT:
            self.note("6.1.12-6", self.pos)
        return result

    def _word(self, text: bytes, at: int) -> Value:
        if text in _LITERALS:
            return _LITERALS[text]
        if text and text[0] in b"+-.0123456789" and _ODD_NUMBER.match(text):
            sound = re.sub(rb"(?<=\d)-\d*$|^[+-]+(?=[+-])", b"", text)
            if not re.search(rb"\d", sound):
                return 0
            return self._real(sound, at) if b"." in sound else self._integer(sound, at)
        return Operator(text.decode("latin-1"))


def name_from(text: bytes) -> Name:
    """The name that is spelled `text`; short ones are kept, as files repeat them."""
    name = _names.get(text)
    if name is None:
        plain = _HEX_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), text)
        name = Name(plain.decode("latin-1"))
        if len(name) <= 64 and len(_names) < 20_000:
            _names[text] = name
    return name


def _escape(text: bytes) -> bytes:
    if text[:1] in b"01234567":
        return bytes([int(text, 8) & 0xFF])
    if text[:1] in b"\r\n":
        return b""
    return _ESCAPES.get(text, text)


def _ignore(_rule: str, _offset: int) -> None:
    return None
