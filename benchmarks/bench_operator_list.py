#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU time to score many objects by Order 353: bench_operator_list.py [--objects 10000]."""

from __future__ import annotations

import argparse
import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from esep.checks.context import Context
from esep.checks.operator_facts import law, score_object
from esep.model.tree import DirTree

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 5.0


def main() -> int:
    """Score passports of the registry over and over; fail above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=10_000)
    count = parser.parse_args().objects
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))
    read = [one for one in context.registry.objects() if one.is_valid]
    records = [one for one in read if one.passport.kind in law(context)["kinds"]]
    declared = {"2.5": {"value": "yes", "evidence": "e"}, "3.2": {"number": "5", "evidence": "e"}}
    start = time.process_time()
    passed = sum(
        score_object(context, one, declared).passed for one in islice(cycle(records), count)
    )
    spent = time.process_time() - start
    print(f"{count} objects scored, {passed} pass: {spent:.2f} s CPU (at most {LIMIT} s)")
    return int(spent > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
