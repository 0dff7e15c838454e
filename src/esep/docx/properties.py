# SPDX-License-Identifier: MIT
"""What the properties of a document say about its author and office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from esep.docx.faults import Fault, warning
from esep.docx.xmlparts import TextHandler

_PERSONAL = frozenset(("creator", "lastModifiedBy", "Company", "Manager"))
MAX_VALUE = 200
MAX_NAMES = 20


class Properties:
    """Reads core, extended and custom properties (ECMA-376-2, 11; ECMA-376-1, 22.3)."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._personal: dict[str, str] = {}
        self._custom: list[str] = []

    def faults(self) -> Iterator[Fault]:
        """Yield one warning per kind of property."""
        found = {name: text.strip() for name, text in self._personal.items() if text.strip()}
        if found:
            values = "; ".join(f"{name} = {value}" for name, value in sorted(found.items()))
            yield warning("DX-404", self._part, values=values)
        if self._custom:
            yield warning("DX-405", self._part, names=", ".join(self._custom))

    def start(self, name: str, attributes: Mapping[str, str]) -> TextHandler | None:
        local = name.rpartition(" ")[2]
        if local == "property" and len(self._custom) < MAX_NAMES:
            self._custom.append(attributes.get("name", "?")[:MAX_VALUE])
        if local not in _PERSONAL:
            return None

        def take(text: str) -> None:
            self._personal[local] = (self._personal.get(local, "") + text)[:MAX_VALUE]

        return take

    def end(self, name: str) -> None:
        """Nothing closes here."""
