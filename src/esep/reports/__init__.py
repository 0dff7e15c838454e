# SPDX-License-Identifier: MIT
"""Findings for people and machines: five writers of one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from esep.findings import Finding
from esep.reports import github, json_v1, markdown, sarif, text
from esep.rulebook import Rulebooks

Writer = Callable[[Sequence[Finding], Rulebooks, str], str]

WRITERS: Mapping[str, Writer] = {
    "text": text.write,
    "github": github.write,
    "sarif": sarif.write,
    "json": json_v1.write,
    "markdown": markdown.write,
}
