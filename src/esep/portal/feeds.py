# SPDX-License-Identifier: MIT
"""The Atom feed of changes (RFC 4287) and the sitemap (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from esep.portal.addresses import object_page, public, translated
from esep.portal.records import Brief
from esep.portal.settings import Settings
from esep.portal.tongues import Spoken
from esep.portal.wording import Words

ENTRIES = 50
URLS = 1_000  # pages in one file, so that a change makes little anew; 50,000 are the bound
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def atom(settings: Settings, words: Words, changes: Sequence[tuple[Any, Brief]]) -> bytes:
    """The latest changes in one language."""
    home = f"{settings.address}{words.lang}/"
    own = f"{home}changes.atom"
    newest = changes[0][0][0] if changes else settings.on.isoformat()
    parts = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{words.lang}">',
        f"<id>{escape(own)}</id><title>{escape(words.t('feed'))}</title>",
        f'<updated>{newest}T00:00:00+05:00</updated><link rel="self" href="{escape(own)}"/>',
        f'<link href="{escape(home)}"/>',
        f"<author><name>{escape(words.t('brand_long'))}</name></author>",
    ]
    for number, ((day, kind, summary), brief) in enumerate(changes):
        page = settings.address + public(object_page(words.lang, brief.folder))
        name, told = words.pick(brief.name), words.pick(summary)
        parts.append(
            f"<entry><id>{escape(page)}#{escape(day)}-{escape(kind)}-{_order(changes, number)}</id>"
            f"<title{_of(name)}>{escape(name)}: {escape(words.term('change', kind))}</title>"
            f'<updated>{escape(day)}T00:00:00+05:00</updated><link href="{escape(page)}"/>'
            f"<summary{_of(told)}>{escape(told)}</summary></entry>"
        )
    return "\n".join([*parts, "</feed>\n"]).encode()


def _of(text: str) -> str:
    """The language of a text that is not in that of its feed (RFC 4287, 2)."""
    return f' xml:lang="{text.lang}"' if isinstance(text, Spoken) else ""


def _order(changes: Sequence[tuple[Any, Brief]], number: int) -> int:
    """Tells changes of one object, day and kind apart, the oldest being 0."""
    (day, kind, _), brief = changes[number]
    same = [(d, k, b.folder) for (d, k, _), b in changes[number + 1 :]]
    return same.count((day, kind, brief.folder))


def sitemaps(paths: Iterable[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Names of the files, and the pages or files each lists; pages are of the first language."""
    ordered = sorted(paths)
    chunks = [ordered[at : at + URLS] for at in range(0, len(ordered), URLS)]
    if len(chunks) == 1:
        yield "sitemap.xml", chunks[0]
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    yield "sitemap.xml", names
    yield from zip(names, chunks, strict=True)


def sitemap(settings: Settings, listed: Sequence[str], days: Mapping[str, str]) -> bytes:
    """A sitemap of pages, every language with the others, or of further sitemaps.

    `days` tells of some pages when they last changed.
    """
    if listed and listed[0].endswith(".xml"):
        files = "".join(
            f"<sitemap><loc>{escape(settings.address + name)}</loc></sitemap>\n" for name in listed
        )
        return f"{_XML}<sitemapindex {_SITEMAP}>\n{files}</sitemapindex>\n".encode()
    parts = [f'{_XML}<urlset {_SITEMAP} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n']
    for path in listed:
        places = [
            (lang, escape(settings.address + public(translated(path, lang))))
            for lang in settings.languages
        ]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{place}"/>'
            for lang, place in places
        )
        day = f"<lastmod>{days[path]}</lastmod>" if path in days else ""
        parts += [f"<url><loc>{place}</loc>{day}{links}</url>\n" for _, place in places]
    return "".join([*parts, "</urlset>\n"]).encode()
