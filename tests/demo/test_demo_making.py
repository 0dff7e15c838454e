# SPDX-License-Identifier: MIT
"""The generators: YAML that reads back, identification numbers, registries of any size."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from demo_reading import ROOT, parse, read
from hypothesis import given
from hypothesis import strategies as st

from esep.demo.bins import check_digit, fictional_bin
from esep.demo.case import cases
from esep.demo.content import load
from esep.demo.emit import to_yaml
from esep.demo.facts import years
from esep.demo.main import FOREIGN, main, records
from esep.demo.scale import make
from esep.errors import UserError

lines = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=200
)
records_of_text = st.dictionaries(
    st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True),
    st.one_of(lines, st.lists(lines, min_size=1, max_size=3),
              st.lists(st.dictionaries(st.just("a"), lines, min_size=1), min_size=1, max_size=2)),
    min_size=1, max_size=5,
)  # fmt: skip


@given(records_of_text)
def test_text_reads_back_as_it_was_written(data):
    assert parse(to_yaml(data)) == data


@pytest.mark.parametrize("number", ["001240001234", "010203", "1.10"])
def test_a_number_that_would_change_is_quoted(number):
    assert to_yaml({"a": number}) == f'a: "{number}"\n'


def test_check_digit_uses_the_second_weights_when_the_first_give_ten():
    assert check_digit("00000000010") == 1


def test_check_digit_is_absent_when_both_weights_give_ten():
    assert check_digit("00000000281") is None


def test_committed_registry_is_what_the_generator_writes():
    made = dict(records(load(), ROOT))
    assert not any("accounting_code" in data for data in made.values())
    committed = {name: read(ROOT / name) for name in made}
    for record in committed.values():
        for key in FOREIGN:
            record.pop(key, None)
    assert committed == {name: parse(to_yaml(d)) for name, d in made.items()}


def test_make_demo_writes_yaml_without_any_tool(tmp_path: Path):
    assert main(["--root", str(tmp_path), "--no-documents"]) == 0
    assert len(list(tmp_path.glob("objects/*/*/passport.yml"))) == len(load().objects)


def test_make_demo_keeps_the_code_and_the_verifications_others_wrote(tmp_path: Path):
    assert main(["--root", str(tmp_path), "--no-documents"]) == 0
    passport = next(tmp_path.glob("objects/sanaq/sauadnama/passport.yml"))
    decided = next(tmp_path.glob("registry/verifications/sanaq/sauadnama.yml"))
    passport.write_text(passport.read_text() + 'accounting_code: "KZ-000001-22"\n')
    decided.write_text(decided.read_text() + "verifications:\n  - by: expert\n")
    assert main(["--root", str(tmp_path), "--no-documents"]) == 0
    assert read(passport)["accounting_code"] == "KZ-000001-22"
    assert read(decided)["verifications"] == [{"by": "expert"}]


@pytest.mark.parametrize(("count", "words"), [(1, "1 год"), (3, "3 года"), (12, "12 лет"),
                                              (21, "21 год"), (25, "25 лет")])  # fmt: skip
def test_russian_years_take_the_form_the_number_asks(count, words):
    content = load()
    case = cases(content, next(iter(content.objects.values())))[0]
    assert years(case, count, "ru") == words


def snapshot(root: Path) -> dict[str, bytes]:
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    kept = [path for path in files if ".git" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in kept}


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("registry") / "out"
    make(ROOT, out, 30, 7, commits=12)
    return out


def test_thirty_objects_are_made_and_fit_the_schema(thirty, faults):
    passports = [read(path) for path in thirty.glob("objects/*/*/passport.yml")]
    assert len(passports) == 30
    assert [f for data in passports for f in faults("passport", data)] == []


def test_organisations_of_a_made_registry_fit_the_schema(thirty, faults):
    bodies = [read(path) for path in thirty.glob("registry/organisations/*.yml")]
    assert [f for data in bodies for f in faults("organisation", data)] == []


def test_the_same_seed_makes_the_same_registry(thirty, tmp_path):
    make(ROOT, tmp_path / "again", 30, 7)
    assert snapshot(tmp_path / "again") == snapshot(thirty)


def test_another_seed_makes_another_registry(thirty, tmp_path):
    make(ROOT, tmp_path / "other", 30, 8)
    assert snapshot(tmp_path / "other") != snapshot(thirty)


def test_history_has_the_asked_commits_and_a_clean_tree(thirty):
    def git(*arguments: str) -> str:
        command = ["git", "-C", str(thirty), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert git("rev-list", "--count", "HEAD") == "12"
    assert git("status", "--porcelain") == ""


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="not empty"):
        make(ROOT, tmp_path, 3, 1)


def test_fictional_bin_skips_a_serial_that_admits_no_digit():
    serial = next(n for n in range(90000, 99000) if check_digit(f"991240{n:05d}") is None)
    assert check_digit(fictional_bin("9912", serial)[:11]) is not None
