# SPDX-License-Identifier: MIT
"""Two commits to review: what is on main, and what a submission makes of it."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from esep.ledger.chain import Entry, append, read
from esep.ledger.codes import CodeFormat
from esep.model.registry import LEDGER
from trees import ROOT, SHARED

ON = date(2026, 11, 20)
MINIMAL = ROOT / "tests" / "data" / "minimal"
OBJECT = "objects/qala-akimdigi/su-esebi"
PASSPORT = f"{OBJECT}/passport.yml"
OTHER = "auyl-akimdigi"

Files = Mapping[str, "bytes | str | tuple[str, bytes | str] | Same | None"]


@dataclass(frozen=True)
class Same:
    """The contents of the file `of`, which comes before in the same commit; not copied."""

    of: str


def account(login: str, organisation: str, role: str, number: int, extra: str = "") -> str:
    application = (
        "application: {received_on: 2026-01-05, entity_full_name: Мысал, structural_unit: Мысал, "
        "person: {surname: Құпиятегі, given_name: Мысал}, position: маман, "
        f'phone: "+7 700 000 00 0{number}", work_email: {login}@mysal.example, '
        "access_purposes: [record_objects]}\ngranted: {by: Integrator, on: 2026-01-06}\n"
    )
    return (
        f'schema_version: "1"\nlogin: {login}\nuser_id: "{100 + number}"\n'
        f"organisation: {organisation}\nrole: {role}\n{'' if role == 'bot' else application}{extra}"
    )


def organisation(name: str, extra: str = "") -> str:
    return (
        f'schema_version: "1"\nid: {name}\ntype: local_executive_body\nnames:\n'
        f"  - from: 2010-01-01\n    name: {{kk: {name}, ru: {name}, en: {name}}}\n"
        f"demonstration: yes\n{extra}"
    )


def passport(name: str, body: str, **changes: str) -> str:
    text = (MINIMAL / PASSPORT).read_text(encoding="utf-8")
    text = text.replace("id: su-esebi", f"id: {name}", 1).replace("qala-akimdigi", body)
    for field, line in changes.items():
        text = text.replace(f"{field}: {body}", f"{field}: {line}")
    return text


def ledger(*objects: str) -> bytes:
    """A sound ledger that gave each ``objects/<body>/<id>`` a code."""
    rows = [
        Entry("assigned", path.split("/")[2], path, date(2026, 2, 2), "a" * 40, "b" * 64, "c" * 64)
        for path in objects
    ]
    return append(read(b""), rows)


def code(number: int) -> str:
    return CodeFormat().make(number)


@cache
def base_files() -> dict[str, bytes]:
    """The minimal registry with accounts, a second body, and one object with a code."""
    found = {
        path.relative_to(MINIMAL).as_posix(): path.read_bytes()
        for path in MINIMAL.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    for folder in (*SHARED, "theme/access.yml"):
        paths = [ROOT / folder] if (ROOT / folder).is_file() else (ROOT / folder).rglob("*")
        for path in paths:
            if path.is_file():
                found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    coded = f"objects/{OTHER}/mal-esebi"
    texts = {
        "registry/organisations/auyl-akimdigi.yml": organisation(OTHER),
        "registry/accounts/aigul.yml": account("aigul", "qala-akimdigi", "registrant", 1),
        "registry/accounts/bolat.yml": account("bolat", OTHER, "registrant", 2),
        "registry/accounts/integrator.yml": account("integrator", "jetkizushi", "integrator", 3),
        "registry/accounts/esep-bot.yml": account("esep-bot", "jetkizushi", "bot", 4),
        "registry/accounts/ketken.yml": account(
            "ketken",
            "qala-akimdigi",
            "registrant",
            5,
            "revoked: {by: Integrator, on: 2026-03-01, reason: {kk: кетті, ru: ушёл, en: left}}\n",
        ),
        f"{coded}/passport.yml": passport("mal-esebi", OTHER).replace(
            "id: mal-esebi", f'id: mal-esebi\naccounting_code: "{code(1)}"', 1
        ),
    }
    found |= {path: text.encode() for path, text in texts.items()}
    found[LEDGER] = ledger(coded)
    return found


@dataclass(frozen=True)
class Repo:
    path: Path
    base: str
    head: str


def build(
    folder: Path,
    head: Files,
    *,
    base: Files | None = None,
    messages: Sequence[str] = ("Change",),
    orphan: bool = False,
) -> Repo:
    """A bare repository; `head` maps paths to contents, (mode, contents) or None for none."""
    folder.mkdir(exist_ok=True)
    path = folder / "registry.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    stream = bytearray()
    _commit(stream, "main", 1, "Start", {**base_files(), **(base or {})}, None)
    for number, message in enumerate(messages, 2):
        files = head if number == len(messages) + 1 else {}
        _commit(stream, "topic", number, message, files, None if orphan else number - 1)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=path, input=bytes(stream), check=True)
    return Repo(path, rev(path, "main"), rev(path, "topic"))


def rev(repo: Path, name: str) -> str:
    args = ["git", "rev-parse", name]
    return subprocess.run(args, cwd=repo, capture_output=True, check=True, text=True).stdout.strip()


def grow(repo: Path, branch: str, parent: str, files: Files, author: str = "Agency") -> str:
    """One more commit on a branch; return its id."""
    stream = bytearray()
    _commit(stream, branch, 1, "More", files, parent, author)
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"], cwd=repo, input=bytes(stream), check=True
    )
    return rev(repo, branch)


def _commit(
    stream: bytearray,
    branch: str,
    mark: int,
    message: str,
    files: Files,
    parent: int | str | None,
    author: str = "Agency",
) -> None:
    text = message.encode()
    when = 1_763_000_000 + mark
    stream += f"commit refs/heads/{branch}\nmark :{mark}\n".encode()
    stream += f"committer {author} <agency@esep.example> {when} +0500\n".encode()
    stream += b"data %d\n%b\n" % (len(text), text)
    if parent:
        stream += (f"from :{parent}\n" if isinstance(parent, int) else f"from {parent}\n").encode()
    blobs: dict[str, str] = {}
    for path, content in files.items():
        name = _quoted(path)
        if isinstance(content, Same):
            stream += f"M 100644 {blobs[content.of]} ".encode() + name + b"\n"
            continue
        if content is None:
            stream += b"D " + name + b"\n"
            continue
        mode, data = content if isinstance(content, tuple) else ("100644", content)
        raw = data.encode() if isinstance(data, str) else data
        blobs[path] = hashlib.sha1(b"blob %d\0%b" % (len(raw), raw)).hexdigest()
        if mode == "160000":
            stream += f"M {mode} {hashlib.sha1(raw).hexdigest()} ".encode() + name + b"\n"
        else:
            stream += f"M {mode} inline ".encode() + name + b"\ndata %d\n%b\n" % (len(raw), raw)


def _quoted(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    plain = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + plain + b'"'
