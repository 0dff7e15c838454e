# SPDX-License-Identifier: MIT
"""Bodies merge, split and change names; objects keep identifier, code and history."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from esep import yamlsafe
from esep.cli.main import main
from esep.workflow.review import review
from esep.workflow.submission import Request
from repos import ON, OTHER, PASSPORT, base_files, code, rev

OWN = "qala-akimdigi"
BY = ("--by", "Аналитик, отдел учёта")
MOVED = f"objects/{OWN}/mal-esebi/passport.yml"
DECISION = 'schema_version: "1"\nid: mal-esebi\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "r"
    decision = {f"registry/verifications/{OTHER}/mal-esebi.yml": DECISION.encode()}
    for name, data in {**base_files(), **decision}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commit(root)
    return root


def commit(root: Path) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@esep.example"]
    subprocess.run(["git", "-C", str(root), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(root), *who, "commit", "-q", "-m", "x"], check=True)
    return rev(root, "HEAD")


def run(root: Path, *argv: str) -> int:
    return main(["--root", str(root), "reorganise", *argv, "--on", "2026-11-20"])


def load(path: Path) -> dict[str, object]:
    return yamlsafe.load(path.read_bytes())


def state(root: Path) -> str:
    argv = ["git", "-C", str(root), "status", "--porcelain"]
    return subprocess.run(argv, capture_output=True, check=True, text=True).stdout


def test_merged_body_hands_over_folder_objects_and_decisions(root: Path) -> None:
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    passport = load(root / MOVED)

    assert (passport["id"], passport["accounting_code"]) == ("mal-esebi", code(1))
    assert (passport["proprietor"], passport["holder"]) == (OWN, OWN)
    assert passport["changes"][-1]["kind"] == "holder"
    assert load(root / f"registry/organisations/{OTHER}.yml")["successor"] == OWN
    assert (root / f"registry/verifications/{OWN}/mal-esebi.yml").exists()
    assert not (root / "objects" / OTHER).exists()


def test_merger_passes_the_review_of_the_integrator(root: Path) -> None:
    base = rev(root, "HEAD")
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    found = review(root, Request(base, commit(root), "integrator"), ON)

    assert [one.code for one in found.findings if one.severity == "error"] == []


def test_merger_by_an_agency_is_refused(root: Path) -> None:
    base = rev(root, "HEAD")
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    codes = {one.code for one in review(root, Request(base, commit(root), "aigul"), ON).findings}

    assert {"REV003", "REV004", "REV009"} <= codes


def test_merger_closes_the_accounts_of_the_body_and_asks_its_people_no_more(root: Path) -> None:
    owners = root / ".github/CODEOWNERS"
    owners.parent.mkdir(exist_ok=True)
    owners.write_text("* @integrator\n", encoding="utf-8")
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    account = load(root / "registry/accounts/bolat.yml")

    assert account["revoked"]["by"] == BY[1]
    assert account["revoked"]["on"] == "2026-11-20"
    assert set(account["revoked"]["reason"]) == {"kk", "ru", "en"}
    assert account["application"]["person"] == {"surname": "Құпиятегі", "given_name": "Мысал"}
    assert "revoked" not in load(root / "registry/accounts/aigul.yml")
    assert "@bolat" not in owners.read_text(encoding="utf-8")
    assert "@aigul" in owners.read_text(encoding="utf-8")
    assert main(["--root", str(root), "check", "registry/accounts", "--on", "2026-11-20"]) == 0


def test_account_revoked_before_the_merger_stays_as_it_is(root: Path) -> None:
    before = (root / "registry/accounts/ketken.yml").read_bytes()
    assert run(root, "merge", OWN, "--into", OTHER, *BY) == 0

    assert (root / "registry/accounts/ketken.yml").read_bytes() == before


def test_person_of_a_merged_body_may_change_nothing(root: Path) -> None:
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    base = commit(root)
    (root / MOVED).write_text((root / MOVED).read_text() + "\n")
    codes = {one.code for one in review(root, Request(base, commit(root), "bolat"), ON).findings}

    assert "REV002" in codes


def test_account_of_a_closed_body_that_was_left_open_is_no_account(root: Path) -> None:
    path = root / f"registry/organisations/{OTHER}.yml"
    path.write_text(path.read_text() + f"successor: {OWN}\nclosed_on: 2026-11-20\n")
    base = commit(root)
    (root / f"objects/{OTHER}/mal-esebi/passport.yml").write_text("id: x\n")
    codes = {one.code for one in review(root, Request(base, commit(root), "bolat"), ON).findings}

    assert "REV002" in codes


def test_last_integrator_is_not_merged_away(root: Path) -> None:
    assert run(root, "merge", "jetkizushi", "--into", OWN, *BY) == 2
    assert state(root) == ""


def test_history_follows_the_folder(root: Path) -> None:
    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 0
    commit(root)
    argv = ["git", "-C", str(root), "log", "--follow", "--format=%H", "--", MOVED]
    log = subprocess.run(argv, capture_output=True, check=True, text=True).stdout

    assert len(log.split()) == 2


def test_split_hands_over_only_what_is_named(root: Path) -> None:
    assert run(root, "split", OWN, "--move", f"su-esebi={OTHER}") == 0
    organisation = load(root / f"registry/organisations/{OWN}.yml")

    assert load(root / f"objects/{OTHER}/su-esebi/passport.yml")["holder"] == OTHER
    assert "closed_on" not in organisation


def test_renamed_body_keeps_its_former_name_with_its_last_day(root: Path) -> None:
    assert run(root, "rename", OWN, "--kk", "Жаңа", "--ru", 'Новая "А"', "--en", "New") == 0
    names = load(root / f"registry/organisations/{OWN}.yml")["names"]

    assert [one.get("to") for one in names] == ["2026-11-19", None]
    assert names[1]["name"] == {"kk": "Жаңа", "ru": 'Новая "А"', "en": "New"}
    assert main(["--root", str(root), "check", "--on", "2026-11-20"]) == 0


@pytest.mark.parametrize(
    "argv",
    [
        ("merge", "nobody", "--into", OWN, *BY),
        ("merge", OWN, "--into", OWN, *BY),
        ("split", OWN, "--move", f"nothing={OTHER}"),
        ("split", OWN, "--move", "su-esebi"),
        ("split", OWN, "--move", "su-esebi=nobody"),
    ],
)
def test_reorganisation_that_cannot_be_leaves_everything_as_it_is(
    root: Path, argv: tuple[str, ...]
) -> None:
    assert run(root, *argv) == 2
    assert state(root) == ""


def test_folder_in_the_way_stops_the_whole_merger(root: Path) -> None:
    text = (root / PASSPORT).read_text(encoding="utf-8").replace("su-esebi", "mal-esebi", 1)
    (root / MOVED).parent.mkdir()
    (root / MOVED).write_text(text, encoding="utf-8")
    commit(root)

    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 2
    assert state(root) == ""


def test_passport_that_cannot_be_edited_by_line_stops_the_whole_merger(root: Path) -> None:
    path = root / f"objects/{OTHER}/mal-esebi/passport.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"holder: {OTHER}", f"holder: >-\n  {OTHER}"), encoding="utf-8")
    commit(root)

    assert run(root, "merge", OTHER, "--into", OWN, *BY) == 2
    assert state(root) == ""
