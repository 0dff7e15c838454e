# SPDX-License-Identifier: MIT
"""From an object's texts to its passport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from esep.demo.case import Case, cases
from esep.demo.content import Content
from esep.demo.facts import facts, inventory, procurement
from esep.demo.history import changes, development, lifecycle
from esep.demo.nature import default_site, on_icp
from esep.demo.operation import operation_blocks
from esep.demo.plan import Doc, documents
from esep.demo.waivers import known_gaps, not_applicable
from esep.model.passport import STAGES

FileFacts = Mapping[str, tuple[str, int]]


def passport(content: Content, entry: dict[str, Any], files: FileFacts) -> dict[str, Any]:
    """Return the passport of an object with the documents in `files`.

    `files` gives sha256 and size in bytes by document id.
    """
    made = cases(content, entry)
    case = made[0]
    docs = [doc for each in made for doc in documents(each) if doc.id in files]
    data: dict[str, Any] = {"schema_version": "1", "id": case.id, "kind": case.kind}
    data |= _names(entry)
    data |= _parties(case)
    data |= {"class": entry["class"], "class_basis": _class_basis(case), "traits": _traits(case)}
    data |= {"stored_in": entry["stored_in"]} if "stored_in" in entry else {}
    data["lifecycle"] = lifecycle(case)
    data["development_cycles"] = development(made)
    data |= _platform(case, docs)
    data |= {"domain_names": entry["hosts"]} if "hosts" in entry else {}
    data |= operation_blocks(case, docs)
    data |= _architecture(case)
    data["documents"] = [_document(doc, case, files) for doc in docs]
    data["procurement"] = _linked(procurement(made), docs)
    if case.level >= 1 and "inventory" not in _hidden(case):
        data["inventory"] = inventory(case)
    data["doc_changes"] = _doc_changes(case, docs) if "doc_changes" not in _hidden(case) else []
    data["facts"] = facts(made)
    data |= {"not_applicable": not_applicable(case), "known_gaps": known_gaps(case)}
    data["changes"] = changes(made)
    return {key: value for key, value in data.items() if value not in ([], {}, "")}


def _hidden(case: Case) -> set[str]:
    return {gap["drop"] for gap in case.entry.get("gaps", []) if "drop" in gap}


def _names(entry: dict[str, Any]) -> dict[str, Any]:
    untranslated = {f for gap in entry.get("gaps", []) for f in gap.get("no_en", [])}
    names = {"name": entry["name"], "short_name": entry["short"], "purpose": entry["purpose"]}
    return {
        key: {
            lang: text for lang, text in value.items() if not (lang == "en" and key in untranslated)
        }
        for key, value in names.items()
    }


def _parties(case: Case) -> dict[str, Any]:
    operated = case.entry.get("operated_by", case.org)
    data = {"proprietor": case.proprietor, "holder": case.org, "registrant": case.org,
            "operated_by": operated}  # fmt: skip
    if "other_person" in case.entry:
        data["of_other_person"] = {"purposes": case.entry["other_person"]}
    return data


def _class_basis(case: Case) -> str:
    return case.line(f"class_{case.entry['class']}", d=case.on("calculation"))


def _traits(case: Case) -> dict[str, str]:
    facts_of = {
        "critical": case.flag("critical"),
        "tests_required": case.tested and case.kind != "seir",
        "own_software": case.kind not in ("ici.dc", "ici.net", "ici.apk", "seir"),
        "separate_act": False,
        "is_icp": case.flag("icp"),
        "budget_funded": case.content.organisations[case.org]["type"] != "quasi_state",
        "public_investment": case.flag("investment"),
        "service_model": case.flag("service_model"),
        "operator_list": case.flag("operator_list"),
    }
    return {name: "yes" if value else "no" for name, value in facts_of.items()}


def _platform(case: Case, docs: list[Doc]) -> dict[str, Any]:
    if case.kind == "seir":
        return {"platform_priority": {"on_icp": "yes"}}
    site = "icp" if on_icp(case) else case.entry.get("site", default_site(case))
    placement: dict[str, Any] = {"site": site}
    host = case.entry.get("host", "tirek-platforma" if site == "icp" else "")
    if site in ("icp", "egov_infrastructure") and case.org != "tirek":
        placement["provider"] = "tirek"
    if site == "provider":
        placement["provider"] = case.entry["provider"]
    if host:
        placement["host"] = host
    if case.level >= 2:
        placement["since"] = case.on("creation.trial")
    evidence = next((doc.id for doc in docs if doc.id == "icp-grounds"), "")
    if site in ("provider", "own"):
        placement |= {"impossibility_note": grounds(case)[case.lang], "evidence": evidence}
    return {
        "platform_priority": _priority(case, site, evidence),
        "placement": {key: value for key, value in placement.items() if value},
    }


def _priority(case: Case, site: str, evidence: str) -> dict[str, Any]:
    exception = case.entry.get("exception", "" if site == "icp" else "E2")
    if not exception:
        return {"on_icp": "yes"}
    data: dict[str, Any] = {"on_icp": "no", "exception": exception}
    if exception != "E2":
        return data | {"justification": case.content.words("grounds", exception)[case.lang]}
    data["justification"] = grounds(case)[case.lang]
    limit = (case.content.words("limits", f"{name}_{_nature(case)}") for name in ("need", "why"))
    data |= {"evidence": evidence} if evidence else {}
    requirement, why = (one[case.lang] for one in limit)
    return data | {"limits": [{"requirement": requirement, "why": why}]}


def grounds(case: Case) -> dict[str, str]:
    """Return why the object is not built on the platform (Order 129, p. 14.2)."""
    return case.content.words("grounds", _nature(case))


def _nature(case: Case) -> str:
    return "physical" if case.kind.startswith("ici.") and case.kind != "ici.is" else "local"


def _architecture(case: Case) -> dict[str, Any]:
    entry, words = case.entry, case.content.vocabulary
    parts = [words["components"][key] for key in entry.get("parts", [])]
    langs = ("kk", "ru", "en")
    names = ("domains", "functions", "services", "capabilities")
    data: dict[str, Any] = {name: entry.get(name, []) for name in names}
    data |= {"technologies": entry["tech"]} if "tech" in entry else {}
    data["components"] = [
        {"name": dict(zip(langs, name, strict=True)), "purpose": dict(zip(langs, why, strict=True))}
        for name, why in parts
    ]
    data["interactions"] = [_interaction(case, talk) for talk in entry.get("talks", [])]
    data["reference_for"] = entry.get("reference", [])
    registered, active, sites = entry["users"]
    if case.level >= STAGES.index("operation"):
        data["users"] = {
            "registered": registered,
            "active": active,
            "bodies": [case.org, *entry.get("bodies", [])],
            "sites": sites,
        }
    return data


def _interaction(case: Case, talk: list[str]) -> dict[str, Any]:
    other, direction, kind = talk
    found = case.content.objects.get(other)
    line: dict[str, Any] = {"with": other} if found else {"party": other}
    line |= {"direction": direction, "end_type": _end_type(case, found)}
    line |= {"data": case.content.words("types", kind), "types": [kind]}
    via = case.pick(f"via-{other}", 0, 2)
    line["channel"] = ("REST API", "SOAP", "AMQP")[via] if found else "SFTP"
    return line | {"frequency": case.line(f"often_{case.pick(f'often-{other}', 0, 2)}")}


def _end_type(case: Case, other: dict[str, Any] | None) -> str:
    if other is None:
        return "external"
    bodies = case.content.organisations
    mine, its = bodies[case.org], bodies[other["org"]]
    if mine is its:
        return "internal"
    related = mine.get("parent") == its["id"] or its.get("parent") == mine["id"]
    return "subordinate" if related else "other_body"


def _document(doc: Doc, case: Case, files: FileFacts) -> dict[str, Any]:
    data: dict[str, Any] = {"id": doc.id, "item": doc.item, "title": doc.title, "form": doc.form}
    if doc.access != "restricted":
        data["file"] = doc.file
    data |= {"language": doc.language, "access": doc.access, "cycle": str(doc.cycle),
             "version": doc.version, "date": doc.date}  # fmt: skip
    sha, size = files[doc.id]
    data |= {"sha256": sha, "size": str(size)}
    if doc.access == "restricted":
        data["keeper"] = case.org
    return data | doc.extra


def _linked(lines: list[dict[str, Any]], docs: list[Doc]) -> list[dict[str, Any]]:
    ids = {doc.id for doc in docs}
    return [
        {key: value for key, value in line.items() if key != "document" or value in ids}
        for line in lines
    ]


def _doc_changes(case: Case, docs: list[Doc]) -> list[dict[str, Any]]:
    return [
        {
            "document": doc.title[doc.language],
            "version": doc.version,
            "approved_by": doc.extra["approved"]["by"],
            "date": doc.date,
            "change": case.line("first_edition"),
            "cycle": str(doc.cycle),
        }
        for doc in docs
        if doc.item.startswith(("design", "tor", "test_program"))
        and "approved" in doc.extra
        and doc.form == "original"
    ]
