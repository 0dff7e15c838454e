# SPDX-License-Identifier: MIT
"""analyser.yml as Python and JavaScript run it: vectors.json holds both."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from esep.search import analyser
from esep.search.match import distance
from esep.search.readings import readings, typed_on_other_keys
from esep.search.synonyms import concepts, glossary
from esep.search.synonyms import key as phrase_key

VECTORS: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
)
Ask = Callable[[list[list[Any]]], list[Any]]
PYTHON: dict[str, Callable[..., Any]] = {
    "skeleton": analyser.skeleton,
    "tokens": analyser.tokens,
    "code_key": analyser.code_key,
    "stems": lambda word, lang: list(analyser.stems(analyser.sound(word), lang)),
    "readings": lambda word, chunk: [list(pair) for pair in readings(word, chunk)],
    "concepts": lambda text: [name for _, _, name in concepts(analyser.tokens(text), glossary())],
    "term_key": analyser.term_key,
    "near_keys": lambda stem: list(dict.fromkeys(analyser.near_keys(stem))),
    "shape_key": analyser.shape_key,
    "shortened": analyser.shortened,
    "phrase_key": phrase_key,
    "typed_on_other_keys": typed_on_other_keys,
    "distance": distance,
}


@pytest.fixture(params=["python", "javascript"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Answer calls in one of the two languages."""
    if request.param == "python":
        return lambda calls: [PYTHON[name](*given) for name, *given in calls]
    node = request.getfixturevalue("node")
    spec = analyser.specification()
    return lambda calls: node("run_vectors.js", {"specification": spec, "calls": calls})


def test_skeleton_is_shared_when_words_sound_alike(ask: Ask) -> None:
    groups = VECTORS["same_skeleton"]
    found = iter(ask([["skeleton", word] for group in groups for word in group]))
    shapes = [{next(found) for _ in group} for group in groups]
    assert [len(shape) for shape in shapes] == [1] * len(groups)
    assert len(set.union(*shapes)) == len(groups)


@pytest.mark.parametrize(("section", "depth"), [("same_stem", 0), ("same_root", 1)])
def test_stem_is_shared_when_only_suffixes_differ(ask: Ask, section: str, depth: int) -> None:
    vectors = VECTORS[section]
    found = iter(ask([["stems", word, lang] for lang, *words in vectors for word in words]))
    pairs = [(next(found)[depth], next(found)[depth]) for _ in vectors]
    assert [one for one, _ in pairs] == [other for _, other in pairs]


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("tokens", "tokens"),
        ("codes", "code_key"),
        ("concepts", "concepts"),
        ("keys", "term_key"),
        ("shape_keys", "shape_key"),
        ("near_keys", "near_keys"),
        ("shortened", "shortened"),
        ("phrase_keys", "phrase_key"),
        ("other_keys", "typed_on_other_keys"),
        ("distance", "distance"),
    ],
)
def test_answer_is_that_of_the_vector(ask: Ask, section: str, name: str) -> None:
    vectors = VECTORS[section]
    answers = ask([[name, *given] for *given, _ in vectors])
    assert answers == [expected for *_, expected in vectors]


def test_readings_hold_the_word_meant_when_the_layout_or_alphabet_is_wrong(ask: Ask) -> None:
    vectors = VECTORS["readings"]
    answers = ask([["readings", word, chunk] for word, chunk, _, _ in vectors])
    for (word, _, variant, meant), found in zip(vectors, answers, strict=True):
        assert [variant, meant] in found, word


def test_both_languages_agree_on_every_word_of_the_specification(node: Any) -> None:
    spec = analyser.specification()
    words = sorted(
        {w for group in spec["synonyms"] for text in group for w in analyser.tokens(text)}
    )
    calls = [["stems", word, lang] for word in words for lang in ("kk", "ru", "en")]
    calls += [["concepts", text] for group in spec["synonyms"] for text in group]
    calls += [["readings", word, word] for word in words]
    expected = [PYTHON[name](*given) for name, *given in calls]
    assert node("run_vectors.js", {"specification": spec, "calls": calls}) == expected


def test_specification_holds_texts_only() -> None:
    spec = analyser.specification()
    lists = [spec["stop_words"], *spec["crowded"].values(), *spec["synonyms"]]
    lists += [part for stems in spec["stems"].values() for part in stems.values()]
    words = [word for some in lists if isinstance(some, list) for word in some]
    assert [word for word in words if not isinstance(word, str)] == []
