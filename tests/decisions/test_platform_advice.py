# SPDX-License-Identifier: MIT
"""Where to build, before a build starts: what follows from the record, with its figures."""

# covers: R129-14

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from decision_files import FILES, PASSPORT, put

from esep.checks.context import Context
from esep.checks.platform_advice import Advice, advise, concerns
from esep.cli import main as cli
from esep.i18n import LANGUAGES
from esep.model.registry import ObjectRecord
from esep.reports.platform_advice import lines
from trees import MINIMAL, ROOT

Make = Callable[..., Context]
ENTRY = "registry/trusted-software/birinshi.yml"
OPERATED = {"entry": "creation", "history": [{"stage": "operation", "since": "2020-12-15"}]}
CYCLE = [{"number": "1", "history": [{"stage": "build", "since": "2026-06-01"}]}]


def record(context: Context) -> ObjectRecord:
    return context.registry.object(PASSPORT.rpartition("/")[0])


def advice(files: dict[str, bytes], context_of: Make, values: dict[str, Any]) -> Advice:
    put(files, PASSPORT, values)
    context = context_of(files)
    assert record(context).is_valid
    return advise(context, record(context))


def test_platform_comes_first_where_nothing_speaks_against_it(
    files: dict[str, bytes], context_of: Make
) -> None:
    found = advice(files, context_of, {})

    assert found.way == "icp"
    assert [one.holds for one in found.grounds] == [False] * 3


def test_object_commissioned_elsewhere_may_be_developed_there(
    files: dict[str, bytes], context_of: Make
) -> None:
    found = advice(files, context_of, {"/lifecycle": OPERATED, "/placement": {"site": "own"}})

    assert found.way == "E1"
    assert found.grounds[0].figures == {"since": "2020-12-15", "years": "5", "site": "own"}


@pytest.mark.parametrize("placement", [{}, {"/placement": {"site": "icp"}}])
def test_object_of_the_platform_stays_on_it(
    files: dict[str, bytes], context_of: Make, placement: dict[str, Any]
) -> None:
    assert advice(files, context_of, {"/lifecycle": OPERATED, **placement}).way == "icp"


@pytest.mark.parametrize(
    ("functions", "way", "shared"),
    [
        (["su-esepke-alu"], "E3", "1"),
        (["su-esepke-alu", "b"], "icp", "1"),
        (["b"], "icp", None),
        (["su-esepke-alu", "b", "c"], "icp", "1"),
    ],
)
def test_product_of_the_register_counts_by_the_share_of_functions(
    files: dict[str, bytes],
    context_of: Make,
    functions: list[str],
    way: str,
    shared: str | None,
) -> None:
    files[ENTRY] = (FILES / "trusted-software.yml").read_bytes()
    found = advice(files, context_of, {"/functions": functions})

    assert (found.way, found.grounds[2].figures.get("shared")) == (way, shared)


def test_entry_excluded_from_the_register_does_not_count(
    files: dict[str, bytes], context_of: Make
) -> None:
    files[ENTRY] = (FILES / "trusted-software.yml").read_bytes()
    put(files, ENTRY, {"/excluded_on": "2026-11-20"})

    assert advice(files, context_of, {"/functions": ["su-esepke-alu"]}).way == "icp"


@pytest.mark.parametrize(
    ("values", "ahead"),
    [
        ({}, True),
        ({"/kind": "ici.net"}, False),
        ({"/lifecycle": OPERATED}, False),
        ({"/lifecycle": OPERATED, "/development_cycles": CYCLE}, True),
    ],
)
def test_advice_is_for_builds_that_lie_ahead(
    files: dict[str, bytes], context_of: Make, values: dict[str, Any], ahead: bool
) -> None:
    put(files, PASSPORT, values)
    context = context_of(files)

    assert concerns(context, record(context)) is ahead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exception_is_told_with_its_figures(
    files: dict[str, bytes], context_of: Make, lang: str
) -> None:
    files[ENTRY] = (FILES / "trusted-software.yml").read_bytes()
    cost = {"method": "m", "method_version": "1", "date": "2026-01-20"}
    costs = [{"id": "a", "result": "20", **cost}, {"id": "b", "result": "10.5", **cost}]
    limits = [{"requirement": "x", "why": "y"}]
    choice = {"on_icp": "no", "exception": "E2", "comparison": {"icp": "a", "elsewhere": "b"}}
    values = {"/functions": ["su-esepke-alu"], "/cost_calculations": costs}
    put(files, PASSPORT, values | {"/platform_priority": {**choice, "limits": limits}})
    context = context_of(files)

    told = "\n".join(lines(context, advise(context, record(context)), lang))

    assert all(figure in told for figure in ("20", "10.5", "РДПО-1"))
    assert "?" not in told


def test_gate_to_a_build_shows_the_recommendation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small(tmp_path)
    argv = ["--root", str(root), "gate", "su-esebi", "build", "--on", "2026-11-20"]
    cli.main([*argv, "--format", "json"])

    assert json.loads(capsys.readouterr().out)["platform_advice"]["way"] == "icp"


def small(root: Path) -> Path:
    """The minimal registry on a disk, with the law and the schemas."""
    for name in ("schemas", "registry/rulebooks", "registry/calendar"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(ROOT / name)
    for path in MINIMAL.rglob("*.yml"):
        target = root / path.relative_to(MINIMAL)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return root
