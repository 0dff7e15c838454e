# SPDX-License-Identifier: MIT
"""ICT services: the share of the service model, and where to build what is planned."""

# covers: R129-14, R129-25, R129-27a, R129-3b

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from decision_files import FILES, PASSPORT, put

from esep.checks.context import Context
from esep.checks.services import recommended, shares, undecided
from esep.cli import main as cli
from esep.errors import ExitCode
from trees import ROOT

ON = date(2026, 2, 1)


def test_share_counts_services_of_each_customer(
    files: dict[str, bytes], context_of: Callable[..., Context]
) -> None:
    for name, model in (("a", "service"), ("b", "own"), ("c", "service")):
        path = f"registry/ict-services/{name}.yml"
        files[path] = (FILES / "ict-service.yml").read_bytes()
        put(files, path, {"/id": name, "/model": model})

    assert shares(context_of(files)) == {"qala-akimdigi": (2, 3, Fraction(2, 3))}


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        ({}, ("icp",)),
        ({"/trust_register": {"listed": "yes", "number": "7"}}, ("icp", "E3")),
        (
            {
                "/lifecycle/history": [{"stage": "operation", "since": "2020-12-15"}],
                "/placement": {"site": "own"},
            },
            ("icp", "E1"),
        ),
        ({"/placement": {"site": "own"}}, ("icp",)),
    ],
)
def test_platform_comes_first_and_exceptions_need_the_passport(
    files: dict[str, bytes],
    context_of: Callable[..., Context],
    values: dict[str, object],
    ways: tuple[str, ...],
) -> None:
    put(files, PASSPORT, values)
    context = context_of(files)

    assert recommended(context.registry.object(PASSPORT.rpartition("/")[0]), ON) == ways


def test_planned_object_waits_for_its_decision(
    files: dict[str, bytes], context_of: Callable[..., Context]
) -> None:
    assert [one.id for one in undecided(context_of(files, on=ON))] == ["su-esebi"]
    put(files, PASSPORT, {"/platform_priority": {"on_icp": "yes"}})
    assert list(undecided(context_of(files, on=ON))) == []


def test_board_of_services_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(ROOT), "services", "--on", "2026-11-20"]) == ExitCode.CLEAN
    assert "zhanatan: 2/2 (100%)" in capsys.readouterr().out
