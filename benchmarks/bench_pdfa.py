#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the PDF/A-1 checker against a corpus with known verdicts.

    bench_pdfa.py --corpus DIR --verdicts TSV [--level a|b] [--isolated]
    bench_pdfa.py --damage DIR [--variants 10000] [--seed 1]

The TSV is one of three shapes, told apart by its columns: `path, pass/fail` (level from a
folder PDF_A-1a or PDF_A-1b), `file, pass/fail, rules`, `file, 1b, 1a, rules at 1b`.
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from esep.pdfa import Report, check
from esep.pdfa.isolated import Worker
from esep.pdfa.report import Level

_CLAIM = re.compile(rb"pdfaid:part\s*(?:=\s*[\"']|>)\s*1\b")


@dataclass(frozen=True)
class Case:
    """A file, the level to check it at, the known verdict and, if known, the broken rules."""

    path: Path
    level: Level
    conforms: bool
    rules: frozenset[str] | None = None


@dataclass
class Tally:
    """Agreement of one judge with the known verdicts."""

    agree: int = 0
    false_accepts: list[Case] = field(default_factory=list)
    false_rejects: list[Case] = field(default_factory=list)
    stricter: list[Case] = field(default_factory=list)
    same_rules: int = 0
    with_rules: int = 0
    times: list[float] = field(default_factory=list)

    def count(self, case: Case, accepted: bool) -> None:
        """Enter one verdict."""
        if accepted == case.conforms:
            self.agree += 1
        else:
            (self.false_accepts if accepted else self.false_rejects).append(case)


def read_cases(corpus: Path, verdicts: Path, level: Level | None = None) -> Iterator[Case]:
    """The cases of a TSV; `level` leaves out those of the other level."""
    for line in verdicts.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        for case in _cases_of(corpus / cells[0], cells):
            if level in (None, case.level):
                yield case


def _cases_of(path: Path, cells: list[str]) -> Iterator[Case]:
    conforms = cells[1] == "pass"
    if len(cells) == 2:
        yield Case(path, "a" if "PDF_A-1a" in path.parts else "b", conforms)
        return
    rules = frozenset(filter(None, cells[-1].split(",")))
    yield Case(path, "b", conforms, rules)
    if len(cells) > 3:
        yield Case(path, "a", cells[2] == "pass")


def is_stricter(report: Report) -> bool:
    """Whether security findings, or well-formedness of XMP, alone speak against a file."""
    return bool(report.counts) and all(
        rule.startswith("S-") or rule == "6.7.9-1" for rule in report.counts
    )


def measure(cases: list[Case], judge: Callable[[Path, Level], Report]) -> Tally:
    """Run the checker over all cases."""
    tally = Tally()
    for case in cases:
        start = time.perf_counter()
        report = judge(case.path, case.level)
        tally.times.append(time.perf_counter() - start)
        if case.conforms and is_stricter(report):
            tally.agree += 1
            tally.stricter.append(case)
        else:
            tally.count(case, report.accepted)
        if case.rules is not None:
            tally.with_rules += 1
            found = {rule for rule in report.counts if not rule.startswith("S-")}
            tally.same_rules += found == case.rules or (not case.rules and is_stricter(report))
    return tally


def _claim(case: Case) -> bool:
    return bool(_CLAIM.search(case.path.read_bytes()))


def other_checker() -> Callable[[Path, Level], bool] | None:
    """The verdict of the package page-validation, where it is installed."""
    try:
        page = importlib.import_module("page")
    except ImportError:
        return None

    def accepts(path: Path, level: Level) -> bool:
        try:
            return bool(page.validate_pdf(path, profile=f"1{level}").is_compliant)
        except page.PageError:
            return False

    return accepts


def _print_tally(name: str, cases: list[Case], tally: Tally, named: int = 20) -> None:
    share = 100 * tally.agree / max(len(cases), 1)
    line = (
        f"{name:<18} {len(cases)} cases: agree {tally.agree} ({share:.2f} %),"
        f" false accepts {len(tally.false_accepts)}, false rejects {len(tally.false_rejects)}"
    )
    if tally.stricter:
        line += f", stricter by a security finding {len(tally.stricter)}"
    if tally.with_rules:
        same = 100 * tally.same_rules / tally.with_rules
        line += f", same rules {tally.same_rules} of {tally.with_rules} ({same:.2f} %)"
    print(line)
    if tally.times:
        ms = sorted(1000 * seconds for seconds in tally.times)
        print(
            f"{'':<18} ms per file: median {statistics.median(ms):.1f},"
            f" p95 {ms[int(len(ms) * 0.95)]:.1f}, max {ms[-1]:.1f}"
        )
    for label, wrong in (("accept", tally.false_accepts), ("reject", tally.false_rejects)):
        for case in wrong[:named]:
            print(f"{'':<18} false {label}: {case.path.name} at {case.level}")


def _bench(arguments: argparse.Namespace) -> int:
    cases = list(read_cases(arguments.corpus, arguments.verdicts, arguments.level))
    check(cases[0].path if cases else b"")  # imports are not what is measured
    if arguments.isolated:
        with Worker() as worker:
            tally = measure(cases, worker.check)
    else:
        tally = measure(cases, check)
    _print_tally("esep", cases, tally)
    _compare("bare XMP claim", cases, _claim)
    if accepts := other_checker():
        _compare("page-validation", cases, lambda case: accepts(case.path, case.level))
    return 0


def _compare(name: str, cases: list[Case], judge: Callable[[Case], bool]) -> None:
    tally = Tally()
    for case in cases:
        start = time.perf_counter()
        accepted = judge(case)
        tally.times.append(time.perf_counter() - start)
        tally.count(case, accepted)
    _print_tally(name, cases, tally, named=0)


def damaged(data: bytes, source: random.Random) -> bytes:
    """`data` with bytes changed, cut out, doubled or cut off."""
    body = bytearray(data)
    kind = source.randrange(5)
    if kind < 2:
        for _ in range(source.randint(1, 40)):
            body[source.randrange(len(body))] = source.randrange(256)
        return bytes(body)
    start = source.randrange(len(body))
    end = min(len(body), start + source.randint(1, 400))
    if kind == 2:
        del body[start:end]
    elif kind == 3:
        body[start:start] = body[start:end]
    else:
        del body[source.randrange(len(body) // 4, len(body)) :]
    return bytes(body)


def is_broken(data: bytes) -> bool:
    """Whether qpdf cannot open a file or warns of damage when it reads all of it."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            words = [*pdf.check_pdf_syntax(), *pdf.get_warnings()]
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return True
    return any("is not one plus the highest object number" not in str(word) for word in words)


@dataclass
class DamageTally:
    """What became of damaged files."""

    verdicts: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    accepted_broken: list[int] = field(default_factory=list)
    slowest: float = 0.0


def damage(sources: list[Path], variants: int, seed: int) -> DamageTally:
    """Check `variants` damaged copies of the files, the same ones for the same seed."""
    tally = DamageTally()
    with TemporaryDirectory() as folder, Worker(timeout_s=20) as worker:
        path = Path(folder) / "damaged.pdf"
        for index in range(variants):
            origin = sources[index % len(sources)].read_bytes()
            data = damaged(origin, random.Random(f"{seed}-{index}"))
            path.write_bytes(data)
            start = time.perf_counter()
            report = worker.check(path)
            tally.slowest = max(tally.slowest, time.perf_counter() - start)
            tally.verdicts[report.verdict] = tally.verdicts.get(report.verdict, 0) + 1
            tally.lost += "checking process" in report.reason or "seconds" in report.reason
            if "S-CHECKER" in report.counts:
                detail = next(f for f in report.faults if f.rule == "S-CHECKER").params
                key = f"{detail['step']}: {detail['detail']}"
                tally.failures[key] = tally.failures.get(key, 0) + 1
            if report.accepted and data != origin and is_broken(data):
                tally.accepted_broken.append(index)
    return tally


def _damage(arguments: argparse.Namespace) -> int:
    sources = sorted(arguments.damage.glob("*.pdf"))
    tally = damage(sources, arguments.variants, arguments.seed)
    print(f"{arguments.variants} damaged files: {tally.verdicts}")
    print(f"lost children {tally.lost}, slowest {tally.slowest:.2f} s")
    print(f"accepted though qpdf calls them broken: {tally.accepted_broken}")
    for detail, count in sorted(tally.failures.items(), key=lambda item: -item[1])[:20]:
        print(f"checker failed {count}×: {detail}")
    return 1 if tally.accepted_broken or tally.lost else 0


def main(argv: list[str] | None = None) -> int:
    """Parse the arguments and run one of the two measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--verdicts", type=Path)
    parser.add_argument("--level", choices=("a", "b"))
    parser.add_argument("--isolated", action="store_true", help="check in a child process")
    parser.add_argument("--damage", type=Path, help="folder of PDF files to damage")
    parser.add_argument("--variants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    if arguments.damage:
        return _damage(arguments)
    if not arguments.corpus or not arguments.verdicts:
        parser.error("--corpus and --verdicts, or --damage")
    return _bench(arguments)


if __name__ == "__main__":
    sys.exit(main())
