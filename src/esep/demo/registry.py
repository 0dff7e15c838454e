# SPDX-License-Identifier: MIT
"""Organisations and accounts of the demonstration, as the schemas want them."""

from __future__ import annotations

from typing import Any

from esep.demo.content import Content
from esep.i18n import LANGUAGES


def organisation(content: Content, entry: dict[str, Any]) -> dict[str, Any]:
    """Return an organisation's record; its name says that it is a demonstration."""
    names = [_dated(content, name) for name in (entry.get("former"), entry) if name]
    data: dict[str, Any] = {
        "schema_version": "1",
        "id": entry["id"],
        "bin": content.bin_of(entry["id"]),
        "type": entry["type"],
        "names": names,
    }
    data |= {key: entry[key] for key in ("parent", "successor") if key in entry}
    data |= {"closed_on": entry["closed"]} if "closed" in entry else {}
    if entry["type"] != "private":
        data["structure"] = [
            dict(zip(LANGUAGES, unit, strict=True)) for unit in content.phrases["units"]
        ]
    data["mail_domains"] = [f"{entry['id']}.example"]
    data["site"] = f"https://{entry['id']}.example"
    data |= {"staff": entry["staff"]} if "staff" in entry else {}
    return data | {"demonstration": "yes"}


def _dated(content: Content, entry: dict[str, Any]) -> dict[str, Any]:
    mark = content.phrases["mark"]
    name = {lang: f"{entry[lang]} ({mark[n]})" for n, lang in enumerate(LANGUAGES)}
    dated = {"from": entry["from"]} | ({"to": entry["to"]} if "to" in entry else {})
    return dated | {"name": name, "short": {lang: entry[lang] for lang in LANGUAGES}}


def account(content: Content, entry: dict[str, Any]) -> dict[str, Any]:
    """Return an account's record with the application of Appendix 2."""
    data = {key: entry[key] for key in ("login", "user_id", "organisation", "role")}
    if "received" not in entry:
        return {"schema_version": "1"} | data
    person = {"surname": entry["surname"], "given_name": entry["given"]}
    person |= {"patronymic": entry["patronymic"]} if "patronymic" in entry else {}
    data["application"] = {
        "received_on": entry["received"],
        "entity_full_name": content.organisations[entry["organisation"]]["kk"],
        "structural_unit": entry["unit"],
        "person": person,
        "position": entry["position"],
        "phone": entry["phone"],
        "work_email": entry["email"],
        "access_purposes": entry["purposes"],
    }
    by = content.words("lines", "account_admin")["kk"]
    if "granted" in entry:
        data["granted"] = {"by": by, "on": entry["granted"]}
    else:
        data["refused"] = {"by": by, "on": entry["refused"], "reason": entry["reason"]}
    return {"schema_version": "1"} | data
