# SPDX-License-Identifier: MIT
"""Family REV, the gate: paths, modes, numbers and sizes, before a byte of the head is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esep.checks.codes import ledger_finding
from esep.checks.documents import check_tree
from esep.findings import Finding, Location
from esep.gitlog.tree import Change
from esep.ledger.chain import check_chain, check_growth
from esep.model.registry import LEDGER, MAX_LEDGER_BYTES, OBJECTS, PASSPORT
from esep.model.tree import EXECUTABLE, REGULAR
from esep.workflow.actors import Actor
from esep.workflow.submission import Submission

_SKIP = re.compile(
    r"\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|^skip-checks:", re.IGNORECASE
)
_GONE = "000000"
_PLACES = ("scripts/", "hooks/", ".ci/")  # where the integrator's files may be executable


def check_gate(one: Submission) -> Iterator[Finding]:
    """Everything that can be said without opening a file of the head."""
    actor = one.actor if isinstance(one.actor, Actor) else None
    if isinstance(one.actor, Finding):
        yield one.actor
    yield from _check_amount(one, actor)
    for change in one.changes:
        yield from _check_path(one, actor, change)
        yield from _check_mode(one, actor, change)
        yield from _check_size(one, change)
    yield from _check_names(one)
    for message in one.messages:
        if _SKIP.search(message):
            yield one.base.finding_at("REV012", Location("."))
            return


def is_readable(one: Submission) -> bool:
    """Whether the amount of what came in is one that may be opened."""
    files = one.base.rulebooks.policy["files"]
    sizes = [size for change in one.changes if (size := _size(one, change)) is not None]
    is_integrator = isinstance(one.actor, Actor) and one.actor.is_integrator
    few = is_integrator or len(one.changes) <= int(files["max_files"])
    light = is_integrator or _passports(one) <= int(files["max_passports_bytes"])
    small = all(size <= int(files["max_bytes"]) for size in sizes)
    return few and light and small and sum(sizes) <= int(files["max_total_bytes"])


def _check_amount(one: Submission, actor: Actor | None) -> Iterator[Finding]:
    files = one.base.rulebooks.policy["files"]
    here, limit = Location("."), int(files["max_files"])
    # A reorganisation of bodies moves whole folders; only the integrator does that.
    if len(one.changes) > limit and not (actor and actor.is_integrator):
        yield one.base.finding_at("REV010", here, count=len(one.changes), limit=limit)
    most, read = int(files["max_passports_bytes"]), _passports(one)
    if read > most and not (actor and actor.is_integrator):
        at = Location(f"{OBJECTS}/*/*/{PASSPORT}")
        yield one.base.finding_at("REV011", at, size=read, limit=most)
    total = sum(_size(one, change) or 0 for change in one.changes)
    if total > int(files["max_total_bytes"]):
        yield one.base.finding_at("REV011", here, size=total, limit=files["max_total_bytes"])


def _check_path(one: Submission, actor: Actor | None, change: Change) -> Iterator[Finding]:
    path, at = change.path, Location(shown(change.path))
    if path == LEDGER:
        yield from _check_ledger(one, actor)
    elif actor and actor.is_bot:
        # The job stamps codes into passports that are there; what it writes is judged later.
        is_passport = path.startswith(f"{OBJECTS}/") and path.endswith(f"/{PASSPORT}")
        if not is_passport or change.status != "M":
            yield one.base.finding_at("REV004", at, path=at.path)
    elif path.startswith(f"{OBJECTS}/") and path.count("/") > 1:
        if actor and not actor.may_change(path):
            owner = shown(path.split("/")[1])
            known = one.base.registry.organisations
            body = owner if owner in known else "—"
            yield one.base.finding_at(
                "REV003", at, path=at.path, owner=body, own=actor.organisation
            )
    elif not (actor and actor.is_integrator):
        yield one.base.finding_at("REV004", at, path=at.path)


def _check_ledger(one: Submission, actor: Actor | None) -> Iterator[Finding]:
    if not (actor and actor.is_bot):
        yield one.base.finding_at("REV005", Location(LEDGER), login=one.request.login)
    base = one.base_tree.read(LEDGER, MAX_LEDGER_BYTES) or b""
    head = one.after_tree.read(LEDGER, MAX_LEDGER_BYTES) or b""
    grown = list(check_growth(base, head))
    for fault in grown or check_chain(head, one.base.code_format):
        yield ledger_finding(one.base, fault)


def _check_mode(one: Submission, actor: Actor | None, change: Change) -> Iterator[Finding]:
    if change.new_mode in (_GONE, REGULAR):
        return
    own_place = actor and actor.is_integrator and change.path.startswith(_PLACES)
    if not (own_place and change.new_mode == EXECUTABLE):
        path = shown(change.path)
        yield one.base.finding_at("DOC012", Location(path), file=path, mode=change.new_mode)


def _check_size(one: Submission, change: Change) -> Iterator[Finding]:
    limit = int(one.base.rulebooks.policy["files"]["max_bytes"])
    size = _size(one, change)
    if size is not None and size > limit and change.path != LEDGER:
        path = shown(change.path)
        yield one.base.finding_at("DOC010", Location(path), file=path, size=size, limit=limit)


def _check_names(one: Submission) -> Iterator[Finding]:
    """DOC011, DOC022 and the like, where they concern what is touched."""
    touched = {change.path for change in one.changes if change.new_mode != _GONE}
    touched |= {path[:at] for path in touched for at, char in enumerate(path) if char == "/"}
    for found in check_tree(one.after):
        other = found.params.get("other")
        if found.location.path in touched or other in touched:
            yield found


def _passports(one: Submission) -> int:
    changes = (change for change in one.changes if change.path.endswith(f"/{PASSPORT}"))
    return sum(_size(one, change) or 0 for change in changes)


def _size(one: Submission, change: Change) -> int | None:
    entry = one.after_tree.files.entries.get(change.path)
    return entry.size if entry else None


def shown(path: str) -> str:
    """A path that can be printed: bytes that are no UTF-8 become visible."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
