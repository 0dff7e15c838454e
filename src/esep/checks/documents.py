# SPDX-License-Identifier: MIT
"""Family DOC: the files of an object are there, are what they claim, and are all it has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from esep.checks.context import Context
from esep.findings import Finding, Location
from esep.model.registry import OBJECTS, PASSPORT, ObjectRecord
from esep.model.tree import FOLDER, REGULAR, SYMLINK, Entry

ACCESS_LEVELS = ("public", "internal", "restricted")
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}\.(?:pdf|docx)", re.ASCII)
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.ASCII)
EXTENSIONS = {"original": "pdf", "draft": "docx"}
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
MAGIC = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "OLE (doc, xls)",
    b"{\\rtf": "RTF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"MZ": "EXE",
    b"<": "HTML/XML",
    LFS_POINTER: "Git LFS",
}
WANTED = {"pdf": "PDF", "docx": "ZIP"}


class Seen(NamedTuple):
    """What the bytes of a document are; `kind` as `content_type` tells it."""

    kind: str
    size: int
    sha256: str


def check_tree(context: Context) -> Iterator[Finding]:
    """DOC011, DOC012, DOC022, YML013: only object folders, under names that fit anywhere."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in context.registry.entries:
        by_name[entry.path.casefold()].append(entry)
        yield from _check_name(context, entry)
    for same in by_name.values():
        for one in same[1:]:
            yield _at(context, "DOC022", one.path, other=same[0].path)
    for folder, entries in context.registry.folders.items():
        path = f"{folder}/{PASSPORT}"
        mode = next((one.mode for one in entries if one.path == path), None)
        if mode is None:
            yield _at(context, "YML013", path, path=path)
        elif mode != REGULAR:
            yield _at(context, "YML014", path, path=path)


def _check_name(context: Context, entry: Entry) -> Iterator[Finding]:
    parts = entry.path.split("/")
    depth = len(parts) - len(OBJECTS.split("/"))
    if entry.mode not in (REGULAR, FOLDER):
        yield _at(context, "DOC012", entry.path, mode=entry.mode)
    elif not _belongs(entry.name, depth, entry.mode == FOLDER, parts):
        yield _at(context, "DOC011", entry.path)


def _belongs(name: str, depth: int, is_folder: bool, parts: list[str]) -> bool:
    if RESERVED.fullmatch(name):
        return False
    if depth <= 2:
        return is_folder and bool(FOLDER_NAME.fullmatch(name))
    if depth == 3:
        return name == ("documents" if is_folder else PASSPORT)
    return (
        depth == 4 and parts[3] == "documents" and not is_folder and bool(FILE_NAME.fullmatch(name))
    )


def check_documents(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """Declared and present documents of one object, against each other."""
    prefix = f"{record.folder}/documents/"
    files = {one.path: one for one in record.entries if one.path.startswith(prefix)}
    declared: dict[str, int] = {}
    identifiers: set[str] = set()
    for index, document in enumerate(record.passport.documents):
        pointer = f"/documents/{index}"
        if document["id"] in identifiers:
            yield context.finding("DOC021", record, f"{pointer}/id", id=document["id"])
        identifiers.add(document["id"])
        yield from _check_entry(context, record, pointer, document)
        if file := document.get("file"):
            path = f"{record.folder}/{file}"
            declared[path] = index
            entry = files.get(path)
            yield from _check_file(context, record, pointer, document, entry)
    for path in files.keys() - declared.keys():
        if files[path].mode == REGULAR:
            yield _at(context, "DOC002", path)


def _check_entry(
    context: Context, record: ObjectRecord, pointer: str, document: Mapping[str, Any]
) -> Iterator[Finding]:
    item = context.rulebooks.item(document["item"])
    if item.kinds.get(record.passport.kind.removeprefix("ici."), "–") == "–":
        yield context.finding(
            "DOC014", record, f"{pointer}/item", item=item.key, kind=record.passport.kind
        )
    if ACCESS_LEVELS.index(document["access"]) < ACCESS_LEVELS.index(item.access):
        yield context.finding(
            "DOC015",
            record,
            f"{pointer}/access",
            item=item.key,
            level=document["access"],
            minimum=item.access,
        )
    wanted = EXTENSIONS[document["form"]]
    if (file := document.get("file")) and not file.endswith(f".{wanted}"):
        yield context.finding(
            "DOC006",
            record,
            f"{pointer}/file",
            file=file,
            form=document["form"],
            expected=wanted.upper(),
        )


def _check_file(
    context: Context,
    record: ObjectRecord,
    pointer: str,
    document: Mapping[str, Any],
    entry: Entry | None,
) -> Iterator[Finding]:
    file, at = document["file"], f"{pointer}/file"
    if entry is None:
        yield context.finding("DOC001", record, at, file=file)
    elif entry.mode == FOLDER:
        yield context.finding("DOC009", record, at, file=file)
    elif entry.mode == SYMLINK or entry.mode != REGULAR:
        return  # said by check_tree
    elif entry.size == 0:
        yield context.finding("DOC008", record, at, file=file)
    elif entry.size > (limit := int(context.rulebooks.policy["files"]["max_bytes"])):
        yield context.finding("DOC010", record, at, file=file, size=entry.size, limit=limit)
    else:
        yield from _check_bytes(context, record, pointer, document, look(context, record, file))


def _check_bytes(
    context: Context,
    record: ObjectRecord,
    pointer: str,
    document: Mapping[str, Any],
    seen: Seen,
) -> Iterator[Finding]:
    file, at = document["file"], f"{pointer}/file"
    if seen.kind == "Git LFS":
        yield context.finding("DOC013", record, at, file=file)
        return
    if seen.kind != WANTED[file.rpartition(".")[2]]:
        yield context.finding("DOC007", record, at, file=file, actual=seen.kind)
    if "size" in document and int(document["size"]) != seen.size:
        yield context.finding(
            "DOC005",
            record,
            f"{pointer}/size",
            file=file,
            declared=document["size"],
            actual=seen.size,
        )
    if "sha256" in document and document["sha256"] != seen.sha256:
        yield context.finding("DOC004", record, f"{pointer}/sha256", file=file)


def look(context: Context, record: ObjectRecord, file: str) -> Seen:
    """Read a document, as far as the policy lets one be read, once for all that ask of it."""

    def read() -> Seen:
        limit = int(context.rulebooks.policy["files"]["max_bytes"])
        data = context.registry.tree.read(f"{record.folder}/{file}", limit) or b""
        return Seen(content_type(data), len(data), sha256(data).hexdigest())

    return context.once(record, (look, file), read)


def content_type(data: bytes) -> str:
    """What the first bytes say a file is; ``?`` where they say nothing known."""
    head = data[:1024].lstrip()
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), "?")


def _at(context: Context, code: str, path: str, /, **params: object) -> Finding:
    return context.finding_at(code, Location(path), **{"file": path, **params})
