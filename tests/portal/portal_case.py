# SPDX-License-Identifier: MIT
"""A registry of a few objects, and what builds a portal from it."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from frames import frame

from esep.ledger.chain import Entry, append, read
from esep.portal.build import publish
from esep.portal.settings import Settings

ROOT = Path(__file__).parents[2]
ON = date(2025, 6, 2)
CANARY = "RESTRICTED-MARKER-7f3a"
SECRET = "INTERNAL-MARKER-9c1e"
CASES = ("acquisitions", "donations", "environment-requests", "placement-requests")
CASES += ("trusted-software",)
AGREED = {"kind": "testing", "agreement_on": "2025-01-15"}  # an environment, free for 3 months
PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def three(text: str) -> dict[str, str]:
    return {"kk": f"{text} қаз", "ru": f"{text} рус", "en": f"{text} eng"}


def passport(slug: str, **more: Any) -> dict[str, Any]:
    """A valid passport; `more` replaces its fields."""
    return {
        "schema_version": "1",
        "id": slug,
        "kind": "ici.is",
        "name": three(f"Жүйе {slug}"),
        "purpose": three("Мақсаты"),
        "proprietor": "orda",
        "holder": "orda",
        "class": "2",
        "domains": ["salyq"],
        "lifecycle": {
            "entry": "creation",
            "history": [
                {"stage": "planning", "since": "2023-01-10"},
                {"stage": "operation", "since": "2024-03-01"},
            ],
        },
        "changes": [
            {"kind": "registration", "changed_on": "2025-03-04", "summary": three("Тіркелді")}
        ],
        **more,
    }


def document(name: str, access: str, **more: Any) -> dict[str, Any]:
    """A document entry; internal and restricted ones carry markers."""
    known = {"id": name, "item": "manual_user", "form": "original", "language": "kk"}
    known |= {"access": access, "version": "1.0", "title": three(name), **more}
    if access == "restricted":
        known |= {"sha256": "ab" * 32, "size": "77", "keeper": "orda", "item": "infosec_docs"}
        return known | {"title": three(CANARY)}
    return known | {"file": f"documents/{name}.pdf"}


def put(root: Path, folder: str, value: dict[str, Any] | str) -> None:
    """Write one passport; a text is written as it is."""
    path = root / "objects" / folder / "passport.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else to_yaml(value), "utf-8")


def to_yaml(value: dict[str, Any]) -> str:
    """JSON is YAML; a key to a line, and no aliases."""
    return "".join(f"{key}: {json.dumps(one, ensure_ascii=False)}\n" for key, one in value.items())


def organisation(root: Path, slug: str, **more: Any) -> None:
    folder = root / "registry/organisations"
    folder.mkdir(parents=True, exist_ok=True)
    names = [
        {"from": "2019-01-01", "to": "2021-12-31", "name": three(f"Ескі {slug}")},
        {"from": "2022-01-01", "name": three(f"Ұйым {slug}")},
    ]
    value = {"schema_version": "1", "id": slug, "type": "central_body", "names": names, **more}
    (folder / f"{slug}.yml").write_text(to_yaml(value), "utf-8")


def give_code(root: Path, name: str) -> None:
    """Add a row to the ledger, as the merge job does."""
    path = root / "registry/codes.jsonl"
    digest, folder = "0" * 64, f"objects/orda/{name}"
    entry = Entry("assigned", name, folder, date(2025, 3, 10), "c" * 40, digest, digest)
    path.write_bytes(path.read_bytes() + append(read(path.read_bytes()), [entry]))


def close_code(root: Path, code: str, successor: str | None = None) -> None:
    """Add the row that closes a code, as `esep codes withdraw|succeed` does."""
    path = root / "registry/codes.jsonl"
    ledger, digest = read(path.read_bytes()), "0" * 64
    row = ledger.assigned[code]
    facts = (row.object, row.path, date(2025, 5, 20), "c" * 40, digest, digest)
    event = "succeeded" if successor else "withdrawn"
    entry = Entry(event, *facts, code, successor, three("<b>Себеп</b>"))
    path.write_bytes(path.read_bytes() + append(ledger, [entry]))


def furnish(root: Path) -> None:
    """Everything of this repository that a portal is made with, but no records."""
    for name in ("schemas", "theme", "docs", "hooks", "mkdocs.yml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    shutil.copytree(ROOT / "registry/rulebooks", root / "registry/rulebooks")
    (root / "registry/codes.jsonl").touch()


def populate(root: Path) -> None:
    """Two organisations and four objects: linked, guarded, and one that cannot be read."""
    organisation(root, "orda", demonstration="yes")
    organisation(root, "saraishyq", parent="orda", successor="orda")
    link = {"with": "beta", "direction": "out", "data": three("Деректер")}
    stored = {"name": three("Мекенжай"), "personal": "yes", "legal_basis": "Заң 7-бап"}
    put(root, "orda/alfa", passport("alfa", interactions=[link], facts={"stored_data": [stored]}))
    guarded = [
        document("open", "public"),
        document("inner", "internal", title=three(SECRET), number=SECRET),
        document("closed", "restricted", number=CANARY),
    ]
    test = {"round": "r1", "laboratory": CANARY, "finished_on": "2024-02-01"}
    test |= {"result": "positive", "evidence_form": "protocol"}
    site = {"site": SECRET, "environment": "production"}
    more = {"tests": [test], "facts": {"installations": [site]}, "holder": "saraishyq"}
    put(root, "orda/beta", passport("beta", documents=guarded, **more))
    for name, mark in (("open", b""), ("inner", SECRET.encode())):
        file = root / f"objects/orda/beta/documents/{name}.pdf"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PDF + mark)
    give_code(root, "alfa")
    put(root, "saraishyq/gamma", passport("gamma", name={"kk": "Гамма", "ru": "Гамма"}))
    put(root, "saraishyq/broken", "id: broken\nkind: [")


def model(root: Path) -> None:
    """What else a registry may hold: the demonstration's other registers, a closed code, git."""
    for name in ("architecture", "projects", "operator-list", "ict-services", "calendar", *CASES):
        shutil.copytree(ROOT / "registry" / name, root / "registry" / name)
    give_code(root, "beta")
    close_code(root, "KZ-000002-60")
    put(root, "orda/beta", passport("beta", environments=[AGREED]))
    (root / ".gitignore").write_text("/site/\n/.cache/\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2025-05-30")


def settings_of(root: Path, **more: Any) -> Settings:
    return replace(Settings(root, root / "site", ON), **more)


def build(root: Path, **more: Any) -> Path:
    """Build as `esep build` does; return the folder."""
    settings = settings_of(root, **more)
    frame(settings)
    publish(settings)
    gc.unfreeze()  # a process that builds one portal keeps it to its end; this one builds many
    return settings.out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


IDENTITY = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@esep.example",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@esep.example",
}


def git(root: Path, *arguments: str, day: str = "2025-01-01") -> None:
    times = {f"GIT_{who}_DATE": f"{day}T12:00:00+05:00" for who in ("AUTHOR", "COMMITTER")}
    command = ["git", "-C", str(root), *arguments]
    environment = {**os.environ, **IDENTITY, **times}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def commit(root: Path, day: str) -> None:
    """Commit everything but what is built."""
    (root / ".git/info/exclude").write_text("/site/\n/.cache/\n")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", day=day)
