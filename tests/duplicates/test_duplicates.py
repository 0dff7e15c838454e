# SPDX-License-Identifier: MIT
"""The finder of like objects: what it finds in the labelled set, and what it leaves."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
import yaml

from esep.checks.duplicates import CROWD, likenesses
from esep.model.survey import Facts
from trees import ROOT

# covers: R193-16c, R193-33c


def load_bench() -> Any:
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks/bench_duplicates.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BENCH = load_bench()


def facts(name: str, **changes: Any) -> Facts:
    value = {
        "kind": "sw",
        "name": {"kk": "Су есебі", "ru": "Учёт воды", "en": "Water account"},
        "functions": ["f"],
        "services": ["s"],
        "types": ["t"],
        "bodies": ["b"],
    }
    made: Facts = BENCH.facts(name, value)
    return made._replace(**changes)


@pytest.mark.parametrize("part", ["TUNING", "HELD_OUT"])
def test_labelled_pairs_are_found_well_enough(part: str) -> None:
    right, wrong, missed = BENCH.quality(getattr(BENCH, part), BENCH.threshold())

    assert right / (right + wrong) >= 0.9
    assert right / (right + missed) >= 0.8


def test_held_out_objects_are_not_those_tuned_on() -> None:
    read = [yaml.safe_load(path.read_text()) for path in (*BENCH.TUNING, *BENCH.HELD_OUT)]
    names = [one["name"]["ru"] for data in read for one in data["objects"].values()]

    assert len(names) == len(set(names))
    assert len(read[-1]["pairs"]) >= 100


def test_terminated_object_is_no_candidate() -> None:
    assert likenesses([facts("a"), facts("b", stage="terminated")], 0.1) == []


def test_kinds_that_cannot_replace_each_other_are_not_compared() -> None:
    assert likenesses([facts("a"), facts("b", kind="ici.dc")], 0.1) == []


def test_two_known_fields_that_agree_outweigh_nothing_known() -> None:
    bare = {"functions": (), "services": (), "types": ()}

    assert likenesses([facts("a", **bare), facts("b", **bare)], 0.1) == []


def test_crowd_of_equal_objects_makes_a_bounded_number_of_pairs() -> None:
    crowd = [facts(f"o{n:03d}") for n in range(4 * CROWD)]

    assert len(likenesses(crowd, 0.6)) <= len(crowd) * CROWD


def test_score_says_by_what_objects_are_alike() -> None:
    found = likenesses([facts("a"), facts("b", functions=("g",))], 0.1)

    assert {field: like for field, like, _ in found[0].fields}["functions"] == 0
    assert {field: shared for field, _, shared in found[0].fields}["services"] == ("s",)
