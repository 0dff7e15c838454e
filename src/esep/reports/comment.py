# SPDX-License-Identifier: MIT
"""The one comment on a pull request: verdict first, Kazakh and Russian open, English folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from esep import yamlsafe
from esep.i18n import LANGUAGES, pick
from esep.reports.markdown import as_text
from esep.rulebook.render import fill
from esep.workflow.decide import Comment, Decision, Remark

MARKER = "<!-- esep -->"
LIMIT = 60_000  # the host takes 65,536
MAX_OBJECTS = 20
_COMPLETE = re.compile(r"<!-- esep-complete ([0-9]{4}-[0-9]{2}-[0-9]{2}) -->", re.ASCII)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}", re.ASCII)
_SECTIONS = ("must_fix", "ours", "advice")


@cache
def texts() -> Mapping[str, Any]:
    """The words of the comment, by key and language."""
    read: Mapping[str, Any] = yamlsafe.load(
        files("esep.reports").joinpath("comment.yml").read_bytes()
    )
    return read


def write(decision: Decision, limit: int = LIMIT) -> str:
    """Markdown of at most `limit` UTF-16 units; whole remarks are left out, and counted."""
    comment = decision.comment
    count = len([one for _, one in _remarks(comment)])
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(_text(comment, middle)) <= limit else (low, middle - 1)
    return _text(comment, low)


def complete_since(text: str) -> date | None:
    """The day an earlier comment started the verification clock, if it did."""
    found = _COMPLETE.search(text) if text.startswith(MARKER) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def units(text: str) -> int:
    """Length as hosts count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _text(comment: Comment, shown: int) -> str:
    facts = comment.facts
    head = [MARKER]
    if comment.verdict == "ready" and facts.complete_on:
        head.append(f"<!-- esep-complete {facts.complete_on} -->")
    title = " · ".join(texts()["verdict"][comment.verdict][lang] for lang in ("kk", "ru"))
    lines = [*head, f"## {title}", ""]
    for lang in LANGUAGES:
        name = texts()["languages"][lang]
        folded = lang == "en"
        lines += ["<details>", f"<summary>{name}</summary>", ""] if folded else [f"### {name}", ""]
        lines += _part(comment, lang, shown)
        lines += ["</details>", ""] if folded else []
    return "\n".join([*lines, *_command(comment), ""])


def _part(comment: Comment, lang: str, shown: int) -> Iterator[str]:
    facts, words = comment.facts, texts()
    yield from (
        f"**{words['verdict'][comment.verdict][lang]}.**",
        "",
        words["next"][comment.next][lang],
    )
    if comment.verdict == "ready" and facts.complete_on:
        key = "until" if facts.due else "no_calendar"
        yield fill(pick(words[key], lang), {"complete_on": facts.complete_on, "due": facts.due})
    if comment.awaits_code:
        ids = ", ".join(as_text(one) for one in comment.awaits_code[:MAX_OBJECTS])
        yield fill(pick(words["code"], lang), {"ids": ids})
    yield ""
    yield from _objects(comment, lang)
    section = ""
    for key, one in list(_remarks(comment))[:shown]:
        if key != section:
            section = key
            yield from ("", f"**{words[key][lang]}: {len(getattr(comment, key))}**", "")
        yield _line(one, lang)
    left = facts.omitted + len(list(_remarks(comment))) - shown
    if left:
        yield from ("", fill(pick(words["more"], lang), {"count": str(left)}))
    if facts.inherited:
        yield from ("", fill(pick(words["inherited"], lang), {"count": str(facts.inherited)}))
    yield ""


def _objects(comment: Comment, lang: str) -> Iterator[str]:
    for one in comment.facts.objects[:MAX_OBJECTS]:
        was = "{}/{}".format(*one.before) if one.before else "—"
        now = "{}/{}".format(*one.after) if one.after else "—"
        yield f"- {texts()['objects'][lang]}: {as_text(one.folder)}: {was} → {now}"


def _remarks(comment: Comment) -> Iterator[tuple[str, Remark]]:
    for key in _SECTIONS:
        for one in getattr(comment, key):
            yield key, one


def _line(one: Remark, lang: str) -> str:
    words = texts()
    law = as_text(pick(one.law, lang))
    cited = f" ({words['law'][lang]}: {law})" if law else ""
    return (
        f"- **{as_text(one.code)}** {as_text(one.place)}: {as_text(pick(one.message, lang))} "
        f"*{words['fix'][lang]}:* {as_text(pick(one.fix, lang))}{cited}"
    )


def _command(comment: Comment) -> Iterator[str]:
    login = comment.facts.login
    shown = login if _LOGIN.fullmatch(login) else "LOGIN"
    yield " · ".join(pick(texts()["run"], lang) for lang in LANGUAGES)
    yield from ("", "```", f"esep review origin/main HEAD --actor {shown}", "```")
