# SPDX-License-Identifier: MIT
"""What a signal of a risk saw is told in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from esep.reports.implementation_lists import seen

WORDS = {"partly": {"kk": "ішінара", "ru": "частично", "en": "partly"}}
ADVICE = SimpleNamespace(name={"kk": "Ұсыным", "ru": "Рекомендация", "en": "Advice"})


def told(value: str) -> str:
    context: Any = SimpleNamespace(
        architecture=SimpleNamespace(get=lambda _, name: {"usynym": ADVICE}.get(name)),
        rulebooks=SimpleNamespace(term=lambda _, name: WORDS.get(name)),
    )
    signal: Any = SimpleNamespace(value=value)
    return seen(context, signal, "ru")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("usynym", "Рекомендация"),
        ("partly", "частично"),
        ("230000000 > 200000000", "230\u00a0000\u00a0000 > 200\u00a0000\u00a0000"),
        ("2026-09-30 < 2026-11-22", "2026-09-30 < 2026-11-22"),
    ],
)
def test_value_is_told_by_name_by_word_or_as_a_number(value: str, words: str) -> None:
    assert told(value) == words
