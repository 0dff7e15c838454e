# SPDX-License-Identifier: MIT
"""The folder a build writes, and what it remembers so that the next one writes only changes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

STATE = "state.json"
STAMP = ".build"  # in the folder written; says which state speaks of it
# A file changed this shortly before the state was saved may change again unseen.
RACY_NS = 2_000_000_000
CHUNK = 1 << 20  # bytes


class Store:
    """Files below `out`, each with the key of what it was made from.

    A file whose key is as before is not made again; a file that nobody names any more
    goes away. `state` is free for the builder.
    """

    def __init__(self, out: Path, work: Path) -> None:
        self.out, self._work = out, work
        self.old: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.state: dict[str, Any] = {}
        self.trusted_before = 0
        self.written = 0
        self._load()

    def _load(self) -> None:
        with suppress(OSError, ValueError):
            data = (self._work / STATE).read_bytes()
            if (self.out / STAMP).read_text("ascii") == _hash(data):
                found = json.loads(data)
                self.old, self.state = found["keys"], found["state"]
                self.trusted_before = (self._work / STATE).stat().st_mtime_ns - RACY_NS

    def has(self, path: str, key: str) -> bool:
        """Whether the file is there as made from `key`; if so it stays."""
        if self.old.get(path) != key:
            return False
        self.keys[path] = key
        return True

    def put(self, path: str, key: str, data: bytes) -> None:
        """Write a file."""
        self.keys[path] = key
        write(self.out, path, data)
        self.written += 1

    def data(self, path: str, data: bytes) -> None:
        """Write a file unless it holds these bytes already."""
        key = _hash(data)
        if not self.has(path, key):
            self.put(path, key, data)

    def unsettle(self) -> None:
        """Files are about to change; should it end before `save`, all are made anew."""
        (self.out / STAMP).unlink(missing_ok=True)

    def settle(self, gone: Iterable[str] = (), kept: Iterable[str] = ()) -> None:
        """Take away what is no longer named; others wrote what is `kept`."""
        for path in sorted({*self.old, *gone} - {*self.keys, *kept}):
            remove(self.out, path)
        self.old, self.keys = self.keys, {}

    def save(self, state: Mapping[str, Any]) -> None:
        """Remember after `settle`."""
        text = json.dumps(
            {"keys": self.old, "state": state}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        self._work.mkdir(parents=True, exist_ok=True)
        (self._work / STATE).write_bytes(text)
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / STAMP).write_text(_hash(text), "ascii")


def write(out: Path, path: str, data: bytes) -> None:
    """Write one file, and the folders it needs."""
    with _open(out, path) as file:
        file.write(data)


def copy(source: Path, out: Path, path: str) -> None:
    """Copy one file, and make the folders it needs."""
    with source.open("rb") as data, _open(out, path) as file:
        shutil.copyfileobj(data, file, CHUNK)


def _open(out: Path, path: str) -> BinaryIO:
    name = f"{out}/{path}"
    try:
        return open(name, "wb")  # noqa: PTH123 - 100,000 times
    except FileNotFoundError:
        os.makedirs(name.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
        return open(name, "wb")  # noqa: PTH123


def remove(out: Path, path: str) -> None:
    """Remove one file, and the folders that it leaves empty."""
    with suppress(FileNotFoundError):
        (out / path).unlink()
    for folder in Path(path).parents:
        try:
            (out / folder).rmdir()
        except OSError:
            return


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
