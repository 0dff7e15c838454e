# SPDX-License-Identifier: MIT
"""What a review asks of which commit, and what of it blocks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from esep.checks.context import Context
from esep.cli.main import main
from esep.findings import Severity
from esep.model.commit import open_commit
from esep.reports import review_page
from esep.reports.review_facts import collect
from esep.workflow.fingerprints import fingerprints
from esep.workflow.review import Review, review
from esep.workflow.submission import Request
from repos import ON, OTHER, PASSPORT, Files, Repo, base_files, build, code, grow, ledger
from trees import ROOT

CODED = f"objects/{OTHER}/mal-esebi/passport.yml"


def judge(repo: Repo, actor: str = "aigul") -> Review:
    return review(repo.path, Request(repo.base, repo.head, actor), ON)


def errors(found: Review) -> list[str]:
    return [one.code for one in found.findings if one.severity is Severity.ERROR]


def text(path: str = PASSPORT) -> str:
    return base_files()[path].decode()


def test_schema_of_the_head_does_not_help(tmp_path: Path) -> None:
    schema = (ROOT / "schemas/passport.schema.json").read_text(encoding="utf-8")
    head: Files = {
        "schemas/passport.schema.json": schema.replace(
            '"additionalProperties": false', '"x": 1', 1
        ),
        PASSPORT: text() + "unheard: of\n",
    }

    assert {"REV004", "YML021"} <= set(errors(judge(build(tmp_path, head))))


def test_rulebook_of_the_head_does_not_help(tmp_path: Path) -> None:
    policy = text("registry/rulebooks/policy.yml").replace("max_files: 200", "max_files: 9999")
    many = {f"{PASSPORT.rpartition('/')[0]}/documents/a{n}.pdf": b"x" for n in range(210)}
    found = errors(judge(build(tmp_path, {"registry/rulebooks/policy.yml": policy, **many})))

    assert "REV010" in found


def test_stale_head_does_not_roll_the_ledger_back(tmp_path: Path) -> None:
    repo = build(tmp_path, {PASSPORT: text().replace('class: "3"', 'class: "2"')})
    rows = ledger(f"objects/{OTHER}/mal-esebi", "objects/qala-akimdigi/su-esebi")
    stamp = text().replace("id: su-esebi", f'id: su-esebi\naccounting_code: "{code(2)}"')
    files: Files = {"registry/codes.jsonl": rows, PASSPORT: stamp}
    base = grow(repo.path, "main", repo.base, files)

    assert errors(judge(replace(repo, base=base))) == []


def test_gap_of_a_coded_object_that_was_there_before_does_not_block(tmp_path: Path) -> None:
    broken = text(CODED).replace(f"holder: {OTHER}", "holder: nobody")
    repo = build(
        tmp_path, {CODED: broken.replace('class: "3"', 'class: "2"')}, base={CODED: broken}
    )
    found = judge(repo, "bolat")

    assert errors(found) == []
    assert "REF001" in [one.code for one in found.inherited]


def legacy(**more: str) -> str:
    found = text(PASSPORT).replace("entry: creation", "entry: legacy")
    for old, new in more.items():
        found = found.replace(f"{old}: qala-akimdigi", f"{old}: {new}")
    return found


# covers: R193-13b
def test_only_the_regression_of_a_legacy_object_blocks(tmp_path: Path) -> None:
    before, after = legacy(holder="nobody"), legacy(holder="nobody", proprietor="noone")
    repo = build(tmp_path, {PASSPORT: after}, base={PASSPORT: before})

    found = judge(repo)

    assert [(one.code, one.location.pointer) for one in found.findings
            if one.code == "REF001"] == [("REF001", "/proprietor")]  # fmt: skip
    assert ("REF001", "/holder") in [(one.code, one.location.pointer) for one in found.inherited]


def test_object_that_calls_itself_legacy_in_the_same_submission_owes_all(tmp_path: Path) -> None:
    before = text(PASSPORT).replace("holder: qala-akimdigi", "holder: nobody")
    repo = build(tmp_path, {PASSPORT: legacy(holder="nobody")}, base={PASSPORT: before})

    assert "REF001" in errors(judge(repo))


def test_new_gap_of_a_coded_object_blocks_beside_the_old_one(tmp_path: Path) -> None:
    broken = text(CODED).replace(f"holder: {OTHER}", "holder: nobody")
    head = broken.replace('class: "3"', 'class: "3"\nregistrant: noone')

    assert errors(judge(build(tmp_path, {CODED: head}, base={CODED: broken}), "bolat")) == [
        "REF001"
    ]


def test_gap_of_a_new_object_blocks_though_it_was_there_before(tmp_path: Path) -> None:
    broken = text().replace("holder: qala-akimdigi", "holder: nobody")
    repo = build(
        tmp_path, {PASSPORT: broken.replace('class: "3"', 'class: "2"')}, base={PASSPORT: broken}
    )

    assert "REF001" in errors(judge(repo))


def test_gaps_elsewhere_are_nobody_s_concern(tmp_path: Path) -> None:
    broken = text(CODED).replace(f"holder: {OTHER}", "holder: nobody")
    repo = build(
        tmp_path,
        {PASSPORT: text().replace('class: "3"', 'class: "2"')},
        base={CODED: broken},
    )

    assert errors(judge(repo)) == []


def test_own_folder_may_be_renamed_before_a_code(tmp_path: Path) -> None:
    new = PASSPORT.replace("su-esebi", "su")
    head: Files = {PASSPORT: None, new: text().replace("id: su-esebi", "id: su")}

    assert errors(judge(build(tmp_path, head))) == []


@pytest.mark.parametrize("revision", ["nothing", "--help", "main^9", ""])
def test_revision_that_is_none_is_a_matter_of_usage(tmp_path: Path, revision: str) -> None:
    repo = build(tmp_path, {})

    argv = ["--root", str(repo.path), "review", "--actor", "aigul", "--", "main", revision]
    assert main(argv) == 2


@pytest.mark.parametrize(("actor", "exit_code"), [("aigul", 0), ("bolat", 1)])
def test_command_exits_as_it_finds(tmp_path: Path, actor: str, exit_code: int) -> None:
    repo = build(tmp_path, {PASSPORT: text().replace('class: "3"', 'class: "2"')})

    assert (
        main(["--root", str(repo.path), "review", "main", "topic", "--actor", actor]) == exit_code
    )


def page(repo: Repo) -> str:
    found = judge(repo)
    with open_commit(repo.path, repo.base) as law, open_commit(repo.path, repo.head) as head:
        context = Context.of(law, ON)
        facts = collect(found, context, lambda _: True, ON)
        return review_page.write(found, facts, context, head)


def test_page_names_the_items_changed_since_the_last_verification(tmp_path: Path) -> None:
    with_domain = text() + "domain_names: [su.example]\n"
    repo = build(tmp_path, {PASSPORT: with_domain})
    with open_commit(repo.path, repo.head) as tree:
        context = Context.of(tree, ON)
        record = context.registry.object("objects/qala-akimdigi/su-esebi")
        items = fingerprints(context, record)
    assert items
    entry = "".join(f"      {name}: {digest}\n" for name, digest in items.items())
    verification = (
        'schema_version: "1"\nid: su-esebi\nverifications:\n  - by: x\n    on: 2026-10-01\n'
        f"    commit: {'a' * 40}\n    result: confirmed\n    items:\n{entry}"
    )
    path = "registry/verifications/qala-akimdigi/su-esebi.yml"
    same = build(tmp_path / "b", {PASSPORT: with_domain}, base={path: verification})
    other = verification.replace(next(iter(items.values())), "0" * 64, 1)
    changed = build(tmp_path / "c", {PASSPORT: with_domain}, base={path: other})

    assert "изменений нет" in page(same)
    assert "изменений нет" not in page(changed)


LIKE = "functions: [esep-jurgizu]\nservices: [anyqtama]\n"
THEIRS = f"objects/{OTHER}/mal-esebi/passport.yml"


def alike(folder: Path, base: Files | None = None) -> Repo:
    """A submission whose object does what one of another body does already."""
    return build(
        folder, {PASSPORT: text() + LIKE}, base={THEIRS: text(THEIRS) + LIKE, **(base or {})}
    )


def test_review_tells_of_a_like_object_and_why_without_blocking(tmp_path: Path) -> None:
    found = judge(alike(tmp_path))

    said = [one for one in found.findings if one.code == "ARC111"]
    assert [(one.location.path, one.severity) for one in said] == [(PASSPORT, Severity.NOTE)]
    assert said[0].params["other"] == "mal-esebi"
    assert {"functions", "services"} <= set(said[0].params["why"].split(", "))
    assert "ARC111" not in errors(found)


@pytest.mark.parametrize("written_by", ["su-esebi", "mal-esebi"])
def test_review_is_silent_when_the_base_says_no_duplicate(tmp_path: Path, written_by: str) -> None:
    own, other = ("su-esebi", "mal-esebi")[:: 1 if written_by == "su-esebi" else -1]
    body = "qala-akimdigi" if own == "su-esebi" else OTHER
    decision = (
        f'schema_version: "1"\nid: {own}\nnot_duplicates:\n  - of: {other}\n'
        "    reason: {kk: басқа, ru: другое, en: other}\n    by: маман\n    on: 2026-10-01\n"
    )
    repo = alike(tmp_path, {f"registry/verifications/{body}/{own}.yml": decision})
    found = judge(repo)

    assert found.alike == ()
    assert "ARC111" not in {one.code for one in found.findings}
    assert "Possible duplicates: —\n" in page(repo)


def test_page_says_why_objects_are_alike(tmp_path: Path) -> None:
    made = page(alike(tmp_path))

    assert "Possible duplicates: 1\n" in made
    line = next(one for one in made.splitlines() if one.startswith("  - mal&#45;esebi "))
    assert "функциялар / функции / functions 1.00 (esep&#45;jurgizu)" in line
    assert "қызметтер / услуги / services 1.00 (anyqtama)" in line


def test_page_shows_completeness_before_and_after(tmp_path: Path) -> None:
    repo = build(tmp_path, {PASSPORT: text().replace('class: "3"', 'class: "2"')})

    assert "1/1 → 1/1" in page(repo)


def test_page_holds_values_inert(tmp_path: Path) -> None:
    head = text().replace('class: "3"', 'class: "@all <b>x</b> ](y)"')
    made = page(build(tmp_path, {PASSPORT: head}))

    assert "<b>" not in made
    assert "@all" not in made
