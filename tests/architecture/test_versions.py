# SPDX-License-Identifier: MIT
"""States and versions compared, requested, exchanged; what the commands say of them."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from lxml import etree
from small_model import NAME, A, Make, element, put, version

from esep.checks.context import Context
from esep.cli.main import cli
from esep.errors import UserError
from esep.exchange import archimate
from esep.model.architecture import Element, official
from esep.model.comparison import carriers, compare
from trees import ROOT

# covers: R193-16a, R193-6, T-36


@pytest.fixture
def four(files: dict[str, bytes], context_of: Make) -> Context:
    """One component of each change."""
    listed = [
        element("same"),
        element("other", target={"e_form": "yes"}),
        element("fresh", states=["target"]),
        element("gone", states=["current"]),
    ]
    return context_of(put(files, A, services=listed))


def test_components_are_paired_by_identifier(four: Context) -> None:
    found = {one.element.id: one.change for one in compare(four.architecture, four.architecture)}

    assert found == {"same": "kept", "other": "changed", "fresh": "new", "gone": "removed"}


def test_changed_component_names_the_fields_that_differ(four: Context) -> None:
    pairs = compare(four.architecture, four.architecture)

    assert next(one.fields for one in pairs if one.element.id == "other") == ("e_form",)


def test_state_compared_with_itself_keeps_everything(four: Context) -> None:
    model = four.architecture

    assert {one.change for one in compare(model, model, ("target", "target"))} == {"kept"}


def test_change_without_a_carrier_has_none(four: Context) -> None:
    pairs = compare(four.architecture, four.architecture)

    assert [carriers(four.architecture, one) for one in pairs if one.change == "new"] == [[]]


def test_superseded_version_is_not_official(files: dict[str, bytes], context_of: Make) -> None:
    done = {"status": "approved", "decided_on": "2026-02-03"}
    listed = [version("a", **done), version("b", supersedes="a", **done)]
    listed.append(version("c", supersedes="b", status="draft"))
    put(files, "registry/architecture/versions/a.yml", architecture_versions=listed)

    found = official(context_of(files).architecture, "target")

    assert found
    assert found.id == "b"


def test_exchange_file_holds_elements_that_its_relations_name(four: Context) -> None:
    root = etree.fromstring(archimate.Model(four).write("target"))
    space = {"a": archimate.SPACE}
    known = set(root.xpath("//a:element/@identifier", namespaces=space))
    named = root.xpath("//a:relationship/@source | //a:relationship/@target", namespaces=space)

    assert "id-services-fresh" in known
    assert "id-services-gone" not in known
    assert set(named) <= known


def test_exchange_file_is_the_same_twice(four: Context) -> None:
    assert archimate.Model(four).write("current") == archimate.Model(four).write("current")


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "joq", "target"],
        ["export", "csv"],
        ["report", "--from", "2026-02-01", "--to", "2026-01-01"],
        ["report", "--from", "2026-02-02", "--to", "2026-03-01", "--on", "2026-02-01"],
        ["elements", "services", "no-such-file.csv"],
    ],
)
def test_wrong_call_says_so_without_a_traceback(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["--root", str(ROOT), *arguments])

    assert isinstance(result.exception, (UserError, SystemExit))


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["export", "json"],
        ["report", "--from", "2026-01-01", "--to", "2026-02-01"],
    ],
)
def test_answer_made_without_a_broken_file_names_it(tmp_path: Path, arguments: list[str]) -> None:
    for folder in ("schemas", "registry/rulebooks", "registry/calendar"):
        copytree(ROOT / folder, tmp_path / folder)
    broken = tmp_path / A
    broken.parent.mkdir(parents=True)
    broken.write_text('schema_version: "1\n')

    result = CliRunner().invoke(cli, ["--root", str(tmp_path), *arguments])

    assert A in result.stderr
    assert A not in result.stdout


def test_comparison_of_the_demonstration_reports_its_gaps() -> None:
    arguments = ["--root", str(ROOT), "compare", "--on", "2099-01-01", "--format", "json"]
    answer = json.loads(CliRunner().invoke(cli, arguments).output)

    gaps = [one for one in answer["components"] if one["gap"]]
    assert gaps
    assert all(one["change"] != "kept" and not one["carried_by"] for one in gaps)


def test_inherited_attributes_come_after_the_types_own(
    files: dict[str, bytes], context_of: Make
) -> None:
    entity = element("e", domain="d", attributes=[element("x")])
    kinds = {"entities": [entity], "types": [element("t", of="e", attributes=[element("y")])]}
    model = context_of(put(files, "registry/architecture/data/a.yml", **kinds)).architecture
    owner: Element = model.by_kind["types"]["t"]

    assert [one.id for one in model.attributes(owner)] == ["y"]
    assert [one.id for one in model.inherited(owner)] == ["x"]


def test_change_request_without_a_ground_is_refused(
    files: dict[str, bytes], context_of: Make, tmp_path: Path
) -> None:
    request = element("r", evidence=NAME, domains=["d"], opened_on="2026-01-12", status="open")
    put(files, "registry/architecture/versions/a.yml", change_requests=[{**request, "grounds": []}])

    assert not next(iter(context_of(files).architecture.records)).is_valid
