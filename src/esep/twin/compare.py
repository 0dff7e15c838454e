# SPDX-License-Identifier: MIT
"""What differs between the words of a draft and of its original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from esep.docx.text import ANY_NUMBER
from esep.twin.align import ANCHOR, Gap, gaps
from esep.twin.words import BLANK, Word

Kind = Literal["changed", "filled", "removed", "added", "moved"]
CONTEXT = 5  # words shown on either side
NEAR = 200  # words within which even a single word may have moved: a cell over a page break
MAX_CANDIDATES = 20  # places looked at for a stretch of moved words


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the original does not say what the draft says.

    ``filled``: a blank of the draft has been filled in; ``moved``: the same words
    stand elsewhere. `paragraph` counts paragraphs of the draft and `page` pages of
    the original, from 1; 0 when that side has no words at all. `before` and `after`
    are the common words around the place.
    """

    kind: Kind
    draft: str
    original: str
    paragraph: int
    page: int
    before: str
    after: str


def differences(draft: Sequence[Word], original: Sequence[Word]) -> tuple[float, list[Difference]]:
    """Return the share of common words (0..1) and the differences, moved words last."""
    left, right = [word.key for word in draft], [word.key for word in original]
    found = [gap for gap in gaps(left, right) if not _is_same(left, right, gap)]
    moved = _moved(left, right, found)
    arrived = set(moved.values())
    rest = [piece for gap in found for piece in _without(gap, moved, arrived)]
    alien = sum(gap.b - gap.a + gap.d - gap.c for gap in rest)
    total = len(left) + len(right)
    listed = [_difference(draft, original, gap) for gap in rest]
    listed += [_difference(draft, original, gap, "moved") for gap in _moved_gaps(moved)]
    return (1 - alien / total if total else 1.0), listed


def _is_same(left: Sequence[str], right: Sequence[str], gap: Gap) -> bool:
    """Say whether only the division into words or a number of the layout differs."""
    ours, theirs = list(left[gap.a : gap.b]), list(right[gap.c : gap.d])
    if ANY_NUMBER in "".join(ours):
        theirs = [word for word in theirs if not word.isdecimal()]
        ours = [word for word in ours if word != ANY_NUMBER]
    return "".join(ours) == "".join(theirs)


# Words that stand on both sides, but in another place: footnotes, text boxes, cells of a table.

_Runs = dict[int, int]  # word of the draft -> the same word of the original


def _moved(left: Sequence[str], right: Sequence[str], found: Sequence[Gap]) -> _Runs:
    long, short = _starts(right, found)
    free = {at for gap in found for at in range(gap.c, gap.d)}
    runs: _Runs = {}
    for gap in found:
        at = gap.a
        while at < gap.b:
            places = long.get(tuple(left[at : at + ANCHOR]), [])
            if not places and gap.c == gap.d:
                places = [to for to in short.get(left[at], []) if abs(to - gap.c) <= NEAR]
            nearest = sorted(places, key=lambda to: abs(to - gap.c))[:MAX_CANDIDATES]
            length, to = _longest(left[at : gap.b], right, nearest, free)
            if length >= ANCHOR or gap.c == gap.d:
                runs.update(zip(range(at, at + length), range(to, to + length), strict=True))
                free -= set(range(to, to + length))
            at += max(length, 1)
    return runs


def _starts(
    right: Sequence[str], found: Sequence[Gap]
) -> tuple[dict[tuple[str, ...], list[int]], dict[str, list[int]]]:
    """Return where runs of words begin, and single words where the original only adds."""
    long: dict[tuple[str, ...], list[int]] = {}
    short: dict[str, list[int]] = {}
    for gap in found:
        for at in range(gap.c, gap.d):
            long.setdefault(tuple(right[at : at + ANCHOR]), []).append(at)
            if gap.a == gap.b:
                short.setdefault(right[at], []).append(at)
    return long, short


def _longest(
    run: Sequence[str], right: Sequence[str], places: Sequence[int], free: set[int]
) -> tuple[int, int]:
    best = (0, 0)
    for to in places:
        length = 0
        while length < len(run) and to + length in free and run[length] == right[to + length]:
            length += 1
        if length > best[0]:
            best = (length, to)
    return best


def _without(gap: Gap, ours: _Runs, theirs: set[int]) -> Iterator[Gap]:
    """Yield what is left of a gap when the moved words are taken out."""
    lefts = list(_stretches(gap.a, gap.b, ours))
    rights = list(_stretches(gap.c, gap.d, theirs))
    if len(lefts) <= 1 and len(rights) <= 1:
        a, b = lefts[0] if lefts else (gap.b, gap.b)
        c, d = rights[0] if rights else (gap.d, gap.d)
        if a < b or c < d:
            yield Gap(a, b, c, d)
        return
    yield from (Gap(a, b, gap.c, gap.c) for a, b in lefts)
    yield from (Gap(gap.b, gap.b, c, d) for c, d in rights)


def _stretches(start: int, end: int, taken: _Runs | set[int]) -> Iterator[tuple[int, int]]:
    begin = start
    for at in range(start, end + 1):
        if at == end or at in taken:
            if begin < at:
                yield begin, at
            begin = at + 1


def _moved_gaps(ours: _Runs) -> Iterator[Gap]:
    run: list[tuple[int, int]] = []
    for at, to in sorted(ours.items()):
        if run and (at, to) != (run[-1][0] + 1, run[-1][1] + 1):
            yield Gap(run[0][0], run[-1][0] + 1, run[0][1], run[-1][1] + 1)
            run = []
        run.append((at, to))
    if run:
        yield Gap(run[0][0], run[-1][0] + 1, run[0][1], run[-1][1] + 1)


def _difference(
    draft: Sequence[Word], original: Sequence[Word], gap: Gap, kind: Kind | None = None
) -> Difference:
    ours, theirs = draft[gap.a : gap.b], original[gap.c : gap.d]
    return Difference(
        kind or _kind(ours, theirs),
        _text(ours),
        _text(theirs),
        _place(draft, gap.a),
        _place(original, gap.c),
        _text(draft[max(0, gap.a - CONTEXT) : gap.a]),
        _text(draft[gap.b : gap.b + CONTEXT]),
    )


def _kind(ours: Sequence[Word], theirs: Sequence[Word]) -> Kind:
    if not ours:
        return "added"
    if not theirs:
        return "removed"
    return "filled" if any(word.key == BLANK for word in ours) else "changed"


def _text(row: Sequence[Word]) -> str:
    return " ".join(word.text.replace(ANY_NUMBER, "#") for word in row)


def _place(row: Sequence[Word], at: int) -> int:
    return row[min(at, len(row) - 1)].place if row else 0
