# SPDX-License-Identifier: MIT
"""Splits a content stream into operators with their operands; inline images count as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.pdfa.lexer import END, Lexer, Note
from esep.pdfa.values import Dict, Name, Operator, Value

_OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J"
    " K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz"
    " v w W W* y ' \""
)
OPERATORS = frozenset(_OPERATORS.split())
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
_END_OF_IMAGE = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|$)")
_LOOKS_LIKE_CONTENT = re.compile(rb"[\t\n\r -~]{0,20}")
MAX_OPERANDS = 100_000


def operations(data: bytes, note: Note) -> Iterator[tuple[str, list[Value]]]:
    """Operators in order with their operands; an inline image is ``("BI", [entries])``."""
    lexer = Lexer(data, 0, note)
    operands: list[Value] = []
    read = lexer.read
    while (value := read()) is not END:
        if not isinstance(value, Operator):
            operands.append(value)
            continue
        if value == "BI":
            yield "BI", [_inline_image(lexer)]
        else:
            yield value, operands
        operands = []


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
        after = data[found.end() : found.end() + 20]
        at = found.end()
        if _LOOKS_LIKE_CONTENT.fullmatch(after):
            break
    else:
        at = len(data)
    lexer.pos = at
    return entries
