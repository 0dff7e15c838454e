# SPDX-License-Identifier: MIT
"""The text of a DOCX as paper shows it, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from esep.docx.checker import check
from esep.docx.container import Container, open_container
from esep.docx.faults import Verdict
from esep.docx.hidden import OFF, WORD
from esep.docx.numbering import Numbering, read_numbering, spell
from esep.docx.package import Relationships, main_parts, resolve
from esep.docx.xmlparts import Budget, read_part

Kind = Literal["body", "table", "table-head", "note", "header", "footer"]

# Stands for a number that only the layout knows: a page, a number of pages.
ANY_NUMBER = "\x1a"

_LAYOUT_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
_LEFT_OUT = ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "Fallback")
_MARKS = {"tab": "\t", "ptab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_NOTES = {"footnote": "decimal", "endnote": "lowerRoman"}
_CONTENTS_PAGE = re.compile(r"\t\s*\d+\s*$")


class NotCleanError(Exception):
    """The file is not a clean DOCX, so its text is not read."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`number` counts the paragraphs of the file from 1; `text` has single spaces."""

    text: str
    kind: Kind
    number: int


@dataclass(slots=True)
class _Field:
    code: str = ""
    is_code: bool = True

    def is_a(self, *keywords: str) -> bool:
        return self.code.strip().upper().partition(" ")[0] in keywords


@dataclass
class _Reading:
    numbering: Numbering
    style_lists: dict[str, tuple[str, int | None]]
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    fields: list[_Field] = field(default_factory=list)
    label: str = ""  # of the note being read
    is_contents: bool = False  # the paragraph being read belongs to a table of contents

    def note_label(self, kind: str, name: str) -> str:
        number = 1 + sum(known == kind for known, _ in self.notes)
        return spell(self.notes.setdefault((kind, name), number), _NOTES[kind])

    def is_shown(self) -> bool:
        return not any(open_.is_code or open_.is_a(*_LAYOUT_FIELDS) for open_ in self.fields)


def extract(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a clean DOCX; raise `NotCleanError` for any other file.

    Deleted revisions and hidden runs are left out; the text of a box follows the
    paragraph that holds it; notes, headers and footers come last. A page number is
    `ANY_NUMBER`.
    """
    if check(path).verdict is not Verdict.CLEAN:
        raise NotCleanError
    with path.open("rb") as file:
        container, _ = open_container(file)
        assert container is not None
        return list(_paragraphs(container))


def _paragraphs(container: Container) -> Iterator[Paragraph]:
    main = _entry(container, main_parts(_links(container, ""))[0])
    related = [
        (item.kind, resolve(main, item.target))
        for item in _links(container, main).found
        if not item.is_external
    ]
    parts = dict(related)
    reading = _Reading(
        read_numbering(_tree(container, parts.get("numbering"))),
        _style_lists(_tree(container, parts.get("styles"))),
    )
    number = 0
    for kind, part in _sources(main, related):
        reading.fields.clear()
        for paragraph in _find_paragraphs(_tree(container, part), reading):
            text = " ".join(_text_of(paragraph, reading).split())
            number += 1
            if text:
                yield Paragraph(text, _place_of(paragraph, kind), number)


def _sources(main: str, related: list[tuple[str, str]]) -> Iterator[tuple[Kind, str]]:
    kinds: dict[str, Kind] = {"footnotes": "note", "endnotes": "note"}
    kinds |= {"header": "header", "footer": "footer"}
    yield "body", main
    for wanted, kind in kinds.items():
        for found, part in related:
            if found == wanted:
                yield kind, part


def _find_paragraphs(root: etree._Element | None, reading: _Reading) -> Iterator[etree._Element]:
    pending = [] if root is None else [root]
    while pending:
        item = pending.pop()
        local = _local(item)
        if local in _NOTES:
            name = _get(item, "id")
            if (local, name) not in reading.notes:  # separators, and notes without a reference
                continue
            reading.label = reading.note_label(local, name)
        if local == "p":
            yield item
        if local not in _LEFT_OUT:
            pending.extend(reversed(item))


def _text_of(paragraph: etree._Element, reading: _Reading) -> str:
    reading.is_contents = any(open_.is_a("TOC") for open_ in reading.fields)
    label = _label_of(paragraph, reading)
    text = "".join(_pieces(paragraph, reading))
    if reading.is_contents:
        text = _CONTENTS_PAGE.sub(f"\t{ANY_NUMBER}", text)
    return f"{label} {text}" if text.strip() else ""


def _pieces(item: etree._Element, reading: _Reading) -> Iterator[str]:
    for child in item:
        local = _local(child)
        if local == "p" or (local == "r" and _is_hidden(child)):
            continue  # a paragraph of a text box comes on its own
        if local == "fldChar":
            yield from _field_mark(_get(child, "fldCharType"), reading)
        elif local == "instrText":
            if reading.fields:
                reading.fields[-1].code += child.text or ""
        elif local == "fldSimple" and _Field(_get(child, "instr")).is_a(*_LAYOUT_FIELDS):
            yield ANY_NUMBER
        elif local not in _LEFT_OUT:
            if reading.is_shown():
                yield _own_text(child, local, reading)
            yield from _pieces(child, reading)


def _own_text(item: etree._Element, local: str, reading: _Reading) -> str:
    if local == "t":
        return item.text or ""
    if local in ("footnoteReference", "endnoteReference"):
        return reading.note_label(local.removesuffix("Reference"), _get(item, "id"))
    if local in ("footnoteRef", "endnoteRef"):
        return f"{reading.label} "
    # A tab stop is a tab too, but inside properties, which are left out.
    return _MARKS.get(local, "")


def _field_mark(kind: str, reading: _Reading) -> Iterator[str]:
    if kind == "begin":
        reading.fields.append(_Field())
    elif kind == "separate" and reading.fields:
        reading.fields[-1].is_code = False
        reading.is_contents |= reading.fields[-1].is_a("TOC")
    elif kind == "end" and reading.fields:
        ended = reading.fields.pop()
        if ended.is_a(*_LAYOUT_FIELDS) and reading.is_shown():
            yield ANY_NUMBER


def _label_of(paragraph: etree._Element, reading: _Reading) -> str:
    properties = _child(paragraph, "pPr")
    style = _get(_child(properties, "pStyle"), "val")
    list_id, level = reading.style_lists.get(style, ("", None))
    own = _child(properties, "numPr")
    if own is not None:
        list_id = _get(_child(own, "numId"), "val") or list_id
        at = _get(_child(own, "ilvl"), "val")
        level = int(at) if at.isdecimal() else level
    return reading.numbering.label(list_id, level, style)


def _style_lists(root: etree._Element | None) -> dict[str, tuple[str, int | None]]:
    """Return the list and level of each style, its own or that of the style it is based on."""
    own: dict[str, tuple[str, int | None]] = {}
    bases: dict[str, str] = {}
    for style in [] if root is None else root:
        name = _get(style, "styleId")
        bases[name] = _get(_child(style, "basedOn"), "val")
        properties = _child(_child(style, "pPr"), "numPr")
        if list_id := _get(_child(properties, "numId"), "val"):
            at = _get(_child(properties, "ilvl"), "val")
            own[name] = (list_id, int(at) if at.isdecimal() else None)
    found = {}
    for name in bases:
        seen: set[str] = set()
        base = name
        while base and base not in own and base not in seen:
            seen.add(base)
            base = bases.get(base, "")
        if base in own:
            found[name] = own[base]
    return found


def _place_of(paragraph: etree._Element, kind: Kind) -> Kind:
    if kind != "body":
        return kind
    for row in paragraph.iterancestors():
        if _local(row) == "tr":
            is_head = _child(_child(row, "trPr"), "tblHeader") is not None
            return "table-head" if is_head else "table"
    return "body"


def _is_hidden(run: etree._Element) -> bool:
    vanish = _child(_child(run, "rPr"), "vanish")
    return vanish is not None and _get(vanish, "val").lower() not in OFF


def _tree(container: Container, part: str | None) -> etree._Element | None:
    name = part and _entry(container, part)
    if not name:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    return etree.fromstring(b"".join(container.chunks(name)), parser)


def _links(container: Container, part: str) -> Relationships:
    folder, _, name = part.rpartition("/")
    rels = _entry(container, f"{folder}/_rels/{name}.rels".lstrip("/"))
    links = Relationships()
    if rels:
        read_part(rels, container.chunks(rels), links, Budget())
    return links


def _entry(container: Container, part: str) -> str:
    """Return the entry as it is written in the container; part names ignore case."""
    return next((name for name in container.names if name.lower() == part.lower()), "")


def _local(item: etree._Element) -> str:
    """Return the local name of an element of WordprocessingML or markup compatibility."""
    if not isinstance(item.tag, str):
        return ""
    space, _, local = item.tag.removeprefix("{").partition("}")
    return local if space in WORD or local == "Fallback" else ""


def _child(item: etree._Element | None, local: str) -> etree._Element | None:
    if item is None:
        return None
    return next((child for child in item if _local(child) == local), None)


def _get(item: etree._Element | None, local: str) -> str:
    if item is None:
        return ""
    return next((value for space in WORD if (value := item.get(f"{{{space}}}{local}"))), "")
