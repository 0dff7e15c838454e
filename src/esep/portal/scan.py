# SPDX-License-Identifier: MIT
"""What lies below objects/: every folder with a digest of its contents.

A file whose size and time are as remembered is not read again, as git's index does it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from esep.model.registry import OBJECTS, PASSPORT

Known = Mapping[str, list[object]]  # path -> [size, mtime in ns, digest]


@dataclass(frozen=True)
class Scan:
    """`folders` holds a digest by object folder; `files` is what the next scan is given."""

    folders: Mapping[str, str]
    files: Mapping[str, list[object]]


def scan(root: Path, known: Known, trusted_before: int) -> Scan:
    """Look at every object folder; files changed at or after `trusted_before` are read."""
    files: dict[str, list[object]] = {}
    folders: dict[str, str] = {}
    for folder in _folders(root):
        parts = [PASSPORT]
        for path, entry in _below(root, folder):
            info = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(info.st_mode):
                parts.append(f"{path} {info.st_mode}")
                continue
            old = known.get(path)
            if (
                old
                and old[:2] == [info.st_size, info.st_mtime_ns]
                and (info.st_mtime_ns < trusted_before)
            ):
                files[path] = old
            else:
                files[path] = [info.st_size, info.st_mtime_ns, _digest(entry.path)]
            parts.append(f"{path} {info.st_mode & 0o111} {files[path][2]}")
        folders[folder] = blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
    return Scan(folders, files)


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
