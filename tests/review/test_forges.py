# SPDX-License-Identifier: MIT
"""The same work on Forgejo and GitLab: well formed, pinned, and every line of them run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from runner import Runner, clone, own

from repos import PASSPORT, base_files, code
from trees import ROOT

FORGEJO = sorted((ROOT / ".forgejo/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
API = "https://forge.example/api/v1"


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def forgejo(name: str) -> list[dict[str, Any]]:
    flow = yaml.safe_load((ROOT / f".forgejo/workflows/{name}.yml").read_text(encoding="utf-8"))
    (job,) = flow["jobs"].values()
    return list(job["steps"])


def gitlab(name: str) -> dict[str, Any]:
    job: dict[str, Any] = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))[name]
    return job


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("vendor.github-workflows", FORGEJO), ("vendor.gitlab-ci", [GITLAB])],
    ids=["forgejo", "gitlab"],
)
def test_files_meet_the_schema_of_their_host(schema: str, paths: list[Path]) -> None:
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*argv, *map(str, paths)], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["check", "publish"])
def test_actions_of_forgejo_are_those_of_github_by_the_same_hash(name: str) -> None:
    known = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    used = [step["uses"] for step in forgejo(name) if "uses" in step]

    assert used
    assert all(one in known and re.fullmatch(r"\S+@[0-9a-f]{40}", one) for one in used)


@pytest.mark.parametrize("name", ["check", "publish"])
def test_hosts_are_told_the_same(name: str) -> None:
    """What GitHub runs, the others run; they take the new codes in where it starts a job anew."""
    text = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    flow = yaml.safe_load(text)["jobs"].values()
    wanted = {step["run"] for job in flow for step in job["steps"] if "run" in step}
    runs = {step["run"] for step in forgejo(name) if "run" in step}
    script = {re.sub("--out public", "--out site", one) for one in gitlab(name)["script"]}

    assert wanted <= runs
    assert wanted <= script
    assert runs - wanted <= {"git merge --ff-only refs/esep/fetched"}
    assert all(one.startswith("git ") for one in script - wanted)


class Case:
    """A pull request on a host: its lines, the variables it gives, and what its API answers."""

    def __init__(self, runner: Runner, host: str, head: dict[str, Any]) -> None:
        self.runner, self.host = runner, host
        self.clone, _, self.head = clone(runner, head, "base" if host == "forgejo" else "project")
        self.remote = runner.folder / "registry.git"
        ref = "refs/merge-requests/7/head"
        subprocess.run(["git", "-C", str(self.remote), "update-ref", ref, self.head], check=True)

    def approved(self, *logins: str, head: str = "") -> None:
        if self.host == "forgejo":
            url = f"{API}/repos/o/r/pulls/7/reviews?limit=50"
            answer: Any = [
                {"state": "APPROVED", "commit_id": head or self.head, "user": {"login": one}}
                for one in logins
            ]
            answers = {url: answer}
        else:
            url = f"{API}/projects/5/merge_requests/7"
            answer = {"approved_by": [{"user": {"username": one}} for one in logins]}
            answers = {
                f"{url}/approvals": answer,
                url: {"author": {"username": "aigul", "id": 101}},
            }
        self.runner.answers.write_text(json.dumps(answers))

    def check(self) -> Iterator[subprocess.CompletedProcess[str]]:
        for line, cwd, env in self._check():
            done = self.runner.run(line, cwd, **env)
            yield done
            if done.returncode:
                return

    def _check(self) -> Iterator[tuple[str, Path, dict[str, str]]]:
        if self.host == "forgejo":
            given = {
                "github.event.pull_request.user.login": "aigul",
                "github.event.pull_request.user.id": "101",
                "github.event.pull_request.head.sha": self.head,
                "github.event.pull_request.number": "7",
                "github.api_url": API,
                "github.repository": "o/r",
                "github.token": "t",
            }
            for step in forgejo("check"):
                env = {
                    key: re.sub(r"\$\{\{ (.+?) \}\}", lambda one: given[one[1]], value)
                    for key, value in step.get("env", {}).items()
                }
                if "run" in step:
                    yield step["run"], self.runner.folder, env
            return
        given = {
            "CI_API_V4_URL": API,
            "CI_COMMIT_SHA": self.head,
            "CI_DEFAULT_BRANCH": "main",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_PROJECT_ID": "5",
            "ESEP_READ_TOKEN": "t",
        }
        job = gitlab("check")
        env = {
            key: re.sub(r"\$(\w+)", lambda one: given[one[1]], value)
            for key, value in job["variables"].items()
        }
        for line in job["script"]:
            yield line, self.clone, {**given, **env, "GITLAB_USER_LOGIN": "integrator"}


@pytest.fixture(params=["forgejo", "gitlab"])
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_sound_pull_request_passes_every_line(runner: Runner, host: str) -> None:
    case = Case(runner, host, own())
    case.approved()
    done = list(case.check())

    assert [one.returncode for one in done] == [0] * len(done), done[-1].stderr
    assert len(done) == (2 if host == "forgejo" else 4)


def test_foreign_folder_is_refused_though_the_integrator_ran_the_job(
    runner: Runner, host: str
) -> None:
    case = Case(runner, host, {"objects/auyl-akimdigi/mal-esebi/passport.yml": "id: x\n"})
    case.approved()
    *_, last = case.check()

    assert last.returncode == 1, last.stderr
    assert "REV003" in last.stdout


def test_approval_of_the_other_body_is_its_consent(runner: Runner, host: str) -> None:
    text = base_files()[PASSPORT].decode().replace("holder: qala-akimdigi", "holder: auyl-akimdigi")
    case = Case(runner, host, {PASSPORT: text})
    case.approved("bolat")
    *_, last = case.check()

    assert last.returncode == 0, last.stdout + last.stderr


def test_approval_of_an_older_head_is_none(runner: Runner) -> None:
    text = base_files()[PASSPORT].decode().replace("holder: qala-akimdigi", "holder: auyl-akimdigi")
    case = Case(runner, "forgejo", {PASSPORT: text})
    case.approved("bolat", head="e" * 40)
    *_, last = case.check()

    assert last.returncode == 1
    assert "REV009" in last.stdout


def test_host_that_does_not_answer_stops_the_review(runner: Runner, host: str) -> None:
    *_, last = Case(runner, host, own()).check()

    assert last.returncode != 0
    assert not (runner.folder / "review/facts.json").exists()


@pytest.mark.parametrize("name", ["forgejo", "gitlab"])
def test_lines_of_the_publication_give_codes_and_hold_them(runner: Runner, name: str) -> None:
    base, _, _ = clone(runner, {})
    lines = [step["run"] for step in forgejo("publish") if "run" in step]
    done = [
        runner.run(line, base, TOKEN="t")
        for line in (lines if name == "forgejo" else gitlab("publish")["script"])
        if not line.startswith("esep build")  # run for GitHub, the same
    ]

    assert [one.returncode for one in done] == [0] * 4, done[-1].stderr
    assert f'accounting_code: "{code(2)}"' in (base / PASSPORT).read_text(encoding="utf-8")
