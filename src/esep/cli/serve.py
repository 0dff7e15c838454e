# SPDX-License-Identifier: MIT
"""`esep serve`: look at the portal in a browser, and see changes as they are made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from esep.cli.build import render_shells
from esep.cli.options import CivilDate, today
from esep.collection import uncollected
from esep.errors import UserError
from esep.portal.build import Session, update
from esep.portal.serve import News, server, watch
from esep.portal.settings import Settings


@click.command("serve")
@click.option("--built", is_flag=True, help="Only serve what `esep build` made.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="site/ by default.")
@click.option("--on", type=CivilDate(), help="Day to show; today, and tomorrow the next.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_context
def command(
    context: click.Context, built: bool, out: Path | None, on: date | None, port: int
) -> None:
    """Serve the portal on this machine, rebuilding it as files change."""
    root = context.obj.root
    folder = (out or root / "site").resolve()
    if built:
        if not (folder / "index.html").is_file():
            raise UserError(f"{folder.name}/: nothing is built here yet; run `esep build` first")
        _serve(folder, port, None)
        return

    def clock() -> date:
        return on or today()

    settings = Settings(root, folder, clock())
    render_shells(settings)
    news, stop = News(), threading.Event()
    keeper = Keeper(Session.load(settings), news, clock)
    with uncollected():
        keeper.build(None)
    work = threading.Thread(target=watch, args=(root, keeper.rebuild, news, stop, keeper.rest))
    work.start()
    try:
        _serve(folder, port, news)
    finally:
        stop.set()
        work.join()
        keeper.save()


def _serve(folder: Path, port: int, news: News | None) -> None:
    try:
        serving = server(folder, port, news)
    except OSError as error:
        raise UserError(f"port {port} cannot be used: {error.strerror}; try --port 0") from None
    with serving:
        click.echo(f"http://127.0.0.1:{serving.server_port}/  (Ctrl+C stops)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo("")


def _say(text: str) -> None:
    click.echo(f"esep serve: {text}", err=True)


@dataclass
class Keeper:
    """The portal that is served, of the day that `clock` tells.

    What a build remembers is written when there is time.
    """

    session: Session
    news: News
    clock: Callable[[], date]
    is_saved: bool = False

    def build(self, touched: set[str] | None) -> None:
        self.is_saved = False
        report = update(self.session, _say, touched, self.news.ready)
        click.echo(f"{report.objects} objects, {report.rendered} rendered", err=True)

    def rebuild(self, touched: set[str] | None) -> None:
        """A fault made while typing is told and waits for its correction."""
        if self._has_day_turned():
            touched = None
        try:
            if touched is None:
                render_shells(self.session.settings)
            self.build(touched)
        except UserError as error:
            _say(str(error))
            self.session = Session.load(self.session.settings)

    def rest(self) -> None:
        """Deadlines and clocks are of another day past midnight, whether files change or not."""
        if self.clock() != self.session.settings.on:
            self.rebuild(None)
            self.news.tell()
        else:
            self.save()

    def _has_day_turned(self) -> bool:
        settings = self.session.settings
        self.session.settings = replace(settings, on=self.clock())
        return self.session.settings.on != settings.on

    def save(self) -> None:
        """Once after each build."""
        if not self.is_saved:
            self.session.save()
            self.is_saved = True
