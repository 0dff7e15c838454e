# SPDX-License-Identifier: MIT
"""The registration extract of every accounting code, where a build is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from esep.exchange.extract import Source, extract
from esep.portal.addresses import extract_file
from esep.portal.records import Brief
from esep.portal.render import Renderer
from esep.portal.settings import digest


def files(
    renderer: Renderer, briefs: Sequence[Brief], sources: Mapping[str, str], key: str
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Address, key and maker; `sources` tell states of objects apart, by folder."""
    for one in briefs if renderer.settings.extracts else ():
        if one.code and one.shown:
            made_from = digest([key, sources[one.folder]])
            yield extract_file(one.code), made_from, partial(_extract, renderer, one.folder)


def _extract(renderer: Renderer, folder: str) -> bytes:
    states = renderer.versions.get(folder)
    commit = states[-1].commit if states else "—"
    record = renderer.context.registry.object(folder)
    return extract(renderer.context, record, Source(commit, renderer.settings.address))
