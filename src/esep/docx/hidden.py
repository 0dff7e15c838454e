# SPDX-License-Identifier: MIT
"""Text that neither the screen nor paper shows (ECMA-376-1, 17.3.2.41)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
OFF = ("0", "false", "off")


@dataclass(slots=True)
class Style:
    """What a style says about hiding; None leaves it to the style it is based on."""

    is_hidden: bool | None = None
    base: str = ""


@dataclass
class Styles:
    """The styles of the document, filled by the part that defines them."""

    known: dict[str, Style] = field(default_factory=dict)
    default_paragraph: str = ""
    is_hidden_by_default: bool = False

    def hides(self, name: str) -> bool | None:
        """Say whether the style `name` hides text; None if neither it nor its bases say."""
        seen: set[str] = set()
        while (style := self.known.get(name)) and name not in seen:
            if style.is_hidden is not None:
                return style.is_hidden
            seen.add(name)
            name = style.base
        return None


@dataclass(slots=True)
class _Run:
    is_hidden: bool | None = None
    style: str = ""
    has_text: bool = False


class Hiding:
    """Follows paragraphs, runs and style definitions; `count` is the number of hidden runs."""

    def __init__(self, styles: Styles) -> None:
        self.count = 0
        self._styles = styles
        self._style: Style | None = None
        self._runs: list[_Run] = []
        self._paragraphs: list[str] = []
        self._foreign = 0  # inside properties that are not those of a run's text

    def open_foreign(self) -> None:
        """Enter properties of a paragraph mark or of an earlier revision."""
        self._foreign += 1

    def close_foreign(self) -> None:
        """Leave them."""
        self._foreign -= 1

    def open_paragraph(self) -> None:
        """Enter a paragraph; it has the default style until it names one."""
        self._paragraphs.append(self._styles.default_paragraph)

    def close_paragraph(self) -> None:
        """Leave the paragraph."""
        self._paragraphs.pop()

    def paragraph_style(self, name: str) -> None:
        """Take the style of the paragraph."""
        if self._paragraphs:
            self._paragraphs[-1] = name

    def open_run(self) -> None:
        """Enter a run."""
        self._runs.append(_Run())

    def close_run(self) -> None:
        """Leave the run; everything that decides about it is known now."""
        run = self._runs.pop()
        self.count += run.has_text and self._is_hidden(run)

    def run_style(self, name: str) -> None:
        """Take the character style of the run."""
        if self._runs and not self._foreign:
            self._runs[-1].style = name

    def text(self) -> None:
        """Note that the run has text."""
        if self._runs:
            self._runs[-1].has_text = True

    def vanish(self, value: str) -> None:
        """Take the property that hides, of a style or of a run."""
        is_hidden = value.lower() not in OFF
        if self._style:
            self._style.is_hidden = is_hidden
        elif self._runs and not self._foreign:
            self._runs[-1].is_hidden = is_hidden

    def open_style(self, name: str, kind: str, default: str) -> None:
        """Enter the definition of a style."""
        self._style = self._styles.known.setdefault(name, Style())
        if kind == "paragraph" and default.lower() not in ("", *OFF):
            self._styles.default_paragraph = name

    def style_base(self, name: str) -> None:
        """Take the style that this one is based on."""
        if self._style:
            self._style.base = name

    def close_style(self) -> None:
        """Leave the definition."""
        self._style = None

    def open_defaults(self) -> None:
        """Enter the properties every run begins with."""
        self._style = Style()

    def close_defaults(self) -> None:
        """Leave them."""
        self._styles.is_hidden_by_default = bool(self._style and self._style.is_hidden)
        self._style = None

    def _is_hidden(self, run: _Run) -> bool:
        paragraph = self._paragraphs[-1] if self._paragraphs else ""
        for answer in (run.is_hidden, self._styles.hides(run.style), self._styles.hides(paragraph)):
            if answer is not None:
                return answer
        return self._styles.is_hidden_by_default


def attribute(attributes: Mapping[str, str], local: str) -> str:
    """Return an attribute of WordprocessingML, strict or transitional; "" when absent."""
    for namespace in WORD:
        if (value := attributes.get(f"{namespace} {local}")) is not None:
            return value
    return attributes.get(local, "")
