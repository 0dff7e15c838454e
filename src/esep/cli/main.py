# SPDX-License-Identifier: MIT
"""The command `esep`, and the one place that turns exceptions into exit codes."""

from __future__ import annotations

import errno
import importlib
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from esep import __version__
from esep.checks.context import Context
from esep.cli.options import today
from esep.errors import ExitCode, UserError
from esep.i18n import LANGUAGES, pick
from esep.model.commit import open_commit
from esep.model.tree import DirTree
from esep.workflow import asof

# What the machine refuses; other errors of files are faults of the program.
_REFUSED = frozenset(
    {errno.EACCES, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOSPC}
    | {errno.EPERM, errno.EROFS}
)

# A command is the attribute `command` of its module; modules are imported when called.
COMMANDS = {
    "account": "account",
    "advance": "advance",
    "analyse": "analyse",
    "badge": "badge",
    "build": "build",
    "cases": "cases",
    "check": "check",
    "codes": "codes",
    "comment": "comment",
    "compare": "compare",
    "confirm": "confirm",
    "contracts": "contracts",
    "convert": "convert",
    "cost": "cost",
    "due": "due",
    "duplicates": "duplicates",
    "elements": "elements",
    "expenses": "expenses",
    "explain": "explain",
    "export": "export",
    "extract": "extract",
    "gate": "gate",
    "import": "imports",
    "matrix": "matrix",
    "new": "new",
    "notices": "notices",
    "operator-list": "operator_list",
    "pdfa": "pdfa",
    "reorganise": "reorganise",
    "report": "report",
    "review": "review",
    "serve": "serve",
    "services": "services",
    "status": "status",
    "trace": "trace",
    "twin": "twin",
}


@dataclass(frozen=True)
class Settings:
    """What every command shares: the registry's root and the language of the answer."""

    root: Path
    lang: str

    def context(self, on: date) -> Context:
        """The registry on a day: of the past as committed then, else the working folder."""
        working = self.tree_context(on)
        if on >= today():
            return working
        if (oid := asof.commit_on(self.root, on)) is None:
            note = working.rulebooks.labels["life"]["no_history"]
            click.echo(pick(note, self.lang).format(on=on), err=True)
            return working
        if asof.is_head(self.root, oid):
            return working
        tree = click.get_current_context().with_resource(open_commit(self.root, oid))
        return asof.context_of(self.root, tree, on)

    def tree_context(self, on: date) -> Context:
        """The registry of the working folder, for a day."""
        return Context.of(DirTree(self.root), on)


class Commands(click.Group):
    """The commands by name, imported only when one is called."""

    def list_commands(self, _: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"esep.cli.{COMMANDS[name]}")
        command: click.Command = module.command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    envvar="ESEP_ROOT",
    help="Root of the registry; the current folder unless given.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="ru", envvar="ESEP_LANG")
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context, root: Path, lang: str) -> None:
    """Esep: the register of informatization objects, kept in git."""
    context.obj = Settings(root.resolve(), lang)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (`esep.errors.ExitCode`)."""
    try:
        result = cli.main(args=argv, prog_name="esep", standalone_mode=False)
    except click.exceptions.Abort:
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except UserError as error:
        click.echo(f"esep: {error}", err=True)
        return ExitCode.USAGE
    except BrokenPipeError:
        return ExitCode.CLEAN
    except OSError as error:
        if error.errno not in _REFUSED:
            return _bug()
        click.echo(f"esep: {error.filename or 'a file'}: {error.strerror}", err=True)
        return ExitCode.USAGE
    except Exception:
        return _bug()
    return result if isinstance(result, int) else ExitCode.CLEAN


def _bug() -> int:
    click.echo(traceback.format_exc(), err=True)
    click.echo("esep: this is a fault of ours; please report it with the lines above", err=True)
    return ExitCode.BUG


if __name__ == "__main__":
    sys.exit(main())
