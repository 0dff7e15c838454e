# SPDX-License-Identifier: MIT
"""All rulebooks of a registry at one commit, looked up by date, key and code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from esep.errors import UserError
from esep.findings import Finding, Severity
from esep.rulebook import load
from esep.rulebook.model import (
    Act,
    Citation,
    Condition,
    Deadline,
    Item,
    LedgerRow,
    OrderData,
    Rule,
    Rulebook,
    Text3,
)
from esep.rulebook.render import Text, render, render_citation

ROOT = "registry/rulebooks"
# Cyrillic letters of act numbers and the Latin ones typed in their place (T-33).
_LOOK_ALIKE = str.maketrans("НNКҚАВЕОРСТХІ", "HHKKABEOPCTXI")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """Everything below registry/rulebooks, parsed once; `plans` keeps what is asked often."""

    books: tuple[Rulebook, ...]
    acts: Mapping[str, Act]
    catalogue: Mapping[str, Item]
    conditions: Mapping[str, Condition]
    rules: Mapping[str, Rule]
    requirements: Mapping[str, LedgerRow]
    orders: Mapping[str, OrderData]
    policy: Mapping[str, Any]
    labels: Mapping[str, Any]
    plans: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def load(read: load.Read, paths: Iterable[str]) -> Rulebooks:
        """Read the rulebooks among `paths` (POSIX, relative to the registry root).

        `read` returns the bytes of a path, from a directory or from a commit.
        Raises `UserError` when a file is missing or is not what it must be.
        """
        names = sorted(p for p in paths if p.startswith(f"{ROOT}/") and p.endswith(".yml"))
        return _assemble({name: load.read_yaml(read, name) for name in names})

    @staticmethod
    def load_dir(root: Path) -> Rulebooks:
        """Read the rulebooks of a working directory."""
        files = (root / ROOT).rglob("*.yml")
        paths = [p.relative_to(root).as_posix() for p in files if p.is_file()]
        return Rulebooks.load(lambda path: (root / path).read_bytes(), paths)

    def in_force(self, on: date) -> Rulebook:
        """The rulebook of a day; every day has one, `force` says what it is worth."""
        return next(b for b in reversed(self.books) if b.valid_from <= on)

    def listed_since(self, item: str, kind: str, on: date) -> date:
        """The first day of the unbroken run of lists that name the item (T-15)."""
        since = self.in_force(on).valid_from
        key = (since, item, kind)
        if key not in self.plans:
            for older in reversed([one for one in self.books if one.valid_from < since]):
                if older.force == "none":
                    continue  # no list at all: the duty of Order 129, paragraph 4, went on
                if not any(ref.key == item for ref in older.items(kind)):
                    break
                since = older.valid_from
            self.plans[key] = since
        found: date = self.plans[key]
        return found

    def deadline(self, timer: str, on: date) -> Deadline | None:
        """The clock for an event on that day; None when no rule on file sets one."""
        if found := self.in_force(on).deadlines.get(timer):
            return found
        for order in self.orders.values():
            if timer in order.timers and order.valid_from <= on:
                checked = order.verified_from is not None and order.verified_from <= on
                known = self.in_force(on).force != "placeholder"
                return replace(order.timers[timer], verified=checked and known)
        return None

    def item(self, key: str) -> Item:
        """An item by its key."""
        return _find(self.catalogue, key, "item")

    def rule(self, code: str) -> Rule:
        """A rule by its code."""
        return _find(self.rules, code, "rule")

    def act(self, name: str) -> Act:
        """An act by its number, also in look-alike letters (T-33)."""
        if found := self.acts.get(name):
            return found
        known = {_fold(alias): a for a in self.acts.values() for alias in (a.id, *a.aliases)}
        return _find(known, _fold(name), "act")

    def severity(self, code: str, book: Rulebook | None = None) -> Severity:
        """How grave a breach is: the rule's own level unless policy.yml switches it."""
        switch = self.policy["severity"].get(code, {})
        default = switch.get("default", self.rule(code).severity)
        return Severity(switch.get(book.id, default) if book else default)

    def term(self, group: str, value: str) -> Text3:
        """The label of a coded value, such as group ``stage``; empty when it has none."""
        if group == "item":
            return self.catalogue[value].title if value in self.catalogue else {}
        found: Text3 = self.labels["values"].get(group, {}).get(value, {})
        return found

    def render(self, finding: Finding, lang: str) -> Text:
        """What a person reads about a finding, in one language."""
        return render(self, finding, lang)

    def render_citation(self, cite: Citation, lang: str) -> str:
        """A citation in words of one language."""
        key = (render_citation, cite, lang)
        if key not in self.plans:
            self.plans[key] = render_citation(self, cite, lang)
        said: str = self.plans[key]
        return said


def _find(known: Mapping[str, T], key: str, what: str) -> T:
    if key not in known:
        raise UserError(f"the {what} must be in the rulebooks; found “{key[:80]}”")
    return known[key]


def _fold(act: str) -> str:
    return act.upper().translate(_LOOK_ALIKE).replace(" ", "")


def _part(files: Mapping[str, Any], name: str) -> Any:
    path = f"{ROOT}/{name}"
    if path not in files:
        raise UserError(f"{path}: the file must be there; it was not found")
    return files[path]


def _assemble(files: Mapping[str, Any]) -> Rulebooks:
    policy, items = _part(files, "policy.yml"), _part(files, "items.yml")
    with load.reading(f"{ROOT}/policy.yml"):
        load.check_policy(policy)
    with load.reading(f"{ROOT}/items.yml"):
        forms, formats = items["evidence_forms"], items["file_formats"]
        catalogue = {i["key"]: load.item(i, forms, formats) for i in items["items"]}
        conditions = {k: load.condition(k, v) for k, v in items["conditions"].items()}
    return Rulebooks(
        books=_books(files),
        acts=_table(files, ("acts.yml",), "acts", load.act),
        catalogue=catalogue,
        conditions=conditions,
        rules=_table(
            files, _inside(files, "rules"), "rules", lambda r: load.rule(r, policy["reasons"])
        ),
        requirements=_table(files, _inside(files, "requirements"), "requirements", load.ledger_row),
        orders=_orders(files),
        policy=policy,
        labels=_part(files, "labels.yml"),
    )


def _books(files: Mapping[str, Any]) -> tuple[Rulebook, ...]:
    paths = [p for p in files if p.startswith(f"{ROOT}/RB-")]
    by_id = {files[path]["id"]: files[path] for path in paths}
    books = []
    for path in paths:
        with load.reading(path):
            carried = files[path].get("carries")
            if carried and carried not in by_id:
                known = ", ".join(sorted(by_id))
                raise ValueError(f"“carries: {carried}”, which must be one of {known}")
            books.append(load.rulebook(files[path], by_id[carried] if carried else {}))
    if not books:
        raise UserError(f"{ROOT}: at least one rulebook RB-*.yml must be there; none was found")
    return tuple(sorted(books, key=lambda book: book.valid_from))


def _inside(files: Mapping[str, Any], folder: str) -> tuple[str, ...]:
    start = f"{ROOT}/"
    return tuple(p.removeprefix(start) for p in files if p.startswith(f"{start}{folder}/"))


def _table(
    files: Mapping[str, Any],
    names: Iterable[str],
    field: str,
    parse: Callable[[Mapping[str, Any]], T],
) -> dict[str, T]:
    """Parse the entries of several files; an identifier may stand only once."""
    found: dict[str, T] = {}
    for name in names:
        with load.reading(f"{ROOT}/{name}"):
            for entry in _part(files, name)[field]:
                key = entry.get("code") or entry["id"]
                if key in found:
                    raise ValueError(f"{key} twice")
                found[key] = parse(entry)
    return found


def _orders(files: Mapping[str, Any]) -> dict[str, OrderData]:
    orders = {}
    for number in ("129", "353"):
        with load.reading(f"{ROOT}/{number}.yml"):
            orders[number] = load.order(_part(files, f"{number}.yml"))
    return orders
