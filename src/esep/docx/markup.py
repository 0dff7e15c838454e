# SPDX-License-Identifier: MIT
"""What the markup of a part does, and what of the work on the draft is left in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from esep.docx.faults import Fault, error, warning
from esep.docx.fields import Fields
from esep.docx.hidden import WORD, Hiding, Styles, attribute
from esep.docx.package import address_faults
from esep.docx.xmlparts import TextHandler

MAX_FAULTS = 50
_VML = "urn:schemas-microsoft-com:vml "
_BLIPS = tuple(
    f"{space} blip"
    for space in (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    )
)
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_ACTIVE = {f"{_OFFICE} OLEObject": "DX-303", f"{_WORD_2012} webVideoPr": "DX-310"} | {
    f"{namespace} {local}": rule
    for namespace in WORD
    for local, rule in (
        ("altChunk", "DX-304"),
        ("objectEmbed", "DX-303"),
        ("objectLink", "DX-303"),
        ("control", "DX-302"),
        ("subDoc", "DX-310"),
        ("movie", "DX-310"),
        ("frameset", "DX-310"),
        ("mailMerge", "DX-310"),
    )
}
_CHANGES = (
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
    *("pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
    *("tcPrChange", "trPrChange"),
)

_Attributes = Mapping[str, str]
_Start = Callable[[_Attributes], TextHandler | None]
_Action = TypeVar("_Action")


class Markup:
    """Reads any XML part; `faults` is complete when the part has ended."""

    def __init__(self, part: str, styles: Styles) -> None:
        self.root = ""
        self._part = part
        self._found: list[Fault] = []
        self._counts: Counter[str] = Counter()
        self._fields = Fields(part)
        self._hiding = Hiding(styles)
        self._starts = _in_word(self._local_starts()) | {
            name: self._refusal(rule) for name, rule in _ACTIVE.items()
        }
        self._starts |= dict.fromkeys(_BLIPS, self._picture)
        self._ends = _in_word(self._local_ends())

    def faults(self) -> Iterator[Fault]:
        """Yield what the part holds: errors first, then one warning per kind of leftover."""
        self._add(self._fields.finish())
        yield from self._found
        self._counts["DX-403"] = self._hiding.count
        for rule, count in sorted(self._counts.items()):
            if count:
                yield warning(rule, self._part, count=count)

    def start(self, name: str, attributes: _Attributes) -> TextHandler | None:
        if not self.root:
            self.root = name
        if action := self._starts.get(name):
            return action(attributes)
        if name.startswith(_VML):
            self._add(self._vml(attributes))
        return None

    def end(self, name: str) -> None:
        if action := self._ends.get(name):
            action()

    def _add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self._found) < MAX_FAULTS and fault not in self._found:
                self._found.append(fault)

    def _vml(self, attributes: _Attributes) -> Iterator[Fault]:
        for name, value in attributes.items():
            local = name.rpartition(" ")[2]
            if local == "src" and _OUTSIDE.match(value):
                yield error("DX-306", self._part, kind="vml", target=value)
            elif local == "href" and value.strip():
                yield from address_faults(self._part, value)

    def _refusal(self, rule: str) -> _Start:
        return lambda _: self._add([error(rule, self._part)])

    def _picture(self, attributes: _Attributes) -> None:
        # Whatever type the relationship has: Word may follow it for the picture.
        for name, value in attributes.items():
            if name.rpartition(" ")[2] == "link" and value:
                self._add([error("DX-306", self._part, kind="blip", target=value)])

    def _template(self, attributes: _Attributes) -> None:
        # Refused by its relationship already, unless that pretends to be of another type.
        self._add([error("DX-305", self._part, target=" ".join(attributes.values()))])

    def _count(self, rule: str) -> None:
        self._counts[rule] += 1

    def _change(self, _: _Attributes) -> None:
        self._count("DX-401")

    def _run_change(self, attributes: _Attributes) -> None:
        self._change(attributes)
        self._hiding.open_foreign()

    def _field_code(self, _: _Attributes) -> TextHandler:
        return self._fields.code

    def _local_starts(self) -> dict[str, _Start]:
        hiding = self._hiding
        return dict.fromkeys(_CHANGES, self._change) | {
            "attachedTemplate": self._template,
            "comment": lambda _: self._count("DX-402"),
            "docVar": lambda _: self._count("DX-406"),
            "fldSimple": lambda a: self._add(self._fields.judge(attribute(a, "instr"))),
            "fldChar": lambda a: self._add(self._fields.mark(attribute(a, "fldCharType"))),
            "instrText": self._field_code,
            "delInstrText": self._field_code,
            "pPr": lambda _: hiding.open_foreign(),
            "rPrChange": self._run_change,
            "p": lambda _: hiding.open_paragraph(),
            "pStyle": lambda a: hiding.paragraph_style(attribute(a, "val")),
            "r": lambda _: hiding.open_run(),
            "rStyle": lambda a: hiding.run_style(attribute(a, "val")),
            "t": lambda _: hiding.text(),
            "delText": lambda _: hiding.text(),
            "vanish": lambda a: hiding.vanish(attribute(a, "val")),
            "style": lambda a: hiding.open_style(
                attribute(a, "styleId"), attribute(a, "type"), attribute(a, "default")
            ),
            "basedOn": lambda a: hiding.style_base(attribute(a, "val")),
            "rPrDefault": lambda _: hiding.open_defaults(),
        }

    def _local_ends(self) -> dict[str, Callable[[], None]]:
        hiding = self._hiding
        return {
            "pPr": hiding.close_foreign,
            "rPrChange": hiding.close_foreign,
            "p": hiding.close_paragraph,
            "r": hiding.close_run,
            "style": hiding.close_style,
            "rPrDefault": hiding.close_defaults,
        }


def _in_word(actions: Mapping[str, _Action]) -> dict[str, _Action]:
    return {f"{space} {local}": action for space in WORD for local, action in actions.items()}
