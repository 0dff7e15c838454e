# SPDX-License-Identifier: MIT
"""`esep gate OBJECT STAGE`: whether the gate to a stage is open, need by need."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

import click

from esep.checks.context import Context
from esep.checks.gates import Gate, Need, gate
from esep.checks.platform_advice import advise
from esep.cli.options import CivilDate, find_object, lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.i18n import pick
from esep.model.passport import STAGES
from esep.model.registry import ObjectRecord
from esep.reports.platform_advice import as_data
from esep.reports.platform_advice import lines as advice_lines

F = TypeVar("F", bound=Callable[..., Any])
_OPENING = (
    click.option("--cycle", type=click.IntRange(1, 999), help="A step of this development cycle."),
    click.option(
        "--developer",
        type=click.Choice(["own", "supplier", "trustee"]),
        help="Who develops, for a cycle that opens.",
    ),
    click.option(
        "--agreed-on",
        type=CivilDate(),
        help="Day the authorised body agreed the terms of reference of a trustee.",
    ),
    click.option("--budget-funded", is_flag=True, help="The cycle is paid for by a budget."),
    click.option(
        "--platform",
        type=click.Choice(["icp", "E1", "E2", "E3"]),
        help="On the platform, or the exception that lets the cycle run elsewhere.",
    ),
    click.option("--justification", default="", help="Of the exception."),
    click.option("--evidence", default="", metavar="DOCUMENT", help="Of the exception."),
)


def cycle_options(command: F) -> F:
    """The options of a step of a development cycle."""
    for option in reversed(_OPENING):
        command = option(command)
    return command


def opening_of(
    record: ObjectRecord,
    cycle: int | None,
    developer: str | None,
    agreed_on: date | None,
    budget_funded: bool,
    platform: str | None,
    justification: str,
    evidence: str,
) -> dict[str, Any]:
    """What the options say of a cycle that opens, as in the passport."""
    said: dict[str, Any] = {"developer": developer} if developer else {}
    if agreed_on:
        said["agreed_by_authorised_body"] = agreed_on.isoformat()
    if platform:
        decision = {"on_icp": "yes" if platform == "icp" else "no"}
        decision |= {"exception": platform} if platform != "icp" else {}
        decision |= {"justification": justification} if justification else {}
        said["platform_priority"] = decision | ({"evidence": evidence} if evidence else {})
    if budget_funded:
        said["budget_funded"] = "yes"
    if (justification or evidence) and not platform:
        raise UserError("--justification and --evidence must stand with --platform")
    if said and not (cycle and record.is_valid and record.passport.cycle(cycle) is None):
        raise UserError("developer, agreement, budget and platform must be of a cycle that opens")
    return said


@click.command("gate")
@click.argument("name", metavar="OBJECT")
@click.argument("stage")
@cycle_options
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    context: click.Context,
    /,
    name: str,
    stage: str,
    cycle: int | None,
    on: date,
    lang: str | None,
    form: str,
    **opening: Any,
) -> int:
    """Tell whether OBJECT may go to STAGE, and what lacks."""
    settings = context.obj
    checked = settings.context(on)
    record = find_object(checked, name)
    found = ask(checked, record, stage, cycle or 0, opening_of(record, cycle, **opening))
    lang, asks = lang or settings.lang, any(one.id == "platform_priority" for one in found.needs)
    advice = advise(checked, record) if asks else None
    if form == "json":
        click.echo(as_json(checked, found, lang, as_data(advice) if advice else None))
    else:
        told = advice_lines(checked, advice, lang) if advice else ()
        click.echo("\n".join([as_text(checked, found, lang), *told]))
    return ExitCode.CLEAN if found.is_open else ExitCode.FINDINGS


def ask(
    context: Context,
    record: ObjectRecord,
    stage: str,
    cycle: int,
    opening: Mapping[str, Any] = MappingProxyType({}),
) -> Gate:
    """The gate to a stage; `build` and the like are short for the stages of creation."""
    if not cycle and f"creation.{stage}" in STAGES:
        stage = f"creation.{stage}"
    if not cycle and stage not in STAGES:
        raise UserError(f"the stage must be one of: {', '.join(STAGES)}; found {stage!r}")
    return gate(context, record, stage, cycle, opening)


def as_text(context: Context, found: Gate, lang: str) -> str:
    """The answer for people."""
    books, words = context.rulebooks, context.rulebooks.labels["life"]
    source, target = (
        pick(books.term("stage", name) or words["none"], lang)
        for name in (found.source, found.target)
    )
    key = "open" if found.is_open else "closed" if found.id else "no_way"
    head = pick(words[key], lang).format(
        gate=found.id, source=source, target=target, count=len(found.lacking)
    )
    return "\n".join([head, *(_line(context, need, lang) for need in found.needs)])


def _line(context: Context, need: Need, lang: str) -> str:
    lacks = "; ".join(say(context, "lack", one, lang) for one in need.detail.split(", ") if one)
    warning = say(context, "lack", need.warning, lang) if need.warning else ""
    tail = f": {lacks or warning}" if lacks or warning else ""
    mark = "✓" if need.is_met else "✗"
    cite = context.rulebooks.render_citation(need.citation, lang)
    return f"{mark} {need.number:>3}  {title(context, need, lang)}{tail}\n        {cite}"


def title(context: Context, need: Need, lang: str) -> str:
    """What a need is called: its item, or its own name."""
    books = context.rulebooks
    return pick(books.term("need", need.id) or books.term("item", need.item), lang) or need.id


def say(context: Context, group: str, value: str, lang: str) -> str:
    """A coded word, wherever its label stands; as it is where it has none."""
    for name in (group, "standing", "donation_part", "expert_area", "need", "stage"):
        if label := context.rulebooks.term(name, value):
            return pick(label, lang)
    return value


def as_json(
    context: Context, found: Gate, lang: str, advice: Mapping[str, Any] | None = None
) -> str:
    """The answer for programs, `advice` where the gate asks for a decision on the platform."""
    answer = {
        "version": 1,
        "gate": found.id,
        "from": found.source,
        "to": found.target,
        "cycle": found.cycle,
        "on": context.on.isoformat(),
        "open": found.is_open,
        "basis": found.basis,
        **({"platform_advice": advice} if advice else {}),
        "needs": [
            {
                "id": need.id,
                "title": title(context, need, lang),
                "met": need.is_met,
                "item": need.item,
                "number": need.number,
                "lacks": [one for one in need.detail.split(", ") if one],
                "warning": need.warning,
                "pointer": need.pointer,
                "requirement": need.requirement,
                "citation": context.rulebooks.render_citation(need.citation, lang),
            }
            for need in found.needs
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
