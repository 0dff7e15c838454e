# SPDX-License-Identifier: MIT
"""Accounting codes: an opaque serial with check digits, ``KZ-000123-85``.

The code says nothing of kind, body or year: all of them may change and the code may not.
The check digits are those of ISO 7064 MOD 97-10, as in an IBAN: letters count as numbers
(A = 10 … Z = 35) and the whole number leaves 1 when divided by 97.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_LONGEST_TYPED = 100
# Letters typed on a Kazakh or Russian keyboard that look like, or stand in place of, Latin ones.
_LOOK_ALIKES = str.maketrans("АВЕЗІЈКҚМНҺОРЅСТУҮҰХ", "ABEZIJKKMHHOPSCTYYYX")


@dataclass(frozen=True)
class CodeFormat:
    """How codes of one registry look: capital Latin `prefix`, serial of `digits` digits."""

    prefix: str = "KZ"
    digits: int = 6

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{1,8}", self.prefix) or not 4 <= self.digits <= 12:
            raise ValueError(f"code format must be A-Z and 4 to 12 digits; found {self!r}")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Shape of a stored code; for `fullmatch` only, check digits are not looked at."""
        return re.compile(rf"{self.prefix}-([0-9]{{{self.digits}}})-([0-9]{{2}})", re.ASCII)

    def check_digits(self, serial: int) -> str:
        """Return the two ISO 7064 MOD 97-10 check digits, ``02`` to ``98``."""
        if not 0 < serial < 10**self.digits:
            raise ValueError(f"serial must be 1 to {10**self.digits - 1}; found {serial}")
        letters = "".join(str(int(letter, 36)) for letter in self.prefix)
        return f"{98 - int(f'{letters}{serial:0{self.digits}}00') % 97:02}"

    def make(self, serial: int) -> str:
        """Return the code of `serial`; ValueError when it does not fit the digits."""
        return f"{self.prefix}-{serial:0{self.digits}}-{self.check_digits(serial)}"

    def parse(self, code: str) -> int | None:
        """Return the serial of a stored code, None when shape or check digits are wrong."""
        found = self.pattern.fullmatch(code)
        serial = int(found[1]) if found else 0
        return serial if serial and code == self.make(serial) else None

    def is_valid(self, code: str) -> bool:
        """Tell whether `code` is exactly as the ledger would store it."""
        return self.parse(code) is not None

    def normalise(self, text: str) -> str | None:
        """Return what a person typed as a stored code, None when it has not that shape.

        Cyrillic look-alikes, full-width forms, spaces, any dash or none and lower case are
        taken; check digits are not looked at, so that a search can say they are wrong.

        >>> CodeFormat().normalise(" кз – 000123 – 85 ")
        'KZ-000123-85'
        """
        if len(text) > _LONGEST_TYPED:
            return None
        kept = (char for char in unicodedata.normalize("NFKC", text) if not _is_gap(char))
        bare = "".join(kept).upper().translate(_LOOK_ALIKES)
        head, serial = bare[: len(self.prefix)], bare[len(self.prefix) : -2]
        code = f"{head}-{serial}-{bare[-2:]}"
        return code if self.pattern.fullmatch(code) else None


def _is_gap(char: str) -> bool:
    """Tell whether a character only separates: spaces, invisible ones, dashes, minus signs."""
    return char in "_\u2212" or unicodedata.category(char) in {"Pd", "Zs", "Cc", "Cf"}
