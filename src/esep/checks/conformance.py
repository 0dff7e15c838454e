# SPDX-License-Identifier: MIT
"""DOC016 to DOC019: an original conforms to PDF/A-1, a draft is a clean DOCX."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from esep.checks.context import Context
from esep.checks.documents import WANTED, look
from esep.findings import Finding, Severity
from esep.model.registry import ObjectRecord
from esep.model.tree import REGULAR


def check_conformance(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """The verdict on every document that is there and looks like its name."""
    limit = int(context.rulebooks.policy["files"]["max_bytes"])
    sizes = {one.path: one.size for one in record.entries if one.mode == REGULAR}
    for index, document in enumerate(record.passport.documents):
        file = document.get("file", "")
        path = f"{record.folder}/{file}"
        if not 0 < sizes.get(path, 0) <= limit:
            continue  # said by check_documents
        extension, seen = file.rpartition(".")[2], look(context, record, file)
        if seen.kind != WANTED[extension]:
            continue
        at = f"/documents/{index}/file"
        read = partial(context.registry.tree.read, path, limit)
        verdict = context.verdicts.of(seen.sha256, extension, read)
        if verdict.reason:
            yield context.finding("DOC019", record, at, file=file, reason=verdict.reason)
        elif not verdict.accepted:
            code = "DOC016" if extension == "pdf" else "DOC017"
            rules = ", ".join(verdict.rules[:8])
            yield context.finding(code, record, at, file=file, rules=rules)
        elif hidden := verdict.by_severity(Severity.WARNING):
            yield context.finding("DOC018", record, at, file=file, what=", ".join(hidden))
