# SPDX-License-Identifier: MIT
"""Read and render many objects, on several processors where it pays.

Views pass from reading to rendering through files, so that memory holds one batch.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import starmap
from multiprocessing import get_context
from os import cpu_count
from typing import Any, NamedTuple, TypeVar

from esep.gitlog.blobs import BlobReader
from esep.portal.records import Brief
from esep.portal.render import Near, Renderer
from esep.portal.told import Told
from esep.search.documents import Document

BATCH = 100
# Below this many objects a second process costs more than it saves.
PARALLEL_FROM = 150

T = TypeVar("T")
Progress = Callable[[str], None]


class Read(NamedTuple):
    """What reading an object tells the rest of the build; see `Brief` for the two digests."""

    brief: Brief
    mark: str
    counted: str
    told: Told
    files: tuple[str, ...]
    document: Document


def batches(folders: Sequence[str]) -> list[Sequence[str]]:
    """Objects as they are read and rendered together."""
    return [folders[at : at + BATCH] for at in range(0, len(folders), BATCH)]


def read(
    renderer: Renderer, some: Sequence[Sequence[str]], say: Progress, first: int = 0
) -> dict[str, Read]:
    """Read batches of objects; their views stay on disk for `render`, numbered from `first`."""
    spool = renderer.settings.work / "spool"
    if not first:
        shutil.rmtree(spool, ignore_errors=True)
    spool.mkdir(parents=True, exist_ok=True)
    size = sum(map(len, some))
    found: dict[str, Read] = {}
    for done in _run(renderer, _read_batch, list(enumerate(some, first)), size):
        found |= done
        say(f"read {len(found)} of {size} objects")
    return found


def render(
    renderer: Renderer,
    near: Mapping[str, Near],
    briefs: Mapping[str, Brief],
    read_before: Sequence[Sequence[str]],
    say: Progress,
) -> None:
    """Write the files of the objects in `near`; `read_before` are all batches given to `read`."""
    known = {one for some in read_before for one in some}
    others = [one for one in near if one not in known]
    jobs = [*enumerate(read_before), *((-1, some) for some in batches(others))]
    done = 0
    for count in _run(renderer, _render_batch, jobs, len(near), briefs, near):
        done += count
        say(f"rendered {done} of {len(near)} objects")
    shutil.rmtree(renderer.settings.work / "spool", ignore_errors=True)


_worker: list[Any] = []


def _run(
    renderer: Renderer,
    work: Callable[..., T],
    jobs: Sequence[tuple[int, Sequence[str]]],
    size: int,
    *more: Mapping[str, Any],
) -> Iterator[T]:
    _worker[:] = [renderer, *more]
    processes = cpu_count() or 1
    if size < PARALLEL_FROM or processes == 1:
        yield from starmap(work, jobs)
        return
    # By fork the workers inherit all that was loaded; they are sent names only.
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        yield from pool.map(work, *zip(*jobs, strict=True))


def _read_batch(number: int, folders: Sequence[str]) -> dict[str, Read]:
    renderer = _worker[0]
    views, found = {}, {}
    with BlobReader(renderer.settings.root) as blobs:
        for folder in folders:
            record = renderer.record(folder)
            brief, view = renderer.read(record, blobs)
            views[folder] = view
            files = tuple(view.files.values())
            document = renderer.search_document(brief, view)
            told = renderer.tell(record, view)
            found[folder] = Read(brief, brief.mark, brief.counted, told, files, document)
    path = renderer.settings.work / "spool" / str(number)
    path.write_bytes(pickle.dumps(views, pickle.HIGHEST_PROTOCOL))
    return found


def _render_batch(number: int, folders: Sequence[str]) -> int:
    renderer, briefs, near = _worker
    views = {}
    if number >= 0:
        # Written a moment ago by `_read_batch` of this very build.
        views = pickle.loads((renderer.settings.work / "spool" / str(number)).read_bytes())  # noqa: S301
    with BlobReader(renderer.settings.root) as blobs:
        for folder in folders:
            view = views.get(folder) or renderer.read(renderer.record(folder), blobs)[1]
            renderer.write_object(briefs[folder], view, near[folder])
    return len(folders)
