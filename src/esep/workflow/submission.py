# SPDX-License-Identifier: MIT
"""A submission: what a head would change in a base, read from git's store as data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from esep.checks.context import Context
from esep.findings import Finding
from esep.gitlog.blobs import BlobReader
from esep.gitlog.plumbing import GitError, git, resolve
from esep.gitlog.tree import Change, diff_raw, merge_base, open_tree
from esep.model.commit import CommitTree
from esep.model.registry import LEDGER, OBJECTS, Registry
from esep.model.tree import Entry
from esep.workflow.actors import Actor, find_actor

# What decides is read at the base, whatever the head says of it (design decision 6).
FROM_BASE = ("schemas", "registry/rulebooks", "registry/calendar")
MAX_MESSAGES = 1000
MAX_MESSAGE = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what: the facts of an event on the git host, or of a push."""

    base: str
    head: str
    login: str
    number: str | None = None
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overlay:
    """The files of one tree, under the schemas, rulebooks and ledger of another."""

    data: CommitTree
    law: CommitTree
    own_ledger: bool = False

    def read(self, path: str, limit: int) -> bytes | None:
        return self._of(path).read(path, limit)

    def entries(self, prefix: str) -> Iterator[Entry]:
        return self._of(prefix).entries(prefix)

    def _of(self, path: str) -> CommitTree:
        is_law = any(path == one or path.startswith(f"{one}/") for one in FROM_BASE)
        is_law = is_law or (path == LEDGER and not self.own_ledger)
        return self.law if is_law else self.data


@dataclass(frozen=True)
class Submission:
    """Three trees: `base` decides, `before` is where the head left it, `after` is the head."""

    repo: Path
    request: Request
    base: Context
    before: Context
    after: Context
    base_tree: CommitTree
    before_tree: CommitTree
    after_tree: CommitTree
    changes: tuple[Change, ...]
    actor: Actor | Finding

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The object folders that are touched, in order."""
        parts = (one.path.split("/", 3) for one in self.changes)
        return tuple(sorted({"/".join(p[:3]) for p in parts if len(p) > 3 and p[0] == OBJECTS}))

    @cached_property
    def messages(self) -> tuple[str, ...]:
        """The commit messages that would come in; an overlong log is cut."""
        span = (self.request.head, "--not", self.request.base)
        options = ("--no-show-signature", f"--max-count={MAX_MESSAGES}", "--format=%B%x00")
        raw = git(self.repo, "log", *options, *span)
        texts = (part[:MAX_MESSAGE].decode("utf-8", "replace") for part in raw.split(b"\0"))
        return tuple(text.strip() for text in texts if text.strip())


@contextmanager
def open_submission(repo: Path, request: Request, on: date) -> Iterator[Submission | None]:
    """The submission while the block lasts; None when the head does not continue the base's line.

    Raises `GitError` for a revision that is not there.
    """
    base, head = resolve(repo, request.base), resolve(repo, request.head)
    request = Request(base, head, request.login, request.number, request.approved_by)
    try:
        left = merge_base(repo, base, head)
    except GitError:
        yield None
        return
    with BlobReader(repo) as blobs:
        law = CommitTree(open_tree(repo, base, blobs))
        before = law if left == base else CommitTree(open_tree(repo, left, blobs))
        after = CommitTree(open_tree(repo, head, blobs))
        context = Context.of(law, on)
        actor = find_actor(context, request.login, request.number)
        # The job writes rows and stamps in one commit; they are held to each other.
        own = isinstance(actor, Actor) and actor.is_bot
        yield Submission(
            repo,
            request,
            context,
            Context(Registry(Overlay(before, law)), context.rulebooks, on),
            Context(Registry(Overlay(after, law, own)), context.rulebooks, on),
            law,
            before,
            after,
            tuple(diff_raw(repo, left, head)),
            actor,
        )
