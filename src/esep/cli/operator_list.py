# SPDX-License-Identifier: MIT
"""`esep operator-list`: score an object, follow an application, hand over its package."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from esep.checks import run
from esep.checks.applications import OPERATOR_LIST, Case, cases
from esep.checks.clocks import Standing
from esep.checks.context import Context
from esep.checks.operator_facts import score_object
from esep.cli.main import Settings
from esep.cli.options import find_object, lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.exchange import application
from esep.exchange.package import PackageTooLargeError, package
from esep.i18n import pick
from esep.portal.tables import FORMS
from esep.reports import operator_case, operator_register, operator_score
from esep.reports.decision_words import say


@click.group("operator-list")
def command() -> None:
    """The list of objects assigned to the operator (Order 353/НҚ)."""


def _format_option(*forms: str) -> Callable[..., Any]:
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0])


def _out_option(required: bool) -> Callable[..., Any]:
    kind = click.Path(dir_okay=False, path_type=Path)
    return click.option("--out", type=kind, required=required, help="File to write.")


@command.command("score")
@click.argument("name", metavar="OBJECT")
@on_option
@lang_option
@_format_option("text", "json")
@click.pass_obj
def score(settings: Settings, name: str, on: date, lang: str | None, form: str) -> int:
    """Score OBJECT by the thirteen criteria, with what its latest application declares."""
    context, lang = settings.context(on), lang or settings.lang
    record = find_object(context, name)
    law, kind = context.rulebooks.orders["353"].data, record.passport.kind
    if kind not in law["kinds"]:
        manual = say("score.manual", lang, kind=pick(context.rulebooks.term("kind", kind), lang))
        data = {"version": 1, "object": record.id, "kind": kind, "manual": manual}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else manual)
        return ExitCode.FINDINGS
    own = [one for one in cases(context) if one.value["object"] == record.id]
    latest = max(own, key=lambda one: str(one.value["application"]["date"]), default=None)
    value = latest.value if latest else {}
    fixes = tuple(one for one in value.get("corrections", ()) if one["on"] <= on.isoformat())
    found = score_object(context, record, value.get("criteria", {}), fixes)
    if form == "json":
        head = {"version": 1, "object": record.id, "kind": kind, "on": on.isoformat()}
        data = head | operator_score.as_data(found, law)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo(say("score.title", lang, name=pick(record.value["name"], lang)))
        click.echo("\n".join(operator_score.lines(found, law, lang)))
    return ExitCode.CLEAN if found.passed else ExitCode.FINDINGS


@command.command("check")
@click.argument("name", metavar="CASE")
@on_option
@lang_option
@click.pass_obj
def check(settings: Settings, name: str, on: date, lang: str | None) -> int:
    """Show CASE: its documents, portal data, clocks, and what the rules say of it."""
    context, lang = settings.context(on), lang or settings.lang
    case = _find(context, name)
    click.echo("\n".join(operator_case.lines(context, case, lang)))
    found = run(context, [case.record.path])
    for one in found:
        text = context.rulebooks.render(one, lang)
        click.echo(f"{one.severity.value}: {text.message} [{one.code}]")
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


@command.command("due")
@on_option
@lang_option
@click.pass_obj
def due(settings: Settings, on: date, lang: str | None) -> int:
    """Print the running clocks of all applications, the most urgent first."""
    context, lang = settings.context(on), lang or settings.lang
    running = [
        (clock, entry.case)
        for entry in operator_register.register(context)
        for clock in entry.running
    ]
    late = False
    for clock, case in sorted(running, key=lambda one: (one[0].due or date.max, one[1].id)):
        late |= clock.standing(on) is Standing.OVERDUE
        click.echo(f"{case.id}: {operator_case.tell(context, clock, lang)}")
    return ExitCode.FINDINGS if late else ExitCode.CLEAN


@command.command("list")
@on_option
@_format_option(*FORMS)
@_out_option(required=False)
@click.pass_obj
def listing(settings: Settings, on: date, form: str, out: Path | None) -> int:
    """Write the register of applications and listed objects as a table."""
    rows = list(operator_register.rows(operator_register.register(settings.context(on))))
    _write(FORMS[form](rows), out)
    return ExitCode.CLEAN


@command.command("application")
@click.argument("name", metavar="CASE")
@on_option
@click.option("--lang", type=click.Choice(application.LANGUAGES), default="kk")
@_out_option(required=True)
@click.pass_obj
def paper(settings: Settings, name: str, on: date, lang: str, out: Path) -> int:
    """Write the application of CASE as PDF/A-1 in Kazakh or Russian."""
    context = settings.context(on)
    _write(application.pdf(context, _find(context, name), lang), out)
    return ExitCode.CLEAN


@command.command("package")
@click.argument("name", metavar="CASE")
@on_option
@_out_option(required=True)
@click.pass_obj
def hand_over(settings: Settings, name: str, on: date, out: Path) -> int:
    """Write the package of CASE for the operator: a ZIP with a manifest, nothing restricted."""
    context = settings.context(on)
    try:
        data = package(context, _find(context, name))
    except PackageTooLargeError as large:
        raise UserError(f"a package must not hold that much; too large: {large}") from None
    _write(data, out)
    return ExitCode.CLEAN


def _find(context: Context, name: str) -> Case:
    """The application with this identifier or path, or the latest one of this object."""
    known = sorted(cases(context), key=lambda one: str(one.value["application"]["date"]))
    for case in known:
        if name in (case.id, case.record.path):
            return case
    for case in reversed(known):
        if case.value["object"] == name:
            return case
    raise UserError(f"{OPERATOR_LIST} must hold a readable application {name!r}; none was found")


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(data, nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}") from None
