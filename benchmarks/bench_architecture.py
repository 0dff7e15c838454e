# SPDX-License-Identifier: MIT
"""CPU time of the checks V1 to V13 over a generated architecture of full size."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from esep.checks import integrity
from esep.checks.context import Context
from esep.model.tree import DirTree

ROOT = Path(__file__).resolve().parents[1]
NAME = "name: {kk: а, ru: а, en: a}"
PASSPORT = """schema_version: 1
id: o{n}
kind: ici.is
name: {{kk: "сөз{a} жүйе", ru: "слово{b} система", en: "word{c} system"}}
purpose: {{kk: а, ru: а, en: a}}
proprietor: b{body}
holder: b{body}
lifecycle: {{entry: creation, history: [{{stage: operation, since: 2020-01-01}}]}}
changes: [{{kind: registration, changed_on: 2020-01-01, summary: {{kk: а, ru: а, en: a}}}}]
domains: [d{domain}]
functions: [f{f1}, f{f2}]
services: [s{s}]
capabilities: [c{cap}]
interactions:
  - {{with: o{partner}, direction: in, data: {{kk: а, ru: а, en: a}}, types: [t{t1}, t{t2}]}}
"""


def passports(count: int, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Objects spread over 2,000 functions, 1,000 services, 500 capabilities, 2,000 types."""
    # fmt: off
    limits = {"a": 4000, "b": 4000, "c": 4000, "body": 300, "domain": 20, "f1": 2000,
              "f2": 2000, "s": 1000, "cap": 500, "partner": count, "t1": 2000, "t2": 2000}
    # fmt: on
    for n in range(count):
        values = {key: draw.randrange(limit) for key, limit in limits.items()}
        yield f"objects/b{values['body']}/o{n}/passport.yml", PASSPORT.format(n=n, **values)


def registers(attributes: int) -> Iterator[tuple[str, str]]:
    """Files of the integrator: at most 400 elements or 1,000 attributes each."""

    def listed(kind: str, letter: str, count: int, more: str) -> Iterator[tuple[str, str]]:
        for start in range(0, count, 400):
            rows = "".join(f"- {{id: {letter}{n}, {NAME}{more.format(n=n, k=n % 500)}}}\n"
                           for n in range(start, min(count, start + 400)))  # fmt: skip
            path = f"registry/architecture/activity/{kind}-{start}.yml"
            yield path, f"schema_version: 1\n{kind}:\n{rows}"

    yield from listed("functions", "f", 2000, "")
    yield from listed("services", "s", 1000, "")
    some = ", functions: [f{n}, f{k}], services: [s{n}]"
    yield from listed("capabilities", "c", 500, some)
    for start in range(0, attributes // 25, 40):
        rows = []
        for n in range(start, start + 40):
            rows.append(f"- {{id: t{n}, {NAME}, of: e, attributes: [")
            rows += [f"  {{id: a{n}-{m}, {NAME}, digital: yes, reference_source: o{n}}},"
                     for m in range(25)]  # fmt: skip
            rows.append("  ]}")
        body = "\n".join(rows)
        yield f"registry/architecture/data/t-{start}.yml", f"schema_version: 1\ntypes:\n{body}\n"


def main() -> int:
    """Print seconds of reading and of every check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--attributes", type=int, default=50_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for path, text in (*passports(arguments.objects, random.Random(1)),
                           *registers(arguments.attributes)):  # fmt: skip
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        for shared in ("schemas", "registry/rulebooks", "registry/calendar"):
            (Path(folder) / shared).symlink_to(ROOT / shared)
        context = Context.of(DirTree(Path(folder)), date(2026, 11, 20))
        total = 0.0
        for name, work in (("read the architecture", lambda: context.architecture.all_attributes),
                           ("read the passports", lambda: context.survey),
                           *((check.__name__, lambda c=check: list(c(context)))
                             for check in integrity.CHECKS)):  # fmt: skip
            start = time.process_time()
            result = work()
            spent = time.process_time() - start
            total += spent if name.startswith("check") else 0
            print(f"{name:<26} {spent:6.2f} s CPU, {len(result)} ")
        print(f"{'V1 to V13':<26} {total:6.2f} s CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
