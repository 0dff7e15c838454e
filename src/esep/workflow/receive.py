# SPDX-License-Identifier: MIT
"""What a plain git server refuses at a push: the same rights, without a git host around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from esep.calendar.civil import civil_date
from esep.checks.context import Context
from esep.errors import UserError
from esep.findings import Finding, Location, Severity
from esep.gitlog.plumbing import GitError, resolve
from esep.gitlog.tree import merge_base
from esep.model.commit import open_commit
from esep.workflow.actors import find_actor
from esep.workflow.conclusions import check_conclusions
from esep.workflow.gate import check_gate, is_readable
from esep.workflow.identity import check_identity
from esep.workflow.submission import Request, open_submission

MAIN = "refs/heads/main"
BRANCH = "refs/heads/"
ACTOR = "ESEP_ACTOR"  # set by what authenticates: a forced command, the server's own hook runner
APPROVED = "ESEP_APPROVED_BY"


def receive(repo: Path, pushed: TextIO, environ: Mapping[str, str], said: TextIO) -> int:
    """Read ``old new ref`` lines, write what is wrong; return 1 to refuse the whole push."""
    if not environ.get(ACTOR):
        said.write(f"esep: the server must name the actor in {ACTOR}\n")
        return 1
    login, on = environ[ACTOR], civil_date(datetime.now(UTC))
    approved = tuple(environ.get(APPROVED, "").replace(",", " ").split())
    refused = False
    try:
        for line in pushed:
            old, new, ref = line.split()
            found = list(check_push(repo, old, new, ref, login, approved, on))
            refused |= any(one.severity is Severity.ERROR for one in found)
            said.writelines(_words(repo, found, on))
    except UserError as error:
        said.write(f"esep: {error}\n")
        return 1
    return int(refused)


def check_push(
    repo: Path, old: str, new: str, ref: str, login: str, approved: tuple[str, ...], on: date
) -> Iterator[Finding]:
    """What is wrong with moving `ref` from `old` to `new`; an id of zeros is an absent side."""
    base = _main(repo)
    if base is None:
        return  # the very first push makes the main branch
    with open_commit(repo, base) as tree:
        context = Context.of(tree, on)
        actor = find_actor(context, login)
        if isinstance(actor, Finding):
            yield actor
            return
        is_free = ref.startswith(BRANCH) and ref != MAIN
        if not is_free and not (actor.is_integrator or actor.is_bot):
            yield context.finding_at("REV016", Location("."), login=login)
        if not new.strip("0"):
            if not is_free:
                yield context.finding_at("REV013", Location("."), ref=ref)
            return
        if ref == MAIN and not _continues(repo, old, new):
            yield context.finding_at("REV013", Location("."), ref=ref)
            return
    yield from _check(repo, Request(base, new, login, None, approved), context, on)


def _check(repo: Path, request: Request, context: Context, on: date) -> Iterator[Finding]:
    with open_submission(repo, request, on) as one:
        if one is None:
            yield context.finding_at("REV013", Location("."), ref=request.head[:12])
            return
        yield from check_gate(one)
        if is_readable(one):
            yield from check_identity(one)
            yield from check_conclusions(one)


def _main(repo: Path) -> str | None:
    try:
        return resolve(repo, MAIN)
    except GitError:
        return None


def _continues(repo: Path, old: str, new: str) -> bool:
    try:
        return merge_base(repo, old, new) == old
    except GitError:
        return False


def _words(repo: Path, found: Iterable[Finding], on: date) -> Iterator[str]:
    """Kazakh and Russian, one line each: git shows them to the person who pushes."""
    found = list(found)
    if not found:
        return
    with open_commit(repo, MAIN) as tree:
        books = Context.of(tree, on).rulebooks
    for one in found:
        for lang in ("kk", "ru"):
            words = books.render(one, lang)
            yield f"{one.code} {ascii(one.location.path)[1:-1]}: {words.message} {words.fix}\n"
