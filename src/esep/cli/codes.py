# SPDX-License-Identifier: MIT
"""`esep codes assign|withdraw|succeed|verify`: the ledger of accounting codes."""

from __future__ import annotations

from datetime import date

import click

from esep.checks.codes import check_ledger, ledger_finding
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode
from esep.ledger.chain import check_checkpoint, checkpoint
from esep.ledger.faults import LedgerError
from esep.model.registry import LEDGER
from esep.reports import text
from esep.workflow.assign import ObjectsStuckError, fetch_head, make_plan
from esep.workflow.assign import assign as push_codes
from esep.workflow.closing import Closing, close
from esep.workflow.eligible import Judge
from esep.workflow.ledger_history import check_history
from esep.workflow.reading import Reading


@click.group("codes")
def command() -> None:
    """Assign or close accounting codes, or verify their ledger."""


@command.command("assign")
@click.option("--remote", default="origin", show_default=True)
@click.option("--branch", default="main", show_default=True)
@click.option("--push", is_flag=True, help="Commit and push; without it only print what would be.")
@on_option
@click.pass_context
def assign(context: click.Context, remote: str, branch: str, push: bool, on: date) -> int:
    """Give a code to every complete object on the branch that has none."""
    root, judge = context.obj.root, Judge(on)
    stuck = None
    try:
        if push:
            rows = push_codes(root, remote, branch, judge, formats=judge.format, on=on).rows
        else:
            head = fetch_head(root, remote, branch)
            rows = make_plan(Reading(root, judge.format), head, judge, on=on).rows
    except LedgerError as error:
        return _damaged(context, on, error)
    except ObjectsStuckError as error:
        rows, stuck = error.outcome.rows, error
    for row in rows:
        click.echo(f"{row.code} {row.path}")
    if stuck:
        click.echo(f"esep: {stuck}", err=True)
    return ExitCode.FINDINGS if stuck else ExitCode.CLEAN


_reason = click.option(
    "--reason", "reasons", multiple=True, required=True, help="LANG=TEXT, for kk, ru and en."
)


@command.command("withdraw")
@click.argument("code")
@_reason
@click.option("--remote", default="origin", show_default=True)
@click.option("--branch", default="main", show_default=True)
@on_option
@click.pass_context
def withdraw(
    context: click.Context, code: str, reasons: tuple[str, ...], remote: str, branch: str, on: date
) -> int:
    """Withdraw CODE for ever; the object, its history and the code's page stay."""
    return _close(context, remote, branch, Closing(code, on, _by_language(reasons)))


@command.command("succeed")
@click.argument("code")
@click.argument("new")
@_reason
@click.option("--remote", default="origin", show_default=True)
@click.option("--branch", default="main", show_default=True)
@on_option
@click.pass_context
def succeed(
    context: click.Context,
    code: str,
    new: str,
    reasons: tuple[str, ...],
    remote: str,
    branch: str,
    on: date,
) -> int:
    """Close CODE in favour of NEW: who asks for the one is led to the other."""
    return _close(context, remote, branch, Closing(code, on, _by_language(reasons), new))


def _by_language(reasons: tuple[str, ...]) -> dict[str, str]:
    return {lang: said.strip() for lang, _, said in (one.partition("=") for one in reasons)}


def _close(context: click.Context, remote: str, branch: str, asked: Closing) -> int:
    try:
        done = close(context.obj.root, remote, branch, asked, Judge(asked.on).format)
    except LedgerError as error:
        return _damaged(context, asked.on, error)
    for row in done.rows:
        click.echo(f"{row.event} {row.code} {row.successor or row.path}")
    return ExitCode.CLEAN


def _damaged(context: click.Context, on: date, error: LedgerError) -> int:
    """Say what is wrong with the ledger by its rule, and what is to be done."""
    checked = context.obj.context(on)
    found = [ledger_finding(checked, error.fault)]
    click.echo(text.write(found, checked.rulebooks, context.obj.lang), nl=False)
    click.echo(f"esep: {error}", err=True)
    return ExitCode.FINDINGS


@command.command("verify")
@click.option("--checkpoint", "known", help="What an earlier run or the site's footer printed.")
@click.option("--no-history", is_flag=True, help="Look at the ledger alone, not at git.")
@on_option
@lang_option
@click.pass_context
def verify(
    context: click.Context, known: str | None, no_history: bool, on: date, lang: str | None
) -> int:
    """Check chain, check digits, growth over history, and a checkpoint kept elsewhere."""
    settings = context.obj
    checked = settings.context(on)
    found = list(check_ledger(checked))
    if not no_history:
        found += [ledger_finding(checked, fault) for fault in check_history(settings.root)]
    if checked.ledger and known:
        found += [
            ledger_finding(checked, fault) for fault in check_checkpoint(checked.ledger, known)
        ]
    click.echo(text.write(found, checked.rulebooks, lang or settings.lang), nl=False)
    if checked.ledger is None:
        said = f"{LEDGER} is damaged: it must be restored from git, never repaired by hand"
        click.echo(f"esep: {said}", err=True)
        return ExitCode.FINDINGS
    click.echo(checkpoint(checked.ledger))
    return ExitCode.FINDINGS if found else ExitCode.CLEAN
