# SPDX-License-Identifier: MIT
"""Encodings of simple fonts: from a character code to a glyph name, and to Unicode."""

from __future__ import annotations

from fontTools.agl import LEGACY_AGL2UV, UV2AGL
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding

from esep.pdfa.document import Document
from esep.pdfa.values import Dict, Name, Value, integer_of, name_of

NOTDEF = ".notdef"


def _win_ansi() -> dict[int, str]:
    # PDF Reference 1.4, D.1: 0240 is a space, 0255 a hyphen, unused codes above 040 bullets.
    table = dict.fromkeys(range(33, 256), "bullet")
    for code in range(32, 256):
        char = bytes([code]).decode("cp1252", errors="ignore")
        if char and ord(char) in UV2AGL:
            table[code] = UV2AGL[ord(char)]
    return table | {0o177: "bullet", 0o240: "space", 0o255: "hyphen", 0xB5: "mu"}


def _mac_expert() -> dict[int, str]:
    """PDF Reference 1.4, D.4, as runs of names from a first code on."""
    table: dict[int, str] = {}
    for first, names in _MAC_EXPERT_RUNS:
        table |= {first + index: name for index, name in enumerate(names.split())}
    return {code: name for code, name in table.items() if name != "-"}


_MAC_EXPERT_RUNS = (
    (0x20, "space exclamsmall Hungarumlautsmall centoldstyle dollaroldstyle dollarsuperior"),
    (0x26, "ampersandsmall Acutesmall parenleftsuperior parenrightsuperior twodotenleader"),
    (0x2B, "onedotenleader comma hyphen period fraction zerooldstyle oneoldstyle twooldstyle"),
    (0x33, "threeoldstyle fouroldstyle fiveoldstyle sixoldstyle sevenoldstyle eightoldstyle"),
    (0x39, "nineoldstyle colon semicolon - threequartersemdash - questionsmall - - - - Ethsmall"),
    (0x47, "onequarter onehalf threequarters oneeighth threeeighths fiveeighths seveneighths"),
    (0x4E, "onethird twothirds - - - - - - ff fi fl ffi ffl parenleftinferior -"),
    (0x5D, "parenrightinferior Circumflexsmall hypheninferior Gravesmall Asmall Bsmall Csmall"),
    (0x64, "Dsmall Esmall Fsmall Gsmall Hsmall Ismall Jsmall Ksmall Lsmall Msmall Nsmall Osmall"),
    (0x70, "Psmall Qsmall Rsmall Ssmall Tsmall Usmall Vsmall Wsmall Xsmall Ysmall Zsmall"),
    (0x7B, "colonmonetary onefitted rupiah Tildesmall - - asuperior centsuperior - - - -"),
    (0x87, "Aacutesmall Agravesmall Acircumflexsmall Adieresissmall Atildesmall Aringsmall"),
    (0x8D, "Ccedillasmall Eacutesmall Egravesmall Ecircumflexsmall Edieresissmall Iacutesmall"),
    (0x93, "Igravesmall Icircumflexsmall Idieresissmall Ntildesmall Oacutesmall Ogravesmall"),
    (0x99, "Ocircumflexsmall Odieresissmall Otildesmall Uacutesmall Ugravesmall"),
    (0x9E, "Ucircumflexsmall Udieresissmall - eightsuperior fourinferior threeinferior"),
    (0xA4, "sixinferior eightinferior seveninferior Scaronsmall - centinferior twoinferior"),
    (0xAB, "- Dieresissmall - Caronsmall osuperior fiveinferior - commainferior periodinferior"),
    (0xB4, "Yacutesmall - dollarinferior - - Thornsmall - nineinferior zeroinferior Zcaronsmall"),
    (0xBE, "AEsmall Oslashsmall questiondownsmall oneinferior Lslashsmall - - - - - -"),
    (0xC9, "Cedillasmall - - - - - OEsmall figuredash hyphensuperior - - - - exclamdownsmall -"),
    (0xD8, "Ydieresissmall - onesuperior twosuperior threesuperior foursuperior fivesuperior"),
    (0xDF, "sixsuperior sevensuperior ninesuperior zerosuperior - esuperior rsuperior tsuperior"),
    (0xE7, "- - isuperior ssuperior dsuperior - - - - - lsuperior Ogoneksmall Brevesmall"),
    (0xF4, "Macronsmall bsuperior nsuperior msuperior commasuperior periodsuperior"),
    (0xFA, "Dotaccentsmall Ringsmall"),
)
STANDARD = {code: name for code, name in enumerate(StandardEncoding) if name != NOTDEF}
MAC_OS = {code: name for code, name in enumerate(MacRoman) if code >= 32 and name != NOTDEF}
MAC_ROMAN = MAC_OS | {0xCA: "space"}
WIN_ANSI = _win_ansi()
PREDEFINED = {
    "MacRomanEncoding": MAC_ROMAN,
    "WinAnsiEncoding": WIN_ANSI,
    "MacExpertEncoding": _mac_expert(),
}
MAC_CODES = {name: code for code, name in reversed(MAC_OS.items())}
# PDF Reference 1.4, D.5: names of the Symbol set that the Adobe glyph list has too are left out.
_SYMBOL_ONLY = (
    "apple registersans copyrightsans trademarksans registerserif copyrightserif trademarkserif"
    " arrowvertex arrowhorizex radicalex parenlefttp parenleftex parenleftbt bracketlefttp"
    " bracketleftex bracketleftbt bracelefttp braceleftmid braceleftbt braceex integralex"
    " parenrighttp parenrightex parenrightbt bracketrighttp bracketrightex bracketrightbt"
    " bracerighttp bracerightmid bracerightbt"
)
SYMBOL_ONLY = frozenset(_SYMBOL_ONLY.split())


def is_known(name: str) -> bool:
    """Whether a glyph name is of the Adobe glyph list or of the Symbol set."""
    return name in LEGACY_AGL2UV or name in SYMBOL_ONLY


def unicode_of(name: str) -> int:
    """The code point the Adobe glyph list gives a name; -1 when it gives none."""
    return int(LEGACY_AGL2UV.get(name, (-1,))[0])


def differences(document: Document, encoding: Value) -> dict[int, str]:
    """The Differences array as code to name."""
    found: dict[int, str] = {}
    code = 0
    for item in document.list_of(document.dict_of(encoding).get("Differences")):
        value = document.resolve(item)
        if isinstance(value, Name):
            found[code] = str(value)
            code += 1
        elif (number := integer_of(value)) is not None:
            code = number
    return found


def encoding_of(document: Document, font: Dict, builtin: dict[int, str]) -> dict[int, str]:
    """Code to glyph name for a simple font: its Encoding over the program's own."""
    encoding = document.get(font, "Encoding")
    if isinstance(encoding, Name):
        return PREDEFINED.get(encoding, builtin)
    base = PREDEFINED.get(name_of(document.get(encoding, "BaseEncoding")), builtin)
    return base | differences(document, encoding)
