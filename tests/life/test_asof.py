# SPDX-License-Identifier: MIT
"""What is told of a past day is what was told on that day, whatever has been committed since."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from esep.cli import main as cli
from life.conftest import Repo
from life.lives import FOLDER, T3, dump, life, without

FIRST = date(2025, 3, 3)
OTHER = "objects/qala-akimdigi/zhana"
COMMANDS = (("due", "--format", "json"), ("notices", "--format", "json"),
            ("expenses", "--format", "json"), ("check", "--format", "json"))  # fmt: skip
CHANGE = {"kind": "registration", "changed_on": "2025-02-03", "summary": T3}


def whole(name: str = "su-esebi") -> dict[str, Any]:
    return {**life(), "id": name, "changes": [CHANGE]}


class Story:
    """A registry that lives on from day to day, a submission beside its main line."""

    def __init__(self, repo: Repo, seed: int) -> None:
        self.repo, self.dice, self.day = repo, random.Random(seed), FIRST
        self.is_open = False
        repo.write(f"{FOLDER}/passport.yml", dump(whole()))
        repo.commit(self.day)

    def step(self) -> None:
        self.day += timedelta(days=self.dice.randint(1, 4))
        steps: list[Callable[[], None]] = [self.write, self.submit, self.verify]
        steps += [self.merge] if self.is_open else []
        self.dice.choice(steps)()

    def write(self) -> None:
        more = {"short_name": {**T3, "en": str(self.day)}}
        late = {"kind": "refresh", "changed_on": str(self.day - timedelta(days=1)), "summary": T3}
        value = {**whole(), **more, "changes": [CHANGE, late]}
        value = value if self.dice.random() < 0.5 else without(value, "tor")
        self.repo.write(f"{FOLDER}/passport.yml", dump(value))
        self.repo.commit(self.day)

    def submit(self) -> None:
        new = () if self.is_open else ("-B",)
        self.repo.git("checkout", "-q", *new, "side")
        value = {**whole("zhana"), "short_name": {**T3, "en": str(self.day)}}
        value = value if self.dice.random() < 0.5 else without(value, "tor")
        self.repo.write(f"{OTHER}/passport.yml", dump(value))
        self.repo.commit(self.day)
        self.repo.git("checkout", "-q", "main")
        self.is_open = True

    def merge(self) -> None:
        self.repo.merge("side", self.day)
        self.is_open = False

    def verify(self) -> None:
        result = self.dice.choice(["confirmed", "returned"])
        entry = {"by": "Сарапшы", "on": str(self.day), "commit": "0" * 40, "result": result,
                 "remarks": T3}  # fmt: skip
        path = "registry/verifications/qala-akimdigi/su-esebi.yml"
        self.repo.write(path, dump({"schema_version": "1", "id": "su-esebi",
                                    "verifications": [entry]}))  # fmt: skip
        self.repo.commit(self.day)


@pytest.mark.parametrize("seed", range(3))
def test_past_day_is_told_as_it_was_told_then(
    repo: Repo, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(on: date) -> list[str]:
        capsys.readouterr()
        said = []
        for argv in COMMANDS:
            cli.main((*argv, "--lang", "kk", "--on", str(on)))
            said.append(capsys.readouterr().out)
        return said

    story, then = Story(repo, seed), {}
    for _ in range(7):
        then[story.day] = told(story.day)
        story.step()

    assert {day: told(day) for day in then} == then


def test_object_that_moves_to_another_body_keeps_its_clock(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(f"{FOLDER}/passport.yml", dump(whole()))
    repo.commit(FIRST)
    repo.git("mv", "objects/qala-akimdigi", "objects/jetkizushi")
    repo.commit(FIRST + timedelta(days=14))

    cli.main(("due", "--on", "2025-04-01", "--lang", "en"))

    assert "✗ 2025-03-05  overdue" in capsys.readouterr().out


def test_registry_below_the_top_of_a_repository_tells_its_own_deadlines_alone(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top = Repo(registry.parent)
    top.commit(date(2026, 3, 2))

    cli.main(("--root", str(registry), "due", "--on", "2026-03-04", "--lang", "en"))

    shown = capsys.readouterr()
    assert "confirmation that nothing changed" in shown.out
    assert "verification" not in shown.out
    assert shown.err
