# SPDX-License-Identifier: MIT
"""Bring an index up to date in place: only the files that a change touches."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.search import analyser
from esep.search.documents import Document, assign_slots, dumps, table_size, terms
from esep.search.index import (
    Layout,
    build,
    head_files,
    maker,
    rows_file,
    script,
    shard_stems,
    state_file,
    unscript,
)
from esep.search.postings import read_groups, write_groups

Files = dict[str, bytes | None]
Edits = dict[str, list[tuple[int, int | None, int | None]]]  # term -> (slot, code was, code is)


def write(folder: Path, state: Path, files: Mapping[str, bytes | None]) -> None:
    """Write what `build` or `update` gave: files served under `folder`, the others under `state`.

    The two may be one folder where nothing is published from it.
    """
    for name, content in files.items():
        path = (state if name.startswith("state/") else folder) / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def update(
    folder: Path, state: Path, changed: Iterable[Document], removed: Iterable[str] = ()
) -> Files:
    """Return the files that a change touches in the index that `write` put there.

    None means that the file goes away. Written again, the index is byte for byte
    what `build` makes of the documents as they are now. Raises UserError when
    there is no index.
    """
    made_by, ids = _ids(state)
    new = {document.id: document for document in changed}
    gone = (set(removed) & ids) - new.keys()
    present = (ids | new.keys()) - gone
    if made_by != maker() or table_size(len(ids)) != table_size(len(present)):
        return _rebuild(folder, state, new, gone)
    was = assign_slots(ids)
    now = assign_slots(present) if present != ids else was
    touched = new.keys() | gone | {one for one in ids & present if was[one] != now[one]}
    old = _kept(state, {one: was[one] for one in touched & ids})
    new = {one: old[one] for one in touched - gone - new.keys()} | new
    places = {one: (was.get(one), now.get(one)) for one in sorted(touched)}
    layout = Layout.of(len(present))
    files = _terms(folder, layout, _edits(old, new, places))
    files |= _rows(folder, new, places)
    files |= _state(state, new, places)
    return files | head_files(layout, present, _present(folder, files))


def _ids(state: Path) -> tuple[str, set[str]]:
    try:
        kept = json.loads((state / "state/ids.json").read_bytes())
    except FileNotFoundError as error:
        raise UserError(f"{state}: no search index to update; build it first") from error
    return kept["made_by"], set(kept["ids"])


def _read_state(path: Path) -> dict[str, Any]:
    return dict(json.loads(zlib.decompress(path.read_bytes()))) if path.is_file() else {}


def _kept(state: Path, slots: Mapping[str, int]) -> dict[str, Document]:
    """The documents as they were indexed."""
    kept: dict[str, Any] = {}
    for name in sorted({state_file(slot) for slot in slots.values()}):
        kept |= _read_state(state / name)
    return {one: Document.from_json(kept[one]) for one in slots}


def _rebuild(folder: Path, state: Path, new: Mapping[str, Document], gone: set[str]) -> Files:
    kept: dict[str, Any] = {}
    for path in sorted((state / "state").glob("*.z")):
        kept |= _read_state(path)
    documents = {one: Document.from_json(data) for one, data in kept.items()} | dict(new)
    clean = build(document for one, document in documents.items() if one not in gone)
    old = [*folder.glob("[tv]/*.js"), *folder.glob("d/*/*.js")]
    names = {path.relative_to(folder).as_posix() for path in old}
    names |= {path.relative_to(state).as_posix() for path in (state / "state").glob("*.z")}
    return {**dict.fromkeys(sorted(names - clean.keys())), **clean}


def _edits(
    old: Mapping[str, Document],
    new: Mapping[str, Document],
    places: Mapping[str, tuple[int | None, int | None]],
) -> Edits:
    edits: Edits = defaultdict(list)
    for one, (left, right) in places.items():
        before = terms(old[one]) if one in old else {}
        after = terms(new[one]) if one in new else {}
        if left is not None and left == right:
            for term in before.keys() | after.keys():
                if before.get(term) != after.get(term):
                    edits[term].append((left, before.get(term), after.get(term)))
            continue
        if left is not None:
            for term, code in before.items():
                edits[term].append((left, code, None))
        if right is not None:
            for term, code in after.items():
                edits[term].append((right, None, code))
    return edits


def _apply(text: str, edits: Iterable[tuple[int, int | None, int | None]], size: int) -> str:
    groups = {code: set(slots) for code, slots in read_groups(text, size).items()} if text else {}
    for slot, was, now in edits:
        if was is not None:
            groups[was].discard(slot)
        if now is not None:
            groups.setdefault(now, set()).add(slot)
    return write_groups({code: slots for code, slots in groups.items() if slots}, size)


def _terms(folder: Path, layout: Layout, edits: Edits) -> Files:
    by_file: dict[str, list[str]] = defaultdict(list)
    for term in edits:
        by_file[layout.term_file(term)].append(term)
    files: Files = {}
    stems_gone: set[str] = set()
    stems_come: set[str] = set()
    for name, some in by_file.items():
        shard = _load(folder, name)
        before = shard_stems(_codes(shard))
        for term in some:
            # a document that moves leaves one slot before another takes it
            ordered = sorted(edits[term], key=lambda edit: edit[1] is None)
            shard[term] = _apply(shard.get(term, ""), ordered, layout.size)
        shard = {term: text for term, text in shard.items() if text}
        after = shard_stems(_codes(shard))
        stems_gone |= before - after
        stems_come |= after - before
        files[f"{name}.js"] = script(name, shard) if shard else None
    return files | _stems(folder, layout, stems_gone, stems_come)


def _codes(shard: Mapping[str, str]) -> dict[str, list[int]]:
    return {
        term: [int(group[: group.index(",")], 36) for group in text.split(";")]
        for term, text in shard.items()
    }


def _stems(folder: Path, layout: Layout, gone: set[str], come: set[str]) -> Files:
    listed: dict[str, set[str]] = {}
    for stem in sorted(gone | come):
        for name in map(layout.stem_file, analyser.stem_keys(stem)):
            some = listed.setdefault(name, set((_load(folder, name) or "").split()))
            (some.add if stem in come else some.discard)(stem)
    return {
        f"{name}.js": script(name, " ".join(sorted(some))) if some else None
        for name, some in listed.items()
    }


def _load(folder: Path, name: str) -> Any:
    path = folder / f"{name}.js"
    return unscript(path.read_bytes()) if path.is_file() else {}


def _rows(
    folder: Path,
    new: Mapping[str, Document],
    places: Mapping[str, tuple[int | None, int | None]],
) -> Files:
    rows: dict[str, Any] = {}
    for lang in LANGUAGES:
        for left, _ in places.values():
            if left is not None:
                name = rows_file(lang, left)
                rows.setdefault(name, _load(folder, name)).pop(f"{left:x}", None)
        for one, (_, right) in places.items():
            if right is not None:
                name = rows_file(lang, right)
                rows.setdefault(name, _load(folder, name))[f"{right:x}"] = new[one].row(lang)
    return {f"{name}.js": script(name, some) if some else None for name, some in rows.items()}


def _state(
    state: Path,
    new: Mapping[str, Document],
    places: Mapping[str, tuple[int | None, int | None]],
) -> Files:
    kept: dict[str, Any] = {}
    for one, (left, _) in places.items():
        if left is not None:
            name = state_file(left)
            kept.setdefault(name, _read_state(state / name)).pop(one, None)
    for one, (_, right) in places.items():
        if right is not None:
            name = state_file(right)
            kept.setdefault(name, _read_state(state / name))[one] = new[one].to_json()
    return {name: zlib.compress(dumps(some), 1) if some else None for name, some in kept.items()}


def _present(folder: Path, files: Files) -> Iterator[str]:
    """Names of term and stem files after the change."""
    head = _load(folder, "index")
    for kind in "tv":
        bits = format(int(head[kind], 16), f"0{len(head[kind]) * 4}b")
        for at, bit in enumerate(bits):
            name = f"{kind}/{at:x}.js"
            if files.get(name) if name in files else bit == "1":
                yield name
