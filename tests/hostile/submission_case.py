# SPDX-License-Identifier: MIT
"""A submission, and the review of it as CI runs it: measured, and without sockets."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measured import Taken, measure
from repos import OBJECT, OTHER, PASSPORT, base_files, build
from trees import ROOT

SECONDS = 5.0
BYTES = 512 << 20
CANARY = "RESTRICTED-MARKER-7f3a"
CODED = f"objects/{OTHER}/mal-esebi"
OWN = "qala-akimdigi"
DOCS = f"{OBJECT}/documents"
RUNNER = """
import sys
sys.path.insert(0, sys.argv[1])
def hook(event, args):
    if event.startswith("socket."):
        raise SystemExit("a socket was asked for: " + event)
sys.addaudithook(hook)
from esep.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


def text() -> str:
    return base_files()[PASSPORT].decode()


def named(title: str) -> str:
    """The own passport with another title in all languages, as JSON strings YAML can read."""
    quoted = json.dumps(title, ensure_ascii=False)
    return re.sub(
        r"name:\n(  \w\w: .*\n){3}", f"name: {{kk: {quoted}, ru: {quoted}, en: {quoted}}}\n", text()
    )


def document(**fields: str) -> str:
    one = {
        "id": "tor",
        "item": "tor",
        "title": {"kk": "а", "ru": "б", "en": "c"},
        "form": "original",
        "language": "ru",
        "access": "internal",
        "version": "1",
        "file": "documents/tor.pdf",
        **fields,
    }
    kept = {key: value for key, value in one.items() if value is not None}
    return f"{text()}documents: [{json.dumps(kept, ensure_ascii=False)}]\n"


@dataclass(frozen=True)
class Case:
    """A submission: who, what, and the rules that must speak (none: it is taken)."""

    rules: Sequence[str]
    head: Callable[[], dict[str, Any]]
    actor: str = "aigul"
    base: Callable[[], dict[str, Any]] = dict
    messages: Sequence[str] = ("Change",)
    advice: Sequence[str] = field(default=())


def edited(old: str, new: str) -> dict[str, Any]:
    assert old in text()
    return {PASSPORT: text().replace(old, new, 1)}


def mine(files: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    return lambda: files


@dataclass(frozen=True)
class Ran:
    """What the command took, said and wrote."""

    taken: Taken
    out: str
    facts: dict[str, Any]
    page: str

    @property
    def codes(self) -> set[str]:
        return {one["code"] for one in self.facts["remarks"]}

    @property
    def errors(self) -> set[str]:
        return {one["code"] for one in self.facts["remarks"] if one["severity"] == "error"}


def run(folder: Path, case: Case, form: str = "markdown") -> Ran:
    base = {**base_files(), **case.base()}
    head = {path: data for path, data in case.head().items() if path in base or data is not None}
    repo = build(folder, head, base=base, messages=case.messages)
    out, facts, page = (folder / name for name in ("out.txt", "facts.json", "page.md"))
    argv = [
        *(sys.executable, "-I", "-P", "-c", RUNNER, str(ROOT / "src"), "--root", str(repo.path)),
        *("review", "main", "topic", "--actor", case.actor, "--on", "2026-11-20"),
        *("--format", form, "--facts", str(facts), "--page", str(page)),
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
    taken = measure(argv, out, environment)
    known = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else {}
    shown = page.read_text(encoding="utf-8") if page.exists() else ""
    return Ran(taken, out.read_text(encoding="utf-8"), known, shown)
