# SPDX-License-Identifier: MIT
"""`esep pdfa`: does a file conform to PDF/A-1, and if not, why and how to repair it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES
from esep.pdfa.isolated import check_many
from esep.pdfa.output import FORMATS
from esep.pdfa.report import Level, Report

Checked = Iterable[tuple[Path, Report]]


@click.command("pdfa")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--level", type=click.Choice(["a", "b"]), help="The level the file claims unless given."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count, help="Processes to use.")
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    level: Level | None,
    form: str,
    lang: str | None,
    jobs: int,
) -> int:
    """Check FILES against ISO 19005-1 (PDF/A-1), level a or b."""
    for path in files:
        if not path.is_file():
            raise UserError(f"{path}: there is no such file; give the path of a PDF file")
    try:
        with _progress(check_many(files, level, jobs), len(files)) as reports:
            checked = [(path.as_posix(), report) for path, report in reports]
    except OSError as error:
        raise UserError(f"a file cannot be read: {error}") from error
    click.echo(FORMATS[form](checked, lang or context.obj.lang), nl=False)
    accepted = all(report.accepted for _, report in checked)
    return ExitCode.CLEAN if accepted else ExitCode.FINDINGS


def _progress(reports: Checked, count: int) -> AbstractContextManager[Checked]:
    if count > 1 and sys.stderr.isatty():
        return click.progressbar(reports, count, "PDF/A-1", file=sys.stderr)
    return nullcontext(reports)
