# SPDX-License-Identifier: MIT
"""The registration extract of every accounting code, where a build is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from esep.exchange.extract import Source, extract
from esep.portal.addresses import extract_file
from esep.portal.render import Renderer
from esep.portal.settings import digest
from esep.portal.told import Whole


def files(renderer: Renderer, whole: Whole) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Address, key and maker."""
    for one in whole.briefs if renderer.settings.extracts else ():
        if one.code and one.shown:
            made_from = digest([whole.key, whole.sources[one.folder]])
            yield extract_file(one.code), made_from, partial(_extract, renderer, one.folder)


def _extract(renderer: Renderer, folder: str) -> bytes:
    states = renderer.versions.get(folder)
    commit = states[-1].commit if states else "—"
    record = renderer.context.registry.object(folder)
    return extract(renderer.context, record, Source(commit, renderer.settings.address))
