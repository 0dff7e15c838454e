# SPDX-License-Identifier: MIT
"""Assign accounting codes: the serial job on the main branch, safe against races and kills.

fetch → find every object without a ledger row → append → one commit → plain push → on reject
start again from the fetch. A serial exists only if its push won, so there are no gaps; nothing is
kept between attempts, so a kill at any point leaves nothing to repair. No working tree is touched.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from esep.errors import UserError
from esep.gitlog.blobs import BlobReader
from esep.gitlog.history import last_touches
from esep.gitlog.plumbing import GitError, git, line
from esep.gitlog.tree import Tree, open_tree
from esep.ledger.chain import Entry, Ledger, append, extend
from esep.ledger.rows import Row, documents_digest
from esep.workflow.candidates import Candidate, Eligible, Stuck, find_candidates
from esep.workflow.commit import Identity, write_commit
from esep.workflow.ledger_history import LEDGER
from esep.workflow.reading import Formats, Reading, default_format
from esep.workflow.stamp import StampError, stamp

_NO_CAP = 1 << 60  # documents are hashed as they stream, whatever their size
FETCHED = "refs/esep/fetched"  # the branch as last seen here
_LONGEST_PAUSE = 20.0  # seconds
_SAME_HEAD = 8  # refusals without anybody else's push before they are no race any more
_NOBODY = Identity()

Step = Callable[[str], None]
Pause = Callable[[int, float], None]  # (pushes lost so far, seconds of the last attempt)


def _unheard(_step: str) -> None:
    """Hear a step and do nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one attempt would push; `commit` is None when there is nothing to assign."""

    head: str
    commit: str | None
    rows: tuple[Row, ...]
    stuck: tuple[Stuck, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The branch after a run: its commit, the rows this run wrote, its pushes that lost."""

    head: str
    rows: tuple[Row, ...]
    rejected: int


class ObjectsStuckError(UserError):
    """Some objects got no code; the codes of all others are on the branch."""

    def __init__(self, outcome: Outcome, stuck: tuple[Stuck, ...]) -> None:
        self.outcome, self.stuck = outcome, stuck
        said = "".join(f"\n  {ascii(one.path)[1:-1]}: {one.reason}" for one in stuck)
        super().__init__(f"objects that should have a code could not get one:{said}")


def assign(
    repo: Path,
    remote: str,
    branch: str,
    eligible: Eligible,
    *,
    formats: Formats = default_format,
    on: date = date.max,
    who: Identity = _NOBODY,
    attempts: int = 50,
    pause: Pause | None = None,
    step: Step = _unheard,
) -> Outcome:
    """Give a code to every eligible object on `branch` of `remote` that has none.

    `repo` is any whole clone, bare or not; only git objects are added to it. `on` is the day of
    the run: no row is dated later, whatever clock a commit was made by. `step` hears
    ``after_fetch``, ``after_append``, ``after_commit``, ``before_push`` and ``after_push``.
    Raises `ObjectsStuckError`, `LedgerError`, `ShallowCloneError`, `GitError`, `UserError`.
    """
    reading = Reading(repo, formats)
    return land(
        repo,
        remote,
        branch,
        lambda head: make_plan(reading, head, eligible, on=on, who=who, step=step),
        attempts=attempts,
        pause=pause,
        step=step,
    )


def land(
    repo: Path,
    remote: str,
    branch: str,
    make: Callable[[str], Plan],
    *,
    attempts: int = 50,
    pause: Pause | None = None,
    step: Step = _unheard,
) -> Outcome:
    """Fetch, `make` a plan on top of the head, push it; start again when another came first."""
    heads: Counter[str] = Counter()
    for rejected in range(attempts):
        began = time.monotonic()
        head = fetch_head(repo, remote, branch)
        step("after_fetch")
        plan = make(head)
        if plan.commit is None:
            return _outcome(plan, rejected)
        step("before_push")
        refusal = push(repo, remote, branch, plan.commit)
        step("after_push")
        if refusal is None:
            _remember(repo, plan.commit)
            return _outcome(plan, rejected)
        heads[head] += 1
        if heads[head] == _SAME_HEAD:
            raise refusal
        (pause or back_off)(rejected, time.monotonic() - began)
    raise UserError(f"codes must be assigned within {attempts} pushes; others came first each time")


def fetch_head(repo: Path, remote: str, branch: str) -> str:
    """Bring the commits of the branch here and return its head; no ref of the user is written.

    A ref of our own remembers it, so that the next fetch brings only what is new. A killed job
    may leave that ref locked for ever: then it is not written, and nothing depends on it.
    """
    ref = f"refs/heads/{branch}"
    head = line(repo, "ls-remote", "--exit-code", "--", remote, ref).split("\t")[0]
    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
    git(repo, "fetch", *options, "--", remote, ref)
    _remember(repo, head)
    return line(repo, "rev-parse", "--verify", head + "^{commit}")


def _remember(repo: Path, head: str) -> None:
    with suppress(GitError):
        git(repo, "update-ref", FETCHED, head)


def make_plan(
    reading: Reading,
    head: str,
    eligible: Eligible,
    *,
    on: date = date.max,
    who: Identity = _NOBODY,
    step: Step = _unheard,
) -> Plan:
    """Write the commit that assigns every missing code on top of `head`, into the clone only."""
    repo = reading.repo
    with BlobReader(repo) as blobs:
        tree = open_tree(repo, head, blobs)
        ledger = reading.ledger_of(tree)
        found, stuck = find_candidates(tree, ledger, eligible, reading)
        entries, files, unstamped = _entries(repo, tree, ledger, found, on)
    lines = append(ledger, entries)
    rows = extend(ledger, lines).rows[len(ledger.rows) :]
    step("after_append")
    commit = None
    if rows:
        files[LEDGER] = reading.data + lines
        commit = write_commit(repo, tree, files, _message(rows), who)
        step("after_commit")
    return Plan(head, commit, rows, (*stuck, *unstamped))


def push(repo: Path, remote: str, branch: str, commit: str) -> GitError | None:
    """Push without force; return git's refusal, which is how a lost race looks."""
    options = ("--quiet", "--no-follow-tags", "--recurse-submodules=no")
    try:
        git(repo, "push", *options, "--", remote, f"{commit}:refs/heads/{branch}")
    except GitError as refusal:
        return refusal
    return None


def _entries(
    repo: Path, tree: Tree, ledger: Ledger, found: Iterable[Candidate], latest: date
) -> tuple[list[Entry], dict[str, bytes], list[Stuck]]:
    """Return ledger entries and stamped passports, in the order the objects came to the branch."""
    found = list(found)
    came = last_touches(repo, tree.commit, (one.path for one in found)) if found else {}
    entries: list[Entry] = []
    files: dict[str, bytes] = {}
    stuck = []
    for one in sorted(found, key=lambda one: (came[one.path].committed, one.path)):
        code = ledger.fmt.make(ledger.next_serial + len(entries))
        try:
            files[one.passport_path] = stamp(one.passport, code)
        except StampError as error:
            stuck.append(Stuck(one.path, str(error)))
            continue
        # The day of its own merge, not of this run, which may come after New Year.
        on = min(came[one.path].committed_on, latest)
        digests = (one.passport_sha256, documents_of(tree, one))
        entries.append(Entry("assigned", one.object, one.path, on, tree.commit, *digests))
    return entries, files, stuck


def documents_of(tree: Tree, one: Candidate) -> str:
    """Return the digest over every file of the folder but the passport."""
    documents = []
    for entry in tree.under(one.path):
        if entry.path != one.passport_path and entry.size is not None:
            name = entry.path.removeprefix(one.path + "/")
            documents.append((name, *tree.blobs.digest(entry.oid, _NO_CAP)))
    return documents_digest(documents)


def _outcome(plan: Plan, rejected: int) -> Outcome:
    outcome = Outcome(plan.commit or plan.head, plan.rows, rejected)
    if plan.stuck:
        raise ObjectsStuckError(outcome, plan.stuck)
    return outcome


def _message(rows: tuple[Row, ...]) -> str:
    many = "accounting code" if len(rows) == 1 else "accounting codes"
    return f"Assign {len(rows)} {many}\n\n" + "".join(f"{row.code} {row.path}\n" for row in rows)


def back_off(rejected: int, took: float) -> None:
    """Wait a random while, longer each time and the longer an attempt takes here and now.

    Attempts that met once must not meet again, however many jobs there are and however busy
    the machine: an attempt that loses has cost all it costs.
    """
    most = min(max(took, 0.05) * 2 ** min(rejected, 5), _LONGEST_PAUSE)
    time.sleep(secrets.randbelow(int(most * 1000) + 1) / 1000)
