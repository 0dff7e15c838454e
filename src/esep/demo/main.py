# SPDX-License-Identifier: MIT
"""`scripts/make-demo`: write the demonstration registry and the documents it lacks."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import yaml

from esep.demo.case import cases
from esep.demo.content import Content, load
from esep.demo.decisions import decisions
from esep.demo.emit import to_yaml
from esep.demo.passport import passport
from esep.demo.plan import Doc, documents
from esep.demo.registry import account, organisation
from esep.demo.verified import verifications

FOREIGN = ("accounting_code", "verifications")  # written by the merge job and by people


def main(argv: list[str] | None = None) -> int:
    """Write the registry under `--root`; documents already there are kept."""
    parser = argparse.ArgumentParser(prog="make-demo", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("--no-documents", action="store_true")
    parser.add_argument("--verified", metavar="COMMIT", help="verify the records of this commit")
    options = parser.parse_args(argv)
    content = load()
    if not options.no_documents:
        from esep.demo.render import render_missing  # the tools are only needed here

        render_missing(content, options.root)
    for name, data in records(content, options.root):
        _write(options.root / name, data)
    if options.verified:
        for name, verification in verifications(content, options.root, options.verified):
            path = options.root / name
            data = _read(path) or {"schema_version": "1", "id": path.stem}
            _write(path, data | {"verifications": [verification]})
    return 0


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write the record, keeping what others wrote into its file: codes and verifications."""
    known = _read(path) | data
    foreign = {key: known[key] for key in FOREIGN if key in known}
    head = {key: data[key] for key in ("schema_version", "id") if key in data}
    text = to_yaml(head | foreign | data)
    if path.exists() and _read(path) == _parse(text):
        return  # how others wrote the same is theirs
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _read(path: Path) -> dict[str, Any]:
    return _parse(path.read_text("utf-8")) if path.exists() else {}


def _parse(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, yaml.BaseLoader))  # noqa: S506


def records(content: Content, root: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return every YAML file of the registry as (path, data)."""
    made = [
        (f"registry/organisations/{slug}.yml", organisation(content, entry))
        for slug, entry in content.organisations.items()
    ]
    made += [
        (f"registry/accounts/{entry['login']}.yml", account(content, entry))
        for entry in content.accounts
    ]
    for entry in content.objects.values():
        folder = f"objects/{entry['org']}/{entry['id']}"
        files = file_facts(content, entry, root / folder)
        made.append((f"{folder}/passport.yml", passport(content, entry, files)))
        if decided := decisions(cases(content, entry)[0]):
            made.append((f"registry/verifications/{entry['org']}/{entry['id']}.yml", decided))
    return made


def file_facts(content: Content, entry: dict[str, Any], folder: Path) -> dict[str, tuple[str, int]]:
    """Return sha256 and size of every document of an object, by its id."""
    docs = [doc for case in cases(content, entry) for doc in documents(case)]
    return {doc.id: _facts(doc, folder) for doc in docs if _known(doc, folder)}


def _known(doc: Doc, folder: Path) -> bool:
    return doc.access == "restricted" or (folder / doc.file).exists()


def _facts(doc: Doc, folder: Path) -> tuple[str, int]:
    if doc.access == "restricted":
        # Nobody keeps these bytes: the record of a restricted document is all there is.
        digest = hashlib.sha256(f"{folder.name}/{doc.id}/{doc.version}".encode()).hexdigest()
        return digest, 40_000 + int(digest[:5], 16) % 400_000
    content = (folder / doc.file).read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content)


if __name__ == "__main__":
    raise SystemExit(main())
