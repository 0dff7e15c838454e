# SPDX-License-Identifier: MIT
"""The texts people wrote for the demonstration, loaded from `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from esep.demo.bins import fictional_bin
from esep.i18n import LANGUAGES

DATA = Path(__file__).parent / "data"
STEPS = {"build": 1, "trial": 2, "test": 3, "rollout": 4, "closed": 5, "cancelled": 0}


@dataclass(frozen=True)
class Content:
    """Every data file, by what it holds; all scalars are text."""

    organisations: dict[str, dict[str, Any]]
    accounts: list[dict[str, Any]]
    objects: dict[str, dict[str, Any]]
    vocabulary: dict[str, dict[str, Any]]
    phrases: dict[str, Any]

    def words(self, group: str, key: str) -> dict[str, str]:
        """Return the name of a slug, or a phrase, in the three languages."""
        source = self.vocabulary if group in self.vocabulary else self.phrases
        return three(source[group][key])

    def bin_of(self, organisation: str) -> str:
        """Return the fictional BIN of an organisation."""
        entry = self.organisations[organisation]
        return fictional_bin(entry["born"], int(entry["serial"]))


def three(texts: list[str]) -> dict[str, str]:
    """Return ``[kk, ru, en]`` as a mapping."""
    return dict(zip(LANGUAGES, texts, strict=True))


def read(name: str) -> Any:
    """Load one data file as text."""
    return yaml.load((DATA / name).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


@cache
def load() -> Content:
    """Load the demonstration's texts."""
    objects = [entry for path in sorted(DATA.glob("objects-*.yml")) for entry in read(path.name)]
    return Content(
        organisations={entry["id"]: entry for entry in read("organisations.yml")},
        accounts=read("accounts.yml"),
        objects={entry["id"]: entry for entry in objects},
        vocabulary=read("vocabulary.yml"),
        phrases=read("phrases.yml"),
    )
