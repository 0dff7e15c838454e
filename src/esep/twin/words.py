# SPDX-License-Identifier: MIT
"""Words of a draft and of its original, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from esep.docx.text import ANY_NUMBER

BLANK = "_"

_DASHES = "\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\ufffe"
_TABLE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys("«»“”„‟‘’‚′″`", '"'))
_LEADERS = re.compile(r"(?:[.·…]\s?){4,}")
_BLANKS = re.compile(r"_[\s_]*_")
_EDGES = re.compile(rf"^[^\w{ANY_NUMBER}%§°+$€₸<>=]+|[^\w{ANY_NUMBER}%§°+$€₸<>=]+$")
_LETTER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_NEGATIVE = re.compile(r"^[\"(\[]*-\d")


class Word(NamedTuple):
    """`key` is compared, `text` is shown, `place` is a paragraph or a page, from 1."""

    key: str
    text: str
    place: int


def words(text: str, place: int) -> Iterator[Word]:
    """Yield the words of `text`.

    Letter case, punctuation at the edges of words, kinds of dashes and quotes,
    ligatures, and hyphens between letters make no difference: a line break may
    have put them there, or a font.
    """
    plain = unicodedata.normalize("NFKC", _shown(text)).translate(_TABLE)
    plain = _BLANKS.sub(f" {BLANK} ", _LEADERS.sub(" ", plain))
    for token in plain.split():
        key = key_of(token)
        if key:
            yield Word(key, token, place)


def key_of(token: str) -> str:
    """Return what of a token is compared; "" when it is punctuation only."""
    if token == BLANK:
        return BLANK
    sign = "-" if _NEGATIVE.match(token) else ""
    return sign + _LETTER_HYPHEN.sub("", _EDGES.sub("", token).strip(BLANK)).casefold()


def _shown(text: str) -> str:
    # Soft hyphens, zero-width and private characters (bullets of symbol fonts) print nothing.
    return "".join(
        char
        for char in text
        if char in (ANY_NUMBER, "\ufffe", "\t", "\n")
        or unicodedata.category(char) not in ("Cf", "Cc", "Co", "Cs")
    )
