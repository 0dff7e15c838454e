# SPDX-License-Identifier: MIT
"""One commit gives one portal: whoever builds it, where, when and in what surroundings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from portal_case import contents, git

ROOT = Path(__file__).parents[2]
HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "LANGUAGE": "ru"}
THERE = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}


def checked_out(modelled: Path, folder: Path) -> Path:
    """The commit of the registry, written file by file in an order of its own."""
    git(modelled, "clone", "-q", "--no-hardlinks", str(modelled), str(folder))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and ".git" not in path.relative_to(folder).parts:
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data)
            os.utime(path, (1_000_000_000, 1_000_000_000 + len(data)))
    return folder


def built(root: Path, surroundings: dict[str, str], home: Path, umask: int) -> dict[str, bytes]:
    """The files of `esep build` as another process makes them."""
    home.mkdir()
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "HOME": str(home)}
    command = [sys.executable, "-m", "esep.cli.main", "build", "--lang", "kk", "--lang", "ru"]
    done = subprocess.run(
        [*command, "--extracts", "--repository", "https://git.example/registry"],
        cwd=root,
        env={**known, **surroundings},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return contents(root / "site")


@pytest.fixture(scope="module")
def first(modelled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("first")
    root = checked_out(modelled, folder / "registry")
    return built(root, HERE, folder / "home", 0o022)


def test_two_builds_of_one_commit_are_identical(
    modelled: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    """Another zone, language, hash seed, umask, path, order of files and cache."""
    root = checked_out(modelled, tmp_path / "басқа орын" / "r")
    second = built(root, THERE, tmp_path / "home", 0o077)
    assert second.keys() == first.keys()
    assert [name for name, data in second.items() if first[name] != data] == []


def test_cache_of_another_commit_changes_nothing(
    modelled: Path, first: dict[str, bytes], tmp_path: Path
) -> None:
    """A user who built another state before, in the same folder, gets the same portal."""
    root = checked_out(modelled, tmp_path / "r")
    passport = root / "objects/orda/alfa/passport.yml"
    kept = passport.read_bytes()
    passport.write_bytes(kept.replace("Жүйе".encode(), "Өзге".encode()))
    git(root, "commit", "-qam", "other", day="2025-06-01")
    built(root, THERE, tmp_path / "home", 0o022)
    git(root, "reset", "-q", "--hard", "HEAD~1")
    shutil.move(tmp_path / "home", tmp_path / "used")
    shutil.copytree(tmp_path / "used", tmp_path / "kept")
    second = built(root, {**THERE, "XDG_CACHE_HOME": str(tmp_path / "kept/.cache")},
                   tmp_path / "home", 0o022)  # fmt: skip
    assert second.keys() == first.keys()
    assert [name for name, data in second.items() if first[name] != data] == []


def test_no_path_of_the_machine_is_in_the_portal(
    first: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = str(tmp_path_factory.getbasetemp()).encode()
    assert [name for name, data in first.items() if base in data] == []
