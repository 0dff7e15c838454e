# SPDX-License-Identifier: MIT
"""`esep reorganise merge|split|rename`: bodies change, codes do not."""

from __future__ import annotations

from datetime import date

import click

from esep.cli.options import on_option
from esep.errors import ExitCode, UserError
from esep.workflow.accounts import CODEOWNERS, codeowners
from esep.workflow.new_object import write_whole
from esep.workflow.reorganise import Plan, carry_out, plan_merge, plan_rename, plan_split


@click.group("reorganise")
def command() -> None:
    """Merge, split or rename bodies in the working tree; commit and review it as usual."""


@command.command("merge")
@click.argument("old", nargs=-1, required=True)
@click.option("--into", "new", required=True, help="The body that goes on.")
@click.option("--by", required=True, help="Position and unit of the person who revokes accounts.")
@on_option
@click.pass_context
def merge(context: click.Context, old: tuple[str, ...], new: str, by: str, on: date) -> int:
    """Close the bodies OLD and their accounts; hand their objects over to another."""
    done = _carry_out(context, plan_merge(context.obj.context(on), old, new, on, by))
    path = context.obj.root / CODEOWNERS
    if path.exists():
        write_whole(path, codeowners(context.obj.tree_context(on)))
        click.echo(CODEOWNERS)
    return done


@command.command("split")
@click.argument("old")
@click.option("--move", "moves", multiple=True, required=True, help="OBJECT=BODY; repeatable.")
@on_option
@click.pass_context
def split(context: click.Context, old: str, moves: tuple[str, ...], on: date) -> int:
    """Hand objects of OLD over to other bodies; OLD itself goes on."""
    if not all(one.count("=") == 1 for one in moves):
        raise UserError("--move must be OBJECT=BODY")
    shares = dict(one.split("=") for one in moves)
    return _carry_out(context, plan_split(context.obj.context(on), old, shares, on))


@command.command("rename")
@click.argument("body")
@click.option("--kk", required=True)
@click.option("--ru", required=True)
@click.option("--en", required=True)
@on_option
@click.pass_context
def rename(context: click.Context, body: str, kk: str, ru: str, en: str, on: date) -> int:
    """Give BODY another name from a day; its identifier stays."""
    name = {"kk": kk, "ru": ru, "en": en}
    return _carry_out(context, plan_rename(context.obj.context(on), body, name, on))


def _carry_out(context: click.Context, plan: Plan) -> int:
    for line in carry_out(context.obj.root, plan):
        click.echo(line)
    return ExitCode.CLEAN
