# SPDX-License-Identifier: MIT
"""Who acts: an account of the base commit, never a name in a commit (R193-10, R193-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from esep.checks.context import Context
from esep.findings import Finding, Location
from esep.model.registry import ACCOUNTS, OBJECTS

INTEGRATOR = "integrator"
BOT = "bot"


@dataclass(frozen=True, slots=True)
class Actor:
    """An active account: what it may change follows from `role` and `organisation`."""

    login: str
    organisation: str
    role: str

    @property
    def is_integrator(self) -> bool:
        return self.role == INTEGRATOR

    @property
    def is_bot(self) -> bool:
        return self.role == BOT

    def may_change(self, path: str) -> bool:
        """Whether the path is one of the actor's own; the ledger is judged apart."""
        if self.is_integrator:
            return True
        return not self.is_bot and path.startswith(f"{OBJECTS}/{self.organisation}/")


def find_actor(context: Context, login: str, number: str | None = None) -> Actor | Finding:
    """The account behind a login of the git host, or why there is none.

    `number` is the numeric identifier of the event; logins can be renamed and taken again.
    """
    wanted = login.casefold()
    record = next(
        (one for name, one in context.registry.accounts.items() if name.casefold() == wanted), None
    )
    at = Location(ACCOUNTS)
    if record is None or not record.is_valid:
        return context.finding_at("REV001", at, login=login)
    value, day = record.value, context.on.isoformat()
    if number is not None and str(value["user_id"]) != number:
        return context.finding_at("REV014", at, login=login)
    revoked = str(value.get("revoked", {}).get("on", "9999"))
    granted = str(value.get("granted", {}).get("on", "9999"))
    is_open = granted <= day or value["role"] == BOT
    body = context.registry.organisations.get(str(value["organisation"]))
    if body and body.is_valid and str(body.value.get("closed_on", "9999")) <= day:
        is_open = False  # nobody acts for a body that is no more
    if not is_open or revoked <= day:
        return context.finding_at("REV002", at, login=login)
    return Actor(str(value["login"]), str(value["organisation"]), str(value["role"]))


def bodies(context: Context, logins: Iterable[str]) -> Iterator[str]:
    """The organisations for which active accounts among `logins` speak."""
    for login in logins:
        found = find_actor(context, login)
        if isinstance(found, Actor) and not found.is_bot:
            yield found.organisation
