# SPDX-License-Identifier: MIT
"""esep gate, advance, confirm, notices, as people call them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from esep import yamlsafe
from esep.errors import ExitCode
from life.conftest import Repo
from life.lives import FOLDER, PATH, T3, document, dump, evidence, life, put, without

DECISIONS = "registry/verifications/qala-akimdigi/su-esebi.yml"


def test_gate_prints_each_need_with_its_paragraph(registry: Path, said: Any) -> None:
    put(registry, without(life(), "tor"))

    code, out, _ = said("gate", "su-esebi", "build", "--on", "2026-11-20", "--lang", "kk")

    assert code == ExitCode.FINDINGS
    assert "✗" in out
    assert "құжат жоқ" in out
    assert "8-т" in out


def test_gate_answers_programs_in_json(registry: Path, said: Any) -> None:
    put(registry, life())

    code, out, _ = said("gate", "su-esebi", "creation.build", "--on", "2026-11-20",
                        "--format", "json")  # fmt: skip

    assert (code, json.loads(out)["open"], json.loads(out)["gate"]) == (ExitCode.CLEAN, True, "L2")


@pytest.mark.parametrize("argv", [("nowhere",), ("closed", "--cycle", "0"), ("x", "--cycle", "1")])
def test_unknown_stage_is_wrong_usage(registry: Path, said: Any, argv: tuple[str, ...]) -> None:
    assert said("gate", "su-esebi", *argv, "--on", "2026-11-20")[0] == ExitCode.USAGE


def test_advance_adds_two_entries_and_nothing_else(registry: Path, said: Any) -> None:
    text = "# бірінші жол\n" + dump(life()).replace("kind: ici.is", "kind: ici.is   # түрі")
    (registry / PATH).write_text(text, encoding="utf-8")

    code, _, _ = said("advance", "su-esebi", "build", "--on", "2025-03-03",
                      "--attested-by", "Басшы")  # fmt: skip

    after = (registry / PATH).read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in text.splitlines()]
    value = yamlsafe.load(after.encode())
    assert code == ExitCode.CLEAN
    assert value["lifecycle"]["history"][-1] == {"stage": "creation.build", "since": "2025-03-03"}
    assert value["changes"][-1]["attested_by"] == "Басшы"
    assert set(value["changes"][-1]["summary"]) == {"kk", "ru", "en"}
    assert [line for line in after.splitlines() if line not in added] == text.splitlines()


def test_advance_leaves_a_closed_gate_alone(registry: Path, said: Any) -> None:
    put(registry, without(life(), "tor"))
    before = (registry / PATH).read_bytes()

    assert said("advance", "su-esebi", "build", "--on", "2025-03-03")[0] == ExitCode.FINDINGS
    assert (registry / PATH).read_bytes() == before


@pytest.mark.parametrize(
    "argv",
    [("advance", "su-esebi", "build"), ("confirm", "su-esebi", "--by", "Сарапшы"),
     ("import", "organisations.yml")],
    ids=lambda argv: argv[0],
)  # fmt: skip
def test_nothing_is_written_down_of_a_day_to_come(
    repo: Repo, said: Any, argv: tuple[str, ...]
) -> None:
    repo.write("organisations.yml", "")
    repo.write(f"{FOLDER}/passport.yml", dump(life()))
    repo.commit(date(2026, 3, 2))

    code, _, err = said(*argv, "--on", "2199-01-01")

    assert (code, "future" in err) == (ExitCode.USAGE, True)
    assert repo.git("status", "--short") == ""


def test_advance_refuses_a_day_before_the_last_step(registry: Path, said: Any) -> None:
    put(registry, life())

    code, _, err = said("advance", "su-esebi", "build", "--on", "2025-02-02")

    assert code == ExitCode.USAGE
    assert "2025-02-03" in err


def test_advance_opens_and_cancels_a_cycle(registry: Path, said: Any) -> None:
    tor = document("tor-1", "tor", cycle="1", approved={"by": "а", "on": "2026-01-12"},
                   review_143="positive")  # fmt: skip
    value = life("operation")
    put(registry, {**value, "documents": [*value["documents"], tor]})

    first = said("advance", "su-esebi", "build", "--cycle", "1", "--on", "2026-02-02")
    second = said("advance", "su-esebi", "cancelled", "--cycle", "1", "--on", "2026-03-02")

    written = yamlsafe.load((registry / PATH).read_bytes())
    assert (first[0], second[0]) == (ExitCode.CLEAN, ExitCode.CLEAN), first[1]
    assert [one["stage"] for one in written["development_cycles"][0]["history"]] == [
        "build", "cancelled",
    ]  # fmt: skip
    assert [one["kind"] for one in written["changes"]][-2:] == ["development", "development"]


def test_confirm_writes_a_fingerprint_of_every_item(repo: Repo, said: Any) -> None:
    put(repo.root, life("operation"))
    head = repo.commit(date(2026, 3, 2))

    code, _, _ = said("confirm", "su-esebi", "--by", "Бас сарапшы", "--on", "2026-03-03")

    written = yamlsafe.load((repo.root / DECISIONS).read_bytes())["verifications"][0]
    assert code == ExitCode.CLEAN
    assert (written["commit"], written["result"]) == (head, "confirmed")
    assert {"tor", "is_tests"} <= set(written["items"])
    assert said("check", FOLDER, "--on", "2026-03-03")[1].count("YML") == 0


def test_status_shows_only_the_changed_item_as_awaiting(repo: Repo, said: Any) -> None:
    put(repo.root, life("operation"))
    repo.commit(date(2026, 3, 2))
    said("confirm", "su-esebi", "--by", "Бас сарапшы", "--on", "2026-03-03")
    value = life("operation")
    value["bookkeeping"][0]["inventory_no"] = "2"
    put(repo.root, value)

    _, out, _ = said("status", "su-esebi", "--on", "2099-01-01", "--format", "json")

    rows = json.loads(out)["items"]
    assert [one["item"] for one in rows if one["recheck"]] == ["bookkeeping"]


def test_confirm_refuses_what_is_not_committed(repo: Repo, said: Any) -> None:
    repo.commit(date(2026, 3, 2))
    put(repo.root, life("operation"))

    code, _, err = said("confirm", "su-esebi", "--by", "Бас сарапшы", "--on", "2026-03-03")

    assert (code, "committed" in err) == (ExitCode.USAGE, True)


def test_return_needs_remarks_and_is_added_to_what_is_there(repo: Repo, said: Any) -> None:
    put(repo.root, life("operation"))
    repo.commit(date(2026, 3, 2))
    said("confirm", "su-esebi", "--by", "Бас сарапшы", "--on", "2026-03-03")

    bare = said("confirm", "su-esebi", "--by", "Бас сарапшы", "--returned")
    full = said("confirm", "su-esebi", "--by", "Бас сарапшы", "--returned", "--remarks-kk",
                "Түзетіңіз", "--remarks-ru", "Исправьте", "--on", "2026-03-04")  # fmt: skip

    results = yamlsafe.load((repo.root / DECISIONS).read_bytes())["verifications"]
    assert (bare[0], full[0]) == (ExitCode.USAGE, ExitCode.CLEAN)
    assert [one["result"] for one in results] == ["confirmed", "returned"]


def test_past_day_shows_the_data_and_the_law_of_that_day(repo: Repo, said: Any) -> None:
    history = [{"stage": "planning", "since": "2024-03-04"}]
    old = {**life(), "lifecycle": {"entry": "creation", "history": history},
           "changes": [{"kind": "registration", "changed_on": "2024-03-04",
                        "summary": T3}]}  # fmt: skip
    put(repo.root, {**old, "name": {"kk": "Ескі", "ru": "Старое", "en": "Old"}})
    repo.commit(date(2024, 6, 3))
    put(repo.root, {**old, "name": {"kk": "Жаңа", "ru": "Новое", "en": "New"}})
    repo.commit(date(2026, 3, 2))

    _, then, _ = said("status", "su-esebi", "--on", "2024-07-01", "--lang", "en")
    _, gap, _ = said("status", "su-esebi", "--on", "2024-08-01", "--lang", "en")
    _, late, _ = said("status", "su-esebi", "--on", "2026-03-02", "--lang", "en")

    assert then.startswith("Old")
    assert "RB-174B, 2024-07-01" in then
    assert "RB-GAP" in gap
    assert late.startswith("New")


def test_day_before_the_first_commit_falls_back_and_says_so(repo: Repo, said: Any) -> None:
    repo.commit(date(2026, 3, 2))

    code, out, err = said("--lang", "en", "status", "su-esebi", "--on", "2026-02-02")

    assert code == ExitCode.CLEAN
    assert "RB-193, 2026-02-02" in out
    assert "git history does not reach 2026-02-02" in err


def test_check_of_a_past_day_reads_the_commit(repo: Repo, said: Any) -> None:
    (repo.root / PATH).write_text("{", encoding="utf-8")
    repo.commit(date(2026, 3, 2))
    put(repo.root, life())
    repo.commit(date(2026, 4, 6))

    assert said("check", "--on", "2026-03-15")[0] == ExitCode.FINDINGS


def test_notices_tell_gaps_codes_and_warranties(repo: Repo, said: Any) -> None:
    value = life("operation", warranty={"start": "2025-12-15", "end": "2026-12-15"})
    put(repo.root, without(value, "tor"))
    repo.commit(date(2026, 3, 2))

    _, out, _ = said("notices", "--since", "2026-01-01", "--on", "2026-11-20", "--format", "json")
    _, again, _ = said("notices", "--since", "2026-01-01", "--on", "2026-11-20", "--format", "json")

    found = json.loads(out)["notices"]
    kinds = {(one["kind"], one["created_on"]) for one in found}
    assert ("N2", "2026-03-02") in kinds
    assert ("N7", "2026-10-16") in kinds
    assert all(one[f"text_{lang}"] and "?" not in one[f"text_{lang}"]
               for one in found for lang in ("kk", "ru", "en"))  # fmt: skip
    assert out == again


def test_notices_only_grow_with_time(repo: Repo, said: Any) -> None:
    value = life("operation", warranty={"start": "2025-12-15", "end": "2026-12-15"})
    put(repo.root, without(value, "tor"))
    repo.commit(date(2026, 3, 2))

    def known(on: date) -> set[str]:
        _, out, _ = said("notices", "--since", "2020-01-01", "--on", str(on), "--format", "json")
        return {one["id"] for one in json.loads(out)["notices"]}

    days = [date(2026, 3, 2) + timedelta(days=60 * n) for n in range(5)]
    sets = [known(day) for day in days]
    assert all(before <= after for before, after in pairwise(sets))
    assert sets[0] < sets[-1]


def test_notice_of_an_account_holds_no_personal_data(repo: Repo, said: Any) -> None:
    repo.write("registry/accounts/su-maman.yml", dump({
        "schema_version": "1", "login": "su-maman", "user_id": "7",
        "organisation": "qala-akimdigi", "role": "registrant",
        "granted": {"by": "Сарапшы", "on": "2026-03-03"},
        "application": {
            "received_on": "2026-03-02", "entity_full_name": "Әкімдік",
            "structural_unit": "Бөлім", "position": "Маман", "phone": "+7 7172 000000",
            "person": {"surname": "Мысалов", "given_name": "Мысал"},
            "work_email": "maman@mysal.example", "access_purposes": ["record_objects"],
        },
    }))  # fmt: skip
    repo.commit(date(2026, 3, 4))

    _, out, _ = said("notices", "--since", "2026-03-01", "--on", "2026-03-05", "--format", "json")

    assert "N1" in out
    assert not any(word in out for word in ("Мысалов", "7172", "mysal.example"))


def opened(said: Any, *more: str) -> tuple[int, str, str]:
    found: tuple[int, str, str] = said("advance", "su-esebi", "build", "--cycle", "1",
                                       "--on", "2026-02-02", "--lang", "en", *more)  # fmt: skip
    return found


# covers: R129-10b
def test_cycle_of_a_trustee_opens_with_the_agreement_of_the_authorised_body(
    registry: Path, said: Any
) -> None:
    value = life("operation")
    put(registry, {**value, "documents": [*value["documents"], *evidence(1)]})

    refused, out, _ = opened(said, "--developer", "trustee")
    code, _, _ = opened(said, "--developer", "trustee", "--agreed-on", "2026-01-20",
                        "--budget-funded")  # fmt: skip

    cycle = yamlsafe.load((registry / PATH).read_bytes())["development_cycles"][0]
    assert (refused, code) == (ExitCode.FINDINGS, ExitCode.CLEAN)
    assert "agree" in out
    assert cycle == {"number": "1", "developer": "trustee", "budget_funded": "yes",
                     "agreed_by_authorised_body": "2026-01-20",
                     "history": [{"stage": "build", "since": "2026-02-02"}]}  # fmt: skip


# covers: R129-14
def test_exception_of_the_creation_does_not_carry_a_cycle(registry: Path, said: Any) -> None:
    value = life("operation")
    first = {"on_icp": "no", "exception": "E2", "justification": "Қымбат", "evidence": "tor"}
    put(registry, {**value, "documents": [*value["documents"], *evidence(1)],
                   "platform_priority": first, "placement": {"site": "own"}})  # fmt: skip

    refused, _, _ = opened(said)
    code, _, _ = opened(said, "--platform", "E1", "--justification", "Бұрыннан өз серверінде")

    assert (refused, code) == (ExitCode.FINDINGS, ExitCode.CLEAN)


@pytest.mark.parametrize(
    "argv", [("--developer", "own"), ("--cycle", "1", "--justification", "Себеп")]
)
def test_what_is_said_of_no_new_cycle_is_wrong_usage(
    registry: Path, said: Any, argv: tuple[str, ...]
) -> None:
    put(registry, life("operation"))

    assert said("advance", "su-esebi", "build", "--on", "2026-02-02", *argv)[0] == ExitCode.USAGE
