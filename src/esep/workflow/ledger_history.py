# SPDX-License-Identifier: MIT
"""The ledger over time: at every commit of the main line it only grew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from esep.gitlog.blobs import BlobReader
from esep.gitlog.history import require_whole
from esep.gitlog.plumbing import git, resolve
from esep.ledger.chain import check_growth
from esep.ledger.faults import Fault

LEDGER = "registry/codes.jsonl"
MAX_LEDGER = 256 * 1024 * 1024


class _Step(NamedTuple):
    commit: str
    old: str
    new: str


def check_history(repo: Path, revision: str = "HEAD", last: int | None = None) -> Iterator[Fault]:
    """Yield where a first-parent commit did to the ledger anything but add rows at its end.

    Looks at every commit that changed the ledger, or at the `last` of them; `params` names the
    commit. Raises `ShallowCloneError`.
    """
    require_whole(repo)
    steps = _steps(repo, resolve(repo, revision), last)
    with BlobReader(repo) as blobs:
        before = _content(blobs, steps[0].old) if steps else b""
        for step in steps:
            if _is_absent(step.new):
                yield Fault(0, "ledger-missing", {"commit": step.commit})
                continue
            after = _content(blobs, step.new)
            for fault in check_growth(before, after):
                yield fault._replace(params={**fault.params, "commit": step.commit})
            before = after


def _steps(repo: Path, head: str, last: int | None) -> list[_Step]:
    """Return the commits that changed the ledger, oldest first."""
    raw = git(
        repo,
        *("log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev"),
        *("--no-renames", "--no-ext-diff", "--format=%H"),
        *([] if last is None else [f"--max-count={last}"]),
        *(head, "--", LEDGER),
    )
    tokens = raw.decode("ascii").split("\0")[:-1]
    steps = [
        _Step(commit, *facts.split(" ")[2:4])
        for commit, facts in zip(tokens[::3], tokens[1::3], strict=True)
    ]
    return steps[::-1]


def _content(blobs: BlobReader, oid: str) -> bytes:
    return b"" if _is_absent(oid) else blobs.read(oid, MAX_LEDGER)


def _is_absent(oid: str) -> bool:
    return not oid.strip("0")
