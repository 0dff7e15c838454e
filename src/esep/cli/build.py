# SPDX-License-Identifier: MIT
"""`esep build`: make the portal in a folder; what did not change is not made again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click

from esep.cli.options import CivilDate
from esep.errors import UserError
from esep.i18n import LANGUAGES
from esep.portal.build import publish
from esep.portal.settings import ADDRESS, EDITIONS, Settings, commit_day


def _web(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise click.BadParameter("must be an address that begins with https:// or http://")
    return value


@click.command("build")
@click.option("--edition", type=click.Choice(EDITIONS), default="public")
@click.option(
    "--lang", "chosen", type=click.Choice(LANGUAGES), multiple=True, help="All by default."
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="site/ by default.")
@click.option("--on", type=CivilDate(), help="Day to show; the day of the commit by default.")
@click.option("--address", default=ADDRESS, envvar="ESEP_ADDRESS", help="Where it will be served.")
@click.option(
    "--repository",
    default="",
    envvar="ESEP_REPOSITORY",
    callback=_web,
    help="Page of the registry at its git host; commits become links.",
)
@click.option("--extracts", is_flag=True, help="Registration extracts (PDF/A) of all codes too.")
@click.option("--clean", is_flag=True, help="Make everything anew.")
@click.pass_context
def command(
    context: click.Context,
    edition: str,
    chosen: tuple[str, ...],
    out: Path | None,
    on: date | None,
    address: str,
    repository: str,
    extracts: bool,
    clean: bool,
) -> None:
    """Build the portal in Kazakh, Russian and English."""
    root = context.obj.root
    settings = Settings(
        root,
        (out or root / "site").resolve(),
        on or commit_day(root, os.environ),
        "official" if edition == "official" else "public",
        tuple(one for one in LANGUAGES if one in (chosen or LANGUAGES)),
        address.rstrip("/") + "/",
        repository.rstrip("/"),
        extracts,
    )
    if clean:
        shutil.rmtree(settings.work, ignore_errors=True)
        shutil.rmtree(settings.out, ignore_errors=True)
    render_shells(settings)
    report = publish(settings, lambda text: click.echo(f"esep build: {text}", err=True))
    click.echo(
        f"{_name(settings)}: {report.objects} objects, {report.read} read, "
        f"{report.rendered} rendered"
    )


def render_shells(settings: Settings) -> None:
    """Have MkDocs render hand-written pages and shells, unless they are as they would be."""
    key, kept = settings.shell_key(), settings.work / "shells.key"
    if kept.is_file() and kept.read_text("ascii") == key:
        return
    config = settings.root / "mkdocs.yml"
    arguments = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    environment = {
        **os.environ,
        **settings.environment(),
        "ESEP_SHELLS_ONLY": "yes",
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [*arguments, "-d", str(settings.out)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"mkdocs could not render the frame:\n{done.stderr.strip()[-3000:]}")
    kept.write_text(key, "ascii")


def _name(settings: Settings) -> str:
    inside = settings.out.is_relative_to(settings.root)
    return str(settings.out.relative_to(settings.root) if inside else settings.out)
