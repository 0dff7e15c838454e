# SPDX-License-Identifier: MIT
"""Record that the integrator verified an object, with a fingerprint of every item (R193-12a)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from esep.checks.context import Context
from esep.errors import UserError
from esep.gitlog.plumbing import git, line
from esep.model.registry import VERIFICATIONS, ObjectRecord
from esep.workflow.fingerprints import fingerprints
from esep.workflow.insert import InsertError, append, flow
from esep.workflow.new_object import write_whole


def verification(
    context: Context,
    record: ObjectRecord,
    commit: str,
    by: str,
    on: date,
    remarks: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The entry: `remarks` return the record, without them it is confirmed."""
    entry: dict[str, Any] = {"by": by, "on": on.isoformat(), "commit": commit}
    if remarks:
        return {**entry, "result": "returned", "remarks": dict(remarks)}
    return {**entry, "result": "confirmed", "items": fingerprints(context, record)}


def committed(root: Path, folder: str) -> str:
    """The commit that holds a folder as it stands; raise `UserError` where none does."""
    changed = git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--", folder)
    if changed:
        raise UserError(f"{folder} must be committed before it is verified; it has changes")
    return line(root, "rev-parse", "HEAD")


def write(root: Path, record: ObjectRecord, entry: Mapping[str, Any]) -> Path:
    """Add the entry to the decisions on an object; every other byte stays as it was."""
    path = root / VERIFICATIONS / record.agency / f"{record.id}.yml"
    if path.exists():
        text = path.read_bytes().decode("utf-8")
    else:
        text = f'schema_version: "1"\nid: {flow(record.id)}\n'
    try:
        after = append(text, ("verifications",), entry)
    except InsertError as error:
        name = path.relative_to(root).as_posix()
        raise UserError(f"{name} cannot take the verification: {error}") from None
    write_whole(path, after)
    return path
