# SPDX-License-Identifier: MIT
"""Reads an XML part as a stream of tags: no tree, no DTD, no entities, bounded in every way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from esep.docx.faults import RefusalError, error

MAX_XML = 64 * 2**20
MAX_TAGS = 1_500_000  # start and end tags; a page of a table has about a thousand
MAX_DEPTH = 256
MAX_TOKEN = 8 * 2**20
MAX_TEXTS = 200_000

TextHandler = Callable[[str], None]


@dataclass
class Budget:
    """What all XML parts of one file may still cost."""

    size: int = MAX_XML
    tags: int = MAX_TAGS
    texts: int = MAX_TEXTS

    def is_spent(self) -> bool:
        """Say whether a limit has been passed."""
        return min(self.size, self.tags, self.texts) < 0


class Reader(Protocol):
    """Receives the tags of a part; a name is ``namespace name`` or just ``name``."""

    def start(self, name: str, attributes: Mapping[str, str]) -> TextHandler | None:
        """Take a start tag; a returned function receives the text up to the next tag."""

    def end(self, name: str) -> None:
        """Take an end tag."""


def read_part(part: str, chunks: Iterable[bytes], reader: Reader, budget: Budget) -> None:
    """Feed the tags of `part` to `reader`; raise `RefusalError` at a DTD, a limit or bad syntax."""
    parser = expat.ParserCreate(namespace_separator=" ")
    _connect(parser, part, reader, budget)
    fed = 0
    try:
        for chunk in chunks:
            fed += len(chunk)
            budget.size -= len(chunk)
            budget.tags -= chunk.count(b"<")
            if budget.is_spent():
                raise RefusalError(error("DX-205", part))
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise RefusalError(error("DX-205", part))
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as bad:
        raise RefusalError(error("DX-203", part, line=parser.ErrorLineNumber)) from bad


def _connect(parser: expat.XMLParserType, part: str, reader: Reader, budget: Budget) -> None:
    take_start, take_end = reader.start, reader.end  # looked up once: they run for every tag
    depth = 0
    is_listening = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, is_listening
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusalError(error("DX-205", part))
        text = take_start(name, attributes)
        if text or is_listening:
            parser.CharacterDataHandler = text and counted(text)
            is_listening = text is not None

    def end(name: str) -> None:
        nonlocal depth, is_listening
        depth -= 1
        if is_listening:
            parser.CharacterDataHandler = None
            is_listening = False
        take_end(name)

    def counted(text: TextHandler) -> TextHandler:
        def take(data: str) -> None:
            budget.texts -= 1
            if budget.is_spent():
                raise RefusalError(error("DX-205", part))
            text(data)

        return take

    def refuse_doctype(*_: object) -> None:
        raise RefusalError(error("DX-204", part))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
