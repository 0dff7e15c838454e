# SPDX-License-Identifier: MIT
"""The ledger of accounting codes: its page, its file, and the picture in every footer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

from esep.ledger.chain import Ledger, checkpoint
from esep.ledger.rows import Row
from esep.portal.addresses import code_page, object_page, page
from esep.portal.api import codes_data
from esep.portal.records import Brief, owners
from esep.portal.render import Renderer
from esep.portal.settings import digest

Made = tuple[str, str, Callable[[], bytes]]
# A picture, so that a new code makes one small file stale and not every page.
PICTURE, FILE = "data/ledger.svg", "data/codes.jsonl"
CODES = "api/v1/codes.json"
LATEST = 50
_HALF = 32  # characters of the hash in one line: all of it fits a narrow screen


def pages(
    renderer: Renderer, briefs: Sequence[Brief], marks: Mapping[str, str], key: str
) -> Iterator[Made]:
    """The page in every language, the file, its codes as JSON, and the picture."""
    ledger = renderer.context.ledger
    by_id = owners(briefs)
    told = _told(ledger) if ledger else []
    named = {one.object: by_id[one.object] for one in told if one.object in by_id}
    tip = checkpoint(ledger) if ledger else ""
    made_from = digest([key, tip, [marks[one.folder] for one in named.values()]])
    for lang in renderer.settings.languages:
        path = page(lang, "ledger")
        yield path, made_from, partial(_page, renderer, path, named)
    yield PICTURE, digest([key, tip]), partial(picture, tip)
    if ledger:
        yield FILE, digest([key, tip]), lambda: renderer.context.ledger_bytes
        yield CODES, digest([key, tip]), partial(codes_data, renderer.settings, ledger)


def _told(ledger: Ledger) -> list[Row]:
    """The latest rows, and every one that closed a code; newest first."""
    since = len(ledger.rows) - LATEST
    return [one for one in reversed(ledger.rows) if one.seq > since or one.event != "assigned"]


def picture(tip: str) -> bytes:
    """The checkpoint as three lines of text on the dark ground of the footer."""
    name, _, rest = tip.partition(":")
    size, _, hashed = rest.partition(":")
    lines = (f"{name}:{size}:", hashed[:_HALF], hashed[_HALF:]) if tip else ("esep-ledger:?",)
    # As wide in any fixed-pitch face as the page keeps room for.
    drawn = "".join(
        f'<text x="0" y="{13 + 17 * at}" textLength="{len(line) * 7.5:g}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="52" role="img" '
        f'aria-label="{escape(tip or lines[0])}"><title>{escape(tip or lines[0])}</title>'
        '<g fill="#c6d8e0" font-family="DejaVu Sans Mono,Consolas,Liberation Mono,monospace" '
        f'font-size="12">{drawn}</g></svg>\n'
    ).encode()


def _page(renderer: Renderer, path: str, named: Mapping[str, Brief]) -> bytes:
    lang, ledger = path.partition("/")[0], renderer.context.ledger
    words = renderer.by_language[lang].words
    values: dict[str, Any] = {"ledger": ledger, "file": FILE}
    if ledger:
        rows = [_line(renderer, ledger, one, named, lang) for one in _told(ledger)]
        values |= {
            "checkpoint": checkpoint(ledger),
            "bytes": len(renderer.context.ledger_bytes),
            "latest": rows[:LATEST],
            "closed": [one for one in rows if one["event"] != "assigned"],
        }
    return renderer.page(path, "ledger.html", words.t("ledger.title"), values)


def _line(
    renderer: Renderer, ledger: Ledger, row: Row, named: Mapping[str, Brief], lang: str
) -> dict[str, Any]:
    brief = named.get(row.object)
    words = renderer.by_language[lang].words
    return {
        "seq": row.seq,
        "on": row.on,
        "event": row.event,
        "code": row.code,
        "code_url": code_page(lang, row.code) if ledger.current(row.code) and brief else "",
        "successor": row.successor or "",
        "object": words.pick(brief.name) if brief and brief.shown else row.object,
        "url": object_page(lang, brief.folder) if brief else "",
    }
