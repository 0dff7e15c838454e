# SPDX-License-Identifier: MIT
"""The command line: exit codes, and no traceback whatever is given."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from esep.cli import main as cli
from esep.errors import ExitCode

FOLDER = "objects/qala-akimdigi/su-esebi"


@pytest.fixture
def root(standing: Path) -> Path:
    return standing


def run(*argv: str) -> int:
    return int(cli.main(argv))


def test_check_of_a_clean_registry_exits_clean(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("check", "--on", "2026-06-30", "--lang", "en")

    assert (code, capsys.readouterr().out) == (ExitCode.CLEAN, "errors: 0, warnings: 0, notes: 0\n")


def test_check_of_one_object_leaves_the_others_out(root: Path) -> None:
    (root / "objects/qala-akimdigi/basqa").mkdir()
    (root / "objects/qala-akimdigi/basqa/passport.yml").write_text("{", encoding="utf-8")

    assert run("check", FOLDER, "--on", "2026-06-30") == ExitCode.CLEAN
    assert run("check", "--on", "2026-06-30") == ExitCode.FINDINGS


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: (root / FOLDER / "passport.yml").write_bytes(b""),
        lambda root: (root / FOLDER / "passport.yml").write_bytes(b"\xff\xfe\x00"),
        lambda root: (root / FOLDER / "passport.yml").write_bytes(b"a: b\n" * 2_400_000),
        lambda root: (root / FOLDER / "passport.yml").write_bytes(b"[" * 5000),
        lambda root: shutil.move(root / FOLDER / "passport.yml", root / FOLDER / "documents"),
        lambda root: (root / FOLDER / "documents").write_bytes(b"not a folder"),
        lambda root: (root / FOLDER / "link.pdf").symlink_to("/etc/passwd"),
        lambda root: (root / "registry/organisations/qala-akimdigi.yml").unlink(),
        lambda root: (root / "registry/organisations/x.yml").mkdir(),
        lambda root: (root / "registry/codes.jsonl").write_bytes(b"{"),
    ],
    ids=["empty", "binary", "twelve_megabytes", "deep", "gone", "file_for_a_folder", "symlink",
         "unknown_agency", "folder_for_a_file", "torn_ledger"],
)  # fmt: skip
def test_bad_input_is_a_finding(
    spoil: object, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / FOLDER / "documents").mkdir(exist_ok=True)
    (root / FOLDER / "documents").rmdir()
    spoil(root)  # type: ignore[operator]

    code = run("check", "--on", "2026-06-30", "--lang", "kk")

    assert code == ExitCode.FINDINGS
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        ("check", "no/such/path"),
        ("check", "--on", "tomorrow"),
        ("check", "--format", "pdf"),
        ("status", "no-such-object"),
        ("no-such-command",),
        ("explain", "XYZ999"),
        ("--root", "/no/such/folder", "check"),
        ("new", "--no-input"),
    ],
)
def test_wrong_usage_exits_with_two(
    argv: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*argv) == ExitCode.USAGE
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["cases", "contracts", "due", "expenses", "notices"])
def test_organisation_that_is_not_there_is_not_one_with_nothing_to_do(
    command: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(command, "--org", "qala-akimdig", "--on", "2026-06-30")

    assert code == ExitCode.USAGE
    assert "did you mean qala-akimdigi?" in capsys.readouterr().err


def test_check_outside_a_registry_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("check") == ExitCode.USAGE
    assert "registry" in capsys.readouterr().err


def test_new_writes_a_passport_without_a_finding(root: Path) -> None:
    answers = ("--agency", "qala-akimdigi", "--kind", "sw", "--name-kk", "Жол", "--name-ru", "Путь",
               "--name-en", "Road", "--purpose-kk", "а", "--purpose-ru", "б", "--purpose-en", "c",
               "--since", "2026-01-12")  # fmt: skip

    assert run("new", "--no-input", *answers) == ExitCode.CLEAN
    assert run("check", "objects/qala-akimdigi/zhol", "--on", "2026-06-30") == ExitCode.CLEAN


def test_new_refuses_to_overwrite(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ("--agency", "qala-akimdigi", "--kind", "sw", "--name-kk", "Жол", "--name-ru", "Путь",
               "--purpose-kk", "а", "--purpose-ru", "б", "--id", "su-esebi")  # fmt: skip
    before = (root / FOLDER / "passport.yml").read_bytes()

    assert run("new", "--no-input", *answers) == ExitCode.USAGE
    assert (root / FOLDER / "passport.yml").read_bytes() == before


def test_status_prints_every_item_of_the_list(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("status", "su-esebi", "--on", "2026-06-30", "--lang", "ru") == ExitCode.CLEAN
    assert capsys.readouterr().out.count("приложение 1") == 22


def failing(code: int) -> OSError:
    return OSError(code, os.strerror(code), "some/file")


def test_full_disk_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.cli, "main", Mock(side_effect=failing(errno.ENOSPC)))
    assert run("check") == ExitCode.USAGE
    assert capsys.readouterr().err == f"esep: some/file: {os.strerror(errno.ENOSPC)}\n"


def test_file_that_is_missing_unforeseen_is_told_as_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.cli, "main", Mock(side_effect=failing(errno.ENOENT)))
    assert run("check") == ExitCode.BUG
    assert "Traceback" in capsys.readouterr().err
