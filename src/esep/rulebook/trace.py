# SPDX-License-Identifier: MIT
"""From requirement to rules, cases and markers: what is covered, and what only claims to be.

A rule counts when ``tests/rules/*.yml`` holds, under its code, a case in `pass`
and one in `fail`.  Any other test names what it covers in one comment of
``tests/**/*.py``: ``# covers: R193-12a, T-05``.  Data, pages and
clocks are markers in the ledger's `implements`: a path of the registry with an
optional JSON Pointer, ``timer:<id>``, ``notice:<id>`` or ``command:<name>``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from esep import yamlsafe
from esep.rulebook.books import Rulebooks
from esep.rulebook.load import reading
from esep.rulebook.model import LedgerRow

Status = Literal["covered", "partly", "missing", "out_of_scope"]
MAX_CASES = 4 * 1024 * 1024
NOTICES = "registry/rulebooks/notices.yml"
_COVERS = re.compile(r"#\s*covers:\s*(.+)")


@dataclass(frozen=True, slots=True)
class Trace:
    """One requirement: how each class of its response is backed.

    `tested` rules have a passing and a failing case, `untested` ones lack one;
    `tests` are files that name the requirement; `classes` says for A, D, V and T
    whether something that exists backs it.
    """

    row: LedgerRow
    tested: tuple[str, ...]
    untested: tuple[str, ...]
    tests: tuple[str, ...]
    classes: Mapping[str, bool]

    @property
    def status(self) -> Status:
        """Covered when every class but X is backed."""
        if not self.classes:
            return "out_of_scope"
        if all(self.classes.values()):
            return "covered"
        return "partly" if any(self.classes.values()) else "missing"


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands in the repository: `read` returns None for a path that is not there."""

    read: Callable[[str], bytes | None]
    paths: frozenset[str]


def trace(books: Rulebooks, ground: Ground) -> tuple[tuple[Trace, ...], tuple[str, ...]]:
    """All requirements, and the false claims: what is named but does not exist."""
    passing, failing = _cases(ground)
    named = dict(_covers(ground))
    rules: dict[str, list[str]] = {}
    for rule in books.rules.values():
        for id_ in rule.requirements:
            rules.setdefault(id_, []).append(rule.code)
    traces = tuple(
        _trace(books, ground, row, rules.get(row.id, []), passing & failing, named)
        for row in books.requirements.values()
    )
    return traces, tuple(_false_claims(books, ground, passing | failing, named))


def _trace(
    books: Rulebooks,
    ground: Ground,
    row: LedgerRow,
    codes: Iterable[str],
    tested: frozenset[str],
    named: Mapping[str, tuple[str, ...]],
) -> Trace:
    proven = tuple(code for code in codes if code in tested)
    tests = tuple(sorted(path for path, ids in named.items() if row.id in ids))
    marks = {_class(mark) for mark in row.implements if _exists(books, ground, mark)}
    backed = {"A": bool(proven or tests), "T": "T" in marks, "D": "D" in marks, "V": "V" in marks}
    return Trace(
        row=row,
        tested=proven,
        untested=tuple(code for code in codes if code not in tested),
        tests=tests,
        classes={name: backed[name] for name in row.classes if name in backed},
    )


def _class(mark: str) -> str:
    if mark.startswith(("timer:", "notice:")):
        return "T"
    return "V" if mark.startswith(("command:", "theme/", "docs/", "src/esep/portal/")) else "D"


def _exists(books: Rulebooks, ground: Ground, mark: str) -> bool:
    kind, _, name = mark.partition(":")
    if kind == "timer":
        timers = [b.deadlines for b in books.books] + [o.timers for o in books.orders.values()]
        return any(name in known for known in timers)
    if kind == "notice":
        data = ground.read(NOTICES)
        return data is not None and any(n["id"] == name for n in yamlsafe.load(data)["notices"])
    if kind == "command":
        return f"src/esep/cli/{name}.py" in ground.paths
    path, _, pointer = mark.partition("#")
    return path in ground.paths and (not pointer or _has(ground.read(path), pointer))


def _has(data: bytes | None, pointer: str) -> bool:
    value: Any = json.loads(data or b"null")
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _cases(ground: Ground) -> tuple[frozenset[str], frozenset[str]]:
    """Codes with a passing case in tests/rules, and codes with a failing one."""
    passing: set[str] = set()
    failing: set[str] = set()
    for path in sorted(ground.paths):
        if not re.fullmatch(r"tests/rules/[^/]+\.yml", path):
            continue
        with reading(path):
            cases = yamlsafe.load(ground.read(path) or b"", max_bytes=MAX_CASES)
            passing |= {code for code, case in cases.items() if case.get("pass")}
            failing |= {code for code, case in cases.items() if case.get("fail")}
    return frozenset(passing), frozenset(failing)


def _covers(ground: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in sorted(ground.paths):
        if not (path.startswith("tests/") and path.endswith(".py")):
            continue
        text = (ground.read(path) or b"").decode("utf-8", "replace")
        ids = tuple(id_ for found in _COVERS.findall(text) for id_ in found.strip().split(", "))
        if ids:
            yield path, ids


def _false_claims(
    books: Rulebooks,
    ground: Ground,
    cases: frozenset[str],
    named: Mapping[str, tuple[str, ...]],
) -> Iterator[str]:
    for row in books.requirements.values():
        for mark in row.implements:
            if not _exists(books, ground, mark):
                yield f"{row.id}: implements {mark}, which does not exist"
    for rule in books.rules.values():
        for id_ in rule.requirements:
            if id_ not in books.requirements:
                yield f"{rule.code}: requirement {id_} is not in the ledger"
    for path, ids in named.items():
        for id_ in ids:
            if id_ not in books.requirements:
                yield f"{path}: covers {id_}, which is not in the ledger"
    for code in sorted(cases - set(books.rules)):
        yield f"tests/rules: cases for {code}, which is not in the catalogue"
