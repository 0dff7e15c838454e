# SPDX-License-Identifier: MIT
"""`esep new`: ask what must be known of an object, write its passport, say what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import yaml

from esep import yamlsafe
from esep.checks import check_object
from esep.checks.completeness import GAPS, Standing, table
from esep.checks.context import Context
from esep.checks.platform_advice import advise, concerns
from esep.cli.options import lang_option, today
from esep.errors import ExitCode, UserError
from esep.findings import Severity
from esep.i18n import LANGUAGES, pick
from esep.model.passport import STAGES
from esep.reports import text
from esep.reports.platform_advice import lines as advice_lines
from esep.workflow import new_object

ENTRIES = ("creation", "acquisition", "donation", "inheritance", "legacy")
FIELDS = (
    "agency",
    "kind",
    *(f"name_{lang}" for lang in LANGUAGES),
    "id",
    *(f"purpose_{lang}" for lang in LANGUAGES),
    "proprietor",
    "holder",
    "entry",
    "stage",
    "since",
    "attested_by",
)
# Without an English text the portal shows that it is missing; nobody must invent one.
OPTIONAL = frozenset({"name_en", "purpose_en", "attested_by"})
UNFINISHED = ".esep-new.yml"


def _flags(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed(FIELDS):
        command = click.option(f"--{name.replace('_', '-')}", name)(command)
    return command


@click.command("new")
@_flags
@lang_option
@click.option("--no-input", is_flag=True, help="Never ask; a missing answer is an error.")
@click.pass_context
def command(
    context: click.Context, /, lang: str | None, no_input: bool, **given: str | None
) -> int:
    """Write the first passport of an object; asks for what is not given by flags."""
    settings = context.obj
    lang = lang or settings.lang
    root = settings.root
    checked = settings.context(today())
    kept = root / UNFINISHED
    answers = {name: value for name, value in given.items() if value is not None}
    if kept.exists() and not no_input:
        answers = {**yamlsafe.load(kept.read_bytes()), **answers}
        click.echo(_say("resumed", lang, path=UNFINISHED), err=True)
    try:
        for name in FIELDS:
            if name not in answers:
                answers[name] = _ask(checked, name, answers, lang, no_input)
            _refuse(checked, name, answers[name])
    except click.Abort:
        new_object.write_whole(kept, yaml.safe_dump(answers, allow_unicode=True, sort_keys=False))
        click.echo("\n" + _say("saved", lang, path=UNFINISHED), err=True)
        return ExitCode.INTERRUPTED
    path = new_object.write(root, _answers(answers))
    kept.unlink(missing_ok=True)
    return _tell(settings.context(today()), path.parent.relative_to(root), lang)


def _ask(context: Context, name: str, answers: Mapping[str, str], lang: str, quiet: bool) -> str:
    default = _default(name, answers)
    if quiet:
        if default is None and name not in OPTIONAL:
            raise UserError(f"--{name.replace('_', '-')} must be given with --no-input")
        return default or ""
    choices = _choices(context, name)
    if choices and len(choices) < 12:
        for one in choices:
            click.echo(f"  {one:18} {pick(context.rulebooks.term(name, one), lang)}")
    while True:
        shown = default if default is not None else ("" if name in OPTIONAL else None)
        answer = str(click.prompt(_say(name, lang), default=shown)).strip()
        try:
            _refuse(context, name, answer)
        except UserError as error:
            click.echo(str(error), err=True)
        else:
            return answer


def _default(name: str, answers: Mapping[str, str]) -> str | None:
    return {
        "id": new_object.slug(answers.get("name_kk", "")) or None,
        "proprietor": answers.get("agency"),
        "holder": answers.get("proprietor"),
        "entry": "creation",
        "stage": "planning",
        "since": today().isoformat(),
    }.get(name)


def _choices(context: Context, name: str) -> tuple[str, ...]:
    if name in ("agency", "proprietor", "holder"):
        return tuple(context.registry.organisations)
    kinds = tuple(context.registry.schemas.enum("common", "/$defs/kind"))
    return {"kind": kinds, "entry": ENTRIES, "stage": STAGES}.get(name, ())


def _refuse(context: Context, name: str, answer: str) -> None:
    choices = _choices(context, name)
    if choices and answer not in choices:
        raise UserError(f"{name} must be one of: {', '.join(choices)}; found {answer!r}")
    if not answer and name not in OPTIONAL:
        raise UserError(f"{name} must not be empty")
    if name == "since":
        try:
            date.fromisoformat(answer)
        except ValueError:
            raise UserError(f"since must be a date such as 2026-11-22; found {answer!r}") from None
    if name == "id" and (folders := context.registry.folders_by_id.get(answer)):
        raise UserError(f"id {answer!r} is used by {folders[0]}; choose another")
    if name == "id" and new_object.slug(answer) != answer:
        raise UserError(f"id must be like {new_object.slug(answer)!r}; found {answer!r}")


def _answers(answers: Mapping[str, str]) -> new_object.Answers:
    texts = {
        field: {lang: said for lang in LANGUAGES if (said := answers[f"{field}_{lang}"])}
        for field in ("name", "purpose")
    }
    plain = {
        name: answers[name]
        for name in (
            "agency",
            "id",
            "kind",
            "proprietor",
            "holder",
            "entry",
            "stage",
            "attested_by",
        )
    }
    return new_object.Answers(**plain, **texts, since=date.fromisoformat(answers["since"]))  # type: ignore[arg-type]


def _tell(context: Context, folder: Path, lang: str) -> int:
    """What was written, and every item the object owes now or next."""
    record = context.registry.object(folder.as_posix())
    click.echo(_say("written", lang, path=record.path))
    blocking = [
        one
        for one in check_object(context, record)
        if one.severity is Severity.ERROR and not one.code.startswith("CMP")
    ]
    if blocking:
        click.echo(text.write(blocking, context.rulebooks, lang), nl=False)
        return ExitCode.FINDINGS
    rows = table(context, record)
    for words, states in (("due_now", GAPS), ("due_later", {Standing.UPCOMING})):
        lacking = [row for row in rows if row.state in states]
        if lacking:
            click.echo(_say(words, lang))
        for row in lacking:
            title = pick(context.rulebooks.item(row.key).title, lang)
            click.echo(f"  {row.number:>3}  {title} [{row.key}]")
    if concerns(context, record):
        click.echo("\n".join(advice_lines(context, advise(context, record), lang)))
    click.echo(_say("next", lang, folder=folder.as_posix()))
    return ExitCode.CLEAN


def _say(key: str, lang: str, **params: str) -> str:
    texts = yamlsafe.load(files("esep.cli").joinpath("new.yml").read_bytes())
    return pick(texts[key], lang).format(**params)
