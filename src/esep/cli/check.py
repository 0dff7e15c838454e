# SPDX-License-Identifier: MIT
"""`esep check`: what is missing or wrong, where, and by which paragraph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from esep.checks import run
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.findings import Severity
from esep.reports import WRITERS


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes to use.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    on: date,
    lang: str | None,
    form: str,
    jobs: int | None,
) -> int:
    """Check the registry, or only what lies below PATHS."""
    settings = context.obj
    scope = [_inside(path, settings.root) for path in paths]
    checked = settings.context(on)
    found = run(checked, scope, jobs)
    click.echo(WRITERS[form](found, checked.rulebooks, lang or settings.lang), nl=False)
    failed = any(one.severity is Severity.ERROR for one in found)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _inside(path: Path, root: Path) -> str:
    """`path` relative to the root, whether given from there or from where we stand."""
    for base in (Path.cwd(), root):
        full = (base / path).absolute()
        if full.exists() and full.is_relative_to(root):
            return full.relative_to(root).as_posix().removeprefix(".")
    raise UserError(f"{path}: nothing of this name below {root.name}/; give a path in the registry")
