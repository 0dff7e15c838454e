# SPDX-License-Identifier: MIT
"""A new object: its first passport, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from esep.errors import UserError
from esep.model.registry import OBJECTS, PASSPORT

# Kazakh and Russian letters as the file names of the registry spell them.
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхцыіъь", "abvgdezijklmnoprstufhcyi  ", strict=True)),
        "ә": "a",
        "ғ": "g",
        "қ": "q",
        "ң": "n",
        "ө": "o",
        "ұ": "u",
        "ү": "u",
        "һ": "h",
        "ё": "e",
        "ж": "zh",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "э": "e",
        "ю": "yu",
        "я": "ya",
    }
)


@dataclass(frozen=True)
class Answers:
    """What must be known before an object can be recorded at all."""

    agency: str
    id: str
    kind: str
    name: Mapping[str, str]
    purpose: Mapping[str, str]
    proprietor: str
    holder: str
    entry: str
    stage: str
    since: date
    attested_by: str


def passport(answers: Answers) -> dict[str, Any]:
    """The smallest passport that the schema accepts, for the kind and stage given."""
    value: dict[str, Any] = {
        "schema_version": "1",
        "id": answers.id,
        "kind": answers.kind,
        "name": dict(answers.name),
        "purpose": dict(answers.purpose),
        "proprietor": answers.proprietor,
        "holder": answers.holder,
    }
    if answers.kind == "psp":
        value["placement"] = {"site": "icp"}
    value["lifecycle"] = {
        "entry": answers.entry,
        "history": [{"stage": answers.stage, "since": answers.since.isoformat()}],
    }
    summary = {
        "kk": "Объект алғаш рет есепке алынды",
        "ru": "Объект записан впервые",
        "en": "The object is recorded for the first time",
    }
    change: dict[str, Any] = {
        "kind": "registration",
        "changed_on": answers.since.isoformat(),
        "summary": summary,
    }
    if answers.attested_by:
        change["attested_by"] = answers.attested_by
    value["changes"] = [change]
    return value


def dump(value: Mapping[str, Any]) -> str:
    """A passport as YAML whose first line tells editors its schema."""
    head = "# yaml-language-server: $schema=../../../schemas/passport.schema.json\n"
    return head + yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=100)


def write(root: Path, answers: Answers) -> Path:
    """Create the folder and its passport; refuse where either is there already."""
    folder = root / OBJECTS / answers.agency / answers.id
    if folder.exists():
        raise UserError(f"{folder.relative_to(root)} must not exist yet; choose another --id")
    (folder / "documents").mkdir(parents=True)
    write_whole(folder / PASSPORT, dump(passport(answers)))
    return folder / PASSPORT


def write_whole(path: Path, text: str) -> None:
    """Write beside and rename, so that half a file is never seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def slug(name: str) -> str:
    """A file name for a Kazakh, Russian or English name.

    >>> slug("Суды есепке алу жүйесі")
    'sudy-esepke-alu-zhujesi'
    """
    latin = name.lower().translate(_LATIN)
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in latin).split()
    return "-".join(words)[:63].strip("-")
