# SPDX-License-Identifier: MIT
"""What the rules of the PDF/A checker say to people, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from esep.findings import Severity
from esep.i18n import LANGUAGES, pick
from esep.pdfa.faults import Fault

_MISSING = "?"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ISO 19005-1, or a security finding (clause ``S``), and its texts by language.

    `level` is ``a`` where only level a asks for it, ``b`` where both levels do.
    """

    id: str
    clause: str
    title: Mapping[str, str]
    level: Literal["a", "b"]
    severity: Severity
    message: Mapping[str, str]
    fix: Mapping[str, str]


class _Given(dict[str, str]):
    """Parameters of a text; one that was not given shows as a question mark."""

    def __missing__(self, _: str) -> str:
        return _MISSING


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by id, in the order of the standard."""
    data = _data()
    return {id_: _rule(id_, entry, data) for id_, entry in data["rules"].items()}


def render(fault: Fault, lang: str) -> tuple[str, str]:
    """Return message and remedy for a fault; an unknown rule is told by its id.

    Parameters without a placeholder follow the message in brackets. They come out
    of untrusted files: what does not print is shown by its code, the rest is cut.
    """
    given = _Given((key, printable(value)) for key, value in fault.params.items())
    rule = load_rules().get(fault.rule)
    message = pick(rule.message, lang) if rule else fault.rule
    labels = _data()["params"]
    rest = "; ".join(
        f"{pick(labels[key], lang) if key in labels else key}: {value}"
        for key, value in given.items()
        if f"{{{key}}}" not in message
    )
    text = message.format_map(given) + (f" ({rest})" if rest else "")
    return text, pick(rule.fix, lang) if rule else ""


def printable(text: str) -> str:
    """Return `text` fit for a terminal: controls and marks of direction as codes, cut at 200."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:_LONGEST])
    return shown + ("…" if len(text) > _LONGEST else "")


def _rule(id_: str, entry: Mapping[str, str], data: Mapping[str, Any]) -> Rule:
    clause = "S" if id_.startswith("S-") else id_.rpartition("-")[0]
    return Rule(
        id=id_,
        clause=clause,
        title=data["clauses"][clause],
        level="a" if entry.get("level") == "a" else "b",
        severity=Severity(entry.get("severity", "error")),
        message={lang: entry[lang] for lang in LANGUAGES},
        fix=data["fixes"][entry["fix"]],
    )


@cache
def _data() -> Mapping[str, Any]:
    text = files("esep.pdfa").joinpath("rules.yml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return data
