# SPDX-License-Identifier: MIT
"""Precision and recall of the finder of like objects, and its CPU time on generated objects."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from esep.checks.duplicates import likenesses
from esep.model.survey import Facts

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "duplicates"
TUNING = (PAIRS / "tuning-1.yml", PAIRS / "tuning-2.yml")
HELD_OUT = (PAIRS / "held-out.yml",)
POLICY = ROOT / "registry" / "rulebooks" / "policy.yml"


def facts(name: str, value: Mapping[str, Any]) -> Facts:
    """An object of the labelled set."""
    lists = {key: tuple(value[key]) for key in ("functions", "services", "types", "bodies")}
    return Facts(
        folder=f"objects/a/{name}", id=name, kind=value["kind"], name=value["name"], short={},
        purpose={}, holder=(lists["bodies"] or (f"body-{name}",))[0], stage="operation", code="",
        domains=(), capabilities=(), technologies=(), reference_for=(), links=(), **lists,
    )  # fmt: skip


def quality(paths: Iterable[Path], threshold: float) -> tuple[int, int, int]:
    """Pairs found rightly, found wrongly (also those nobody labelled), and missed, by files."""
    right = wrong = missed = 0
    for path in paths:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        objects = [facts(name, value) for name, value in data["objects"].items()]
        found = {frozenset((one.first, one.second)) for one in likenesses(objects, threshold)}
        same = {frozenset((p["first"], p["second"])) for p in data["pairs"] if p["same"] == "yes"}
        right += len(found & same)
        wrong += len(found - same)
        missed += len(same - found)
    return right, wrong, missed


def threshold() -> float:
    """The one of the policy."""
    policy = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    return float(policy["monitoring"]["similarity_threshold"])


def generated(count: int) -> list[Facts]:
    """Objects over 2,000 functions, 1,000 services and 5,000 types, like a real register."""
    draw = random.Random(1)
    words = [f"сөз{n:04d}" for n in range(4000)]
    made = []
    for n in range(count):
        name = " ".join(["жүйе", *draw.sample(words, 3)])
        value = {
            "kind": draw.choice(("ici.is", "psp", "sw", "seir", "ir")),
            "name": {"kk": name, "ru": name, "en": name},
            "functions": [f"f{draw.randrange(2000)}" for _ in range(2)],
            "services": [f"s{draw.randrange(1000)}"],
            "types": [f"t{int(draw.paretovariate(0.7)) % 5000}" for _ in range(4)],
            "bodies": [f"b{draw.randrange(300)}" for _ in range(2)],
        }
        made.append(facts(f"object-{n}", value))
    return made


def main() -> int:
    """Print precision, recall and seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=10_000)
    count = parser.parse_args().objects
    for name, paths in (("tuning", TUNING), ("held out", HELD_OUT)):
        for level in sorted({0.4, 0.5, threshold(), 0.6, 0.7}):
            right, wrong, missed = quality(paths, level)
            mark = " <- policy" if level == threshold() else ""
            print(f"{name}, threshold {level:.2f}: precision {right / max(1, right + wrong):.3f}, "
                  f"recall {right / (right + missed):.3f} ({right} right, {wrong} wrong, "
                  f"{missed} missed){mark}")  # fmt: skip
    objects = generated(count)
    start = time.process_time()
    found = likenesses(objects, threshold())
    print(f"{count} objects: {time.process_time() - start:.1f} s CPU, {len(found)} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
