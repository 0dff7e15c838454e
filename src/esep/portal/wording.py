# SPDX-License-Identifier: MIT
"""Words of one language: labels, coded values, dates, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from esep import yamlsafe
from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.model.passport import flag
from esep.portal.names import KINDS, Names
from esep.portal.tongues import pick, said
from esep.rulebook import Rulebooks

NO_BREAK = "\u00a0"
_UNITS = (("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10))


def _read(path: Path) -> Any:
    try:
        return yamlsafe.load(path.read_bytes())
    except yamlsafe.YamlFault as fault:
        raise UserError(f"theme/{path.name}:{fault.line}: not plain YAML: {fault.code}") from None


class Day(str):
    """A date in words; a label asks for its Kazakh case by a name, as in ``{date:from}``."""

    month = 0
    endings: Mapping[str, list[str]] = {}

    def __format__(self, case: str) -> str:
        return self + self.endings[case][self.month] if case in self.endings else str(self)


@dataclass(frozen=True)
class Labels:
    """The texts of theme/labels*.yml: ``texts`` by key, ``values`` by group and value."""

    texts: Mapping[str, tuple[str, str, str]]
    values: Mapping[str, Mapping[str, Mapping[str, str]]]
    plurals: Mapping[str, Mapping[str, list[str]]]
    months: Mapping[str, list[str]]
    endings: Mapping[str, list[str]]

    @staticmethod
    def load(theme: Path) -> Labels:
        """Read them; a label without all languages is a fault of the theme."""
        paths = sorted(theme.glob("labels*.yml"))
        read = [_read(path) for path in paths]
        keys = Counter(key for data in read for key in data["texts"])
        if twice := [key for key, times in keys.items() if times > 1]:
            raise UserError(f"a label stands in one file; look at {twice[0]} in theme/labels*.yml")
        texts = {key: tuple(text) for data in read for key, text in data["texts"].items()}
        if short := [key for key, text in texts.items() if len(text) != len(LANGUAGES)]:
            raise UserError(f"a label needs kk, ru and en; look at {short[0]} in theme/labels*.yml")
        values = {group: some for data in read for group, some in data["values"].items()}
        plurals = {key: forms for data in read for key, forms in data.get("plurals", {}).items()}
        own = next(data for data in read if "months" in data)
        return Labels(texts, values, plurals, own["months"], own["endings"])


@dataclass(frozen=True)
class Words:
    """Everything said in one language."""

    lang: str
    labels: Labels
    rulebooks: Rulebooks
    names: Names = field(default_factory=dict)

    def t(self, key: str, **values: object) -> str:
        """A label with its ``{name}`` places filled."""
        text = self.labels.texts[key][LANGUAGES.index(self.lang)]
        return text.format(**values) if values else text

    def pick(self, text: Mapping[str, str] | None) -> str:
        return pick(text, self.lang)

    def said(self, text: str) -> str:
        """A text that is written once, whatever its language."""
        return said(text, self.lang)

    def term(self, group: str, value: object) -> str:
        """The name of a coded value: of the theme, else of the rulebooks, else as it is."""
        return self._term(group, str(value))

    @cached_property
    def _term(self) -> Callable[[str, str], str]:
        def term(group: str, value: str) -> str:
            own = self.labels.values.get(group, {}).get(value)
            found = own or self.rulebooks.term(group, value)
            return pick(found, self.lang) if found else self.named(value, group)

        return cache(term)

    def named(self, slug: str, field: str) -> str:
        """The name the architecture gives what a field names, else the identifier."""
        known = (self.names.get(kind, {}) for kind in KINDS.get(field, ()))
        found = next((some[slug] for some in known if slug in some), None)
        return pick(found, self.lang) if found else slug

    def count(self, key: str, number: int) -> str:
        """A number with its noun in the right form."""
        return f"{self.number(number)}{NO_BREAK}{self.noun(key, number)}"

    def noun(self, key: str, number: int) -> str:
        """What is counted, in the form that goes with the number."""
        forms = self.labels.plurals[key][self.lang]
        return forms[_form(self.lang, number, len(forms))]

    @cached_property
    def _dates(self) -> Callable[[str | date | None], str]:
        return cache(self._day)

    def _day(self, value: str | date | None) -> str:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return Day(value)
        if day is None:
            return Day("—")
        month = self.labels.months[self.lang][day.month - 1]
        if self.lang == "kk":
            said = Day(f"{day.year}{NO_BREAK}жылғы {day.day}{NO_BREAK}{month}")
            said.month, said.endings = day.month - 1, self.labels.endings
            return said
        year = f"{day.year}{NO_BREAK}г." if self.lang == "ru" else str(day.year)
        return f"{day.day}{NO_BREAK}{month} {year}"

    def date(self, value: str | date | None) -> str:
        """A civil date in words; what is no date stays as it is."""
        return self._dates(value)

    def number(self, value: object) -> str:
        """Digits in groups of three, tiyn or other decimals kept."""
        whole, _, decimals = str(value).partition(".")
        if not whole.isascii() or not whole.isdigit():
            return str(value)
        grouped = f"{int(whole):,}"
        if self.lang == "en":
            return f"{grouped}.{decimals}" if decimals else grouped
        grouped = grouped.replace(",", NO_BREAK)
        return f"{grouped},{decimals}" if decimals else grouped

    def money(self, value: object) -> str:
        return f"{self.number(value)}{NO_BREAK}{self.t('tenge')}"

    def size(self, value: object) -> str:
        """Bytes as people read them."""
        count = int(str(value))
        for unit, factor in _UNITS:
            if count >= factor:
                return f"{self.number(f'{count / factor:.1f}')}{NO_BREAK}{self.t(unit)}"
        return f"{self.number(count)}{NO_BREAK}{self.t('bytes')}"

    def percent(self, part: int, whole: int) -> str:
        """Rounded, but neither nothing nor everything where there is something or a rest."""
        share = (200 * part + whole) // (2 * whole) if whole else 0
        if 0 < part < whole:
            share = min(max(share, 1), 99)
        return f"{share}%" if self.lang in ("en", "kk") else f"{share}{NO_BREAK}%"

    def yes(self, value: Any) -> str:
        return self.t("yes" if flag(value) else "no")


def _form(lang: str, number: int, forms: int) -> int:
    """Index of the plural form (CLDR): Kazakh has one, English two, Russian three."""
    if forms == 1:
        return 0
    if lang != "ru":
        return int(number != 1)
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
