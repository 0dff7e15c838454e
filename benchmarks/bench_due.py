#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU seconds of `esep due` over a registry under git: without its caches, and with them.

The peer reads the same passports, historical states included, with PyYAML's `CSafeLoader` and
does nothing else: what any tool that knows every state of every record must spend.

Usage: scripts/bench due REGISTRY   (made by: scripts/make-registry --objects N --git COMMITS)
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from esep.gitlog.blobs import BlobReader
from esep.gitlog.touches import read_touches
from esep.yamlsafe import MAX_BYTES

PEER = "--peer"


def run(argv: list[str], cache: Path) -> tuple[float, float, int]:
    """CPU seconds and peak MB of one run, git included; lines it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *argv],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        check=False,
    )
    if done.returncode > 1:
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss / 1024, done.stdout.count(b"\n")


def read_all(root: Path) -> None:
    """Load every state of every passport as PyYAML does."""
    blobs = {row.blob for row in read_touches(root).rows if row.blob}
    with BlobReader(root) as reader:
        for blob in sorted(blobs):
            yaml.load(reader.read(blob, MAX_BYTES), Loader=yaml.CSafeLoader)
    print(f"{len(blobs)} passports")


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    if PEER in sys.argv:
        read_all(root)
        return
    due = ["-m", "esep.cli.main", "--root", str(root), "due", "--on", "2026-11-22"]
    with tempfile.TemporaryDirectory() as cache:
        peer, _, _ = run([__file__, str(root), PEER], Path(cache))
        print(f"peer, yaml.CSafeLoader alone: {peer:.2f} s CPU")
        for name in ("cold", "warm", "warm again"):
            spent, peak, lines = run(due, Path(cache))
            shown = f"{spent:.2f} s CPU ({spent / peer:.2f} x peer), {peak:.0f} MB peak"
            print(f"{name}: {shown}, {lines} lines")
    runs = subprocess.run(
        ["git", "-C", str(root), "rev-list", "--count", "HEAD"], capture_output=True, check=True
    )
    objects = sum(1 for _ in root.glob("objects/*/*/passport.yml"))
    print(f"{objects} objects, {int(runs.stdout)} commits")


if __name__ == "__main__":
    main()
