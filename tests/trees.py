# SPDX-License-Identifier: MIT
"""A registry in memory: what a test writes, over the schemas and rulebooks of this repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from esep.model.tree import FOLDER, REGULAR, DirTree, Entry

ROOT = Path(__file__).resolve().parents[1]
MINIMAL = ROOT / "tests" / "data" / "minimal"
SHARED = ("schemas", "registry/rulebooks", "registry/calendar")


@dataclass
class MemoryTree:
    """Files by path; `modes` holds what is not a regular file (git's notation)."""

    files: dict[str, bytes]
    modes: dict[str, str] = field(default_factory=dict)
    base: DirTree = field(default_factory=lambda: DirTree(ROOT))

    def read(self, path: str, limit: int) -> bytes | None:
        if path.startswith(SHARED):
            return self.base.read(path, limit)
        if self.modes.get(path, REGULAR) != REGULAR:
            return None
        found = self.files.get(path)
        return None if found is None else found[:limit]

    def entries(self, prefix: str) -> Iterator[Entry]:
        if prefix.startswith(SHARED):
            yield from self.base.entries(prefix)
            return
        folders = set()
        for path in sorted({*self.files, *self.modes}):
            if not path.startswith(f"{prefix}/"):
                continue
            parts = path.split("/")
            for depth in range(prefix.count("/") + 2, len(parts)):
                folder = "/".join(parts[:depth])
                if folder not in folders:
                    folders.add(folder)
                    yield Entry(folder, FOLDER, 0)
            yield Entry(path, self.modes.get(path, REGULAR), len(self.files.get(path, b"")))
