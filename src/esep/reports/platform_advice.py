# SPDX-License-Identifier: MIT
"""The recommendation on the platform in words: the way, and the figures of each exception."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from esep.checks.context import Context
from esep.checks.platform_advice import Advice, Ground
from esep.i18n import pick
from esep.reports.decision_words import say


def lines(context: Context, advice: Advice, lang: str) -> Iterator[str]:
    """The recommendation first, then why, exception by exception."""
    yield headline(context, advice, lang)
    for ground in advice.grounds:
        yield f"  {'✓' if ground.holds else '✗'} {told(context, ground, lang)}"


def headline(context: Context, advice: Advice, lang: str) -> str:
    """What the record speaks for."""
    way = pick(context.rulebooks.term("platform_way", advice.way), lang)
    return f"{say('advice.title', lang)}: {way}"


def told(context: Context, ground: Ground, lang: str) -> str:
    """One exception with its figures."""
    figures = dict(ground.figures)
    if "site" in figures:
        figures["site"] = pick(context.rulebooks.term("site", figures["site"]), lang)
    parts = [say(f"advice.{key}", lang, **figures) for key in _keys(ground)]
    return f"{pick(context.rulebooks.term('platform_way', ground.id), lang)} – {'; '.join(parts)}"


def _keys(ground: Ground) -> Iterator[str]:
    figures = ground.figures
    if ground.id == "E1":
        yield "E1.was" if "since" in figures else "E1.none"
    elif ground.id == "E3":
        yield "E3.like" if "number" in figures else "E3.none"
    else:
        found = [f"E2.{key}" for key in ("icp", "limits") if key in figures]
        yield from found or ["E2.none"]


def as_data(advice: Advice) -> dict[str, Any]:
    """The same for programs."""
    grounds = [
        {"exception": one.id, "holds": one.holds, "figures": dict(one.figures)}
        for one in advice.grounds
    ]
    return {"way": advice.way, "grounds": grounds}
