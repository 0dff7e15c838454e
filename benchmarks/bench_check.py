# SPDX-License-Identifier: MIT
"""esep check at growing sizes, beside check-jsonschema on the same passports."""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def cpu_of(*argv: str, codes: tuple[int, ...] = (0, 1)) -> float:
    """CPU seconds, user and system, of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(argv, check=False, capture_output=True, cwd=ROOT, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        sys.exit(f"{argv}: {done.stderr.decode()[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(count: int, peer: bool, documents: bool) -> tuple[float, float]:
    """CPU seconds of ours and of the peer for one generated registry."""
    with tempfile.TemporaryDirectory() as folder:
        make = ["scripts/make-registry", "--objects", str(count), "--seed", "1"]
        cpu_of(*make, "--out", folder, codes=(0,))
        esep = [sys.executable, "-m", "esep.cli.main", "--root", folder, "check", "--jobs", "1"]
        if documents:
            cpu_of(*esep)  # verdicts are cached by content: the second run is the usual one
        ours = cpu_of(*esep)
        if not peer:
            return ours, math.nan
        passports = sorted(map(str, Path(folder).glob("objects/*/*/passport.yml")))
        schema = str(ROOT / "schemas" / "passport.schema.json")
        base = [
            "check-jsonschema",
            "--base-uri",
            f"{Path(schema).parent.as_uri()}/",
            "--schemafile",
            schema,
        ]
        return ours, cpu_of(*base, *passports)


def main() -> int:
    """Print seconds, ratio and growth exponent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", default="250,1000,4000")
    parser.add_argument("--peer-up-to", type=int, default=1000, help="it is slow: 0 leaves it out")
    arguments = parser.parse_args()
    sizes = [int(one) for one in arguments.objects.split(",")]
    print(f"{'objects':>8} {'CPU s':>8} {'ms each':>8} {'check-jsonschema':>17} {'ratio':>6}")
    seen = []
    for size in sizes:
        ours, peer = measure(size, size <= arguments.peer_up_to, documents=True)
        seen.append((size, ours))
        each = ours / size * 1000
        print(f"{size:>8} {ours:>8.2f} {each:>8.2f} {peer:>17.2f} {peer / ours:>6.1f}")
    if len(seen) > 1:
        (first, low), (last, high) = seen[0], seen[-1]
        print(f"growth exponent {math.log(high / low) / math.log(last / first):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
