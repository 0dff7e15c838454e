#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU seconds of `esep due` over a registry under git: without its caches, and with them.

Usage: scripts/bench due REGISTRY   (made by: scripts/make-registry --objects N --git COMMITS)
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path


def run(root: Path, cache: Path) -> tuple[float, float, int]:
    """CPU seconds and peak MB of one run, git included; lines it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "esep.cli.main", "--root", str(root), "due", "--on", "2026-11-22"],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        check=False,
    )
    if done.returncode > 1:
        sys.exit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss / 1024, done.stdout.count(b"\n")


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as cache:
        for name in ("cold", "warm", "warm again"):
            spent, peak, lines = run(root, Path(cache))
            print(f"{name}: {spent:.2f} s CPU, {peak:.0f} MB peak, {lines} lines")
    runs = subprocess.run(
        ["git", "-C", str(root), "rev-list", "--count", "HEAD"], capture_output=True, check=True
    )
    objects = sum(1 for _ in root.glob("objects/*/*/passport.yml"))
    print(f"{objects} objects, {int(runs.stdout)} commits")


if __name__ == "__main__":
    main()
