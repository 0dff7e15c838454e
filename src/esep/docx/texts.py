# SPDX-License-Identifier: MIT
"""Puts a fault into words, in Kazakh, Russian or English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from esep.docx.faults import Fault
from esep.i18n import pick

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def message(fault: Fault, lang: str) -> str:
    """Return what must be and what was found."""
    return _render(fault, "message", lang)


def how_to_fix(fault: Fault, lang: str) -> str:
    """Return what to do in Word and in LibreOffice."""
    return _render(fault, "fix", lang)


def rules() -> Mapping[str, Any]:
    """Return the texts of all rules by id."""
    texts: Mapping[str, Any] = _load()["rules"]
    return texts


def names() -> Mapping[str, Any]:
    """Return the texts that a parameter ``@name`` stands for."""
    texts: Mapping[str, Any] = _load()["names"]
    return texts


@cache
def _load() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(
        files("esep.docx").joinpath("rules.yml").read_text("utf-8")
    )
    return data


def _render(fault: Fault, part: Literal["message", "fix"], lang: str) -> str:
    params = {"part": fault.part or "@whole", **fault.params}
    template = pick(rules().get(fault.rule, {}).get(part), lang)

    def value(match: re.Match[str]) -> str:
        found = params.get(match[1], match[0])  # a placeholder without a value stays visible
        named = names().get(found.removeprefix("@")) if found.startswith("@") else None
        return pick(named, lang) if named else found

    return _PLACEHOLDER.sub(value, template)
