# SPDX-License-Identifier: MIT
"""The quick look at a text and the exact one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from esep.checks.texts import may_hold, mixed_words, secrets

PARTS = (
    *("Пароль: ", "құпиясөз=", "PASSWORD:", "AKIA", "ghp_", "xoxb-", "private key", "10.", "192."),
    *("168.", "172.16.", "1.2", "850101", "300123", "350008", "abcd", "Әлем", "ѐ", "z", " ", "\n"),
    *("-----BEGIN RSA PRIVATE KEY", "0123456789", "é", "١"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_quick_look_sees_whatever_the_exact_one_finds(text: str) -> None:
    if secrets(text) or mixed_words(text):
        assert may_hold(text.encode())


def test_quick_look_spares_a_text_without_anything_suspect() -> None:
    assert not may_hold("БСН 123456789012, 2026-11-20, web-портал, 8.10.3".encode())
