# SPDX-License-Identifier: MIT
"""Attacks beyond the list: names, amounts, crossed histories, the job itself, forged facts."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from submission_case import (
    BYTES,
    CODED,
    DOCS,
    OWN,
    SECONDS,
    Case,
    edited,
    mine,
    run,
    text,
)

from esep.cli.main import main
from esep.model.registry import LEDGER
from esep.workflow.review import review
from esep.workflow.submission import Request
from repos import OBJECT, ON, PASSPORT, base_files, build, code, grow, passport, rev


def stamp_and_more() -> dict[str, Any]:
    stamped = edited("id: su-esebi", f'id: su-esebi\naccounting_code: "{code(2)}"')[PASSPORT]
    return {PASSPORT: stamped.replace('class: "3"', 'class: "2"')}


def fat(count: int) -> dict[str, Any]:
    parts = ", ".join(f'{{name: {{kk: a, ru: b, en: c}}, vendor: "{one}"}}' for one in range(4500))
    body = f"{text()}components: [{parts}]\n"
    return {
        f"objects/{OWN}/o{one}/passport.yml": body.replace("id: su-esebi", f"id: o{one}")
        for one in range(count)
    }


LEDGERS: dict[str, Callable[[bytes], bytes]] = {
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "torn": lambda data: data + b'{"a"',
    "blank-line": lambda data: data + b"\n",
    "twice": lambda data: data * 2,
    "spaces": lambda data: data.replace(b'":', b'": '),
    "one-long-line": lambda data: data + b"[" * 30_000_000,
}
CASES = {
    "folder-in-other-case": Case(
        ("REV003", "DOC011", "DOC022"), lambda: {"objects/Qala-Akimdigi/su/passport.yml": text()}
    ),
    "letters-that-fold-to-latin": Case(
        ("DOC011",),
        lambda: {
            f"objects/{OWN}/{one}/passport.yml": text() for one in ("\u017fu", "\u212aa", "ａ")
        },
    ),
    "gitlink-in-place-of-a-folder": Case(
        ("DOC012",), mine({PASSPORT: None, OBJECT: ("160000", "x")})
    ),
    "file-in-place-of-an-agency": Case(("REV004",), mine({PASSPORT: None, f"objects/{OWN}": "x"})),
    "link-in-place-of-all-objects": Case(
        ("REV003", "REV004", "REV006", "DOC012"),
        mine({PASSPORT: None, f"{CODED}/passport.yml": None, "objects": ("120000", "/etc")}),
    ),
    "folder-in-place-of-a-passport": Case(
        ("DOC011",), mine({PASSPORT: None, f"{PASSPORT}/a": "x"})
    ),
    "files-that-steer-git": Case(
        ("REV004", "DOC011"),
        mine(
            {
                f"{folder}{name}": "* -diff\n"
                for folder in ("", f"objects/{OWN}/", f"{OBJECT}/")
                for name in (".gitattributes", ".gitignore", ".gitmodules", ".mailmap")
            }
        ),
    ),
    "one-identifier-in-two-new-folders": Case(
        ("PSP002",),
        lambda: {f"objects/{OWN}/{one}/passport.yml": passport("n1", OWN) for one in ("n1", "n2")},
    ),
    "deep-folders": Case(
        ("DOC011",), mine({f"{DOCS}/{'a/' * 3000}{one}.pdf": "x" for one in range(50)})
    ),
    "long-names": Case(
        ("DOC011",), mine({f"{DOCS}/{'a' * 100_000}{one}.pdf": "x" for one in range(20)})
    ),
    "passports-that-take-minutes-to-read": Case(("REV011",), lambda: fat(60)),
    "bytes-that-are-no-text": Case(("YML002",), lambda: {PASSPORT: text().encode() + b"#\xff\n"}),
    "lone-surrogate": Case(
        ("YML008",), lambda: {PASSPORT: text() + 'short_name: {kk: "a\\ud800b"}\n'}
    ),
    "message-of-20-megabytes": Case(
        (), lambda: edited('class: "3"', 'class: "2"'), messages=("x" * 20_000_000,)
    ),
    "login-in-other-case": Case((), lambda: edited('class: "3"', 'class: "2"'), "AIGUL"),
    "login-that-is-a-path": Case(("REV001",), lambda: edited('class: "3"', 'class: "2"'), "../x"),
    "no-login": Case(("REV001",), lambda: edited('class: "3"', 'class: "2"'), ""),
    "job-that-changes-more-than-the-code": Case(("REV004",), stamp_and_more, "esep-bot"),
    "job-that-changes-a-passport-and-no-ledger": Case(
        ("REV004",), lambda: edited('class: "3"', 'class: "2"'), "esep-bot"
    ),
    "job-that-deletes": Case(("REV004",), mine({PASSPORT: None}), "esep-bot"),
    "job-that-records": Case(
        ("REV004",), lambda: {f"objects/{OWN}/n1/passport.yml": passport("n1", OWN)}, "esep-bot"
    ),
    "ledger-as-a-link": Case(("COD007", "DOC012"), mine({LEDGER: ("120000", "../x")}), "esep-bot"),
    "ledger-gone": Case(("COD007", "REV005"), mine({LEDGER: None}), "integrator"),
}
CASES |= {
    f"ledger-{name}": Case(
        ("COD007",) if name in ("crlf", "bom", "spaces") else (),
        lambda harm=harm: {LEDGER: harm(base_files()[LEDGER])},
        "esep-bot",
    )
    for name, harm in LEDGERS.items()
}


@pytest.mark.parametrize("name", CASES)
def test_submission_is_answered_within_its_bounds(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    ran = run(tmp_path, case)

    assert ran.taken.exit == (1 if case.rules or name.startswith("ledger-") else 0), ran.out
    assert ran.errors >= set(case.rules)
    assert "Traceback" not in ran.out
    assert ran.taken.seconds < SECONDS
    assert ran.taken.bytes < BYTES


def commit(repo: Path, tree: str, *parents: str) -> str:
    flags = [flag for parent in parents for flag in ("-p", parent)]
    who = {f"GIT_{role}_{key}": "a@esep.example"
           for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}  # fmt: skip
    argv = ["git", "-C", str(repo), "commit-tree", tree, *flags, "-m", "x"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, env=who)
    return done.stdout.strip()


def test_crossed_histories_cannot_hide_that_a_foreign_file_goes_back(tmp_path: Path) -> None:
    repo = build(tmp_path, {}).path
    start, foreign = rev(repo, "main"), f"{CODED}/passport.yml"
    newer = base_files()[foreign].replace(b'class: "3"', b'class: "2"')
    side = grow(repo, "side", start, {PASSPORT: edited('class: "3"', 'class: "2"')[PASSPORT]})
    other = grow(repo, "other", start, {foreign: newer})
    both = grow(repo, "both", other, {PASSPORT: edited('class: "3"', 'class: "2"')[PASSPORT]})
    main_ = commit(repo, f"{both}^{{tree}}", other, side)
    head = commit(repo, f"{side}^{{tree}}", side, other)
    codes = {one.code for one in review(repo, Request(main_, head, "aigul"), ON).findings}

    assert codes & {"REV003", "REV013"}


def test_evil_merge_shows_what_it_changes(tmp_path: Path) -> None:
    repo = build(tmp_path, {PASSPORT: edited('class: "3"', 'class: "2"')[PASSPORT]}).path
    newer = base_files()[f"{CODED}/passport.yml"].replace(b'class: "3"', b'class: "2"')
    main_ = grow(repo, "main", rev(repo, "main"), {f"{CODED}/passport.yml": newer})
    head = commit(repo, f"{rev(repo, 'topic')}^{{tree}}", rev(repo, "topic"), main_)
    codes = {one.code for one in review(repo, Request(main_, head, "aigul"), ON).findings}

    assert "REV003" in codes


def test_replaced_objects_and_grafts_of_a_clone_change_no_verdict(tmp_path: Path) -> None:
    repo = build(tmp_path, {f"{CODED}/passport.yml": None})
    (repo.path / "info/grafts").write_text(f"{repo.head}\n")
    subprocess.run(["git", "-C", str(repo.path), "replace", repo.head, repo.base], check=True)
    found = review(repo.path, Request(repo.base, repo.head, "aigul"), ON).findings

    assert {one.code for one in found} & {"REV003", "REV013"}


@pytest.mark.parametrize("number", ["102", "0", "x", "", "101 "])
def test_number_of_another_login_is_refused(number: str, tmp_path: Path) -> None:
    repo = build(tmp_path, edited('class: "3"', 'class: "2"'))
    found = review(repo.path, Request(repo.base, repo.head, "aigul", number), ON).findings

    assert "REV014" in {one.code for one in found}


FORGED: dict[str, bytes] = {
    "list": b"[]",
    "text": b'"ready"',
    "empty": b"",
    "deep": b"[" * 200_000,
    "nan": b'{"version": NaN}',
    "surrogate": b'{"login": "\\ud800"}',
    "no-text": b"\xff\xfe",
    "huge": b'{"head": "' + b"a" * 9_000_000 + b'"}',
    "huge-number": b'{"version": ' + b"9" * 100_000 + b"}",
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_facts_make_no_comment(name: str, tmp_path: Path, capsys: Any) -> None:
    root, facts, made = tmp_path / "r", tmp_path / "facts.json", tmp_path / "body.md"
    for path, data in base_files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    facts.write_bytes(FORGED[name])
    argv = ["--root", str(root), "comment", str(facts), "--head", "a" * 40, "--output", str(made)]

    assert main([*argv, "--on", "2026-11-20"]) in (1, 2)
    assert not made.exists()
    assert "Traceback" not in capsys.readouterr().err
