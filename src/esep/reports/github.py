# SPDX-License-Identifier: MIT
"""Findings as GitHub workflow commands (annotations), after the text form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from esep.findings import Finding, Severity
from esep.reports import text
from esep.reports.words import words_of
from esep.rulebook import Rulebooks

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> str:
    """Worst first: the host shows ten of a kind per step.

    The text form stands between ``stop-commands`` marks, so that no value in it
    can be read as a command; the token is a digest of what it encloses.
    """
    plain = text.write(findings, rulebooks, lang)
    token = _token(plain)
    annotations = "".join(_annotations(findings, rulebooks, lang))
    return f"::stop-commands::{token}\n{plain}::{token}::\n{annotations}"


def _annotations(findings: Sequence[Finding], rulebooks: Rulebooks, lang: str) -> Iterator[str]:
    for one in sorted(findings, key=lambda found: list(COMMANDS).index(found.severity)):
        words = words_of(one, rulebooks, lang)
        at = one.location
        place = f"file={_property(at.path)},line={max(at.line, 1)}"
        message = _data(f"{words.message} {words.fix} ({words.citation})")
        yield f"::{COMMANDS[one.severity]} {place},title={_property(one.code)}::{message}\n"


def _token(plain: str) -> str:
    return sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
