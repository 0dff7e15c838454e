# SPDX-License-Identifier: MIT
"""Hostile pull requests: each is refused by its own rule, fast, and nothing of it runs or leaks."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from attacks import CASES
from submission_case import BYTES, CANARY, DOCS, OWN, SECONDS, document, run

from esep.workflow.review import review
from esep.workflow.submission import Request
from repos import ON, PASSPORT, build, grow
from trees import ROOT


@pytest.mark.parametrize("name", CASES)
def test_hostile_submission_is_answered_by_its_rule(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    ran = run(tmp_path, case)

    assert ran.taken.exit == (1 if case.rules else 0), ran.out
    assert ran.errors >= set(case.rules)
    assert case.rules or ran.errors == set()
    assert ran.codes - ran.errors >= set(case.advice)
    assert "Traceback" not in ran.out
    assert ran.taken.seconds < SECONDS
    assert ran.taken.bytes < BYTES
    assert not list(Path("/tmp").glob("HOSTILE_*"))
    assert not list(ROOT.glob("HOSTILE_*"))


def test_flood_names_the_forbidden_file_though_it_sorts_last(tmp_path: Path) -> None:
    ran = run(tmp_path, CASES["27-flood-3001-files"])
    places = [one["place"] for one in ran.facts["remarks"] if one["code"] == "REV004"]

    assert places == ["zz/last.yml"]


def test_deleted_restricted_bytes_are_found_in_an_earlier_commit(tmp_path: Path) -> None:
    secret = b"%PDF-1.4 secret"
    digest = hashlib.sha256(secret).hexdigest()
    entry = document(access="restricted", file=None, sha256=digest, size="15", keeper=OWN)
    repo = build(tmp_path, {PASSPORT: entry, f"{DOCS}/a.pdf": secret})
    head = grow(repo.path, "topic", repo.head, {f"{DOCS}/a.pdf": None})

    found = review(repo.path, Request(repo.base, head, "aigul"), ON).findings

    assert [one.code for one in found if one.code == "REV015"] == ["REV015"]


@pytest.mark.parametrize("name", ["49-restricted-leak", "06-rights-file-edit"])
@pytest.mark.parametrize("form", ["markdown", "json"])
def test_nothing_restricted_or_personal_is_said(name: str, form: str, tmp_path: Path) -> None:
    ran = run(tmp_path, CASES[name], form)

    for said in (ran.out, ran.page, json.dumps(ran.facts, ensure_ascii=False)):
        assert CANARY not in said
        assert "Құпиятегі" not in said
        assert "+7 700" not in said


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_no_command_of_the_host_is_printed(form: str, tmp_path: Path) -> None:
    ran = run(tmp_path, CASES["46-log-command-injection"], form)

    assert not re.search(r"^(::|##\[)", ran.out, re.MULTILINE)
    assert form == "text" or not re.search(r"@(?!\u200b)", ran.out)
    assert form == "text" or ran.out.count("<!-- esep -->") == 1
