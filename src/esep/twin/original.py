# SPDX-License-Identifier: MIT
"""The text of an approved PDF without what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # has no stubs

from esep.docx.text import ANY_NUMBER
from esep.twin.words import Word, words

# A line is a running header or footer when it stands on this share of the pages.
RUNNING_SHARE = 0.6
RUNNING_MIN = 3
EDGE = 4  # lines at either end of a page among which a running line is looked for
_NUMBER = re.compile(r"\d+")
_NUMBER_ALONE = re.compile(r"\W*(\d+)\W*")


def read_pages(path: Path) -> list[list[str]]:
    """Return the lines of each page, in the order of the content stream."""
    document = pdfium.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().splitlines() for page in document]
    finally:
        document.close()


def original_words(
    pages: Sequence[Sequence[str]], declared: Sequence[str], heads: Sequence[str] = ()
) -> list[Word]:
    """Return the words of the pages; a word belongs to the page it begins on.

    `declared` are the headers and footers of the draft. They are left out wherever
    they stand, as are page numbers; of any other line that repeats from page to
    page, and of the `heads` of tables, the first one is kept.
    """
    headers = {mask(text) for text in declared} - {"", "#"}
    shift = _page_shift(pages)
    lines = [
        [_without_page(line, number, shift or 0) for line in page]
        for number, page in enumerate(pages, 1)
    ]
    running = _running(lines) | {_without_page(head, 0, 0) for head in heads}
    seen: set[str] = set()
    found: list[Word] = []
    for number, (page, bare_page) in enumerate(zip(pages, lines, strict=True), 1):
        kept = []
        for line, bare in zip(page, bare_page, strict=True):
            is_number = shift is not None and _alone(line) == number + shift
            is_repeated = bare in running and bare in seen
            seen.add(bare)
            if not (is_number or is_repeated or mask(line) in headers):
                kept.append(line)
        found += words(_joined(kept), number)
    return found


def mask(line: str) -> str:
    """Return the line with its numbers hidden: so a header of the draft knows no page."""
    keys = (word.key.replace(ANY_NUMBER, "#") for word in words(line, 0))
    return "".join(_NUMBER.sub("#", key) for key in keys)


def _without_page(line: str, number: int, shift: int) -> str:
    """Return the line with nothing but the number of its page hidden."""
    key = " ".join(word.key for word in words(line, 0))
    return re.sub(rf"\b{number + shift}\b", "#", key)


def _running(lines: Sequence[Sequence[str]]) -> set[str]:
    pages_with: Counter[str] = Counter()
    for page in lines:
        pages_with.update({*page[:EDGE], *page[-EDGE:]} - {"", "#"})
    least = max(RUNNING_MIN, RUNNING_SHARE * len(lines))
    return {line for line, count in pages_with.items() if count >= least}


def _page_shift(pages: Sequence[Sequence[str]]) -> int | None:
    """Return by how much the printed page numbers differ from the count of pages."""
    shifts: Counter[int] = Counter()
    for number, page in enumerate(pages, 1):
        shifts.update({value - number for line in page if (value := _alone(line)) is not None})
    if not shifts:
        return None
    shift, count = shifts.most_common(1)[0]
    return shift if count >= max(2, RUNNING_SHARE * len(pages)) else None


def _alone(line: str) -> int | None:
    match = _NUMBER_ALONE.fullmatch(line.strip()[:12])
    return int(match[1]) if match else None


def _joined(lines: Sequence[str]) -> str:
    return "".join(_with_ends(lines))


def _with_ends(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        text = line.rstrip()
        # The reader marks a word broken at the end of a line with U+FFFE.
        is_broken = re.search(r"\w[-\u2010\u00ad\ufffe]$", text)
        yield text if is_broken else f"{text}\n"
