# SPDX-License-Identifier: MIT
"""Accounts: applied for by Appendix 2, granted, revoked; each one file (R193-10, R193-11)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from esep import yamlsafe
from esep.checks.context import Context
from esep.checks.shape import check_shape
from esep.errors import UserError
from esep.findings import Finding
from esep.model.registry import ACCOUNTS, OBJECTS, Record
from esep.model.tree import Tree
from esep.yamlsafe import MAX_BYTES, Source

FORM = ".github/ISSUE_TEMPLATE/account.yml"
CODEOWNERS = ".github/CODEOWNERS"
MAX_ANSWER = 64 * 1024
LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", re.ASCII)
_NONE = "_No response_"
_PERSON = ("surname", "given_name", "patronymic")
_LETTER = ("entity_full_name", "structural_unit", "position", "phone", "work_email")


class FormError(Exception):
    """The answers are not those of the form; the text says where."""


def path_of(login: str) -> str:
    """The file of an account; UserError for what can be no login."""
    if not LOGIN.fullmatch(login):
        raise UserError(f"a login must be of A-Z, a-z, 0-9 and hyphens; found {login[:40]!r}")
    return f"{ACCOUNTS}/{login}.yml"


def labels_of(tree: Tree) -> dict[str, str]:
    """The fields of the issue form by their labels: the form is the one source of both."""
    form = yamlsafe.load(tree.read(FORM, MAX_BYTES) or b"")
    return {one["attributes"]["label"]: one["id"] for one in form["body"] if "id" in one}


def read_answers(data: bytes, labels: Mapping[str, str]) -> dict[str, str]:
    """Answers by field, of JSON or of the Markdown ``### Label`` that the host makes of a form.

    Raises `FormError` for what the form cannot have given: nobody vouches for an issue's text.
    """
    if len(data) > MAX_ANSWER:
        raise FormError(f"the answers must have at most {MAX_ANSWER} bytes; found {len(data)}")
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise FormError("the answers must be UTF-8") from None
    found = _json(text) if text.lstrip().startswith("{") else _markdown(text, labels)
    if unknown := sorted(found.keys() - set(labels.values())):
        raise FormError(f"the form has no field {unknown[0][:40]!r}")
    return {key: value for key, value in found.items() if value and value != _NONE}


def application(answers: Mapping[str, str], received_on: date) -> dict[str, Any]:
    """The letter of Appendix 2; what is not answered is left to the schema to name."""
    purposes = [
        one.partition(":")[0].strip() for one in answers.get("access_purposes", "").split(",")
    ]
    person = {key: answers[key] for key in _PERSON if key in answers}
    letter = {key: answers[key] for key in _LETTER if key in answers}
    return {
        "received_on": received_on.isoformat(),
        **letter,
        "person": person,
        "access_purposes": [one for one in purposes if one],
    }


def organisation_named(context: Context, name: str) -> str | None:
    """The organisation that bears this full name on the day, in any language."""
    wanted, day = " ".join(name.casefold().split()), context.on.isoformat()
    for slug, record in context.registry.organisations.items():
        for one in record.value.get("names", ()):
            in_force = one["from"] <= day <= one.get("to", "9999")
            same = any(" ".join(text.casefold().split()) == wanted for text in one["name"].values())
            if in_force and same:
                return slug
    return None


def granted(value: Mapping[str, Any], by: str, on: date) -> dict[str, Any]:
    """The account with access granted; UserError where it may not be."""
    for field in ("granted", "refused", "revoked"):
        if field in value:
            raise UserError(f"{value['login']}: the account is {field} already")
    if "application" not in value:
        raise UserError(f"{value['login']}: access is granted on an application (R193-10)")
    return {**value, "granted": {"by": by, "on": on.isoformat()}}


def revoked(
    value: Mapping[str, Any], by: str, on: date, reason: Mapping[str, str]
) -> dict[str, Any]:
    """The account with access taken away; its file stays."""
    if "revoked" in value:
        raise UserError(f"{value['login']}: the account is revoked already")
    return {**value, "revoked": {"by": by, "on": on.isoformat(), "reason": dict(reason)}}


def dump(value: Mapping[str, Any]) -> str:
    """An account as YAML, keys in the order of the schema."""
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=100)


def check(context: Context, path: str, text: str) -> Iterator[Finding]:
    """What the schema says of an account that is about to be written."""
    source = Source(path, text.encode(), MAX_BYTES)
    yield from check_shape(context, Record(source, "account", context.registry.schemas))


def codeowners(context: Context) -> str:
    """.github/CODEOWNERS: the host asks these people; the right itself is checked elsewhere.

    The host takes the last line that matches, so the general one comes first.
    """
    active: dict[str, list[str]] = {}
    integrators: list[str] = []
    day = context.on.isoformat()
    for record in context.registry.accounts.values():
        value = record.value
        is_open = value.get("granted", {}).get("on", "9999") <= day
        if not record.is_valid or not is_open or value.get("revoked", {}).get("on", "9999") <= day:
            continue
        if value["role"] == "integrator":
            integrators.append(f"@{value['login']}")
        elif value["role"] != "bot":
            active.setdefault(value["organisation"], []).append(f"@{value['login']}")
    everywhere = " ".join(sorted(integrators))
    lines = [
        "# Made from registry/accounts by: esep account codeowners",
        f"* {everywhere}".rstrip(),
    ]
    lines += [
        f"/{OBJECTS}/{body}/ {' '.join(sorted(logins))} {everywhere}".rstrip()
        for body, logins in sorted(active.items())
    ]
    return "\n".join([*lines, ""])


def _json(text: str) -> dict[str, str]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise FormError("the answers must be JSON or the Markdown of the form") from None
    if not all(isinstance(one, str) for one in value.values()):
        raise FormError("every answer must be a text")
    return {key: " ".join(one.split()) for key, one in value.items()}


def _markdown(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Every known heading once; an answer is one line, so it cannot bring a heading of its own."""
    found: dict[str, str] = {}
    for number, part in enumerate(re.split(r"^### ", text, flags=re.MULTILINE)):
        label, _, answer = part.partition("\n")
        if number == 0:
            if part.strip():
                raise FormError("the answers must start with a heading of the form")
            continue
        field = labels.get(label.strip())
        if field is None:
            raise FormError(f"the form has no heading {label.strip()[:80]!r}")
        if field in found:
            raise FormError(f"the heading {label.strip()[:80]!r} must come once")
        lines = [line.strip() for line in answer.splitlines() if line.strip()]
        if len(lines) > 1:
            raise FormError(f"the answer to {label.strip()[:80]!r} must be one line")
        found[field] = lines[0] if lines else ""
    return found
