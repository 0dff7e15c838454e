# SPDX-License-Identifier: MIT
"""`esep account apply|grant|revoke|codeowners`: who may submit what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from esep.checks.context import Context
from esep.cli.options import on_option
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES
from esep.model.registry import ACCOUNTS
from esep.reports import text
from esep.workflow import accounts
from esep.workflow.new_object import write_whole

ROLES = ("registrant", "integrator", "authorised_body", "operator")


@click.group("account")
def command() -> None:
    """Enter, grant or revoke an account; make CODEOWNERS."""


@command.command("apply")
@click.option(
    "--from", "form", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option("--login", required=True, help="As the event of the host has it, not the form.")
@click.option("--user-id", required=True, help="Numeric identifier on the host.")
@click.option("--organisation", help="Identifier; found by the full name unless given.")
@click.option("--role", type=click.Choice(ROLES), default="registrant", show_default=True)
@on_option
@click.pass_context
def apply(
    context: click.Context,
    form: Path,
    login: str,
    user_id: str,
    organisation: str | None,
    role: str,
    on: date,
) -> int:
    """Enter an application of Appendix 2; access is not granted by it."""
    checked = context.obj.context(on)
    path = accounts.path_of(login)
    if checked.registry.tree.read(path, 1) is not None:
        raise UserError(f"{path} is there already; an account is applied for once")
    with form.open("rb") as file:
        data = file.read(accounts.MAX_ANSWER + 1)
    try:
        answers = accounts.read_answers(data, accounts.labels_of(checked.registry.tree))
    except accounts.FormError as error:
        click.echo(f"{form.name}: {error}", err=True)
        return ExitCode.FINDINGS
    name = answers.get("entity_full_name", "")
    body = organisation or accounts.organisation_named(checked, name)
    if body not in checked.registry.organisations:
        said = (
            "no organisation of the register bears the full name given; name it by --organisation"
        )
        click.echo(f"{form.name}: {said}", err=True)
        return ExitCode.FINDINGS
    letter = accounts.application(answers, on)
    head = {"schema_version": "1", "login": login, "user_id": user_id}
    value = {**head, "organisation": body, "role": role, "application": letter}
    return _write(context, checked, path, value)


@command.command("grant")
@click.argument("login")
@click.option("--by", required=True, help="Position and unit of the person who grants.")
@on_option
@click.pass_context
def grant(context: click.Context, login: str, by: str, on: date) -> int:
    """Open the account (one working day from the application)."""
    checked = context.obj.context(on)
    path, value = _read(checked, login)
    return _write(context, checked, path, accounts.granted(value, by, on))


@command.command("revoke")
@click.argument("login")
@click.option("--by", required=True, help="Position and unit of the person who revokes.")
@click.option(
    "--reason", "reasons", multiple=True, required=True, help="LANG=TEXT, for kk and ru at least."
)
@on_option
@click.pass_context
def revoke(context: click.Context, login: str, by: str, reasons: tuple[str, ...], on: date) -> int:
    """Take the access away; the record stays."""
    checked = context.obj.context(on)
    path, value = _read(checked, login)
    said = dict(one.split("=", 1) for one in reasons if "=" in one)
    if set(said) - set(LANGUAGES) or not {"kk", "ru"} <= set(said):
        raise UserError("--reason must be given as kk=… and ru=… (and en=…)")
    return _write(context, checked, path, accounts.revoked(value, by, on, said))


@command.command("codeowners")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the file would change.")
@on_option
@click.pass_context
def codeowners(context: click.Context, check: bool, on: date) -> int:
    """Make .github/CODEOWNERS from the active accounts."""
    path = context.obj.root / accounts.CODEOWNERS
    made = accounts.codeowners(context.obj.context(on))
    if check:
        is_same = path.is_file() and path.read_text(encoding="utf-8") == made
        if not is_same:
            click.echo("run: esep account codeowners", err=True)
        return ExitCode.CLEAN if is_same else ExitCode.FINDINGS
    write_whole(path, made)
    return ExitCode.CLEAN


def _read(checked: Context, login: str) -> tuple[str, Mapping[str, Any]]:
    path = accounts.path_of(login)
    record = checked.registry.accounts.get(login)
    if record is None or not record.is_valid:
        raise UserError(f"{path} must be there and be valid; run: esep check {ACCOUNTS}")
    return path, record.value


def _write(context: click.Context, checked: Context, path: str, value: Mapping[str, Any]) -> int:
    """Write the account if its schema takes it, else say why not."""
    made = accounts.dump(value)
    if found := list(accounts.check(checked, path, made)):
        click.echo(text.write(found, checked.rulebooks, context.obj.lang), nl=False)
        return ExitCode.FINDINGS
    write_whole(context.obj.root / path, made)
    click.echo(path)
    return ExitCode.CLEAN
