# SPDX-License-Identifier: MIT
"""What must be complete: a command documented, a schema sound, a lock without an address."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from jsonschema.validators import validator_for

from esep.cli.main import COMMANDS, Commands
from trees import ROOT

TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
).stdout.decode()
TEXT = re.compile(r"\.(py|yml|md|toml|json|sh|lock|html|css|js)$")


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_there_and_says_what_it_does(name: str) -> None:
    command = Commands("esep").get_command(None, name)  # type: ignore[arg-type]

    assert command is not None
    assert command.get_short_help_str()


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda p: p.name)
def test_schema_meets_its_own_schema(path: object) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]

    validator_for(schema).check_schema(schema)
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_carries_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"(?m)^[a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?==[^\n]*(?:\n    [^\n]*)*", lock)

    assert pinned
    assert all("--hash=sha256:" in one for one in pinned)
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host", lock)


def test_no_path_of_a_machine_is_written_down() -> None:
    home = re.compile(r"(?<![\w.])/(?:root|home/[a-z]+|work)/")
    found = [
        name
        for name in TRACKED.split("\0")
        if TEXT.search(name)
        and (ROOT / name).is_file()
        and home.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_every_changed_setting_of_git_attributes_keeps_the_ledger_safe() -> None:
    """``merge=union`` is the one-line way to two objects with one code."""
    attributes = ROOT / ".gitattributes"

    assert not attributes.exists() or "merge=union" not in attributes.read_text(encoding="utf-8")
