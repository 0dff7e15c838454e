# SPDX-License-Identifier: MIT
"""The workflows: audited, well formed, thin, and every line of them run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from runner import Runner, clone, own

from repos import PASSPORT, base_files, code, grow
from trees import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps() -> Iterator[Any]:
    for path in WORKFLOWS:
        flow = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, job in flow["jobs"].items():
            for step in job["steps"]:
                yield pytest.param(path, flow, job, step, id=f"{path.stem}-{name}-{step['name']}")


def lines() -> set[str]:
    return {param.values[3]["run"] for param in steps() if "run" in param.values[3]}


def test_audit_finds_nothing() -> None:
    argv = [Path(sys.executable).with_name("zizmor"), "--offline", "--persona=auditor", ".github"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_workflows_meet_the_schema_of_the_host() -> None:
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*argv, *map(str, WORKFLOWS)], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_allowed_above_the_jobs(path: Path) -> None:
    flow = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert flow["permissions"] == {}
    assert "pull_request_target" not in flow[True]
    assert all("permissions" in job and "timeout-minutes" in job for job in flow["jobs"].values())


@pytest.mark.parametrize(("path", "flow", "job", "step"), list(steps()))
def test_step_is_one_line_or_a_pinned_action(path: Path, flow: Any, job: Any, step: Any) -> None:
    if "run" in step:
        assert re.fullmatch(r"(?:base/)?scripts/[a-z-]+|esep [a-z -]+", step["run"])
    else:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if "checkout" in step["uses"]:
            assert step["with"]["persist-credentials"] is False


def test_publication_is_never_cancelled_half_way() -> None:
    flow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))

    assert flow["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert set(flow[True]) == {"push", "schedule", "workflow_dispatch"}


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def review(runner: Runner, head: dict[str, Any], actor: str = "aigul") -> tuple[Any, str]:
    _, _, sha = clone(runner, head)
    facts = {"ACTOR": actor, "ACTOR_ID": "101", "HEAD": sha, "NUMBER": "7"}
    done = runner.run(
        "base/scripts/review-pull-request", runner.folder, REPOSITORY="o/r", TOKEN="t", **facts
    )
    return done, sha


def test_review_of_a_sound_pull_request_passes(runner: Runner) -> None:
    done, sha = review(runner, own())

    assert done.returncode == 0, done.stderr
    assert json.loads((runner.folder / "review/facts.json").read_text())["head"] == sha
    assert (runner.folder / "review/page.md").exists()
    assert not (runner.folder / "base" / "objects" / "x").exists()


def test_review_of_a_refused_pull_request_fails_and_hands_its_facts_on(runner: Runner) -> None:
    done, _ = review(runner, {"scripts/install": "touch /tmp/HOSTILE_SCRIPT\n"})

    assert done.returncode == 1
    assert "REV004" in (runner.folder / "review/facts.json").read_text()
    assert not Path("/tmp/HOSTILE_SCRIPT").exists()


def test_approvals_of_the_host_are_consents(runner: Runner) -> None:
    runner.answers.write_text(json.dumps({"repos/o/r/pulls/7/reviews": "bolat"}))
    text = base_files()[PASSPORT].decode().replace("holder: qala-akimdigi", "holder: auyl-akimdigi")
    done, _ = review(runner, {PASSPORT: text})

    assert done.returncode == 0, done.stdout


def comment(runner: Runner, sha: str, **answers: str) -> subprocess.CompletedProcess[str]:
    archive = runner.folder / "review.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("facts.json", "number"):
            if (runner.folder / "review" / name).exists():
                file.write(runner.folder / "review" / name, name)
    known = {
        "repos/o/r/actions/runs/9/artifacts": f"5 {archive.stat().st_size}",
        "repos/o/r/pulls/7": sha,
        **answers,
    }
    runner.answers.write_text(json.dumps(known))
    facts = {"HEAD": sha, "REPOSITORY": "o/r", "RUN": "9", "GH_ZIP": str(archive)}
    return runner.run("scripts/comment-pull-request", runner.folder / "base", **facts)


def posted(runner: Runner, method: str) -> list[str]:
    return [
        one
        for args, bodies in runner.calls()
        if method in args and not any("labels" in arg for arg in args)
        for one in bodies
    ]


def test_first_run_makes_one_comment_and_sets_labels(runner: Runner) -> None:
    _, sha = review(runner, own())
    done = comment(runner, sha)
    labels = [bodies for args, bodies in runner.calls() if "--input" in args]

    assert done.returncode == 0, done.stderr
    assert len(posted(runner, "POST")) == 1
    assert posted(runner, "POST")[0].startswith("<!-- esep -->")
    assert json.loads(labels[0][0])["labels"][0] == "esep: ready"


def test_later_run_edits_the_comment_and_keeps_the_clock(runner: Runner) -> None:
    _, sha = review(runner, own())
    before = "<!-- esep -->\n<!-- esep-complete 2026-03-05 -->\n"
    known = {"repos/o/r/issues/7/comments": "77", "repos/o/r/issues/comments/77": before}
    done = comment(runner, sha, **known)

    assert done.returncode == 0, done.stderr
    assert posted(runner, "POST") == []
    assert "<!-- esep-complete 2026-03-05 -->" in posted(runner, "PATCH")[0]
    assert "2026-03-10" in posted(runner, "PATCH")[0]


def test_artifact_of_another_pull_request_is_not_used(runner: Runner) -> None:
    _, sha = review(runner, own())
    done = comment(runner, sha, **{"repos/o/r/pulls/7": "f" * 40})

    assert done.returncode == 0
    assert posted(runner, "POST") == []


@pytest.mark.parametrize("number", ["7; touch /tmp/HOSTILE_SHELL", "../8", "", "9" * 12])
def test_number_that_is_none_is_refused(runner: Runner, number: str) -> None:
    _, sha = review(runner, own())
    (runner.folder / "review/number").write_text(number)
    done = comment(runner, sha)

    assert done.returncode == 1
    assert posted(runner, "POST") == []
    assert not Path("/tmp/HOSTILE_SHELL").exists()


def test_forged_facts_are_refused(runner: Runner) -> None:
    _, sha = review(runner, own())
    path = runner.folder / "review/facts.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "verdict": "ready"}))

    assert comment(runner, sha).returncode != 0
    assert posted(runner, "POST") == []


def test_review_that_left_no_facts_is_our_fault(runner: Runner) -> None:
    _, sha = review(runner, own())
    (runner.folder / "review/facts.json").unlink()
    done = comment(runner, sha)

    assert done.returncode == 0, done.stderr
    assert "Проверка не завершена по нашей вине" in posted(runner, "POST")[0]


def test_facts_of_a_head_that_changes_the_workflows_are_not_believed(runner: Runner) -> None:
    _, sha = review(runner, own())
    api = "repos/o/r/git/trees"
    trees = {f"{api}/{'b' * 40}": "1" * 40, f"{api}/{sha}": "2" * 40}
    done = comment(runner, sha, **{f"repos/o/r/compare/main...{sha}": "b" * 40, **trees})

    assert done.returncode == 0, done.stderr
    assert "Проверка не завершена по нашей вине" in posted(runner, "POST")[0]


def test_right_that_was_taken_away_since_the_event_is_gone(runner: Runner) -> None:
    _, base, sha = clone(runner, own())
    path = "registry/accounts/aigul.yml"
    gone = base_files()[path] + b"revoked: {by: A, on: 2026-01-07, reason: {kk: a, ru: b, en: c}}\n"
    grow(runner.folder / "registry.git", "main", base, {path: gone})
    subprocess.run(["git", "-C", str(runner.folder / "base"), "pull", "-q"], check=True)
    facts = {"ACTOR": "aigul", "ACTOR_ID": "101", "HEAD": sha, "NUMBER": "7", "REPOSITORY": "o/r"}
    done = runner.run("base/scripts/review-pull-request", runner.folder, **facts)

    assert done.returncode == 1
    assert "REV002" in done.stdout


def test_artifact_that_unpacks_to_much_is_cut_and_not_believed(runner: Runner) -> None:
    _, sha = review(runner, own())
    (runner.folder / "review/facts.json").write_bytes(b" " * (64 << 20))
    done = comment(runner, sha)

    assert done.returncode == 0, done.stderr
    assert "Проверка не завершена по нашей вине" in posted(runner, "POST")[0]


def test_install_takes_only_what_is_locked(runner: Runner) -> None:
    base, _, _ = clone(runner, {})
    done = runner.run("scripts/install", base)
    said = (runner.folder / "pip.log").read_text()

    assert done.returncode == 0, done.stderr
    assert "--require-hashes" in said.splitlines()[0]
    assert "--no-deps" in said.splitlines()[1]


def test_codes_are_given_and_verified(runner: Runner) -> None:
    base, _, _ = clone(runner, {})
    given = runner.run("scripts/assign-codes", base, TOKEN="t")
    subprocess.run(["git", "-C", str(base), "pull", "-q"], check=True)
    verified = runner.run("esep codes verify", base)

    assert given.returncode == 0, given.stderr
    assert f"{code(2)} objects/qala-akimdigi/su-esebi" in given.stdout
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_portal_is_built(runner: Runner) -> None:
    base, _, _ = clone(runner, {})
    for name in ("theme", "docs", "hooks", "src"):
        shutil.copytree(ROOT / name, base / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", base)
    done = runner.run("esep build --extracts --out site", base)

    assert done.returncode == 0, done.stderr
    assert (base / "site" / "index.html").exists()


def test_every_line_of_the_workflows_is_run_above() -> None:
    assert lines() == {
        "base/scripts/install",
        "base/scripts/review-pull-request",
        "scripts/install",
        "scripts/comment-pull-request",
        "scripts/assign-codes",
        "esep codes verify",
        "esep build --extracts --out site",
    }
