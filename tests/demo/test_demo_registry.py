# SPDX-License-Identifier: MIT
"""The demonstration registry keeps the contract of the schemas and its own promises."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from demo_reading import ROOT

from esep.demo.bins import check_digit

TODAY = "2026-11-20"
KINDS = {"seir", "sw", "ir", "psp", "ici.is", "ici.tp", "ici.apk", "ici.dc", "ici.net", "ici.sec"}
STAGES = {"planning", "creation.build", "creation.trial", "creation.test", "creation.rollout",
          "operation", "terminated", "written_off"}  # fmt: skip
ORG_TYPES = {"central_body", "presidential_body", "local_executive_body", "state_legal_entity",
             "state_enterprise_treasury", "state_enterprise_economic", "quasi_state", "operator",
             "service_integrator", "authorised_body", "private"}  # fmt: skip


def each_document(passports: dict[Path, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, passport in passports.items():
        for document in passport.get("documents", []):
            yield path, document


def texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value, key)
    else:
        yield key, data


def test_every_passport_fits_the_schema(passports, faults):
    assert {str(p): f for p, data in passports.items() if (f := faults("passport", data))} == {}


def test_every_organisation_fits_the_schema(organisations, faults):
    assert {k: f for k, data in organisations.items() if (f := faults("organisation", data))} == {}


def test_every_account_fits_the_schema(accounts, faults):
    assert {k: f for k, data in accounts.items() if (f := faults("account", data))} == {}


def test_every_file_of_decisions_fits_the_schema(decisions, faults):
    assert {k: f for k, data in decisions.items() if (f := faults("verification", data))} == {}


def test_decisions_lie_in_the_folder_of_the_holder(passports):
    holders = {data["id"]: data["holder"] for data in passports.values()}
    found = {p.stem: p.parent.name for p in ROOT.glob("registry/verifications/*/*.yml")}
    assert found.items() <= holders.items()


def test_identifier_equals_folder_of_every_object(passports):
    assert [p for p, data in passports.items() if data["id"] != p.parent.name] == []


def test_folder_of_every_object_is_its_holder(passports):
    assert [p for p, d in passports.items() if d["holder"] != p.parent.parent.name] == []


def test_identifiers_are_unique_in_the_registry(passports):
    ids = [data["id"] for data in passports.values()]
    assert len(ids) == len(set(ids))


def test_at_least_forty_four_objects_of_every_kind(passports):
    assert len(passports) >= 44
    assert {data["kind"] for data in passports.values()} == KINDS


def test_every_stage_is_present(passports):
    assert {d["lifecycle"]["history"][-1]["stage"] for d in passports.values()} == STAGES


def test_every_way_of_entry_is_present(passports):
    entries = {data["lifecycle"]["entry"] for data in passports.values()}
    assert entries == {"creation", "acquisition", "donation", "inheritance", "legacy"}


def test_development_cycles_are_both_open_and_closed(passports):
    cycles = [c for data in passports.values() for c in data.get("development_cycles", [])]
    steps = {cycle["history"][-1]["stage"] for cycle in cycles}
    assert {"build", "trial", "test", "rollout", "closed"} <= steps


def test_every_type_of_organisation_is_present(organisations):
    assert {data["type"] for data in organisations.values()} == ORG_TYPES


def test_at_least_thirteen_organisations_hold_objects(passports):
    assert len({data["holder"] for data in passports.values()}) >= 13


def test_check_digit_of_every_bin_is_right(organisations, passports):
    numbers = [data["bin"] for data in organisations.values()]
    numbers += [line["supplier_bin"] for data in passports.values()
                for line in data.get("procurement", [])]  # fmt: skip
    assert [bin_ for bin_ in numbers if check_digit(bin_[:11]) != int(bin_[11])] == []


def test_every_organisation_says_that_it_is_a_demonstration(organisations):
    marks = ("(көрнекілік)", "(демонстрация)", "(demonstration)")
    for data in organisations.values():
        assert data["demonstration"] == "yes"
        name = data["names"][-1]["name"]
        assert all(name[lang].endswith(mark) for lang, mark in zip(name, marks, strict=True))


def test_parents_and_successors_exist(organisations):
    named = {
        v for d in organisations.values() for k, v in d.items() if k in ("parent", "successor")
    }
    assert named <= set(organisations)


def test_accounts_belong_to_organisations(accounts, organisations):
    assert {data["organisation"] for data in accounts.values()} <= set(organisations)


def test_organisations_named_in_passports_exist(passports, organisations):
    keys = {"proprietor", "holder", "registrant", "operated_by", "provider", "supplier", "keeper",
            "parties", "bodies", "organisation", "owner", "exclusive_rights",
            "repository_owner"}  # fmt: skip
    named = {value for data in passports.values() for key, value in texts(data) if key in keys}
    assert named <= set(organisations)


def test_objects_named_in_passports_exist(passports):
    ids = {data["id"] for data in passports.values()}
    keys = {"with", "host", "stored_in"}
    named = {value for data in passports.values() for key, value in texts(data) if key in keys}
    assert named <= ids


def test_documents_named_in_a_passport_exist(passports):
    keys = {"document", "evidence", "procedures", "completion_certificate"}
    for path, data in passports.items():
        ids = {document["id"] for document in data.get("documents", [])}
        blocks = {k: v for k, v in data.items() if k not in ("documents", "doc_changes")}
        named = {value for key, value in texts(blocks) if key in keys}
        named |= {i for test in data.get("tests", []) for i in test["documents"]}
        assert named <= ids, path


def test_document_identifiers_are_unique_in_a_passport(passports):
    for path, data in passports.items():
        ids = [document["id"] for document in data.get("documents", [])]
        assert len(ids) == len(set(ids)), path


def test_digest_and_size_match_every_file(passports):
    for path, document in each_document(passports):
        if document["access"] != "restricted":
            content = (path.parent / document["file"]).read_bytes()
            assert document["sha256"] == hashlib.sha256(content).hexdigest()
            assert int(document["size"]) == len(content)


def test_no_file_lies_in_a_folder_unrecorded(passports):
    recorded = {path.parent / d["file"] for path, d in each_document(passports) if "file" in d}
    present = {file for path in passports for file in path.parent.glob("documents/*")}
    assert present == recorded


def test_files_are_many_and_small(passports):
    sizes = sorted(int(d["size"]) for _, d in each_document(passports) if "file" in d)
    assert len(sizes) >= 250
    assert sizes[len(sizes) // 2] <= 40 * 1024
    assert sum(sizes) <= 16 * 1000 * 1000


def test_documents_come_in_three_languages(passports):
    filed = [d for _, d in each_document(passports) if "file" in d]
    assert {document["language"] for document in filed} == {"kk", "ru", "en"}


def test_no_event_lies_in_the_future(passports):
    ahead = {"due", "valid_until", "ends_on", "end"}
    late = [(path, key, text) for path, data in passports.items() for key, text in texts(data)
            if key not in ahead and is_date(text) and text > TODAY]  # fmt: skip
    assert late == []


def is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def test_history_of_every_object_runs_forward(passports):
    for path, data in passports.items():
        since = [step["since"] for step in data["lifecycle"]["history"]]
        assert since == sorted(since), path


def test_contract_comes_before_trial_and_tests_before_commissioning(passports):
    order = ("contract", "act-trial", "trial-certificate", "is-test-functions", "act-industrial")
    for path, data in passports.items():
        dates = {d["id"]: d["date"] for d in data.get("documents", [])}
        present = [dates[name] for name in order if name in dates]
        assert present == sorted(present), path


def test_events_fall_on_working_days_of_the_week(passports):
    weekend = [(path, d["id"]) for path, d in each_document(passports)
               if dt.date.fromisoformat(d["date"]).weekday() > 4]  # fmt: skip
    assert weekend == []


def test_a_class_one_object_is_placed_only_where_the_law_allows(passports):
    sites = {d["placement"]["site"] for d in passports.values()
             if d["class"] == "1" and "placement" in d}  # fmt: skip
    assert sites <= {"icp", "egov_infrastructure"}


def test_one_object_is_the_platform(passports):
    platforms = [d for d in passports.values() if d["traits"]["is_icp"] == "yes"]
    assert [(d["kind"], "requirements_url" in d) for d in platforms] == [("ici.tp", True)]
