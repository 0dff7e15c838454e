# SPDX-License-Identifier: MIT
"""Close an accounting code: withdrawn, or succeeded by another; by the same race-safe push."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from esep.errors import UserError
from esep.gitlog.blobs import BlobReader
from esep.gitlog.tree import Tree, open_tree
from esep.ledger.chain import Entry, Ledger, append, read
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import LedgerError
from esep.ledger.rows import Event
from esep.workflow.assign import Outcome, Plan, documents_of, land
from esep.workflow.candidates import MAX_PASSPORT, Candidate
from esep.workflow.commit import Identity, write_commit
from esep.workflow.ledger_history import LEDGER, MAX_LEDGER, check_history
from esep.workflow.stamp import stamped

MAX_REASON = 500
_PASSPORT = re.compile(r"(objects/[^/]+/[^/]+)/passport\.yml")


def close(
    repo: Path,
    remote: str,
    branch: str,
    code: str,
    *,
    on: date,
    reason: str = "",
    successor: str | None = None,
    fmt: CodeFormat,
) -> Outcome:
    """Append the row that closes `code` and push it; the reason goes into the commit message.

    Raises `UserError` for a code that cannot be closed, `LedgerError`, `GitError`.
    """
    facts = (code, successor, on, reason)
    return land(repo, remote, branch, lambda head: plan_closing(repo, head, facts, fmt))


def plan_closing(
    repo: Path, head: str, facts: tuple[str, str | None, date, str], fmt: CodeFormat
) -> Plan:
    """The commit that closes a code (code, successor, day, reason) on top of `head`."""
    code, successor, on, reason = facts
    for fault in check_history(repo, head, 1):
        raise LedgerError(fault)
    with BlobReader(repo) as blobs:
        tree = open_tree(repo, head, blobs)
        before = tree.read(LEDGER, MAX_LEDGER)
        ledger = read(before, fmt)
        _require_open(ledger, code)
        if successor is not None:
            _require_open(ledger, successor)
        candidate = _find(tree, ledger, code)
        digests = (candidate.passport_sha256, documents_of(tree, candidate))
        event: Event = "succeeded" if successor else "withdrawn"
        place = (candidate.object, candidate.path, on, head)
        entry = Entry(event, *place, *digests, code, successor)
        after = before + append(ledger, [entry])
    rows = read(after, fmt).rows[len(ledger.rows) :]
    words = f"{code} → {successor}" if successor else code
    title = "Close an accounting code with a successor" if successor else "Withdraw a code"
    text = " ".join(reason.split())[:MAX_REASON]
    message = f"{title}\n\n{words} {candidate.path}\n{text}\n"
    return Plan(head, write_commit(repo, tree, {LEDGER: after}, message, Identity()), rows, ())


def _require_open(ledger: Ledger, code: str) -> None:
    if code not in ledger.assigned:
        raise UserError(f"{code} must be in the ledger; it was never assigned")
    if code in ledger.closed:
        raise UserError(f"{code} is closed already; a code is closed once")


def _find(tree: Tree, ledger: Ledger, code: str) -> Candidate:
    """The object that holds the code now, wherever its folder moved to."""
    name = ledger.assigned[code].object
    for path in tree.entries:
        if found := _PASSPORT.fullmatch(path):
            passport = tree.read(path, MAX_PASSPORT)
            if stamped(passport) == (name, code):
                return Candidate(found[1], name, passport)
    raise UserError(f"the object {name} must carry {code} in its passport; run: esep codes assign")
