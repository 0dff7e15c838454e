# SPDX-License-Identifier: MIT
"""Close an accounting code: withdrawn, or succeeded by another; by the same race-safe push."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from esep.errors import UserError
from esep.gitlog.blobs import BlobReader
from esep.gitlog.tree import Tree, open_tree
from esep.i18n import LANGUAGES
from esep.ledger.chain import Entry, Ledger, append, extend
from esep.ledger.rows import MAX_REASON, Event, fits
from esep.workflow.assign import Outcome, Plan, documents_of, land
from esep.workflow.candidates import MAX_PASSPORT, Candidate
from esep.workflow.commit import Identity, write_commit
from esep.workflow.ledger_history import LEDGER
from esep.workflow.reading import Formats, Reading, default_format
from esep.workflow.stamp import stamped

_PASSPORT = re.compile(r"(objects/[^/]+/[^/]+)/passport\.yml")


@dataclass(frozen=True, slots=True)
class Closing:
    """What is to be written: the code, the day, why (by language), and who takes its place."""

    code: str
    on: date
    reason: Mapping[str, str]
    successor: str | None = None


def close(
    repo: Path, remote: str, branch: str, asked: Closing, formats: Formats = default_format
) -> Outcome:
    """Append the row that closes a code and push it.

    Raises `UserError` for a code that cannot be closed, `LedgerError`, `GitError`.
    """
    if not fits("reason", asked.reason):
        raise UserError(
            f"a reason must be given in {', '.join(LANGUAGES)}, each one line of plain text "
            f"of at most {MAX_REASON} characters"
        )
    reading = Reading(repo, formats)
    return land(repo, remote, branch, lambda head: plan_closing(reading, head, asked))


def plan_closing(reading: Reading, head: str, asked: Closing) -> Plan:
    """The commit that closes a code on top of `head`."""
    code, heir = asked.code, asked.successor
    with BlobReader(reading.repo) as blobs:
        tree = open_tree(reading.repo, head, blobs)
        ledger = reading.ledger_of(tree)
        for one in (code, heir) if heir else (code,):
            _require_open(ledger, one)
        candidate = _find(tree, ledger, code)
        digests = (candidate.passport_sha256, documents_of(tree, candidate))
        event: Event = "succeeded" if heir else "withdrawn"
        place = (candidate.object, candidate.path, asked.on, head)
        line = append(ledger, [Entry(event, *place, *digests, code, heir, asked.reason)])
    title = "Close an accounting code with a successor" if heir else "Withdraw a code"
    words = f"{code} → {heir}" if heir else code
    said = "".join(f"{lang}: {asked.reason[lang]}\n" for lang in LANGUAGES)
    message = f"{title}\n\n{words} {candidate.path}\n{said}"
    commit = write_commit(reading.repo, tree, {LEDGER: reading.data + line}, message, Identity())
    return Plan(head, commit, extend(ledger, line).rows[-1:], ())


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
