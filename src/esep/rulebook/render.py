# SPDX-License-Identifier: MIT
"""Words for a finding or a citation, in one language; everything said comes from data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esep.findings import Finding
from esep.i18n import pick
from esep.rulebook.model import Citation

if TYPE_CHECKING:
    from esep.rulebook.books import Rulebooks

MAX_VALUE = 300
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_UNIT = re.compile(r"(?P<level>[a-z]+)\.(?P<number>[^\s(]+)(?:\((?P<sub>[^)]*)\))?")


@dataclass(frozen=True, slots=True)
class Text:
    """A finding in words; `url` is the source of the first citation, if it has one."""

    title: str
    message: str
    fix: str
    citation: str
    url: str


def render(books: Rulebooks, finding: Finding, lang: str) -> Text:
    """What a person reads about a finding.

    Values are put in as they are, once: braces inside them stay text.
    """
    rule = books.rule(finding.code)
    values = {
        name: _value(books, rule.values.get(name, name), value, lang)
        for name, value in finding.params.items()
    }
    cites = "; ".join(books.render_citation(cite, lang) for cite in rule.citations)
    reason = _policy(books, pick(rule.policy, lang), lang) if rule.policy else ""
    urls = [u for c in rule.citations if c.act in books.acts for u in books.acts[c.act].urls]
    return Text(
        title=fill(pick(rule.title, lang), values),
        message=fill(pick(rule.message, lang), values),
        fix=fill(pick(rule.fix, lang), values),
        citation="; ".join(part for part in (cites, reason) if part),
        url=urls[0] if urls else "",
    )


def fill(template: str, values: Mapping[str, str]) -> str:
    """Replace each {name} once; a missing value reads ``?``.

    >>> fill("{a} {b}", {"a": "{b}"})
    '{b} ?'
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], "?"), template)


def render_citation(books: Rulebooks, cite: Citation, lang: str) -> str:
    """Act, unit and edition, as a lawyer of that language writes them."""
    words = books.labels["citation"]
    act = books.act(cite.act)
    form = words["act"].get(act.kind, words["act"]["other"])
    parts = [fill(pick(form, lang), {"id": act.id, "title": pick(act.title, lang)})]
    for found in _UNIT.finditer(cite.unit):
        parts.append(fill(pick(words["unit"][found["level"]], lang), {"n": found["number"]}))
        if found["sub"]:
            parts.append(fill(pick(words["unit"]["sub"], lang), {"n": found["sub"]}))
    if cite.edition:
        parts.append(fill(pick(words["edition"], lang), {"date": f"{cite.edition:%d.%m.%Y}"}))
    return ", ".join(parts)


def _policy(books: Rulebooks, reason: str, lang: str) -> str:
    return fill(pick(books.labels["citation"]["policy"], lang), {"reason": reason})


def _value(books: Rulebooks, group: str, value: str, lang: str) -> str:
    """Coded values read as their labels; anything else as it is, cut when huge."""
    labels = [books.term(group, one) for one in value.split(", ")]
    if all(labels):
        return ", ".join(pick(one, lang) for one in labels)
    return value if len(value) <= MAX_VALUE else value[: MAX_VALUE - 1] + "…"
