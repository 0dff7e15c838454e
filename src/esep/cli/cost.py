# SPDX-License-Identifier: MIT
"""`esep cost`: what an object will cost by a method on file, ready for the passport."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from esep.checks import costs
from esep.cli.main import Settings
from esep.cli.options import lang_option, on_option
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES, pick
from esep.reports.decision_words import say


@click.command("cost")
@click.argument("inputs", nargs=-1, metavar="[INPUT=COUNT]...")
@click.option("--method", "name", default="functional-size", help="Method of costs.yml.")
@on_option
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json", "yaml"]), default="text")
@click.pass_obj
def command(
    settings: Settings, inputs: tuple[str, ...], name: str, on: date, lang: str | None, form: str
) -> int:
    """Calculate a cost; without inputs, list what the method counts."""
    lang = lang or settings.lang
    known = costs.methods(settings.context(on))
    if name not in known:
        raise UserError(f"a method must be one of {', '.join(known)}; found {name!r}")
    method = known[name]
    if not inputs:
        _explain(method, lang)
        return ExitCode.CLEAN
    counts = _counts(inputs)
    found = costs.calculate(method, counts, on)
    if form == "text":
        _print(method, found, lang)
    else:
        write = _entry if form == "yaml" else _json
        click.echo(write(method, counts, found, on))
    return ExitCode.CLEAN


def _counts(inputs: tuple[str, ...]) -> dict[str, str]:
    counts: dict[str, str] = {}
    for name, count in map(_split, inputs):
        if name in counts:
            raise UserError(f"an input must be given once; found {name!r} twice")
        counts[name] = count
    return counts


def _split(text: str) -> tuple[str, str]:
    name, sign, count = text.partition("=")
    if not sign:
        raise UserError(f"an input must read name=count; found {text!r}")
    return name, count


def _explain(method: Mapping[str, Any], lang: str) -> None:
    click.echo(f"{pick(method['title'], lang)} {method['version']}")
    click.echo(pick(method["notice"], lang))
    click.echo(pick(method["method"], lang))
    for one in method["inputs"]:
        click.echo(f"  {one['id']} × {one['weight']}: {pick(one['title'], lang)}")


def _print(method: Mapping[str, Any], found: costs.Cost, lang: str) -> None:
    click.echo(pick(method["notice"], lang))
    click.echo(f"{say('cost.points', lang)}: {found.points}")
    for name in ("labour", "overhead", "vat", "total"):
        click.echo(f"{say(f'cost.{name}', lang)}: {costs.tenge(getattr(found, name))}")


def _json(method: Mapping[str, Any], counts: Mapping[str, str], found: costs.Cost, on: date) -> str:
    sums = ("labour", "overhead", "vat", "total")
    answer = {
        "version": 1,
        "method": method["id"],
        "method_version": method["version"],
        "official": method["official"] == "yes",
        "notice": {lang: method["notice"][lang] for lang in LANGUAGES},
        "date": on.isoformat(),
        "inputs": dict(counts),
        "points": found.points,
        **{name: costs.tenge(getattr(found, name)) for name in sums},
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _entry(
    method: Mapping[str, Any], counts: Mapping[str, str], found: costs.Cost, on: date
) -> str:
    """An entry for ``cost_calculations`` of a passport."""
    lines = [
        "cost_calculations:",
        f"  - id: cost-{on.isoformat()}",
        f"    method: {method['id']}",
        f'    method_version: "{method["version"]}"',
        "    inputs:",
        *(f"      {name}: {count}" for name, count in counts.items()),
        f'    result: "{costs.tenge(found.total)}"',
        f"    date: {on.isoformat()}",
    ]
    return "\n".join(lines)
