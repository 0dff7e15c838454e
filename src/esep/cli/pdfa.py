# SPDX-License-Identifier: MIT
"""`esep pdfa`: does a file conform to PDF/A-1, and if not, why and how to repair it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES
from esep.pdfa import Report, check
from esep.pdfa.output import FORMATS
from esep.pdfa.report import Level


@click.command("pdfa")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--level", type=click.Choice(["a", "b"]), help="The level the file claims unless given."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    level: Level | None,
    form: str,
    lang: str | None,
) -> int:
    """Check FILES against ISO 19005-1 (PDF/A-1), level a or b."""
    for path in files:
        if not path.is_file():
            raise UserError(f"{path}: there is no such file; give the path of a PDF file")
    with _progress(files) as paths:
        checked = [(path.as_posix(), _check(path, level)) for path in paths]
    click.echo(FORMATS[form](checked, lang or context.obj.lang), nl=False)
    accepted = all(report.accepted for _, report in checked)
    return ExitCode.CLEAN if accepted else ExitCode.FINDINGS


def _check(path: Path, level: Level | None) -> Report:
    try:
        return check(path, level)
    except OSError as error:
        raise UserError(f"{path}: the file cannot be read: {error.strerror}") from error


def _progress(files: Sequence[Path]) -> AbstractContextManager[Iterable[Path]]:
    if len(files) > 1 and sys.stderr.isatty():
        return click.progressbar(files, label="PDF/A-1", file=sys.stderr)
    return nullcontext(files)
