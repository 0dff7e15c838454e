# SPDX-License-Identifier: MIT
"""Agencies merge, split and change their names: planned as a whole, then written as a whole.

Identifiers, codes and histories stay; only folders and the names of owners change. What is
written is a change of the working tree like any other, and is reviewed like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from esep import yamlsafe
from esep.checks.context import Context
from esep.errors import UserError
from esep.model.registry import (
    ACCOUNTS,
    OBJECTS,
    ORGANISATIONS,
    PASSPORT,
    VERIFICATIONS,
    ObjectRecord,
    Record,
)
from esep.rulebook.render import fill
from esep.workflow.accounts import check, dump, path_of, revoked
from esep.workflow.actors import INTEGRATOR
from esep.workflow.new_object import write_whole
from esep.yamlsafe import MAX_BYTES

OWNERS = ("proprietor", "holder", "registrant")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What moves (path before, path after), and the new text of files at their new places."""

    moves: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]


def plan_merge(context: Context, old: Sequence[str], new: str, on: date, by: str) -> Plan:
    """Bodies `old` end in favour of `new`: their folders, objects and decisions go over.

    Their accounts are revoked by `by`, position and unit of a person of the integrator.
    """
    texts = dict(_revoked(context, old, new, on, by))
    moves: list[tuple[str, str]] = []
    _require(context, new)
    for body in old:
        _require(context, body)
        if body == new:
            raise UserError(f"{body} cannot be merged into itself")
        path = f"{ORGANISATIONS}/{body}.yml"
        texts[path] = _close(_read(context, path), new, on)
        for record in _objects_of(context, body):
            home = record.agency == body
            target = f"{OBJECTS}/{new}/{record.name}" if home else record.folder
            if home:
                moves += _moves(context, record, target)
            at = f"{target}/{PASSPORT}"
            text = texts.get(at) or _read(context, record.path)
            texts[at] = _hand_over(text, body, new, "merged", on)
    return _whole(context, moves, texts)


def plan_split(context: Context, old: str, shares: Mapping[str, str], on: date) -> Plan:
    """The objects named (identifier: body) pass from `old`, which goes on or is merged after."""
    _require(context, old)
    texts: dict[str, str] = {}
    moves: list[tuple[str, str]] = []
    for name, body in shares.items():
        _require(context, body)
        folder = f"{OBJECTS}/{old}/{name}"
        if folder not in context.registry.folders:
            raise UserError(f"{folder} must be there; it is not")
        record = context.registry.object(folder)
        target = f"{OBJECTS}/{body}/{name}"
        moves += _moves(context, record, target)
        text = _read(context, record.path)
        texts[f"{target}/{PASSPORT}"] = _hand_over(text, old, body, "split", on)
    return _whole(context, moves, texts)


def plan_rename(context: Context, body: str, name: Mapping[str, str], on: date) -> Plan:
    """The body bears another name from a day; its identifier and folder stay."""
    _require(context, body)
    path = f"{ORGANISATIONS}/{body}.yml"
    text = _read(context, path)
    before = yamlsafe.load(text.encode())
    current = [one for one in before["names"] if "to" not in one]
    if len(current) != 1 or current[0]["from"] >= on.isoformat():
        raise UserError(f"{path}: one name must be in force since before {on.isoformat()}")
    last = (on - _DAY).isoformat()
    names = [{**one, "to": last} if one is current[0] else one for one in before["names"]]
    entry = {"from": on.isoformat(), "name": dict(name)}
    pattern = rf"^(?P<lead> *(?:- )?)from: [\"']?{current[0]['from']}[\"']?[ \t]*$"
    ended = re.sub(
        pattern,
        lambda found: f"{found[0]}\n{' ' * len(found['lead'])}to: {last}",
        text,
        flags=re.MULTILINE,
    )
    made = _appended(ended, "names", _entry(entry))
    return Plan((), {path: _checked(made, {**before, "names": [*names, entry]}, path)})


def carry_out(root: Path, plan: Plan) -> Iterator[str]:
    """Move and write; yield the paths. Everything that could refuse was asked before."""
    for old, new in plan.moves:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)
        yield f"{old} → {new}"
    for path, text in plan.texts.items():
        write_whole(root / path, text)
        yield path
    for parent in {(root / old).parent for old, _ in plan.moves}:
        if not any(parent.iterdir()):
            parent.rmdir()


def _objects_of(context: Context, body: str) -> Iterator[ObjectRecord]:
    """Objects in the body's folder or of which it is an owner."""
    for record in context.registry.objects():
        owners = {record.value.get(field) for field in OWNERS}
        if record.agency == body or body in owners:
            if not record.is_valid:
                raise UserError(
                    f"{record.path} must be valid first; run: esep check {record.folder}"
                )
            yield record


def _revoked(
    context: Context, old: Sequence[str], new: str, on: date, by: str
) -> Iterator[tuple[str, str]]:
    """The accounts of bodies that end, without access: nobody acts for a body that is no more."""
    left = False
    for login, record in context.registry.accounts.items():
        value = record.value
        if not record.is_valid:
            raise UserError(f"{record.path} must be valid first; run: esep check {ACCOUNTS}")
        if "revoked" in value or "refused" in value:
            continue
        if value["organisation"] not in old:
            left |= value["role"] == INTEGRATOR
            continue
        reason = _summary("accounts", value["organisation"], new)
        made = dump(revoked(value, by, on, reason))
        if any(check(context, path_of(login), made)):
            raise UserError(f"--by must be position and unit in one line; found {by[:80]!r}")
        yield path_of(login), made
    if not left and any(one.value.get("role") == INTEGRATOR for one in _accounts_of(context, old)):
        raise UserError("an account of the integrator must stay open; grant one to the heir first")


def _accounts_of(context: Context, old: Sequence[str]) -> Iterator[Record]:
    found = context.registry.accounts.values()
    return (one for one in found if one.value.get("organisation") in old)


def _moves(context: Context, record: ObjectRecord, target: str) -> Iterator[tuple[str, str]]:
    if target in context.registry.folders:
        raise UserError(f"{target} is there already; {record.folder} cannot move to it")
    yield record.folder, target
    decision = f"{VERIFICATIONS}/{record.agency}/{record.id}.yml"
    if context.registry.tree.read(decision, 1) is not None:
        yield decision, f"{VERIFICATIONS}/{target.split('/')[1]}/{record.id}.yml"


def _whole(context: Context, moves: list[tuple[str, str]], texts: Mapping[str, str]) -> Plan:
    targets = [new for _, new in moves]
    if twice := sorted({one for one in targets if targets.count(one) > 1}):
        raise UserError(f"two folders would become {twice[0]}; give one another identifier first")
    taken = (one for one in targets if context.registry.tree.read(one, 1) is not None)
    for one in taken:
        raise UserError(f"{one} is there already")
    return Plan(tuple(moves), texts)


def _require(context: Context, body: str) -> None:
    record = context.registry.organisations.get(body)
    if record is None or not record.is_valid:
        raise UserError(f"{ORGANISATIONS}/{body}.yml must be there and be valid")


def _read(context: Context, path: str) -> str:
    return (context.registry.tree.read(path, MAX_BYTES) or b"").decode("utf-8")


def _close(text: str, heir: str, on: date) -> str:
    before = yamlsafe.load(text.encode())
    if "successor" in before or "closed_on" in before:
        raise UserError(f"{before['id']} is closed already")
    made = f"{text.rstrip()}\nsuccessor: {heir}\nclosed_on: {on.isoformat()}\n"
    after = {**before, "successor": heir, "closed_on": on.isoformat()}
    return _checked(made, after, f"{ORGANISATIONS}/{before['id']}.yml")


def _hand_over(text: str, old: str, new: str, why: str, on: date) -> str:
    """The passport with `new` where `old` owned it, and a change that says so."""
    before = yamlsafe.load(text.encode())
    owners = {field: new for field in OWNERS if before.get(field) == old}
    summary = _summary(why, old, new)
    change = {"kind": "holder", "changed_on": on.isoformat(), "summary": summary}
    pattern = rf"^({'|'.join(OWNERS)}):[ \t]+[\"']?{re.escape(old)}[\"']?[ \t]*$"
    made = re.sub(pattern, rf"\1: {new}", text, flags=re.MULTILINE)
    made = _appended(made, "changes", _entry(change))
    after = {**before, **owners, "changes": [*before["changes"], change]}
    return _checked(made, after, str(before["id"]))


Lines = Callable[[str], list[str]]


def _entry(value: Mapping[str, Any]) -> Lines:
    """Lines of a list entry of texts and of one level of mappings, for an indent."""

    def lines(indent: str) -> list[str]:
        found = []
        for key, one in value.items():
            if isinstance(one, Mapping):
                found.append(f"{key}:")
                found += [f"  {lang}: {_quoted(text)}" for lang, text in one.items()]
            else:
                found.append(f"{key}: {one}")
        return [f"{indent}{'  ' if at else '- '}{line}" for at, line in enumerate(found)]

    return lines


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _appended(text: str, key: str, lines: Lines) -> str:
    """`text` with an entry more at the end of the top-level block list `key`."""
    rows = text.rstrip("\n").split("\n")
    start = next((n for n, row in enumerate(rows) if row.rstrip() == f"{key}:"), None)
    if start is None:
        raise UserError(f"the list {key!r} must be written as a block, one entry below the other")
    end = start + 1
    while end < len(rows) and (not rows[end] or rows[end][0] in " -#"):
        end += 1
    first = next((row for row in rows[start + 1 : end] if row.lstrip().startswith("- ")), "  - ")
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join([*rows[:end], *lines(indent), *rows[end:], ""])


def _checked(made: str, wanted: Mapping[str, Any], what: str) -> str:
    """`made` if it reads as wanted: a pattern may have met text that is no key."""
    try:
        read = yamlsafe.load(made.encode())
    except yamlsafe.YamlFault:
        read = None
    if read != wanted:
        raise UserError(f"{what}: the text cannot be changed by itself; change it by hand first")
    return made


def _summary(why: str, old: str, new: str) -> dict[str, str]:
    return {lang: fill(words, {"old": old, "new": new}) for lang, words in _texts()[why].items()}


@cache
def _texts() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yamlsafe.load(
        files("esep.workflow").joinpath("reorganise.yml").read_bytes()
    )
    return read
