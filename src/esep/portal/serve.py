# SPDX-License-Identifier: MIT
"""Serve the built portal; rebuild it and reload the reader's page when the registry changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from esep.model.registry import OBJECTS

WATCHED = ("objects", "registry", "theme", "docs", "schemas", "hooks", "mkdocs.yml")
QUIET = 0.15  # seconds without a change before a build begins
IDLE = 1.0  # seconds without a change after which there is time for other things
WAIT = 25.0  # seconds a page waits for news before it asks again
_NEWS, _SCRIPT = "/-/news", "/-/reload.js"
_RELOAD = b"""(function ask(seen) {
  fetch("/-/news?" + seen + "&" + location.pathname).then(function (answer) {
    return answer.text();
  }).then(function (now) {
    if (seen && now !== seen) location.reload();
    else ask(now);
  }).catch(function () { setTimeout(ask, 2000, seen); });
})("");
"""


class News:
    """A number that grows with every build; pages wait for it, those that are ready less long."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 1
        self._ready: frozenset[str] = frozenset()

    def ready(self, pages: Iterable[str]) -> None:
        """These have been written, while the build goes on with others."""
        with self._changed:
            self._ready = frozenset(pages)
            self._changed.notify_all()

    def tell(self) -> None:
        """All pages have been written."""
        with self._changed:
            self._number += 1
            self._ready = frozenset()
            self._changed.notify_all()

    def after(self, seen: str, page: str = "") -> str:
        """The number of a page, as soon as it differs from `seen` or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._of(page) != seen, WAIT)
            return self._of(page)

    def _of(self, page: str) -> str:
        return str(self._number + (page in self._ready))


class Handler(SimpleHTTPRequestHandler):
    """Files of the portal; with `news`, pages reload themselves."""

    def __init__(self, *args: object, news: News | None, **kwargs: object) -> None:
        self._news = news
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if self._news and url.path == _NEWS:
            seen, _, address = url.query.partition("&")
            name = os.path.relpath(self._page(address) or self.directory, self.directory)
            self._send(self._news.after(seen, name).encode(), "text/plain")
        elif self._news and url.path == _SCRIPT:
            self._send(_RELOAD, "text/javascript")
        elif self._news and (page := self._page(url.path)):
            script = f'<script src="{_SCRIPT}"></script></body>'.encode()
            self._send(page.read_bytes().replace(b"</body>", script, 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _page(self, address: str) -> Path | None:
        path = Path(self.translate_path(address))
        if path.is_dir() and address.endswith("/"):
            path /= "index.html"
        return path if path.suffix == ".html" and path.is_file() else None

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Requests are not news."""


class _Watch(FileSystemEventHandler):
    """Takes down what changed, and says that something did."""

    def __init__(self) -> None:
        self.changed = threading.Event()
        self._paths: set[str] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in ("opened", "closed_no_write"):
            ends = (os.fsdecode(one) for one in (event.src_path, event.dest_path) if one)
            self._paths |= {*ends}
            self.changed.set()

    def take(self) -> set[str]:
        """What changed since this was asked last."""
        self.changed.clear()
        taken, self._paths = self._paths, set()
        return taken


def server(folder: Path, port: int, news: News | None = None) -> ThreadingHTTPServer:
    """A server of `folder` on this machine alone; port 0 takes a free one."""
    handler = partial(Handler, directory=str(folder), news=news)
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def touched(root: Path, paths: Iterable[str]) -> set[str] | None:
    """The object folders that changed, or None where more than objects did."""
    found = set()
    for path in paths:
        parts = Path(os.path.relpath(path, root)).parts
        if parts[0] != OBJECTS or len(parts) < 3:
            return None
        found.add("/".join(parts[:3]))
    return found


def watch(
    root: Path,
    build: Callable[[set[str] | None], None],
    news: News,
    stop: threading.Event,
    rest: Callable[[], None] = lambda: None,
) -> None:
    """Build after every change below `root`, until `stop`; `rest` when nothing happens.

    `build` is given the object folders that changed, or None to look at everything.
    """
    seen, observer = _Watch(), Observer()
    for name in WATCHED:
        if (root / name).exists():
            observer.schedule(seen, str(root / name), recursive=True)
    observer.start()
    try:
        while not stop.is_set():
            if not seen.changed.wait(IDLE):
                rest()
                continue
            paths: set[str] = set()
            while seen.changed.is_set():
                paths |= seen.take()
                stop.wait(QUIET)
            build(touched(root, paths))
            news.tell()
    finally:
        observer.stop()
        observer.join()
