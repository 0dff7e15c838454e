# SPDX-License-Identifier: MIT
"""`esep convert`: makes a PDF/A-1 original and checks it."""

from __future__ import annotations

from pathlib import Path

import click

from esep.convert import SECONDS, ConversionError, convert, say
from esep.docx.texts import how_to_fix, message
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES


@click.command("convert")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="SOURCE.pdf unless given.")
@click.option("--timeout", type=click.FloatRange(min=1), default=SECONDS, show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the answer.")
@click.pass_context
def command(
    context: click.Context, source: Path, output: Path | None, timeout: float, lang: str | None
) -> int:
    """Make a PDF/A-1 from SOURCE (DOCX, ODT or PDF)."""
    target = output or source.with_suffix(".pdf")
    lang = lang or context.obj.lang
    try:
        convert(source, target, seconds=timeout)
    except ConversionError as refusal:
        text = say(refusal.code, lang, **refusal.params)
        if refusal.code not in ("not-clean", "not-accepted"):
            raise UserError(text) from refusal
        click.echo("\n".join([text, *_details(refusal, lang)]))
        return ExitCode.FINDINGS
    click.echo(say("done", lang, path=target))
    return ExitCode.CLEAN


def _details(refusal: ConversionError, lang: str) -> list[str]:
    lines = []
    for fault in refusal.faults:
        lines += [f"  {fault.rule}: {message(fault, lang)}", f"    {how_to_fix(fault, lang)}"]
    # `esep pdfa` words the rules of PDF/A; of a file that is not kept the numbers are enough.
    rules = {fault.rule for fault in getattr(refusal.report, "faults", ())}
    return lines + [f"  PDFA-{rule}" for rule in sorted(rules)]
