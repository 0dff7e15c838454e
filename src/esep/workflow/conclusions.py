# SPDX-License-Identifier: MIT
"""Family REV, the conclusions: what is published is superseded, never overwritten (p.36)."""

from __future__ import annotations

from collections.abc import Iterator

from esep.findings import Finding
from esep.workflow.submission import Submission

MONITORING = "registry/projects/monitoring/"
KIND = "conclusions"


def check_conclusions(one: Submission) -> Iterator[Finding]:
    """REV017: a conclusion of before stands in the head as it was, in whatever file."""
    if not any(change.path.startswith(MONITORING) for change in one.changes):
        return
    after = one.after.architecture
    if any(not record.is_valid for record in after.records):
        return  # what cannot be read is said by the ordinary checks, which block
    kept = after.by_kind[KIND]
    for name, old in one.before.architecture.by_kind[KIND].items():
        new = kept.get(name)
        if new is None or new.value != old.value:
            at = (new or old).at("" if new else "/id")
            yield one.base.finding_at("REV017", at, id=name)
