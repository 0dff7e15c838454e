# SPDX-License-Identifier: MIT
"""Run the gold race: many writers, kill -9 all along the first half, then every promise checked."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "workflow"))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 when a promise is broken."""
    from race import run_race

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--objects", type=int, default=50, help="per writer")
    parser.add_argument("--kill-every", type=float, default=0.6, help="seconds")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="esep-race-") as folder:
        figures = run_race(Path(folder), asked.writers, asked.objects, kill_every=asked.kill_every)
        # Said before the clones of the killed are cleared away, which takes its time.
        said = (f"writers {asked.writers} x objects {asked.objects}", *figures.lines())
        print(*said, sep="\n", flush=True)
    return 1 if figures.faults or not figures.kills else 0


if __name__ == "__main__":
    raise SystemExit(main())
