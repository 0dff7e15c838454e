# SPDX-License-Identifier: MIT
"""Text in another language than its page: told by its letters, marked where it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import escape

from esep import i18n
from esep.i18n import LANGUAGES

_CLEAN = re.compile(r"""[\w\s.,;:!?()\[\]«»“”„"'’/%№§+&*–—-]+""")  # of markup no language is told
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_RUSSIAN = re.compile(
    r"(?:в|во|и|на|по|от|о|об|для|из|с|со|к|при|за|до|не|или|без|под|между|через|над|лет|года"
    r"|\w+(?:ая|яя|ое|ее|ые|ие|ый|ого|его|ому|ему|ых|их|ыми|ими|ение|ения|ений|ость|ости|ство"
    r"|ства|овать|ции|ций|цию|ами|ями|недельно|дневно|месячно))"
)
_ENGLISH = frozenset(
    "the of to and in for is are by on with a an from not at or".split()  # noqa: SIM905
)
_LONG = 20  # letters in which Kazakh surely has one of its own


class Spoken(str):
    """A text that says its language where HTML is made of it, and is a plain text elsewhere.

    `lacks` names the language a translation is missing in; empty where none was asked for.
    """

    __slots__ = ("_text", "lacks", "lang")

    lang: str
    lacks: str
    _text: str

    def __new__(cls, text: str, lang: str, lacks: str = "") -> Spoken:
        made = super().__new__(cls, f"[{lacks}?] {text}" if lacks else text)
        made._text, made.lang, made.lacks = text, lang, lacks
        return made

    def __html__(self) -> str:
        before = f"[{self.lacks}?] " if self.lacks else ""
        return f'{before}<span class="e-said" lang="{self.lang}">{escape(self._text)}</span>'

    def __reduce__(self) -> tuple[type[Spoken], tuple[str, str, str]]:
        return Spoken, (self._text, self.lang, self.lacks)


def pick(text: Mapping[str, str] | None, page: str) -> str:
    """As `esep.i18n.pick`: what stands in place of a missing translation is marked too."""
    if found := (text or {}).get(page):
        return found
    for lang in LANGUAGES:
        if text and (other := text.get(lang)):
            return Spoken(other, lang, page)
    return i18n.pick(text, page)


def said(text: str, page: str) -> str:
    """A text that is written once, with its language; that of the `page` where it is not sure.

    Whatever it says, it makes one element: no text can change what a page is built of.
    """
    return text if isinstance(text, Spoken) else Spoken(text, language_of(text, page) or page)


@lru_cache(maxsize=1 << 15)
def language_of(text: str, page: str) -> str:
    """The language of a text that is not that of its page; empty where that is not sure."""
    if not _CLEAN.fullmatch(text):
        return ""
    words = _WORD.findall(text)
    cyrillic = [one for one in words if _CYRILLIC.match(one)]
    if not cyrillic:
        found = "en" if _is_english(text.split()) else ""
    elif page == "en":
        found = _cyrillic(cyrillic) or ("kk" if _KAZAKH.search(text) else "ru")
        found = found if 2 * len(cyrillic) > len(words) else ""
    else:
        found = _cyrillic(cyrillic)
    return "" if found == page else found


def _is_english(words: list[str]) -> bool:
    small = [one for one in words if one.isalpha() and one.islower() and len(one) > 3]
    return len(words) > 1 and (len(small) > 1 or not _ENGLISH.isdisjoint(words))


def _cyrillic(words: list[str]) -> str:
    """Russian by its endings and small words, Kazakh by its letters; names may be of either."""
    russian = sum(bool(_RUSSIAN.fullmatch(one.lower())) for one in words)
    kazakh = sum(
        bool(_KAZAKH.search(one)) and (one.islower() or (at == 0 and len(words) > 1))
        for at, one in enumerate(words)
    )
    if max(kazakh, russian) > 2 * min(kazakh, russian):
        return "kk" if kazakh > russian else "ru"
    if russian:
        return ""
    own = any(_KAZAKH.search(one) for one in words)
    return "ru" if not own and sum(map(len, words)) >= _LONG else ""
