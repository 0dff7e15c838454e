# SPDX-License-Identifier: MIT
"""Family REV, the objects: identity, code, owners and documents from before to after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from esep.findings import Finding, Location
from esep.gitlog.blobs import BlobTooLargeError
from esep.gitlog.plumbing import git, to_text
from esep.model.passport import cycle_of
from esep.model.registry import OBJECTS, PASSPORT, ObjectRecord, Registry
from esep.workflow.actors import Actor, bodies
from esep.workflow.submission import Submission

CODE = "accounting_code"
OWNERS = ("proprietor", "holder")
RESTRICTED = "restricted"


class Identities:
    """Where every identifier is before and after, the touched folders really read."""

    def __init__(self, one: Submission) -> None:
        self.one = one
        self.before = self._read(one.before.registry)
        self.after = self._read(one.after.registry)

    def _read(self, registry: Registry) -> dict[str, ObjectRecord]:
        folders = (name for name in self.one.folders if name in registry.folders)
        return {name: registry.object(name) for name in folders}

    @cached_property
    def elsewhere(self) -> Mapping[str, tuple[str, ...]]:
        """Identifiers of the base in folders that the submission leaves alone."""
        known = self.one.base.registry.folders_by_id.items()
        return {
            name: kept
            for name, folders in known
            if (kept := tuple(one for one in folders if one not in self.one.folders))
        }

    def predecessor(self, record: ObjectRecord) -> ObjectRecord | None:
        """The same object before: by identifier, so that a moved folder is known again."""
        same = (old for old in self.before.values() if old.id == record.id)
        here = self.before.get(record.folder)
        return here if here and here.id == record.id else next(same, None)


def check_identity(one: Submission) -> Iterator[Finding]:
    """REV006 to REV009, DOC024 and REV015 over the touched objects."""
    known = Identities(one)
    yield from _check_gone(one, known)
    for record in known.after.values():
        old = known.predecessor(record)
        yield from _check_theft(one, known, record, old)
        yield from _check_code(one, record, old)
        yield from _check_stamp(one, record, known.before.get(record.folder))
        if old:
            yield from _check_owners(one, record, old)
            yield from _check_versions(one, record, old)
    yield from _check_restricted(one, known)


def _check_gone(one: Submission, known: Identities) -> Iterator[Finding]:
    """An object with a code is never deleted; it may move (T-07)."""
    kept = {record.id for record in known.after.values()} | known.elsewhere.keys()
    for folder, record in known.before.items():
        row = one.base.ledger.by_object.get(record.id) if one.base.ledger else None
        if row and record.id not in kept:
            at = Location(f"{folder}/{PASSPORT}")
            yield one.base.finding_at("REV006", at, id=record.id, code=row.code)


def _check_theft(
    one: Submission, known: Identities, record: ObjectRecord, old: ObjectRecord | None
) -> Iterator[Finding]:
    if not record.id:
        return
    others = known.elsewhere.get(record.id, ())
    row = one.base.ledger.by_object.get(record.id) if one.base.ledger else None
    holder = others[0] if others else row.path if row and old is None else None
    if holder:
        yield one.after.finding("REV008", record, "/id", id=record.id, holder=holder)


def _check_code(
    one: Submission, record: ObjectRecord, old: ObjectRecord | None
) -> Iterator[Finding]:
    """REV007: the code in a passport is the ledger's, for the same identifier, or untouched."""
    new = record.value.get(CODE)
    before = old.value.get(CODE) if old else None
    if new == before:
        return
    context = one.base
    row = context.ledger.by_object.get(record.id) if context.ledger else None
    if isinstance(one.actor, Actor) and one.actor.is_bot:
        return  # the ledger in the same commit is held to it by family COD
    if new is None or row is None or row.code != new:
        pointer = "/accounting_code" if new is not None else "/id"
        expected = row.code if row else before or "—"
        yield one.after.finding("REV007", record, pointer, code=new or "—", expected=expected)


def _check_stamp(
    one: Submission, record: ObjectRecord, here: ObjectRecord | None
) -> Iterator[Finding]:
    """REV004: the job writes codes into passports, and nothing else."""
    if not (isinstance(one.actor, Actor) and one.actor.is_bot):
        return
    known, now = ({**each.value, CODE: ""} if each else {} for each in (here, record))
    if not record.value or known != now:
        yield one.base.finding_at("REV004", Location(record.path), path=record.path)


def _check_owners(one: Submission, record: ObjectRecord, old: ObjectRecord) -> Iterator[Finding]:
    """REV009: both bodies must have said yes; a body closed in favour of its heir cannot."""
    spoken = set(bodies(one.base, one.request.approved_by))
    integrator = isinstance(one.actor, Actor) and one.actor.is_integrator
    if isinstance(one.actor, Actor):
        spoken.add(one.actor.organisation)
    for field in OWNERS:
        was, now = old.value.get(field), record.value.get(field)
        if was == now or not was or not now:
            continue
        heir = one.after.registry.organisations.get(str(was))
        if integrator and heir and heir.value.get("successor") == now:
            continue
        if missing := [body for body in (was, now) if body not in spoken]:
            names = ", ".join(map(str, missing))
            params = {"field": field, "old": was, "new": now, "missing": names}
            yield one.after.finding("REV009", record, f"/{field}", **params)


def _check_versions(one: Submission, record: ObjectRecord, old: ObjectRecord) -> Iterator[Finding]:
    """DOC024: other bytes under the same document and version."""
    known = {str(doc.get("id")): doc for doc in _documents(old)}
    for index, doc in enumerate(_documents(record)):
        same = known.get(str(doc.get("id")))
        if same is None or same.get("version") != doc.get("version"):
            continue
        ids = (
            _blob(one.before_tree.files.entries, old, same),
            _blob(one.after_tree.files.entries, record, doc),
        )
        changed = same.get("sha256") != doc.get("sha256") if None in ids else ids[0] != ids[1]
        if changed and cycle_of(same) == cycle_of(doc):
            at = f"/documents/{index}/version"
            params = {"file": doc.get("file", doc["id"]), "version": doc.get("version", "")}
            yield one.after.finding("DOC024", record, at, **params)


def _blob(entries: Mapping[str, Any], record: ObjectRecord, doc: Mapping[str, Any]) -> str | None:
    entry = entries.get(f"{record.folder}/{doc.get('file')}")
    return entry.oid if entry else None


def _check_restricted(one: Submission, known: Identities) -> Iterator[Finding]:
    """REV015: bytes of a restricted document, in any commit that would come in."""
    secret: dict[str, tuple[ObjectRecord, int]] = {}
    for record in (*known.before.values(), *known.after.values()):
        for index, doc in enumerate(_documents(record)):
            if doc.get("access") != RESTRICTED:
                continue
            if "file" in doc and known.after.get(record.folder) is record:
                pointer = f"/documents/{index}/file"
                yield one.after.finding("REV015", record, pointer, id=doc.get("id", ""))
            secret[str(doc.get("sha256"))] = (record, index)
    if not secret:
        return
    limit = int(one.base.rulebooks.policy["files"]["max_bytes"])
    for oid, path in _incoming(one):
        try:
            digest, _ = one.after_tree.files.blobs.digest(oid, limit)
        except BlobTooLargeError:
            continue  # said by the gate
        if digest in secret:
            record, index = secret[digest]
            name = str(_documents(record)[index].get("id", ""))
            yield one.base.finding_at("REV015", Location(path), id=name)


def _incoming(one: Submission) -> Iterator[tuple[str, str]]:
    """Every blob below objects/ that the commits of the submission bring, deleted ones too."""
    span = (one.request.head, "--not", one.request.base, "--", OBJECTS)
    raw = git(one.repo, "rev-list", "--objects", "--filter=object:type=blob", *span)
    for row in raw.splitlines():
        oid, _, path = row.partition(b" ")
        if path and b"/documents/" in path:
            yield oid.decode("ascii"), to_text(path).encode("utf-8", "replace").decode()


def _documents(record: ObjectRecord) -> list[Mapping[str, Any]]:
    """The documents of a passport that need not be valid."""
    found = record.value.get("documents")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
