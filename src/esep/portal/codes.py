# SPDX-License-Identifier: MIT
"""Pages of codes that no object bears today: they stay for ever at the same address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from esep.portal import addresses
from esep.portal.badges import closed_badge
from esep.portal.records import Brief, owners, told
from esep.portal.render import Renderer
from esep.portal.settings import digest

File = tuple[str, str, Callable[[], bytes]]


def files(renderer: Renderer, briefs: Sequence[Brief], key: str) -> Iterator[File]:
    """Pages and badges of closed codes, and pages of codes whose object is not there."""
    ledger = renderer.context.ledger
    if ledger is None:
        return
    borne = {brief.code for brief in briefs}
    by_id = owners(briefs)
    for row in ledger.assigned.values():
        if row.code in borne:
            continue
        brief, closing = by_id.get(row.object), ledger.closed.get(row.code)
        made_from = digest([key, row.hash, closing and closing.hash, brief])
        more = {"closed": told(closing) if closing else {}, "coded_on": row.on.isoformat()}
        for lang in renderer.by_language:
            path = addresses.code_page(lang, row.code)
            yield path, made_from, partial(renderer.code_page, path, row.code, brief, **more)
        path = addresses.code_page("", row.code)
        yield path, made_from, partial(renderer.choose, path, row.code)
        if closing:
            badge = closed_badge(row.code, renderer.labels)
            yield f"badges/{row.code}.svg", made_from, badge.svg
            yield f"badges/{row.code}.json", made_from, badge.endpoint
