# SPDX-License-Identifier: MIT
"""The package the operator is given (Order 353, p. 8): one archive, always the same bytes.

Restricted bytes never enter it, whatever a folder holds: only their record does.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from esep.checks import portal_data
from esep.checks.applications import Case, object_of, score_case
from esep.checks.context import Context
from esep.exchange import application
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR
from esep.reports.operator_score import as_data

SENT = ("public", "internal")
MAX_FILE = 64 << 20
MAX_PACKAGE = 512 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackageTooLargeError(ValueError):
    """The documents of the object exceed what one package may hold."""


def package(context: Context, case: Case) -> bytes:
    """A ZIP with the application in two languages, the case, the documents and
    ``manifest.json`` naming every file with its SHA-256, and every document left out."""
    record = object_of(context, case)
    files: dict[str, bytes] = {"case.yml": case.record.source.data}
    left: list[dict[str, str]] = []
    for lang in application.LANGUAGES:
        files[f"application.{lang}.pdf"] = application.pdf(context, case, lang)
    if record:
        for name, data, document in _documents(context, record):
            if data is None:
                left.append({"id": document["id"], "access": document["access"]})
            else:
                files[name] = data
        if sum(map(len, files.values())) > MAX_PACKAGE:
            raise PackageTooLargeError(case.id)
    files["manifest.json"] = _manifest(context, case, record, files, left)
    return _zip(files)


def _documents(
    context: Context, record: ObjectRecord
) -> Iterator[tuple[str, bytes | None, Mapping[str, Any]]]:
    regular = {one.path for one in record.entries if one.mode == REGULAR}
    for one in record.passport.documents:
        file = one.get("file", "")
        path = f"{record.folder}/{file}"
        is_sent = one["access"] in SENT and path in regular
        data = context.registry.tree.read(path, MAX_FILE + 1) if is_sent else None
        if data is not None and len(data) > MAX_FILE:
            raise PackageTooLargeError(path)
        yield file, data, one


def _manifest(
    context: Context,
    case: Case,
    record: ObjectRecord | None,
    files: Mapping[str, bytes],
    left: list[dict[str, str]],
) -> bytes:
    law = context.rulebooks.orders["353"].data
    scored = record is not None and record.passport.kind in law["kinds"]
    rows = portal_data.rows(context, record) if record else ()
    content = {
        "version": 1,
        "case": case.id,
        "object": case.value["object"],
        "accounting_code": record.value.get("accounting_code") if record else None,
        "state": case.state,
        "on": context.on.isoformat(),
        "score": as_data(score_case(context, case, record), law) if record and scored else None,
        "portal_data": {one.id: one.present for one in rows},
        "files": [
            {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        ],
        "left_out": left,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()
