# SPDX-License-Identifier: MIT
"""`esep trace`: from each requirement to its rules, cases, clocks, data and pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from esep.errors import ExitCode
from esep.rulebook import Rulebooks
from esep.rulebook.trace import Ground, Trace, trace

_FOLDERS = ("docs", "registry/rulebooks", "schemas", "src/esep", "tests", "theme")


@click.command("trace")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--missing", is_flag=True, help="List only what is not covered in full.")
@click.pass_context
def command(context: click.Context, form: str, missing: bool) -> int:
    """Trace every requirement; a rule, test or marker that does not exist is an error."""
    books = Rulebooks.load_dir(context.obj.root)
    traces, claims = trace(books, ground(context.obj.root))
    shown = [t for t in traces if not missing or t.status in ("partly", "missing")]
    if form == "json":
        click.echo(json.dumps(_as_data(shown, traces, claims), ensure_ascii=False, indent=2))
    else:
        for one in shown:
            click.echo(_line(one))
        for key, value in count(traces).items():
            click.echo(f"{key}: " + ", ".join(f"{k} {v}" for k, v in value.items()))
        for claim in claims:
            click.echo(f"error: {claim}")
    return ExitCode.FINDINGS if claims else ExitCode.CLEAN


def ground(root: Path) -> Ground:
    """The files below `root` that a marker may name."""
    files = (p for folder in _FOLDERS for p in (root / folder).rglob("*") if p.is_file())
    paths = frozenset(p.relative_to(root).as_posix() for p in files)
    return Ground(lambda path: (root / path).read_bytes() if path in paths else None, paths)


def count(traces: Sequence[Trace]) -> dict[str, dict[str, int]]:
    """How many requirements per order have each status, and how many per class are backed."""
    table: dict[str, Counter[str]] = {}
    for one in traces:
        order = one.row.id.partition("-")[0]
        table.setdefault(order, Counter())[one.status] += 1
        for name, backed in one.classes.items():
            words = "backed" if backed else "not backed"
            table.setdefault(f"class {name}", Counter())[words] += 1
        if "X" in one.row.classes:
            table.setdefault("class X", Counter())["with reason"] += bool(one.row.reason)
    return {key: dict(sorted(table[key].items())) for key in sorted(table)}


def _line(one: Trace) -> str:
    classes = " ".join(f"{name}{'+' if ok else '-'}" for name, ok in one.classes.items())
    rules = " ".join([*one.tested, *(f"({code})" for code in one.untested)])
    parts = (one.row.id, one.status, classes, rules, " ".join(one.tests))
    return " | ".join(part for part in parts if part)


def _as_data(
    shown: Sequence[Trace], traces: Sequence[Trace], claims: Sequence[str]
) -> dict[str, Any]:
    return {
        "version": 1,
        "counts": count(traces),
        "requirements": [
            {
                "id": one.row.id,
                "status": one.status,
                "classes": dict(one.classes),
                "rules": list(one.tested),
                "rules_without_cases": list(one.untested),
                "tests": list(one.tests),
                "implements": list(one.row.implements),
                "reason": dict(one.row.reason),
            }
            for one in shown
        ],
        "errors": list(claims),
    }
