# SPDX-License-Identifier: MIT
"""Decides whether a file is a clean DOCX draft."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from esep.docx import kinds
from esep.docx.container import Container, open_container
from esep.docx.faults import Fault, RefusalError, Report, Verdict, error
from esep.docx.hidden import WORD, Styles
from esep.docx.markup import Markup
from esep.docx.package import (
    CONTENT_TYPES,
    ContentTypes,
    Relationships,
    main_parts,
    part_faults,
    relationship_faults,
)
from esep.docx.properties import Properties
from esep.docx.xmlparts import Budget, Reader, read_part
from esep.findings import Severity

CHECKER_VERSION = "1"
MAX_FILE = 100 * 2**20
_PACKAGE_RELS = "_rels/.rels"
_STYLES = ("styles+xml", "styleswitheffects+xml")
_PROPERTIES = ("core-properties+xml", "extended-properties+xml", "custom-properties+xml")


@dataclass
class _Draft:
    """One file under check."""

    container: Container
    types: ContentTypes = field(default_factory=ContentTypes)
    relationships: dict[str, Relationships] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    budget: Budget = field(default_factory=Budget)
    main: str = ""

    def read(self, part: str, reader: Reader) -> None:
        read_part(part, self.container.chunks(part), reader, self.budget)

    def is_xml(self, part: str) -> bool:
        media = self.types.of(part)
        return part.lower().endswith((".xml", ".rels", ".svg")) or media.endswith(("+xml", "/xml"))


def check(source: Path | bytes) -> Report:
    """Return the verdict on `source`; never raises because of what the file holds.

    Nothing is written and nothing fetched. The file is trusted no further than
    the bounds in `container` and `xmlparts` allow, but only a child process
    (`check_isolated`) guards against faults of the parsers themselves.
    """
    faults: list[Fault] = []
    try:
        with closing(
            io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        ) as file:
            for fault in _faults(file):
                faults.append(fault)  # noqa: PERF402 - keeps what was found before an exception
    except RefusalError as refused:
        faults.append(refused.fault)
    except Exception as broken:
        faults.append(error("DX-900", detail=f"{type(broken).__name__}: {broken}"))
    return report_of(faults)


def report_of(faults: list[Fault]) -> Report:
    """Return the report that `faults` amount to."""
    errors = {fault.rule for fault in faults if fault.severity is Severity.ERROR}
    if errors - {"DX-900"}:
        verdict = Verdict.NOT_CLEAN
    else:
        verdict = Verdict.COULD_NOT_CHECK if errors else Verdict.CLEAN
    unique = {fault.sort_key(): fault for fault in faults}
    return Report(verdict, tuple(unique[key] for key in sorted(unique)), CHECKER_VERSION)


def _faults(file: BinaryIO) -> Iterator[Fault]:
    size = file.seek(0, io.SEEK_END)
    if size > MAX_FILE:
        yield error("DX-102", size=size // 2**20, limit=MAX_FILE // 2**20)
        return
    file.seek(0)
    kind = kinds.kind_of(file.read(kinds.HEAD_SIZE), file)
    if kind != "zip":
        yield error("DX-101", found=f"@{kind}")
        return
    container, faults = open_container(file)
    yield from faults
    if container:
        yield from _package_faults(_Draft(container))


def _package_faults(draft: _Draft) -> Iterator[Fault]:
    names = draft.container.names
    if CONTENT_TYPES not in names:
        yield error("DX-101", found=f"@{kinds.kind_of_archive(set(names))}")
        return
    if _PACKAGE_RELS not in names:
        yield error("DX-201", missing=_PACKAGE_RELS)
        return
    draft.read(CONTENT_TYPES, draft.types)
    for part in names:
        if part.lower().endswith(".rels"):
            draft.relationships[part] = Relationships()
            draft.read(part, draft.relationships[part])
    yield from _main_faults(draft)
    if draft.main:
        for step in (_allowed_faults, _outward_faults, _content_faults):
            yield from step(draft)


def _main_faults(draft: _Draft) -> Iterator[Fault]:
    found = main_parts(draft.relationships[_PACKAGE_RELS])
    names = {name.lower(): name for name in draft.container.names}
    if len(found) != 1 or found[0].lower() not in names:
        yield error("DX-201", missing=found[0] if len(found) == 1 else "officeDocument")
        return
    main = names[found[0].lower()]
    media = draft.types.of(main)
    kind = kinds.kind_of_main(media)
    if kind:
        yield error("DX-101", found=f"@{kind}")
    elif media != kinds.MAIN_TYPE:
        yield error("DX-202", main, type=media or "–")
    # Anything of the Word family is looked through to the end; a workbook is not.
    if "word" in media:
        draft.main = main


def _allowed_faults(draft: _Draft) -> Iterator[Fault]:
    for part in draft.container.names:
        yield from part_faults(part, draft.types.of(part), part == draft.main)


def _outward_faults(draft: _Draft) -> Iterator[Fault]:
    for part, relationships in draft.relationships.items():
        yield from relationship_faults(part, relationships)


def _content_faults(draft: _Draft) -> Iterator[Fault]:
    rest = [name for name in draft.container.names if not _is_read(name)]
    rest.sort(key=lambda name: not draft.types.of(name).endswith(_STYLES))
    for part in rest:
        try:
            if draft.is_xml(part):
                yield from _markup_faults(draft, part)
            else:
                for _ in draft.container.chunks(part):
                    pass  # counts what it unpacks and compares the checksum
        except RefusalError as refused:
            yield refused.fault
            if draft.container.is_spent() or draft.budget.is_spent():
                return


def _is_read(name: str) -> bool:
    return name == CONTENT_TYPES or name.lower().endswith(".rels")


def _markup_faults(draft: _Draft, part: str) -> Iterator[Fault]:
    if draft.types.of(part).endswith(_PROPERTIES):
        properties = Properties(part)
        draft.read(part, properties)
        yield from properties.faults()
        return
    markup = Markup(part, draft.styles)
    draft.read(part, markup)
    if part == draft.main and markup.root not in [f"{space} document" for space in WORD]:
        yield error("DX-202", part, type=markup.root)
    yield from markup.faults()
