# SPDX-License-Identifier: MIT
"""Shows a comparison to a person: as text, as HTML or as Markdown, always escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from esep.docx.faults import shown
from esep.i18n import pick
from esep.twin import Difference, Twin

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$:@=\"'])")
Mark = Callable[[str], str]


def as_text(twin: Twin, lang: str) -> str:
    """Return the comparison for a terminal: ``[-draft-]`` and ``{+original+}``."""
    return _lines(twin, lang, str, lambda text: f"[-{text}-]", lambda text: f"{{+{text}+}}")


def as_html(twin: Twin, lang: str) -> str:
    """Return the comparison as lines of safe HTML with ``del`` and ``ins``."""
    return _lines(
        twin,
        lang,
        html.escape,
        lambda text: f"<del>{html.escape(text)}</del>",
        lambda text: f"<ins>{html.escape(text)}</ins>",
        "<br>\n",
    )


def as_markdown(twin: Twin, lang: str) -> str:
    """Return the comparison as Markdown in which nothing of the files is markup."""
    return _lines(
        twin,
        lang,
        _escaped,
        lambda text: f"~~{_escaped(text)}~~",
        lambda text: f"**{_escaped(text)}**",
        "\n\n",
    )


def _escaped(text: str) -> str:
    # Entities, because a backslash does not stop mentions, autolinks or raw HTML everywhere.
    return _MARKDOWN.sub(lambda match: f"&#{ord(match[1])};", text)


def _lines(twin: Twin, lang: str, plain: Mark, ours: Mark, theirs: Mark, end: str = "\n") -> str:
    rows = [plain(row) for row in _summary(twin, lang)]
    if not twin.problem:
        rows += [_line(item, lang, plain, ours, theirs) for item in twin.differences]
    return end.join(rows)


def _summary(twin: Twin, lang: str) -> Iterator[str]:
    if twin.problem:
        yield pick(_texts()["problems"][twin.problem], lang)
        return
    count = len(twin.differences) + twin.left_out
    # Rounded down: 100 is said of equal texts only.
    yield _say("summary", lang, similarity=f"{int(twin.similarity * 1000) / 10:g}", count=count)
    if not count:
        yield _say("same", lang)
    if twin.left_out:
        yield _say("left_out", lang, count=twin.left_out)
    if twin.pages_without_text:
        pages = ", ".join(map(str, twin.pages_without_text))
        yield _say("pages_without_text", lang, pages=pages)


def _line(item: Difference, lang: str, plain: Mark, ours: Mark, theirs: Mark) -> str:
    kind = pick(_texts()["kinds"][item.kind], lang)
    place = _say("place", lang, paragraph=item.paragraph, page=item.page)
    pieces = [plain(f"… {shown(item.before)}")] if item.before else []
    pieces += [ours(shown(item.draft))] if item.draft else []
    pieces += [theirs(shown(item.original))] if item.original and item.kind != "moved" else []
    pieces += [plain(f"{shown(item.after)} …")] if item.after else []
    return plain(f"{kind} ({place}): ") + " ".join(pieces)


def _say(name: str, lang: str, **params: object) -> str:
    return pick(_texts()[name], lang).format(**params)


@cache
def _texts() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(
        files("esep.twin").joinpath("twin.yml").read_text("utf-8")
    )
    return data
