# SPDX-License-Identifier: MIT
"""The comment says who is next in three languages, and nothing in it acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_decide import PULL_REQUESTS, facts, load

from esep.checks.clocks import About, Actor, Clock, set_going
from esep.checks.context import Context
from esep.errors import UserError
from esep.model.registry import Registry
from esep.model.tree import DirTree
from esep.reports import comment, review_facts
from esep.workflow.decide import Facts, ObjectFacts, Remark, decide, from_json
from repos import ON
from trees import ROOT, MemoryTree

HOSTILE = (
    "@everyone </details><script>x</script> ](javascript:1) ``` <!-- esep --> ${{ x }} | \n# a"
)


def remarks(count: int, text: str = "сөз") -> tuple[Remark, ...]:
    words = dict.fromkeys(("kk", "ru", "en"), text)
    return tuple(
        Remark("PSP001", "error", f"objects/a/b/passport.yml:{n}", words, words, words)
        for n in range(count)
    )


def write(said: Facts, **how: Any) -> str:
    return comment.write(decide(said), **how)


# covers: R193-12b
@pytest.mark.parametrize("path", PULL_REQUESTS, ids=lambda path: path.stem)
def test_comment_of_a_pull_request_is_as_recorded(path: Path) -> None:
    golden = path.with_suffix(".md")
    text = write(from_json(load(path)["facts"]))

    assert text == golden.read_text(encoding="utf-8")


def test_marker_is_the_first_line() -> None:
    assert write(facts()).splitlines()[0] == "<!-- esep -->"


def test_kazakh_and_russian_are_open_and_english_is_folded() -> None:
    text = write(facts("YML020"))
    folded = text[text.index("<details>") : text.index("</details>")]

    assert "Must fix" in folded
    assert "Түзету керек" not in folded
    assert "Нужно исправить" not in folded


@pytest.mark.parametrize("field", ["place", "message", "fix", "law"])
def test_hostile_words_stay_words(field: str) -> None:
    (one,) = remarks(1)
    words = HOSTILE if field == "place" else dict.fromkeys(("kk", "ru", "en"), HOSTILE)
    text = write(facts(remarks=(replace(one, **{field: words}),)))

    assert text.count("<!-- esep -->") == 1
    assert text.count("</details>") == 1
    assert text.count("```") == 2
    assert not re.search(r"@(?!\u200b)|<script|\]\(", text)
    assert "everyone" in unescape(text)


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_login_or_path_leaves_its_line(login: str, folder: str) -> None:
    objects = (ObjectFacts(folder, folder, complete=True),)
    plain = write(facts(objects=(ObjectFacts("x", "x", complete=True),)))
    text = write(facts(login=login, objects=objects))

    assert len(text.splitlines()) == len(plain.splitlines())
    assert text.count("<") == plain.count("<")
    assert text.count("```") == 2


@given(st.integers(3000, 9000), st.sampled_from(["&", "😀", "`", "a", "<x>"]))
@settings(max_examples=30, deadline=None)
def test_cut_comment_is_whole(limit: int, char: str) -> None:
    text = write(facts(remarks=remarks(40, char * 50)), limit=limit)

    assert comment.units(text) <= limit
    assert text.endswith("```\n")
    assert text.count("</details>") == 1
    assert not re.search(r"&#\d*(?!\d|;)", text)
    assert text.encode("utf-8")


def test_cut_comment_counts_what_is_left_out() -> None:
    text = write(facts(remarks=remarks(500, "ұзақ мәтін " * 30), omitted=7))
    shown = text[: text.index("### Русский")].count("**PSP001**")

    assert comment.units(text) <= comment.LIMIT
    assert 0 < shown < 500
    assert f"Ещё {507 - shown} записей" in text


def test_earlier_day_of_completeness_is_found_again() -> None:
    text = write(facts(complete_on="2026-11-19", due="2026-11-23"))

    assert comment.complete_since(text) == date(2026, 11, 19)


@pytest.mark.parametrize("text", ["", "x <!-- esep-complete 2026-11-19 -->", "<!-- esep -->"])
def test_no_day_is_found_where_no_clock_ran(text: str) -> None:
    assert comment.complete_since(text) is None


# covers: R193-12a
def test_clock_runs_two_working_days_from_the_complete_state() -> None:
    context = Context.of(DirTree(ROOT), ON)

    assert verify(context, date(2026, 3, 5)).due == date(2026, 3, 10)


def test_clock_is_silent_without_a_calendar() -> None:
    context = Context.of(DirTree(ROOT), ON)
    bare = Context(Registry(MemoryTree({}, base=DirTree(ROOT / "tests"))), context.rulebooks, ON)

    assert verify(bare, ON).due is None


def verify(context: Context, complete_on: date) -> Clock:
    return set_going(context, "verify", complete_on, Actor.INTEGRATOR, About("", "", ""))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[" * 100_000,
        b"{}",
        b"null",
        b'{"head": "' + b"a" * 40 + b'"}',
        b" " * (review_facts.MAX_BYTES + 1),
    ],
)
def test_artifact_that_is_not_facts_is_refused(data: bytes) -> None:
    schemas = Registry(DirTree(ROOT)).schemas

    with pytest.raises(UserError):
        review_facts.read(data, schemas, "a" * 40)


def test_artifact_of_another_commit_is_refused() -> None:
    schemas = Registry(DirTree(ROOT)).schemas

    with pytest.raises(UserError, match="must be of commit"):
        review_facts.read(review_facts.write(facts()).encode(), schemas, "c" * 40)


def test_artifact_comes_back_as_it_was() -> None:
    schemas = Registry(DirTree(ROOT)).schemas
    said = facts("YML020", objects=(ObjectFacts("a", "b", before=(1, 2), after=(2, 2)),))
    data = review_facts.write(said).encode()

    assert review_facts.read(data, schemas, said.head) == said
    assert json.loads(data)["version"] == 1
