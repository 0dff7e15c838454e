# SPDX-License-Identifier: MIT
"""Splits a content stream into operators with their operands; inline images count as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.pdfa.budget import LimitError
from esep.pdfa.lexer import END, Lexer, Note, name_from
from esep.pdfa.values import Dict, Name, Operator, Value

_OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J"
    " K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz"
    " v w W W* y ' \""
)
OPERATORS = frozenset(_OPERATORS.split())
_WORDS = {word.encode(): word for word in OPERATORS}
_KEYS = {
    "BPC": "BitsPerComponent",
    "CS": "ColorSpace",
    "D": "Decode",
    "DP": "DecodeParms",
    "F": "Filter",
    "H": "Height",
    "IM": "ImageMask",
    "I": "Interpolate",
    "W": "Width",
}
# Most of a content stream is small numbers, plain strings and plain arrays of both. They break
# no rule and are skipped or taken as they are; whatever looks different goes to the lexer.
#
# Outer repetitions are not possessive: before 3.11.5 CPython did not step back out of one of
# those when what it repeats failed half way (gh-106052).
_PLAIN = re.compile(
    rb"""(?:[\x00\t\n\f\r ]++
      |(?=[+-]?(?:\d{1,4}(?:\.\d*)?|\.\d+)[\x00\t\n\f\r \[<(/])[+-]?[\d.]++)*(?:
      ([A-Za-z'"][A-Za-z0-9*'"]*+)(?![^\x00\t\n\f\r ()<>\[\]{}/%])                      # 1 word
    | /([^\x00\t\n\f\r ()<>\[\]{}/%\#]{1,100}+)(?![^\x00\t\n\f\r ()<>\[\]{}/%])       # 2 name
    | (\[(?:[\x00\t\n\f\r ]++|(?=<(?:[0-9A-Fa-f]{2})*>)<[0-9A-Fa-f]*+>                    # 3 array
        |(?=\([^()\\\r]*+\))\([^()\\\r]*+\)
        |(?=[+-]?(?:\d{1,4}(?:\.\d*)?|\.\d+)[\x00\t\n\f\r \]<(])[+-]?[\d.]++)*\])
    | \(([^()\\\r]{0,60000}+)\)                                                            # 4
    | <((?:[0-9A-Fa-f]{2}){0,30000})>                                                       # 5
    | (?=(.))                                                                               # 6
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORD, _NAME, _ARRAY, _TEXT, _HEX, _OTHER = 1, 2, 3, 4, 5, 6
_STRINGS = re.compile(rb"<([0-9A-Fa-f]*+)>|\(([^()\\\r]*+)\)")
_LITERALS = (b"true", b"false", b"null")
_MODE = re.compile(rb"(\d{1,9})[\x00\t\n\f\r ]+Tr$")
MAX_PLAIN_ARRAY = 16_000
_END_OF_IMAGE = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|$)")
_LOOKS_LIKE_CONTENT = re.compile(rb"[\t\n\r -~]{0,4}")
MAX_OPERANDS = 100_000


def operations(data: bytes, note: Note) -> Iterator[tuple[str, list[Value]]]:
    """Operators in order with their operands; an inline image is ``("BI", [entries])``.

    Small numbers are left out of the operands, but for the rendering mode of `Tr`;
    of a plain array only the strings are there.
    """
    lexer = Lexer(data, 0, note)
    operands: list[Value] = []
    match, at = _PLAIN.match, 0
    while found := match(data, at):
        at, kind = found.end(), found.lastindex
        if kind == _WORD and found[_WORD] not in _LITERALS:
            word = _WORDS.get(found[_WORD]) or found[_WORD].decode("latin-1")
            if word == "BI":
                lexer.pos = at
                yield word, [_inline_image(lexer)]
                at = lexer.pos
            elif word == "Tr":
                mode = _MODE.search(data, max(0, at - 20), at)
                yield word, [int(mode[1])] if mode else operands
            else:
                yield word, operands
            operands = []
        elif kind == _NAME:
            operands.append(name_from(found[_NAME]))
        elif kind == _ARRAY and found.end() - found.start(_ARRAY) < MAX_PLAIN_ARRAY:
            operands.append(_strings_of(found[_ARRAY]))
        elif kind == _TEXT:
            operands.append(found[_TEXT])
        elif kind == _HEX:
            operands.append(bytes.fromhex(found[_HEX].decode()))
        else:
            lexer.pos = found.start(kind or _OTHER)
            value = lexer.read()
            at = lexer.pos
            if value is END:
                return
            if isinstance(value, Operator):
                yield value, operands
                operands = []
            else:
                operands.append(value)
                if len(operands) > MAX_OPERANDS:
                    raise LimitError("operands", MAX_OPERANDS)


def _strings_of(array: bytes) -> list[Value]:
    return [
        bytes.fromhex(digits.decode()) if digits else text
        for digits, text in _STRINGS.findall(array)
    ]


def _inline_image(lexer: Lexer) -> Dict:
    entries: Dict = {}
    key: str | None = None
    while (value := lexer.read()) is not END:
        if isinstance(value, Operator) and value == "ID":
            break
        if key is None:
            key = _KEYS.get(value, str(value)) if isinstance(value, Name) else ""
        else:
            entries[key] = value
            key = None
    data, at = lexer.data, lexer.pos
    for found in _END_OF_IMAGE.finditer(data, at):
        after = data[found.end() : found.end() + 4]
        at = found.end()
        if _LOOKS_LIKE_CONTENT.fullmatch(after):
            break
    else:
        at = len(data)
    lexer.pos = at
    return entries
