# SPDX-License-Identifier: MIT
"""The folder a build writes, and what it remembers so that the next one writes only changes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from esep.errors import UserError

STATE = "state.sqlite"
STAMP = ".build"  # in the folder written; says which state speaks of it
# A file changed this shortly before the state was saved may change again unseen.
RACY_NS = 2_000_000_000
PATIENCE = 5.0  # seconds to wait for another build to write
_TABLE = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
_ALL = "SELECT name, value FROM kept"
CHUNK = 1 << 20  # bytes


class Store:
    """Files below `out`, each with the key of what it was made from.

    A file whose key is as before is not made again; a file that nobody names any more
    goes away. `state` is free for the builder, as are `rows`, of which only those that changed
    are written again.
    """

    def __init__(self, out: Path, work: Path) -> None:
        self.out, self._work = out, work
        self.old: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.state: dict[str, Any] = {}
        self.rows: dict[str, Any] = {}
        self.trusted_before = 0
        self.written = 0
        self._load()

    def _load(self) -> None:
        path = self._work / STATE
        try:
            stamp = (self.out / STAMP).read_text("ascii")
            with closing(sqlite3.connect(path, timeout=PATIENCE)) as kept:
                rows = {name: json.loads(value) for name, value in kept.execute(_ALL)}
            told = rows.pop("")
            if _hash(_json(told).encode()) == stamp:
                self.old, self.state = told
                self.rows = rows
                self.trusted_before = path.stat().st_mtime_ns - RACY_NS
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                raise _unusable(path, error) from None
        except (OSError, ValueError, LookupError, TypeError):
            pass
        if not self.state:
            path.unlink(missing_ok=True)

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

    def save(self, state: Mapping[str, Any], rows: Mapping[str, Any]) -> None:
        """Remember after `settle`; of `rows` those that changed, None for what is no more.

        `state` tells one state of the files that others wrote from another.
        """
        texts = {name: _json(value) for name, value in rows.items() if value is not None}
        texts[""] = _json([self.old, state])
        self._work.mkdir(parents=True, exist_ok=True)
        path = self._work / STATE
        try:
            with closing(sqlite3.connect(path, timeout=PATIENCE)) as kept, kept:
                kept.execute(_TABLE)
                gone = [(name,) for name in rows.keys() - texts.keys()]
                kept.executemany("DELETE FROM kept WHERE name = ?", gone)
                kept.executemany("REPLACE INTO kept VALUES (?, ?)", texts.items())
        except sqlite3.Error as error:
            raise _unusable(path, error) from None
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / STAMP).write_text(_hash(texts[""].encode()), "ascii")


def _unusable(path: Path, error: sqlite3.Error) -> UserError:
    return UserError(
        f"{path}: cannot be used ({error}). See that the disk has room and that no other "
        "build of this portal is under way, then build again."
    )


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
