# SPDX-License-Identifier: MIT
"""What lies below objects/: every folder with a digest of its contents.

A file whose size and time are as remembered is not read again, as git's index does it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from esep.model.registry import OBJECTS, PASSPORT

# By folder and path: size, mtime in ns, digest.
Files = Mapping[str, Mapping[str, list[object]]]


@dataclass(frozen=True)
class Scan:
    """`folders` holds a digest by object folder; `files` is what the next scan is given."""

    folders: Mapping[str, str]
    files: Files


def scan(root: Path, known: Files, trusted_before: int) -> Scan:
    """Look at every object folder; files changed at or after `trusted_before` are read."""
    found = {one: _look(root, one, known.get(one, {}), trusted_before) for one in _folders(root)}
    return Scan(
        {one: digest for one, (digest, _) in found.items()},
        {one: files for one, (_, files) in found.items()},
    )


def scan_again(root: Path, before: Scan, touched: Iterable[str]) -> Scan:
    """Look at these folders alone, and read all that is in them."""
    folders, files = dict(before.folders), dict(before.files)
    for one in touched:
        folders.pop(one, None)
        files.pop(one, None)
        if _is_folder(root, one):
            folders[one], files[one] = _look(root, one, {}, 0)
    ordered = sorted(folders)
    return Scan({one: folders[one] for one in ordered}, {one: files[one] for one in ordered})


def _is_folder(root: Path, folder: str) -> bool:
    path = root / folder
    return path.is_dir() and not path.is_symlink() and not path.parent.is_symlink()


def _look(
    root: Path, folder: str, known: Mapping[str, list[object]], trusted_before: int
) -> tuple[str, Mapping[str, list[object]]]:
    files: dict[str, list[object]] = {}
    parts = [PASSPORT]
    for path, entry in _below(root, folder):
        info = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(info.st_mode):
            parts.append(f"{path} {info.st_mode}")
            continue
        old = known.get(path)
        is_same = old and old[:2] == [info.st_size, info.st_mtime_ns]
        if old and is_same and info.st_mtime_ns < trusted_before:
            files[path] = old
        else:
            files[path] = [info.st_size, info.st_mtime_ns, _digest(entry.path)]
        parts.append(f"{path} {info.st_mode & 0o111} {files[path][2]}")
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest(), files


def _folders(root: Path) -> Iterator[str]:
    for agency in _entries(os.path.join(root, OBJECTS)):  # noqa: PTH118
        if agency.is_dir(follow_symlinks=False):
            for one in _entries(agency.path):
                if one.is_dir(follow_symlinks=False):
                    yield f"{OBJECTS}/{agency.name}/{one.name}"


def _below(root: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    for entry in _entries(os.path.join(root, folder)):  # noqa: PTH118
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _below(root, path)
        else:
            yield path, entry


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda one: one.name)
    except OSError:
        return []


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            hashed = blake2b(digest_size=12)
            while chunk := file.read(1 << 20):
                hashed.update(chunk)
            return hashed.hexdigest()
    except OSError:
        return "?"
