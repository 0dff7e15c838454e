# SPDX-License-Identifier: MIT
"""The way of one file through the checker: bytes, objects, content, rules, verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from esep.pdfa import (
    actions,
    annots,
    fonts,
    glyphs,
    graphics,
    icc,
    metadata,
    objects,
    second_reader,
    security,
    sniff,
    structure,
    syntax,
)
from esep.pdfa.budget import Budget, DamagedError, LimitError
from esep.pdfa.document import Document, Page, read_document
from esep.pdfa.faults import Fault
from esep.pdfa.interpreter import Interpreter
from esep.pdfa.registry import KNOWN, LEVEL_A
from esep.pdfa.report import FaultLog, Level, Report, Verdict
from esep.pdfa.usage import Usage

_UNDECIDED = {security.LIMIT, security.CHECKER}


@dataclass(slots=True)
class _Run:
    """One file on its way; faults gather in `log`."""

    budget: Budget
    log: FaultLog = field(default_factory=FaultLog)
    claimed: str | None = None
    level: Level = "b"
    reasons: list[str] = field(default_factory=list)

    def take(self, step: str, faults: Callable[[], Iterator[Fault]]) -> None:
        """Add the faults of one step; whatever it raises becomes a fault too."""
        try:
            for fault in faults():
                if fault.rule not in KNOWN:
                    raise LookupError(f"unregistered rule {fault.rule}")
                self.log.add(fault)
        except DamagedError as error:
            self.log.add(Fault(security.DAMAGED, params={"detail": str(error)}))
        except LimitError as error:
            params = {"limit": error.limit, "value": str(error.value)}
            self._undecided(security.LIMIT, str(error), params)
        except MemoryError:
            params = {"limit": "memory", "value": "the memory limit"}
            self._undecided(security.LIMIT, "memory is used up", params)
        except Exception as error:  # a rule that fails must never count as passed
            detail = f"{type(error).__name__}: {error}"[:200]
            params = {"step": step, "detail": detail}
            self._undecided(security.CHECKER, f"{step}: {detail}", params)

    def _undecided(self, rule: str, reason: str, params: dict[str, str]) -> None:
        self.reasons.append(reason)
        self.log.add(Fault(rule, params=params))


def check(source: Path | bytes, level: Level | None = None, budget: Budget | None = None) -> Report:
    """Check a file against ISO 19005-1 at `level`, or at the level it claims (b if none).

    Raises `OSError` when `source` cannot be read; anything the bytes do becomes
    part of the report.
    """
    budget = budget or Budget()
    data, size, digest = _read(source, budget)
    run = _Run(budget, level=level or "b")
    if size > budget.file_bytes:
        run.take("size", lambda: _too_big(budget))
    else:
        run.take("bytes", lambda: _check_bytes(data))
        if security.NOT_PDF not in run.log.counts and security.EMPTY not in run.log.counts:
            _check_document(run, data, level)
    return _report(run, digest, size)


def _read(source: Path | bytes, budget: Budget) -> tuple[bytes, int, str]:
    """The bytes (none of a file that is too large), how many they are and their sha256."""
    if isinstance(source, bytes):
        return source, len(source), hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        return file.read() if size <= budget.file_bytes else b"", size, digest


def _too_big(budget: Budget) -> Iterator[Fault]:
    raise LimitError("file bytes", budget.file_bytes)
    yield


def _check_bytes(data: bytes) -> Iterator[Fault]:
    if not data:
        yield Fault(security.EMPTY)
        return
    if data.find(b"%PDF-", 0, sniff.HEADER_WITHIN) < 0 and b"startxref" not in data[-2048:]:
        yield Fault(security.NOT_PDF, params={"found": sniff.kind_of(data)})
        return
    if other := sniff.second_nature(data):
        yield Fault(security.POLYGLOT, params={"found": other})
    count = syntax.trailing_bytes(data)
    if count > 0 and data[-count:].strip(b"\0\t\n\f\r "):
        yield Fault(security.TRAILING, offset=len(data) - count, params={"count": str(count)})


def _check_document(run: _Run, data: bytes, level: Level | None) -> None:
    opened: list[Document] = []

    def read() -> Iterator[Fault]:
        document = read_document(data, run.budget)
        opened.append(document)
        for detail in document.broken:
            yield Fault(security.DAMAGED, params={"detail": detail})

    run.take("objects", read)
    if not opened:
        bare = Document(data, run.budget)
        run.take("header", lambda: (f for f in syntax.check(bare) if f.rule.startswith("6.1.2")))
        return
    document = opened[0]
    run.take("syntax", lambda: syntax.check(document))
    if any("Encrypt" in section.trailer for section in document.layout.sections):
        run.log.add(Fault(security.ENCRYPTED))
        return
    run.claimed = metadata.claimed_level(document)
    run.level = level or ("a" if run.claimed == "a" else "b")
    usage, pages = _interpret(run, document)
    _apply_rules(run, document, usage, pages)
    if not run.log.counts:
        run.take("second reader", lambda: second_reader.check(document))


def _interpret(run: _Run, document: Document) -> tuple[Usage, list[Page]]:
    """Run all content; faults of running it go to the log."""
    pages: list[Page] = []
    interpreter = Interpreter(document)

    def find() -> Iterator[Fault]:
        pages.extend(document.pages())
        if not pages:
            yield Fault(security.DAMAGED, params={"detail": "the document has no pages"})

    run.take("pages", find)
    for page in pages:
        run.take("content", lambda page=page: _run_page(document, page, interpreter))  # type: ignore[misc]
        if run.reasons:
            break
    return interpreter.usage, pages


def _run_page(document: Document, page: Page, interpreter: Interpreter) -> Iterator[Fault]:
    interpreter.run_page(page)
    annots.run(document, page, interpreter)
    yield from ()


def _apply_rules(run: _Run, document: Document, usage: Usage, pages: list[Page]) -> None:
    run.take("objects", lambda: objects.check(document))
    run.take("icc", lambda: icc.check(document, usage))
    run.take("graphics", lambda: graphics.check(document, usage))
    run.take("fonts", lambda: _check_fonts(document, usage, run.level))
    run.take("annots", lambda: annots.check(document, pages))
    run.take("actions", lambda: actions.check(document, pages))
    run.take("metadata", lambda: metadata.check(document, run.level))
    if run.level == "a":
        run.take("structure", lambda: structure.check(document, usage))


def _check_fonts(document: Document, usage: Usage, level: Level) -> Iterator[Fault]:
    yield from fonts.check_fontless(usage.fontless)
    builder = fonts.Fonts(document)
    for use in usage.fonts.values():
        if use.drawn or use.unseen:
            font = builder.build(use)
            yield from fonts.check(document, font)
            yield from glyphs.check(document, builder, font, level)
            document.budget.look_at_time()


def _report(run: _Run, digest: str, size: int) -> Report:
    broken = set(run.log.counts)
    verdict: Verdict
    if broken - _UNDECIDED:
        verdict = "does-not-conform"
    elif broken:
        verdict = "could-not-check"
    else:
        verdict = "conforms-1a" if run.level == "a" else "conforms-1b"
    return Report(
        verdict=verdict,
        level=run.level,
        sha256=digest,
        size=size,
        claimed=run.claimed,
        faults=tuple(run.log.kept),
        counts=run.log.counts,
        reason="; ".join(run.reasons) if verdict == "could-not-check" else "",
        only_level_a=run.level == "a" and bool(broken) and broken <= LEVEL_A,
    )
