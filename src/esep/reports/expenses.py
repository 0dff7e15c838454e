# SPDX-License-Identifier: MIT
"""The expense gate in words: the answer for an object, and each thing that is absent."""

from __future__ import annotations

from esep.checks.context import Context
from esep.i18n import pick

COLUMNS = ("object", "code", "holder", "year", "answer", "count", "why")


def header(context: Context, lang: str) -> tuple[str, ...]:
    """Names of the columns of the table."""
    words = context.rulebooks.labels["life"]["columns"]
    return tuple(pick(words[name], lang) for name in COLUMNS)


def answer(context: Context, key: str, lang: str) -> str:
    """``supported``, ``not_supported``, or why there is no answer."""
    return pick(context.rulebooks.labels["life"][key], lang)


def why(context: Context, item: str, number: str, cycle: int, state: str, lang: str) -> str:
    """One thing that is absent; `state` is ``copy`` where only the file is."""
    labels = context.rulebooks.labels
    title = pick(context.rulebooks.item(item).title, lang)
    where = f" ({pick(labels['status']['cycle'], lang)} {cycle})" if cycle else ""
    said = pick(context.rulebooks.term("standing", state), lang) or state
    return f"{number} {title}{where}: {said}"
