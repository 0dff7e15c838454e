# SPDX-License-Identifier: MIT
"""Families AGY and ACC: the registers of organisations and accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from esep.checks.context import Context
from esep.checks.texts import has_check_digit
from esep.findings import Finding, Location
from esep.model.registry import Record
from esep.model.tree import FOLDER, REGULAR


def check_names(context: Context, folder: str) -> Iterator[Finding]:
    """DOC011, DOC012, YML014: a register's folder holds regular files ending in .yml, no more."""
    for entry in context.registry.tree.entries(folder):
        at = Location(entry.path)
        is_yaml = entry.name.endswith(".yml")
        if entry.mode == FOLDER and is_yaml:
            yield context.finding_at("YML014", at, path=entry.path)
        elif entry.mode not in (REGULAR, FOLDER):
            yield context.finding_at("DOC012", at, file=entry.path, mode=entry.mode)
        elif entry.mode == REGULAR and not is_yaml:
            yield context.finding_at("DOC011", at, file=entry.path)


def check_organisations(context: Context) -> Iterator[Finding]:
    """AGY001 to AGY005 over all valid organisations."""
    valid = {name: one for name, one in context.registry.organisations.items() if one.is_valid}
    by_bin: dict[str, list[str]] = defaultdict(list)
    for name, record in valid.items():
        value = record.value
        if value["id"] != name:
            yield context.finding("AGY003", record, "/id", file=name, id=value["id"])
        if number := value.get("bin"):
            by_bin[number].append(name)
            if not has_check_digit(number):
                yield context.finding("AGY001", record, "/bin", value=number)
            if by_bin[number][0] != name:
                other = by_bin[number][0]
                yield context.finding("AGY005", record, "/bin", value=number, other=other)
        yield from _names(context, record)
        for field in ("parent", "successor"):
            yield from _leads(context, record, field, valid)


def _names(context: Context, record: Record) -> Iterator[Finding]:
    periods = sorted(
        (one["from"], one.get("to"), index) for index, one in enumerate(record.value["names"])
    )
    for (_, end, _), (start, _, index) in pairwise(periods):
        if end is None or end >= start:
            yield context.finding("AGY002", record, f"/names/{index}/from", **{"from": start})


def _leads(
    context: Context, record: Record, field: str, valid: Mapping[str, Record]
) -> Iterator[Finding]:
    name: str | None = record.value.get(field)
    if name is None:
        return
    if name not in context.registry.organisations:
        yield context.finding("REF001", record, f"/{field}", field=field, id=name)
        return
    seen = {record.value["id"]}
    while name is not None and name in valid:
        if name in seen:
            yield context.finding("AGY004", record, f"/{field}", id=name)
            return
        seen.add(name)
        name = valid[name].value.get(field)


def check_accounts(context: Context) -> Iterator[Finding]:
    """ACC001 to ACC005 over all valid accounts; no personal value enters a finding."""
    valid = {name: one for name, one in context.registry.accounts.items() if one.is_valid}
    seen: dict[tuple[str, str], str] = {}
    for name, record in valid.items():
        value = record.value
        if value["login"] != name:
            yield context.finding("ACC003", record, "/login", file=name, login=value["login"])
        for field in ("login", "user_id"):
            key = (field, str(value[field]).casefold())
            if seen.setdefault(key, name) != name:
                yield context.finding("ACC002", record, f"/{field}", login=value["login"])
        yield from _access(context, record, seen)


def _access(
    context: Context, record: Record, seen: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    value = record.value
    application = value.get("application")
    organisation = context.registry.organisations.get(value["organisation"])
    if organisation is None:
        at = "/organisation"
        yield context.finding("REF001", record, at, field="organisation", id=value["organisation"])
    if "granted" in value and not application and value["role"] != "bot":
        yield context.finding("ACC004", record, "/granted", login=value["login"])
    yield from _days(context, record)
    if not application or "revoked" in value:
        return
    at, email = "/application/work_email", application["work_email"].casefold()
    if seen.setdefault(("work_email", email), value["login"]) != value["login"]:
        yield context.finding("ACC005", record, at, login=value["login"])
    domains = organisation.value.get("mail_domains", ()) if organisation else ()
    domain = email.rpartition("@")[2]
    if domains and domain not in domains:
        yield context.finding("ACC001", record, at, domain=domain)


def _days(context: Context, record: Record) -> Iterator[Finding]:
    """ACC006: an application is answered after it came, and nothing lies in the future."""
    received = record.value.get("application", {}).get("received_on", "")
    days = [("/application/received_on", received)] if received else []
    answers = ("granted", "refused", "revoked")
    days += [(f"/{key}/on", record.value[key]["on"]) for key in answers if key in record.value]
    for at, day in days:
        if not received <= day <= context.on.isoformat():
            texts = {"day": day, "received": received or "—"}
            yield context.finding("ACC006", record, at, **texts)
