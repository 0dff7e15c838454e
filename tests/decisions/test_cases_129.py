# SPDX-License-Identifier: MIT
"""Cases of Order 129: where each stands, clocks that stay put, and how they are told."""

# covers: R129-12a, R129-12b, R129-13a, R129-20, R129-23a, R129-24, T-01

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from decision_files import FILES, PASSPORT, put
from hypothesis import given, settings
from hypothesis import strategies as st

from esep.calendar.working import Calendar, Year
from esep.checks import run
from esep.checks.case_clocks import all_clocks, clocks, clocks_of
from esep.checks.clocks import Standing, passport_clocks
from esep.checks.context import Context
from esep.checks.procedures import Case, cases, cases_of, procedures
from esep.cli import main as cli
from esep.errors import ExitCode
from esep.i18n import LANGUAGES
from esep.model.registry import Registry
from esep.model.tree import DirTree
from esep.portal import case_links
from esep.reports import cases as reports
from esep.rulebook import Rulebooks
from trees import ROOT, MemoryTree

Make = Callable[..., Context]
PLACES = {
    "acquisition": "registry/acquisitions/2026/qorgan.yml",
    "donation": "registry/donations/2025/syi.yml",
    "environment-request": "registry/environment-requests/2026/orta.yml",
    "placement-request": "registry/placement-requests/2026/oryn.yml",
}
DEMO_DAY = date(2026, 11, 22)


def with_case(
    files: dict[str, bytes], schema: str, values: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    files[PLACES[schema]] = (FILES / f"{schema}.yml").read_bytes()
    files["registry/organisations/operator.yml"] = (FILES / "operator.yml").read_bytes()
    put(files, PLACES[schema], values or {})
    return files


@pytest.fixture(scope="module")
def demo() -> Context:
    return Context.of(DirTree(ROOT), DEMO_DAY)


@pytest.mark.parametrize(
    ("schema", "on", "state"),
    [
        ("acquisition", "2026-02-01", "draft"),
        ("acquisition", "2026-02-02", "planned"),
        ("acquisition", "2026-02-09", "register_checked"),
        ("acquisition", "2026-03-02", "contracted"),
        ("donation", "2025-10-02", "received"),
        ("donation", "2025-10-06", "integrator_asked"),
        ("donation", "2025-10-20", "integrator_opinion"),
        ("donation", "2025-11-03", "concluded"),
        ("environment-request", "2026-02-03", "received"),
        ("environment-request", "2026-02-09", "agreed"),
        ("environment-request", "2026-02-10", "granted"),
        ("environment-request", "2026-05-08", "returned"),
        ("placement-request", "2026-02-10", "impossible"),
        ("placement-request", "2026-03-02", "placed_elsewhere"),
    ],
)
def test_case_stands_where_its_steps_of_the_day_put_it(
    files: dict[str, bytes], context_of: Make, schema: str, on: str, state: str
) -> None:
    context = context_of(with_case(files, schema), on=date.fromisoformat(on))

    assert [one.state for one in cases(context)] == [state]


def test_negative_conclusion_closes_a_gift(files: dict[str, bytes], context_of: Make) -> None:
    concluded = {"on": "2025-11-03", "number": "5", "result": "negative"}
    values = {"/steps/concluded": {**concluded, "reasons": ["economic_sense"]}}
    (case,) = cases(context_of(with_case(files, "donation", values)))

    assert (case.state, case.is_open, case.reasons) == ("refused", False, ("economic_sense",))


def test_demonstration_shows_every_state_of_every_procedure(demo: Context) -> None:
    shown = {(one.kind, one.state) for one in cases(demo)}
    possible = {
        (kind, state)
        for kind, law in procedures(demo).items()
        for state in ("draft", *law["steps"])
    }

    assert possible - shown == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_party_and_reason_has_a_label(demo: Context, lang: str) -> None:
    for kind, law in procedures(demo).items():
        wanted = [("case_kind", kind)]
        wanted += [("case_step", one) for one in (*law["steps"], "draft", "application")]
        wanted += [("case_reason", one) for one in law["reasons"]]
        wanted += [("case_party", one) for one in law["parties"]]
        wanted += [("timer", one["timer"]) for one in law["clocks"]]
        assert all(demo.rulebooks.term(*one).get(lang) for one in wanted)


def test_order_names_only_steps_that_the_schema_knows(demo: Context) -> None:
    for law in procedures(demo).values():
        schema = json.loads((ROOT / f"schemas/{law['schema']}.schema.json").read_text())
        known = set(schema["properties"]["steps"]["properties"])
        clocked = {name for one in law["clocks"] for name in (*one["from"], *one["until"])}
        after = {*law["after"], *(name for some in law["after"].values() for name in some)}

        assert set(law["steps"]) == known
        assert clocked | after | set(law["closed"]) <= known


def test_operator_has_ten_working_days_and_the_body_three_months(
    files: dict[str, bytes], context_of: Make
) -> None:
    context = context_of(with_case(files, "environment-request"))

    found = {one.timer: (str(one.due), str(one.ended)) for one in all_clocks(context)}

    assert found == {
        "icp_environment": ("2026-02-17", "2026-02-10"),
        "icp_environment_use": ("2026-05-09", "2026-05-08"),
    }


def test_refusal_stops_the_clock_of_a_request(files: dict[str, bytes], context_of: Make) -> None:
    refused = {"on": "2026-02-05", "reasons": ["withdrawn"]}
    values = {"/steps": {"received": {"on": "2026-02-03"}, "refused": refused}}
    context = context_of(with_case(files, "environment-request", values))

    assert [one.standing(context.on) for one in all_clocks(context)] == [Standing.MET]


def test_conclusion_on_a_gift_has_no_day_count_in_law(
    files: dict[str, bytes], context_of: Make
) -> None:
    values = {"/steps": {"received": {"on": "2025-10-02"}}}
    context = context_of(with_case(files, "donation", values))

    assert [(one.timer, one.due) for one in all_clocks(context)] == [("donation_conclusion", None)]


def test_delivery_is_due_on_the_day_of_the_contract(
    files: dict[str, bytes], context_of: Make
) -> None:
    (clock,) = all_clocks(context_of(with_case(files, "acquisition")))

    assert (clock.timer, str(clock.due), clock.basis) == (
        "contract_delivery",
        "2026-12-01",
        "agreement",
    )


@pytest.mark.parametrize(("day", "own"), [("2026-02-03", 0), ("2026-02-04", 1)])
def test_environment_of_a_case_has_no_second_clock_in_the_passport(
    files: dict[str, bytes], context_of: Make, day: str, own: int
) -> None:
    put(files, PASSPORT, {"/environments": [{"kind": "development", "requested_on": day}]})
    context = context_of(with_case(files, "environment-request"))
    record = context.registry.object(PASSPORT.rpartition("/")[0])

    found = [one.timer for one in passport_clocks(context, record.passport, record.path)]

    assert found.count("icp_environment") == own
    assert len(list(clocks_of(context, "su-esebi"))) == 2


_WORKED = Calendar(
    {year: Year(date(year, 1, 1), {}, {}, frozenset()) for year in range(2016, 2045)}
)
_DAYS = st.dates(date(2017, 1, 10), date(2030, 12, 31))


def _due(law: Rulebooks, demo: Context, steps: Mapping[str, Any], kind: str) -> dict[Any, Any]:
    context = Context(demo.registry, law, date(2031, 1, 1))
    vars(context)["calendar"] = _WORKED
    rules = procedures(context)[kind]
    value = {"id": "x", "date": "2017-01-01", rules["party"]: "x", "steps": steps}
    record: Any = type("Made", (), {"value": value, "path": "x"})
    case = Case(kind, rules, record, context.on)
    return {(one.timer, one.start): one.due for one in clocks(context, case)}


@given(
    kind=st.sampled_from(["environment", "placement", "acquisition", "donation"]),
    days=st.lists(_DAYS, min_size=9, max_size=9).map(sorted),
    changed=_DAYS,
    length=st.integers(1, 60),
    unit=st.sampled_from(["working_day", "month"]),
)
@settings(max_examples=80, deadline=None)
def test_clocks_begun_before_a_rulebook_changes_keep_their_last_day(
    demo: Context, kind: str, days: list[date], changed: date, length: int, unit: str
) -> None:
    law = procedures(demo)[kind]
    steps = {name: {"on": str(day)} for name, day in zip(law["steps"], days, strict=False)}
    last, timers = demo.rulebooks.books[-1], demo.rulebooks.orders["129"].timers
    terms = {
        name: replace(one, length=length, unit=unit, rulebook="RB-NEW")  # type: ignore[arg-type]
        for name, one in timers.items()
    }
    terms["donation_conclusion"] = terms["icp_environment"]
    new = replace(last, id="RB-NEW", valid_from=changed, deadlines={**last.deadlines, **terms})
    known = (one for one in demo.rulebooks.books if one.valid_from != changed)
    books = tuple(sorted((*known, new), key=lambda one: one.valid_from))

    before = _due(demo.rulebooks, demo, steps, kind)
    after = _due(replace(demo.rulebooks, books=books), demo, steps, kind)

    assert before.keys() == after.keys()
    for (timer, start), due in before.items():
        assert start >= changed or after[timer, start] == due


def test_object_leads_back_to_its_cases_and_its_application(demo: Context) -> None:
    told = [one.url for one in case_links.links(demo, "ru", "kadr-rezervi")]

    assert told == [
        "ru/cases/acquisition/kadr-rezervi/index.html",
        "ru/operator-list/kadr-rezervi/index.html",
    ]


def test_case_about_no_object_belongs_to_none(files: dict[str, bytes], context_of: Make) -> None:
    assert cases_of(context_of(with_case(files, "acquisition")), "") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_case_is_told_step_by_step_in_words(demo: Context, lang: str) -> None:
    case = next(one for one in cases(demo) if one.id == "telemed-keshen")

    told = "\n".join(reports.lines(demo, case, lang))

    assert "148/ТҚ" in told
    assert "positive" not in told or lang == "en"
    assert "altynsai" not in told


def test_table_of_cases_is_safe_to_open(files: dict[str, bytes], context_of: Make) -> None:
    name = {"kk": "=1+1", "ru": "=1+1", "en": "=1+1"}
    context = context_of(with_case(files, "acquisition", {"/name": name}))

    _, row = reports.rows(context, cases(context))

    assert not any(cell.startswith("=") for cell in row)


@pytest.mark.parametrize(
    "argv",
    [
        ["cases", "zhoq"],
        ["cases", "--org", "zhoq"],
    ],
)
def test_unknown_name_ends_with_a_message(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--root", str(ROOT), *argv, "--on", "2026-11-22"]) == ExitCode.USAGE
    assert "must be" in capsys.readouterr().err


def test_overdue_case_makes_the_list_of_cases_a_finding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["--root", str(ROOT), "cases", "--kind", "placement", "--on", "2026-11-22"]

    assert cli.main([*argv, "--format", "json"]) == ExitCode.FINDINGS
    found = json.loads(capsys.readouterr().out)["cases"]
    assert {one["kind"] for one in found} == {"placement"}


@pytest.mark.parametrize(
    ("schema", "values", "pointer"),
    [
        ("environment-request", {"/environments": []}, "/environments"),
        ("environment-request", {"/environments": ["production"]}, "/environments/0"),
        ("environment-request", {"/steps/agreed/charge": "-5"}, "/steps/agreed/charge"),
        ("acquisition", {"/steps/contracted/amount": "-1000"}, "/steps/contracted/amount"),
        ("acquisition", {"/steps/contracted/amount": "1,5"}, "/steps/contracted/amount"),
        ("donation", {"/steps/concluded/result": "maybe"}, "/steps/concluded/result"),
        ("placement-request", {"/steps/received/on": "2026-02-30"}, "/steps/received/on"),
        ("placement-request", {"/steps/bribed": {"on": "2026-02-03"}}, "/steps/bribed"),
    ],
)
def test_bad_input_is_a_finding_at_its_place(
    files: dict[str, bytes],
    context_of: Make,
    schema: str,
    values: dict[str, Any],
    pointer: str,
) -> None:
    context = context_of(with_case(files, schema, values))
    found = [one for one in run(context, jobs=1) if one.location.path == PLACES[schema]]

    assert pointer in [one.location.pointer for one in found]
    assert all(one.location.line for one in found)


def test_unreadable_case_is_one_finding_and_no_case(
    files: dict[str, bytes], context_of: Make
) -> None:
    with_case(files, "donation")
    files[PLACES["donation"]] = b"steps: {a: 1, a: 2}\n"
    context = context_of(files)

    assert cases(context) == ()
    told = [one.code[:3] for one in run(context, jobs=1) if one.location.path == PLACES["donation"]]
    assert told == ["YML"]


def test_registry_without_cases_has_none(rulebooks: Rulebooks, files: dict[str, bytes]) -> None:
    context = Context(Registry(MemoryTree(files, {})), rulebooks, DEMO_DAY)

    assert (cases(context), list(all_clocks(context))) == ((), [])


def test_law_on_file_that_knows_no_procedure_has_no_case(
    files: dict[str, bytes], context_of: Make
) -> None:
    context = context_of(files)
    order = context.rulebooks.orders["129"]
    known = {key: one for key, one in order.data.items() if key != "procedures"}
    orders = {**context.rulebooks.orders, "129": replace(order, data=known)}
    older = replace(context.rulebooks, orders=orders)

    assert list(cases(replace(context, rulebooks=older))) == []
