# SPDX-License-Identifier: MIT
"""The registry in a tree: its records, each with what is wrong with its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from esep.findings import Location
from esep.model.passport import Passport
from esep.model.schemas import Schemas
from esep.model.tree import REGULAR, Entry, Tree
from esep.yamlsafe import MAX_BYTES, Source, YamlFault

OBJECTS = "objects"
ORGANISATIONS = "registry/organisations"
ACCOUNTS = "registry/accounts"
VERIFICATIONS = "registry/verifications"
LEDGER = "registry/codes.jsonl"
PASSPORT = "passport.yml"
MAX_LEDGER_BYTES = 1 << 28

_ID_LINE = re.compile(
    rb"^[\"']?id[\"']?: [\"']?([a-z0-9][a-z0-9-]{0,62})[\"']?[ \r]*$", re.MULTILINE
)


@dataclass(frozen=True)
class Record:
    """One YAML file of a register.

    `schema` names the schema it must meet; `fault` says why the text could not
    be read; `is_valid` is the schema's verdict.
    """

    source: Source
    schema: str
    schemas: Schemas = field(repr=False)

    @property
    def path(self) -> str:
        return self.source.path

    @cached_property
    def fault(self) -> YamlFault | None:
        try:
            _ = self.source.value
        except YamlFault as fault:
            return fault.with_traceback(None)  # or it keeps alive whatever was being done
        return None

    @property
    def value(self) -> Mapping[str, Any]:
        """The data, an empty mapping where the text could not be read."""
        return {} if self.fault else self.source.value

    @cached_property
    def is_valid(self) -> bool:
        return not self.fault and self.schemas.is_valid(self.schema, self.source.value)

    def at(self, pointer: str = "") -> Location:
        """The place of a JSON Pointer in the file."""
        if self.fault:
            return Location(self.path, self.fault.line, self.fault.column)
        return Location(self.path, *self.source.position(pointer), pointer)


@dataclass(frozen=True)
class ObjectRecord(Record):
    """One object: its passport and the entries of its folder."""

    folder: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def agency(self) -> str:
        return self.folder.split("/")[1]

    @property
    def name(self) -> str:
        return self.folder.split("/")[2]

    @cached_property
    def passport(self) -> Passport:
        """Only for a valid record."""
        return Passport(self.value)

    @property
    def has_passport(self) -> bool:
        path = f"{self.folder}/{PASSPORT}"
        return any(one.path == path and one.mode == REGULAR for one in self.entries)

    @property
    def id(self) -> str:
        found = self.value.get("id")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class Registry:
    """All records of a tree; nothing is read before it is asked for."""

    tree: Tree

    @cached_property
    def schemas(self) -> Schemas:
        return Schemas(self.tree)

    @cached_property
    def organisations(self) -> Mapping[str, Record]:
        """By file name without extension."""
        return {_stem(one.path): one for one in self.records(ORGANISATIONS, "organisation")}

    @cached_property
    def accounts(self) -> Mapping[str, Record]:
        return {_stem(one.path): one for one in self.records(ACCOUNTS, "account")}

    def records(self, folder: str, schema: str) -> Iterator[Record]:
        """Every YAML file below a register's folder."""
        for entry in self.tree.entries(folder):
            if entry.mode == REGULAR and entry.name.endswith(".yml"):
                yield Record(self._source(entry.path), schema, self.schemas)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything below objects/."""
        return tuple(self.tree.entries(OBJECTS))

    @cached_property
    def folders(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of every object folder (objects/<agency>/<object>)."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            parts = entry.path.split("/", 3)
            if len(parts) > 3:
                found.setdefault("/".join(parts[:3]), []).append(entry)
        return {folder: tuple(found[folder]) for folder in sorted(found)}

    def object(self, folder: str) -> ObjectRecord:
        """Read one object anew: the registry keeps no passport in memory."""
        source = self._source(f"{folder}/{PASSPORT}")
        return ObjectRecord(source, "passport", self.schemas, folder, self.folders[folder])

    def objects(self) -> Iterator[ObjectRecord]:
        """Every object, in order of path, with or without a readable passport."""
        return map(self.object, self.folders)

    @cached_property
    def folders_by_id(self) -> Mapping[str, tuple[str, ...]]:
        """Where each identifier is used; read from the ``id:`` lines alone."""
        found: dict[str, tuple[str, ...]] = {}
        for folder in self.folders:
            head = self.tree.read(f"{folder}/{PASSPORT}", MAX_BYTES) or b""
            if line := _ID_LINE.search(head):
                name = line[1].decode("ascii")
                found[name] = (*found.get(name, ()), folder)
        return found

    def decisions(self, record: ObjectRecord) -> Mapping[str, Any]:
        """What the integrator decided of an object; empty where nothing, or not readable."""
        return self.decisions_of(record.agency, record.id)

    def decisions_of(self, agency: str, name: str) -> Mapping[str, Any]:
        """The same for an agency's folder and an object's identifier."""
        path = f"{VERIFICATIONS}/{agency}/{name}.yml"
        found = Record(self._source(path), "verification", self.schemas)
        return found.value if found.source.data and found.is_valid else {}

    def find(self, name: str) -> ObjectRecord | None:
        """The object with this identifier, accounting code or folder."""
        folder = name.rstrip("/").removesuffix(f"/{PASSPORT}")
        if folder in self.folders:
            return self.object(folder)
        if folders := self.folders_by_id.get(name):
            return self.object(folders[0])
        return next(
            (one for one in self.objects() if one.value.get("accounting_code") == name), None
        )

    def _source(self, path: str) -> Source:
        return Source(path, self.tree.read(path, MAX_BYTES + 1) or b"", MAX_BYTES)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
