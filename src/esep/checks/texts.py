# SPDX-License-Identifier: MIT
"""Texts of a passport: languages, alphabets, and what must not be published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import ascii_letters, digits
from typing import Any

from esep.checks.context import Context
from esep.findings import Finding
from esep.i18n import LANGUAGES
from esep.model.registry import Record
from esep.yamlsafe import escape

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SECRETS = {
    "private key": re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY"),
    "password": re.compile(r"(?i)\b(?:password|passwd|пароль|құпиясөз)\s{0,3}[:=]\s{0,3}\S{4}"),
    "access token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30}|AKIA[0-9A-Z]{16}|xox[bp]-\w{10})"),
    "internal address": re.compile(
        r"(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
    ),
}
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
# Birth date, century and sex, then five digits: what a BIN never looks like.
_PERSONAL = re.compile(rb"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-6]\d{5}")
# A text with none of these, in any case of letters, holds nothing that is looked for here.
_HINTS = (
    *("private key", "password", "passwd", "пароль", "құпиясөз", "akia", "xoxb", "xoxp"),
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "\\"),
)
_NETWORKS = (b"10.", b"192.168.", b"172.")
# The bytes of a text by their kind: a Latin letter, the first byte of a Cyrillic one, a digit.
_LETTERS = bytes(
    ord("l" if chr(one) in ascii_letters else "c" if one in range(0xD0, 0xD5) else " ")
    for one in range(256)
)
_DIGITS = bytes(one if chr(one) in digits else ord(" ") for one in range(256))
_LATER = bytes(range(0x80, 0xC0))  # bytes of a letter after its first
# Fields whose twelve digits are a BIN, not a person's number.
_BIN_FIELDS = ("/supplier_bin", "/bin")
_LANGUAGES = frozenset(LANGUAGES)
_LANGUAGE_KEYS = frozenset(f"/{lang}" for lang in LANGUAGES)


def check_texts(context: Context, record: Record) -> Iterator[Finding]:
    """PSP009 to PSP011 for any register."""
    yield from _suspects(context, record)
    for pointer, lang in untranslated(record.value):
        yield context.finding("PSP009", record, pointer, field=pointer[1:], lang=lang)


def _suspects(context: Context, record: Record) -> Iterator[Finding]:
    if not may_hold(record.source.data):
        return  # one look at the whole text spares a walk through the values
    for pointer, text in strings(record.value):
        if len(text) < 3:
            continue
        if pointer[-3:] in _LANGUAGE_KEYS:
            for word in mixed_words(text):
                yield context.finding("PSP010", record, pointer, field=pointer[1:], word=word)
        for what in secrets(text):
            if what != "IIN" or not pointer.endswith(_BIN_FIELDS):
                yield context.finding("PSP011", record, pointer, field=pointer[1:], what=what)


def may_hold(data: bytes) -> bool:
    """A quick look at a whole text: false only where nothing in it can be suspected."""
    letters, text = data.translate(_LETTERS, _LATER), data.decode("utf-8", "replace")
    folded = text.casefold()
    return (
        any(hint in folded for hint in _HINTS)
        or b"lc" in letters
        or b"cl" in letters
        or (
            any(one in data for one in _NETWORKS)
            and bool(_SECRETS["internal address"].search(text))
        )
        or any(map(_PERSONAL.fullmatch, data.translate(_DIGITS).split()))
    )


def strings(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a nested value, with its JSON Pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(item, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from strings(item, f"{pointer}/{index}")


def untranslated(value: Any) -> Iterator[tuple[str, str]]:
    """Texts that exist in some languages of the portal and lack another."""
    # Most values lack nothing: places are worked out for those alone that do.
    if any(map(_lacks, _mappings(value))):
        yield from _untranslated(value, "")


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping of a nested value."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [item for item in one.values() if not isinstance(item, str)]
        elif isinstance(one, list):
            waiting += [item for item in one if not isinstance(item, str)]


def _lacks(value: Mapping[str, Any]) -> bool:
    return len(value) < len(LANGUAGES) and bool(value) and value.keys() <= _LANGUAGES


def _untranslated(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if _lacks(value):
            yield from ((pointer, lang) for lang in LANGUAGES if lang not in value)
            return
        for key, item in value.items():
            yield from _untranslated(item, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _untranslated(item, f"{pointer}/{index}")


def mixed_words(text: str) -> list[str]:
    """Words that mix Latin and Cyrillic letters: one of them only looks right."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return []
    words = _WORD.findall(text)
    return [word for word in words if _LATIN.search(word) and _CYRILLIC.search(word)]


@cache
def secrets(text: str) -> tuple[str, ...]:
    """What of `text` looks as if it should not be public."""
    if len(text) < 8:
        return ()
    found = [what for what, pattern in _SECRETS.items() if pattern.search(text)]
    if any(is_personal_number(one) for one in _TWELVE_DIGITS.findall(text)):
        found.append("IIN")
    return tuple(found)


def is_personal_number(digits: str) -> bool:
    """Do twelve digits read as an individual identification number (IIN).

    The first six are a birth date, the seventh names century and sex (1 to 6).
    """
    month, day = int(digits[2:4]), int(digits[4:6])
    plausible = 1 <= month <= 12 and 1 <= day <= 31 and digits[6] in "123456"
    return plausible and has_check_digit(digits)


def has_check_digit(digits: str) -> bool:
    """The last digit of a BIN or IIN: weights 1…11, then 3…11, 1, 2 where that gives 10."""
    numbers = [int(digit) for digit in digits]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(w * n for w, n in zip(weights, numbers, strict=False)) % 11
        if rest < 10:
            return rest == numbers[11]
    return False
