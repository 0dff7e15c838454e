# SPDX-License-Identifier: MIT
"""`scripts/make-registry`: a registry of any size for measurements, the same for a seed."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from esep.demo.case import cases
from esep.demo.emit import to_yaml
from esep.demo.gitstream import write_history
from esep.demo.passport import FileFacts, passport
from esep.demo.plan import documents
from esep.demo.registry import organisation
from esep.demo.synthetic import synthetic
from esep.errors import UserError

COPIED = (
    *("registry/rulebooks", "registry/calendar", "registry/architecture", "registry/projects"),
    "schemas",
)
SHARED = ("tor", "contract", "act-industrial")  # the document ids that get a file


def main(argv: list[str] | None = None) -> int:
    """Write a registry and, with `--git`, its history."""
    parser = argparse.ArgumentParser(prog="make-registry", description=__doc__)
    parser.add_argument("--objects", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/registry"))
    parser.add_argument("--git", type=int, default=0, metavar="COMMITS")
    parser.add_argument("--source", type=Path, default=Path(), help="this repository's root")
    options = parser.parse_args(argv)
    try:
        make(options.source, options.out, options.objects, options.seed, options.git)
    except UserError as error:
        parser.exit(2, f"make-registry: {error}\n")
    return 0


def make(source: Path, out: Path, objects: int, seed: int, commits: int = 0) -> None:
    """Write `objects` objects under `out`, which must not hold anything yet."""
    if objects < 1:
        raise UserError("--objects must be 1 or more")
    if out.exists() and any(out.iterdir()):
        raise UserError(f"{out} is not empty; name another folder or remove it")
    shared = shared_documents(source)
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, out / name)
    for path, text in _records(objects, seed, shared):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        if path.name == "passport.yml":
            _link_documents(text, target.parent, shared)
    if commits:
        write_history(out, commits, seed)


def shared_documents(source: Path) -> dict[str, Path]:
    """Return, by document id, the smallest such PDF of the demonstration registry."""
    found = {}
    for name in SHARED:
        files = source.glob(f"objects/*/*/documents/{name}.pdf")
        sized = sorted((path.stat().st_size, path) for path in files)
        if not sized:
            raise UserError(f"no {name}.pdf under {source / 'objects'}; run scripts/make-demo")
        found[name] = sized[0][1]
    return found


def _records(count: int, seed: int, shared: dict[str, Path]) -> Iterator[tuple[Path, str]]:
    content = synthetic(count, seed)
    facts = {name: _facts(path) for name, path in shared.items()}
    for slug, body in content.organisations.items():
        yield Path(f"registry/organisations/{slug}.yml"), to_yaml(organisation(content, body))
    for entry in content.objects.values():
        ids = {
            doc.id
            for case in cases(content, entry)
            for doc in documents(case)
            if doc.access != "restricted" and doc.form == "original"
        }
        files: FileFacts = {name: facts[name] for name in SHARED if name in ids}
        data = passport(content, entry, files)
        yield Path("objects", entry["org"], entry["id"], "passport.yml"), to_yaml(data)


def _facts(path: Path) -> tuple[str, int]:
    content = path.read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content)


def _link_documents(text: str, folder: Path, shared: dict[str, Path]) -> None:
    for name, path in shared.items():
        if f"file: documents/{name}.pdf" in text:
            target = folder / "documents" / f"{name}.pdf"
            target.parent.mkdir(exist_ok=True)
            _link(path, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or the file's limit of links
        shutil.copyfile(source, target)


if __name__ == "__main__":
    raise SystemExit(main())
