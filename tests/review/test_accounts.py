# SPDX-License-Identifier: MIT
"""From the letter of Appendix 2 to an account, and from accounts to CODEOWNERS."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from esep.checks.context import Context
from esep.cli.main import main
from esep.model.tree import DirTree
from esep.workflow import accounts
from repos import ON, account, base_files
from trees import ROOT

LABELS = accounts.labels_of(DirTree(ROOT))
ANSWERS = {
    "entity_full_name": "Акимат города Мысал",
    "structural_unit": "Отдел цифровизации",
    "surname": "Құпиятегі",
    "given_name": "Мысал",
    "position": "маман",
    "phone": "+7 700 000 00 09",
    "work_email": "m@mysal.example",
    "access_purposes": "record_objects: x / y / z, monitoring: x / y / z",
}


def markdown(answers: dict[str, str]) -> str:
    """What the host makes of a filled form."""
    parts = (
        f"### {label}\n\n{answers.get(key, '_No response_')}\n" for label, key in LABELS.items()
    )
    return "\n".join(parts)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in base_files().items():
        path = tmp_path / "r" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    form = tmp_path / "r" / accounts.FORM
    form.parent.mkdir(parents=True)
    form.write_bytes((ROOT / accounts.FORM).read_bytes())
    return tmp_path / "r"


def apply(root: Path, text: str, login: str = "zhana") -> int:
    (root / "form.md").write_text(text, encoding="utf-8")
    facts = ("--login", login, "--user-id", "555", "--on", "2026-11-20")
    return main(["--root", str(root), "account", "apply", "--from", str(root / "form.md"), *facts])


# covers: R193-10, R193-A2
@pytest.mark.parametrize("text", [markdown(ANSWERS), json.dumps(ANSWERS)], ids=["form", "json"])
def test_application_is_entered_with_all_its_fields(root: Path, text: str) -> None:
    assert apply(root, text) == 0
    written = yaml.safe_load((root / "registry/accounts/zhana.yml").read_text(encoding="utf-8"))

    assert written["organisation"] == "qala-akimdigi"
    assert written["application"]["person"] == {"surname": "Құпиятегі", "given_name": "Мысал"}
    assert written["application"]["access_purposes"] == ["record_objects", "monitoring"]
    assert "granted" not in written


@pytest.mark.parametrize("field", sorted(ANSWERS))
def test_application_without_a_field_is_not_entered(root: Path, field: str) -> None:
    assert apply(root, markdown({key: ANSWERS[key] for key in ANSWERS if key != field})) == 1
    assert not (root / "registry/accounts/zhana.yml").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text before\n" + markdown(ANSWERS),
        markdown(ANSWERS) + "\n### granted\n\nby me\n",
        markdown(ANSWERS) + "\n" + markdown(ANSWERS),
        markdown({**ANSWERS, "position": "a\nrole: integrator"}),
        json.dumps({**ANSWERS, "role": "integrator"}),
        "{" * 5000,
        "x" * (accounts.MAX_ANSWER + 1),
    ],
)
def test_answers_the_form_cannot_give_are_refused(root: Path, text: str) -> None:
    assert apply(root, text) == 1
    assert not (root / "registry/accounts/zhana.yml").exists()


@given(st.text(max_size=300))
def test_answers_are_read_or_refused_and_nothing_else(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        found = accounts.read_answers(data, LABELS)
    except accounts.FormError:
        return
    assert set(found) <= set(LABELS.values())


@pytest.mark.parametrize("login", ["../x", "a/b", "", "-a", "a" * 40, "a\n"])
def test_login_that_is_a_path_is_refused(root: Path, login: str) -> None:
    assert apply(root, markdown(ANSWERS), login) == 2


def test_account_lives_from_application_to_revocation(root: Path) -> None:
    run = ["--root", str(root), "account"]
    day = ["--on", "2026-11-20"]
    assert apply(root, markdown(ANSWERS)) == 0
    assert main([*run, "grant", "zhana", "--by", "Бөлім басшысы", *day]) == 0
    assert main([*run, "grant", "zhana", "--by", "Бөлім басшысы", *day]) == 2
    reason = ["--reason", "kk=кетті", "--reason", "ru=ушёл"]
    assert main([*run, "revoke", "zhana", "--by", "Бөлім басшысы", *reason, *day]) == 0
    assert (
        main(["--root", str(root), "check", str(root / "registry/accounts/zhana.yml"), *day]) == 0
    )


def test_revocation_needs_its_reason_in_both_state_languages(root: Path) -> None:
    argv = ["account", "revoke", "aigul", "--by", "x", "--reason", "ru=ушёл"]

    assert main(["--root", str(root), *argv, "--on", "2026-11-20"]) == 2


def test_codeowners_is_what_the_accounts_say() -> None:
    made = accounts.codeowners(Context.of(DirTree(ROOT), date(2026, 11, 20)))

    assert (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8") == made


def test_codeowners_leaves_out_the_revoked_and_the_job(root: Path) -> None:
    made = accounts.codeowners(Context.of(DirTree(root), ON))

    assert "@ketken" not in made
    assert "@esep-bot" not in made
    assert made.splitlines()[1] == "* @integrator"
    assert "/objects/qala-akimdigi/ @aigul @integrator" in made


def test_codeowners_check_tells_when_it_is_stale(root: Path) -> None:
    argv = ["--root", str(root), "account", "codeowners", "--on", "2026-11-20"]
    assert main(argv) == 0
    assert main([*argv, "--check"]) == 0
    path = root / "registry/accounts/dana.yml"
    path.write_text(account("dana", "qala-akimdigi", "registrant", 7), encoding="utf-8")

    assert main([*argv, "--check"]) == 1


def test_issue_form_meets_the_schema_of_the_host() -> None:
    argv = ["--builtin-schema", "vendor.github-issue-forms", str(ROOT / accounts.FORM)]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *argv], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
