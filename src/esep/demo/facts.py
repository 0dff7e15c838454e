# SPDX-License-Identifier: MIT
"""Money, inventory and the seven blocks of facts of a demonstration passport."""

from __future__ import annotations

from typing import Any

from esep.demo.case import TODAY, Case
from esep.demo.content import three
from esep.demo.nature import (
    contract_kind,
    contract_no,
    on_icp,
    paid,
    support_price,
    supported,
    transfers_code,
)

LANGUAGES_OF_CODE = ("Java 17", "Python 3.11", "Go 1.22", "C# 12", "TypeScript 5", "Kotlin 1.9")


def procurement(made: list[Case]) -> list[dict[str, Any]]:
    """Return the contracts of creation, of each cycle, and of support."""
    return [line for case in made for line in _contracts(case)]


def _contracts(case: Case) -> list[dict[str, Any]]:
    if case.level < 1 or not paid(case):
        return []
    suffix = f"-c{case.cycle}" if case.cycle else ""
    line = _contract(case, contract_kind(case), contract_no(case), case.on("contract"), case.money)
    line |= {"cycle": str(case.cycle), "document": f"contract{suffix}"}
    if case.level < 5:
        line["fact"] = str(case.money * (case.level - 1) * 20 // 100)
    if not supported(case) or case.cycle:
        return [line]
    number = f"{case.pick('support', 3, 88)}-26"
    support = _contract(case, "support", number, "2026-01-19", support_price(case))
    support |= {"fact": str(support_price(case) * 3 // 4), "ends_on": "2026-12-31"}
    return [line, support | {"document": "support-contract"}]


def _contract(case: Case, kind: str, number: str, date: str, amount: int) -> dict[str, Any]:
    content, supplier = case.content, case.entry["supplier"]
    subject = {
        lang: text.format(o=case.entry["short"].get(lang, ""))
        for lang, text in content.words("subjects", kind).items()
    }
    return {
        "contract_no": number,
        "date": date,
        "supplier_bin": content.bin_of(supplier),
        "supplier": {lang: content.organisations[supplier][lang] for lang in ("kk", "ru", "en")},
        "subject": subject,
        "kind": kind,
        "method": case.line("method"),
        "amount": str(amount),
        "fact": str(amount),
        "link": f"https://satyp-alu.example/contracts/{case.id}/{number}",
    }


def inventory(case: Case) -> list[dict[str, Any]]:
    """Return the hardware, software and licences of the object."""
    lines = []
    for key, base in case.content.phrases["inventory"][case.kind]:
        kind, name, what, licence = case.content.phrases["equipment"][key]
        line = {"name": three(name), "kind": kind, "characteristics": what}
        line["quantity"] = str(max(1, int(base) * case.pick(f"q-{key}", 60, 140) // 100))
        if licence:
            line["licence"] = licence
        if kind == "hardware":
            line["location"] = place(case)
        line["inventory_no"] = f"{case.org[:3].upper()}-{case.pick(f'n-{key}', 10000, 99999)}"
        lines.append(line)
    return lines


def place(case: Case) -> str:
    """Return the site where it stands, in the object's working language."""
    host = case.entry.get("host", "tirek-platforma" if on_icp(case) else "")
    if host and host in case.content.objects:
        return str(case.content.objects[host]["short"][case.lang])
    if "provider" in case.entry:
        return str(case.content.organisations[case.entry["provider"]][case.lang])
    return f"{case.content.organisations[case.org][case.lang]}, {case.line('room')}"


def facts(made: list[Case]) -> dict[str, Any]:
    """Return the blocks due at the object's stage (Order 193, Appendix 1, item 15)."""
    case = made[0]
    blocks = {
        "stored_data": _stored(case) if case.level >= 1 else [],
        "installations": _installations(made) if case.level >= 2 else [],
        "implementation": _implementation(case) if case.level >= 2 else [],
        "costs": _costs(made),
        "automation": _automation(case),
        "source_code": _source(case) if case.level >= 1 else [],
        "classifiers": _classifiers(case),
    }
    hidden = {b for gap in case.entry.get("gaps", []) for b in gap.get("no_block", [])}
    return {name: lines for name, lines in blocks.items() if lines and name not in hidden}


def _stored(case: Case) -> list[dict[str, Any]]:
    personal = {"jeke-tulga", "med-jazba", "ekpe-jazbasy", "oqushy", "baga-jurnaly", "tabys",
                "komek-otinimi", "kadr-derek", "otinish"}  # fmt: skip
    lines = []
    for key in case.entry["data"]:
        line = {"name": case.content.words("types", key), "type": key}
        line["personal"] = "yes" if key in personal else "no"
        if key in personal:
            line["legal_basis"] = case.line("law")
        line["volume"] = f"{case.pick(f'v-{key}', 12, 940)} GB"
        line["retention"] = years(case, case.pick(f"r-{key}", 5, 25), case.lang)
        line["reference"] = "yes" if key in case.entry.get("reference", []) else "no"
        lines.append(line)
    return lines


def years(case: Case, count: int, lang: str) -> str:
    """Return a number of years in words of the language (Russian has three forms)."""
    one, few, many = case.content.phrases["years"][lang]
    last = count % 10 if not 11 <= count % 100 <= 14 else 0
    return f"{count} {one if last == 1 else few if 2 <= last <= 4 else many}"


def _installations(made: list[Case]) -> list[dict[str, Any]]:
    case = made[0]
    host = case.entry.get("host", "tirek-platforma" if on_icp(case) else "")
    site = place(case)
    rows = []
    if case.level >= 5:
        rows.append(
            {
                "site": site,
                "environment": "production",
                "version": _edition(made),
                "date": case.on("operation"),
            }
        )
    if case.how != "acquisition":
        rows.append(
            {
                "site": site,
                "environment": "trial" if case.level < 5 else "test",
                "version": "0.9",
                "date": case.on("creation.trial"),
            }
        )
    return [row | ({"host": host} if host else {}) for row in rows]


def _edition(made: list[Case]) -> str:
    return f"{1 + sum(case.level == 5 for case in made[1:])}.0.{made[0].pick('patch', 0, 9)}"


def _implementation(case: Case) -> list[dict[str, Any]]:
    users = int(case.entry["users"][0])
    bodies = case.entry.get("bodies", [])
    share = max(1, users // (len(bodies) + 1))
    milestone = "operation" if case.level >= 5 else "creation.trial"
    return [
        {"organisation": body, "on": case.on(milestone)} | ({"users": str(share)} if users else {})
        for body in [case.org, *bodies]
    ]


def _costs(made: list[Case]) -> list[dict[str, Any]]:
    case, source = made[0], made[0].line("budget")
    service = "service" if case.flag("service_model") else ""
    lines = []
    for each in made:
        line = {
            "year": str(each.dates["contract"].year),
            "plan": str(each.money),
            "kind": service or ("development" if each.cycle else "creation"),
        }
        line |= {"fact": str(each.money)} if each.level >= 5 else {}
        line |= {"source": source} | ({} if each.cycle else {"calculation": "calc-1"})
        lines.append(line)
    if case.level == 5 and paid(case):
        first = max(case.dates["operation"].year + 1, 2024)
        for year in range(first, TODAY.year + 1):
            price = support_price(case) * (100 - 4 * (TODAY.year - year)) // 100
            fact = {"fact": str(price)} if year < TODAY.year else {}
            lines.append(
                {"year": str(year), "kind": service or "support", "plan": str(price)}
                | fact
                | {"source": source}
            )
    return sorted(lines, key=lambda line: line["year"])


def _automation(case: Case) -> list[dict[str, Any]]:
    full = "full" if case.level >= 4 else "partial"
    rows = [{"function": key, "level": "partial"} for key in case.entry.get("functions", [])]
    return rows + [{"service": key, "level": full} for key in case.entry.get("services", [])]


def _source(case: Case) -> list[dict[str, Any]]:
    if case.kind in ("ici.dc", "ici.net", "ici.apk"):
        return [
            {
                "language": "Ansible (YAML)",
                "size": f"{case.pick('kloc', 2, 14)} 000",
                "repository_owner": case.org,
                "transferred": "yes",
            }
        ]
    handed = transfers_code(case) and case.level >= 5
    index = case.pick("code", 0, len(LANGUAGES_OF_CODE) - 1)
    return [
        {
            "language": LANGUAGES_OF_CODE[index],
            "size": f"{case.pick('kloc', 24, 410)} 000 {case.line('code_lines')}",
            "repository_owner": case.org if handed or not paid(case) else case.entry["supplier"],
            "transferred": "yes" if handed else "no",
        }
    ]


def _classifiers(case: Case) -> list[dict[str, Any]]:
    *shared, own = case.content.phrases["classifiers"]
    return [
        {
            "name": three(row["name"]),
            "owner": (owner := row["owner"] or case.org),
            "version": f"2.{case.pick(owner, 0, 9)}",
            "scope": row["scope"],
        }
        for row in [*shared[: 1 + case.pick("class", 0, 1)], own]
    ]
