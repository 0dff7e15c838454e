# SPDX-License-Identifier: MIT
"""Comparison, exchange, report and drawings, over small registries made here."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from esep import pdfa
from esep.checks.architecture import cycles
from esep.checks.context import Context
from esep.cli.main import cli
from esep.errors import UserError
from esep.exchange import archimate, lists
from esep.exchange.report import to_pdf
from esep.i18n import LANGUAGES
from esep.model.architecture import Element, official
from esep.model.comparison import carriers, compare
from esep.model.schemas import Schemas
from esep.model.tree import DirTree
from esep.portal import architecture_charts as charts
from esep.portal import architecture_draw as draw
from esep.reports import implementation
from esep.reports.implementation_lists import tables
from trees import ROOT

# covers: R193-16a, R193-6, T-36

A = "registry/architecture/activity/a.yml"
NAME = {"kk": "а", "ru": "б", "en": "c"}
Make = Callable[..., Context]


def element(slug: str, **more: Any) -> dict[str, Any]:
    return {"id": slug, "name": NAME, **more}


def put(files: dict[str, bytes], path: str, **kinds: Any) -> dict[str, bytes]:
    document = {"schema_version": "1", **kinds}
    files[path] = json.dumps(document, ensure_ascii=False).encode()
    return files


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


def version(name: str, **more: Any) -> dict[str, Any]:
    context = {"internal": NAME, "external": NAME}
    base = {"number": "1", "state": "target", "stage": "goals", "context": context}
    return element(name, **base, grounds=["act_change"], domains=["d"], **more)


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


def test_capabilities_come_back_from_csv_as_they_went(
    files: dict[str, bytes], context_of: Make
) -> None:
    listed = [element("a", functions=["f", "g"], level="1"), element("b", parent="a")]
    context = context_of(put(files, A, capabilities=listed))
    kind = context.architecture.metamodel.kinds["capabilities"]

    table = lists.to_csv(context.architecture, "capabilities").encode()

    back = yaml.safe_load(lists.from_csv(table, kind, context.registry.schemas))
    assert back["capabilities"] == listed


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"\xff\xfe",
        b"id,name_kk,name_ru\nA B,a,b\n",
        b"id,secret\na,b\n",
        b"id,name_kk,name_ru\na,b,\n",
        b'id,name_kk,name_ru,target\na,b,c,"{"\n',
        b"id,name_kk,name_ru,level\na,b,c,9\n",
    ],
)
def test_csv_that_is_no_register_is_refused(table: bytes, four: Context) -> None:
    kind = four.architecture.metamodel.kinds["capabilities"]

    with pytest.raises(UserError):
        lists.from_csv(table, kind, Schemas(DirTree(ROOT)))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,secret\na,b\n", "row 1: columns must be of .*; found 'secret'"),
        ("id,name_kk,name_ru,id\na,b,c,d\n", "row 1: .*'id' stands twice"),
        ("id,name_kk,name_ru\na,b,c,d\n", "row 2: there must be 3 cells; found more"),
        ("id,name_kk,name_ru\na,b,c\nb,b,c\na,b,c\n", "row 4: id .*'a' is in row 2"),
        ("id,name_kk,name_ru\na,b\0,c\n", "NUL"),
    ],
)
def test_csv_fault_is_told_with_its_row(table: str, said: str, four: Context) -> None:
    kind = four.architecture.metamodel.kinds["capabilities"]

    with pytest.raises(UserError, match=said):
        lists.from_csv(table.encode(), kind, Schemas(DirTree(ROOT)))


def test_csv_parted_by_semicolons_is_read(four: Context) -> None:
    kind = four.architecture.metamodel.kinds["capabilities"]
    table = '\ufeffid;name_kk;name_ru;functions\r\na;б, в;г;"f;g"\r\n'.encode()

    back = yaml.safe_load(lists.from_csv(table, kind, Schemas(DirTree(ROOT))))

    assert back["capabilities"] == [
        {"id": "a", "name": {"kk": "б, в", "ru": "г"}, "functions": ["f", "g"]}
    ]


def test_cell_that_begins_a_formula_is_marked_as_text(
    files: dict[str, bytes], context_of: Make
) -> None:
    name = {"kk": "=1+1", "ru": "б"}
    context = context_of(put(files, A, areas=[{"id": "a", "name": name, "domains": ["d"]}]))

    assert "'=1+1" in lists.to_csv(context.architecture, "areas")


@given(
    name=st.text("'=+-@;,\"{[ a", min_size=1, max_size=6).filter(str.strip),
    text=st.text("'=+-@;,\"{[ a", min_size=1, max_size=6).filter(str.strip),
)
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_text_of_any_shape_comes_back_from_csv_as_it_went(
    files: dict[str, bytes], context_of: Make, name: str, text: str
) -> None:
    listed = [element("a", name={"kk": name, "ru": name}, description={"kk": text, "ru": text})]
    listed[0] |= {"register_no": text, "functions": ["f"]}
    context = context_of(put(dict(files), A, services=listed))
    kind = context.architecture.metamodel.kinds["services"]

    table = lists.to_csv(context.architecture, "services").encode("utf-8-sig")

    back = yaml.safe_load(lists.from_csv(table, kind, context.registry.schemas))
    assert back["services"] == listed


def test_report_counts_only_what_falls_into_the_period(
    files: dict[str, bytes], context_of: Make
) -> None:
    def conclusion(name: str, on: str) -> dict[str, Any]:
        return element(name, element=f"types:{name}", level="2", on=on, text=NAME)

    listed = [conclusion("a", "2026-01-01"), conclusion("b", "2026-06-30")]
    listed.append(conclusion("c", "2026-07-01"))
    put(files, "registry/projects/monitoring/a.yml", conclusions=listed)

    made = implementation.make(context_of(files), date(2026, 1, 1), date(2026, 6, 30))

    assert made.figures["conclusions"]["level_2"] == 2
    assert made.figures["conclusions"]["on_components"] == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_on_paper_is_pdfa(files: dict[str, bytes], context_of: Make, lang: str) -> None:
    one = version("v", status="approved", submitted_on="2026-01-12", decided_on="2026-02-02")
    put(files, "registry/architecture/versions/a.yml", architecture_versions=[one])
    context = context_of(files)
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))
    data = to_pdf(context, made, lang)

    assert pdfa.check(data).verdict == "conforms-1b"
    assert data == to_pdf(context, made, lang)


def test_lists_of_the_report_name_what_its_figures_count(
    files: dict[str, bytes], context_of: Make
) -> None:
    advice = element("r", kind="replace", addressee="qala-akimdigi", issued_by="AB")
    advice |= {"issued_on": "2026-01-12", "status": "issued", "due_on": "2026-02-02"}
    put(files, "registry/projects/portfolio/a.yml", recommendations=[advice])
    context = context_of(files)
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))

    rows = {one.title: one.rows for one in tables(context, made, "en")}

    assert rows["Recommendations not carried out"] == [
        ("c", "Akimat of the city of Mysal", "2026-02-02, overdue")
    ]


def test_every_figure_of_the_report_has_words_in_all_languages(context_of: Make) -> None:
    context = Context.of(DirTree(ROOT), date(2026, 11, 20))
    made = implementation.make(context, date(2026, 1, 1), date(2026, 6, 30))

    for lang in ("kk", "ru", "en"):
        assert all(section and row for section, row, _ in implementation.lines(context, made, lang))


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


class Node:
    """What `cycles` asks of an element."""

    def __init__(self, name: int) -> None:
        self.id = str(name)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_cycles_are_found_exactly_where_there_are_any(edges: list[tuple[int, int]]) -> None:
    nodes = [Node(n) for n in range(8)]
    above: dict[str, list[Node]] = {one.id: [] for one in nodes}
    for low, high in edges:
        above[str(low)].append(nodes[high])

    found = list(cycles(nodes, lambda one: above[one.id]))  # type: ignore[arg-type, return-value]

    assert bool(found) == _has_cycle(above)
    for _, way in found:
        assert way[0] == way[-1]
        assert all(any(n.id == b for n in above[a]) for a, b in pairwise(way))


def _has_cycle(above: dict[str, list[Node]]) -> bool:
    left = {key: {one.id for one in some} for key, some in above.items()}
    while free := [key for key, some in left.items() if not some]:
        for key in free:
            del left[key]
        for some in left.values():
            some.difference_update(free)
    return bool(left)


@given(st.text(max_size=80), st.integers(30, 500), st.integers(28, 80))
def test_text_of_a_box_is_never_larger_than_its_room(text: str, width: int, height: int) -> None:
    found = draw.box(0, 0, width, draw.Item(text), height)

    assert all(len(line) * draw.CHARACTER <= max(width, 30) for line in found.lines)
    assert all(0 < y <= height for _, y, _ in found.texts)
    assert found.full == text


def test_roadmap_without_projects_is_drawn() -> None:
    assert charts.gantt([], [], date(2026, 1, 1), "x").boxes == ()


def test_boxes_of_a_grid_do_not_overlap() -> None:
    items = [(draw.Item(f"n{n}"), ()) for n in range(11)]
    boxes = draw.grid([("a", items), ("b", items)], "x").boxes

    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def test_tables_of_entities_do_not_overlap() -> None:
    rows = [draw.Item(f"a{n}") for n in range(5)]
    types = [(draw.Item(f"t{n}"), rows[:n]) for n in range(5)]
    boxes = charts.entity((draw.Item("e"), rows), types, "x").boxes

    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


def test_sides_without_crossings_are_found() -> None:
    pairs = [(draw.Item(f"l{n}"), draw.Item(f"r{n}")) for n in (3, 1, 2, 0)]
    boxes = draw.sides([*pairs, (pairs[0][0], pairs[1][1])], "x").boxes
    tops = {one.full: one.y for one in boxes}
    left = sorted(range(4), key=lambda n: tops[f"l{n}"])

    assert left == sorted(range(4), key=lambda n: tops[f"r{n}"])


def _overlap(one: draw.Box, other: draw.Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


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
