# SPDX-License-Identifier: MIT
"""The parts of a page's frame that differ from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import escape

from esep.portal.addresses import page, public, translated
from esep.portal.settings import Settings
from esep.portal.wording import Words

_ABOUT = 300  # characters; search engines show fewer
_SHORT = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


def head(settings: Settings, path: str, title: str, about: str, words: Words) -> str:
    """Title, description, canonical address and the same page in the other languages."""
    brand = words.t("brand_long")
    parts = [f"<title>{escape(str(title))} — {escape(brand)}</title>"]
    parts.append(f'<meta name="description" content="{escape(about[:_ABOUT])}">')
    parts.append(f'<link rel="canonical" href="{escape(settings.address + public(path))}">')
    parts += [
        f'<link rel="alternate" hreflang="{lang}" '
        f'href="{escape(settings.address + public(translated(path, lang)))}">'
        for lang in settings.languages  # search engines take whole addresses alone
    ]
    return "\n".join(parts)


def nav(sections: Sequence[str], path: str, root: str, words: Words) -> str:
    """The main menu, with the section of the page marked."""
    section = path.split("/")[1]
    return _nav(
        section,
        root,
        words.lang,
        tuple((one, words.t(f"nav.{one}")) for one in (*sections, "about")),
    )


@lru_cache(maxsize=512)
def _nav(section: str, root: str, lang: str, texts: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f'<a href="{root}{page(lang, one) if one != "about" else f"{lang}/about.html"}"'
        f"{' aria-current=true' * (one == section)}>{escape(text)}</a>"
        for one, text in texts
    )


def switch(settings: Settings, path: str, root: str, words: Words) -> str:
    """The same page in every language."""
    return "".join(
        f'<a href="{root}{escape(translated(path, lang))}" lang="{lang}" hreflang="{lang}"'
        f"{' aria-current=true' * (lang == words.lang)}>{_SHORT[lang]}</a>"
        for lang in settings.languages
    )
