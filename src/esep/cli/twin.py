# SPDX-License-Identifier: MIT
"""`esep twin`: compares a draft with its original, as a note for the reviewer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from esep.errors import ExitCode
from esep.i18n import LANGUAGES
from esep.twin import compare
from esep.twin.show import as_html, as_markdown, as_text

_WRITERS = {"text": as_text, "markdown": as_markdown, "html": as_html}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("twin")
@click.argument("draft", type=_FILE)
@click.argument("original", type=_FILE)
@click.option("--format", "form", type=click.Choice([*_WRITERS, "json"]), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.pass_context
def command(
    context: click.Context, draft: Path, original: Path, form: str, lang: str | None
) -> int:
    """Compare the text of DRAFT (DOCX) with that of ORIGINAL (PDF)."""
    result = compare(draft, original)
    if form == "json":
        text = json.dumps({"version": 1, **asdict(result)}, ensure_ascii=False, indent=2)
    else:
        text = _WRITERS[form](result, lang or context.obj.lang)
    click.echo(text)
    return ExitCode.FINDINGS if result.problem else ExitCode.CLEAN
