# SPDX-License-Identifier: MIT
"""Evidence for the checks of an analysis in words, and the analysis to be judged."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import yaml

from esep.checks.context import Context
from esep.checks.evidence import CODES, Line, evidence, verdict
from esep.i18n import LANGUAGES, pick
from esep.model.architecture import Element

# Of schemas/common.schema.json, "line".
MAX_LINE = 500


class Said(NamedTuple):
    """A line of evidence in one language."""

    what: str
    subject: str
    holds: str
    detail: str

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.what} – {self.subject}: {self.holds}{detail}"


def say(context: Context, line: Line, lang: str) -> Said:
    """The line in words; what has no name is said by its identifier."""
    books = context.rulebooks
    what = books.term("evidence", line.what) or books.term("item", line.what)
    kind, _, name = line.source.partition(":")
    named = (
        context.survey.get(name) if kind == "objects" else context.architecture.find(line.source)
    )
    subject = pick(named.name, lang) if named else name
    detail = pick(line.name, lang) if line.name else line.detail
    return Said(pick(what, lang), subject, pick(books.term("holds", line.holds), lang), detail)


def draft(context: Context, project: Element, stage: str, lang: str) -> str:
    """YAML of an analysis whose evidence is filled in and whose results wait for a judgement."""
    head = yaml.safe_dump([_head(context, project, stage)], **_YAML).splitlines()
    out = ["analyses:", *(f"  {one}" for one in head), "    checks:"]
    for code in CODES[stage]:
        found = evidence(context, project, code)
        shown = pick(context.rulebooks.term("check_result", verdict(found)), lang)
        out += [f"      - code: {code}", f"        result:  # {shown}?"]
        said = [f"          - {_quoted(str(say(context, one, lang)))}" for one in found]
        out += ["        evidence:", *said] if said else []
    return "\n".join(out) + "\n"


_YAML: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 1000}


def _head(context: Context, project: Element, stage: str) -> dict[str, Any]:
    words = context.rulebooks.term("analysis_stage", stage)
    name = {lang: f"{pick(project.name, lang)}: {words[lang]}" for lang in LANGUAGES}
    return {
        "id": f"{project.id}-{stage}"[:63].rstrip("-"),
        "name": name,
        "project": project.id,
        "stage": stage,
        "on": context.on.isoformat(),
    }


def _quoted(text: str) -> str:
    cut = text if len(text) <= MAX_LINE else f"{text[: MAX_LINE - 1]}…"
    return json.dumps(cut, ensure_ascii=False)
