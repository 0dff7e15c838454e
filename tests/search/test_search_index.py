# SPDX-License-Identifier: MIT
"""The index: the same for the same documents, and brought up to date in place."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.errors import UserError
from esep.search.documents import Document, Text, assign_slots, table_size
from esep.search.index import build
from esep.search.postings import decode, encode
from esep.search.searcher import Searcher
from esep.search.update import update, write


def on_disk(folder: Path) -> dict[str, bytes]:
    """Everything a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def retitled(document: Document, title: str) -> Document:
    """The document with another title in every language."""
    texts = {lang: replace(text, title=title) for lang, text in document.texts.items()}
    return replace(document, texts=texts)


def small(number: int, word: str = "жүйе") -> Document:
    """A document made of a number."""
    return Document(f"d{number}", {"kk": Text(f"{word} {number}")}, f"KZ-{number:06d}-01")


@given(st.sets(st.integers(0, 5000), min_size=1), st.sampled_from([64, 1024, 16384]))
def test_postings_round_trip(slots: set[int], size: int) -> None:
    assert decode(encode(slots, size), len(slots), size) == sorted(slots)


@given(st.sets(st.text(max_size=6), max_size=60), st.randoms(use_true_random=False))
def test_slots_are_distinct_and_independent_of_order(ids: set[str], dice: random.Random) -> None:
    shuffled = sorted(ids)
    dice.shuffle(shuffled)
    slots = assign_slots(shuffled)
    assert slots == assign_slots(sorted(ids))
    assert len(set(slots.values())) == len(ids)


def test_adding_an_id_moves_few_others() -> None:
    ids = {f"object-{number}" for number in range(3000)}
    before, after = assign_slots(ids), assign_slots(ids | {"object-new"})
    assert sum(before[one] != after[one] for one in ids) < 30


def test_index_is_the_same_when_documents_come_in_another_order(documents: list[Document]) -> None:
    assert build(documents) == build(reversed(documents))


def test_update_equals_a_clean_build_after_each_of_many_changes(
    tmp_path: Path, documents: list[Document]
) -> None:
    dice = random.Random(3)
    now = {one.id: one for one in documents}
    write(tmp_path, tmp_path, build(now.values()))
    for step in range(12):
        changed = [
            retitled(one, f"Өзгерген атау {step}") for one in dice.sample([*now.values()], 2)
        ]
        changed.append(small(step))
        removed = [dice.choice(sorted(now.keys() - {one.id for one in changed}))]
        now |= {one.id: one for one in changed}
        del now[removed[0]]
        write(tmp_path, tmp_path, update(tmp_path, tmp_path, changed, removed))
        assert on_disk(tmp_path) == build(now.values())


def test_update_equals_a_clean_build_when_the_table_grows_and_shrinks(tmp_path: Path) -> None:
    few, more = [small(n) for n in range(40)], [small(n) for n in range(40, 100)]
    assert table_size(40) != table_size(100)
    write(tmp_path, tmp_path, build(few))
    write(tmp_path, tmp_path, update(tmp_path, tmp_path, more))
    assert on_disk(tmp_path) == build([*few, *more])
    write(tmp_path, tmp_path, update(tmp_path, tmp_path, [], [one.id for one in more]))
    assert on_disk(tmp_path) == build(few)


def test_update_writes_nothing_new_when_the_document_is_the_same(
    tmp_path: Path, documents: list[Document]
) -> None:
    files = build(documents)
    write(tmp_path, tmp_path, files)
    assert all(
        files[name] == content
        for name, content in update(tmp_path, tmp_path, documents[:1]).items()
    )


def test_update_touches_few_term_files_when_one_word_changes(tmp_path: Path) -> None:
    many = [small(number) for number in range(2000)]
    write(tmp_path, tmp_path, build(many))
    files = update(tmp_path, tmp_path, [small(7, "жүйелер")])
    assert sum(name.startswith("t/") for name in files) <= 2


def test_update_is_refused_when_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no search index"):
        update(tmp_path, tmp_path, [small(1)])


def test_search_finds_nothing_when_the_index_is_empty() -> None:
    assert Searcher(build([]).get).search("жүйе", "kk") == []


def test_state_is_not_needed_to_search(documents: list[Document]) -> None:
    served = {name: some for name, some in build(documents).items() if "state/" not in name}
    assert Searcher(served.get).search("көпір", "kk")


def test_state_stays_out_of_the_folder_that_is_served(
    tmp_path: Path, documents: list[Document]
) -> None:
    site, kept = tmp_path / "site", tmp_path / "kept"
    write(site, kept, build(documents[1:]))
    write(site, kept, update(site, kept, documents[:1]))
    assert on_disk(site) | on_disk(kept) == build(documents)
    assert not [name for name in on_disk(site) if "state" in name]


def test_index_is_rebuilt_when_the_analyser_changed(
    tmp_path: Path, documents: list[Document]
) -> None:
    write(tmp_path, tmp_path, build(documents))
    ids = tmp_path / "state/ids.json"
    ids.write_bytes(ids.read_bytes().replace(b'"made_by":"', b'"made_by":"old '))
    assert set(update(tmp_path, tmp_path, [])) == set(build(documents))
