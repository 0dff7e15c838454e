# SPDX-License-Identifier: MIT
"""The commands build, serve and badge."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from portal_case import ON, passport, put

from esep.cli.main import main
from esep.errors import ExitCode
from esep.portal.serve import News, server, touched, watch


@contextmanager
def serving(folder: Path, news: News | None = None) -> Iterator[HTTPConnection]:
    with server(folder, 0, news) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield HTTPConnection("127.0.0.1", running.server_port, timeout=30)
        running.shutdown()
        thread.join()


def got(connection: HTTPConnection, address: str) -> tuple[int, bytes]:
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_built_portal_is_served_as_it_is(site: Path) -> None:
    with serving(site) as connection:
        assert got(connection, "/kk/") == (200, (site / "kk/index.html").read_bytes())


def test_page_reloads_itself_only_while_watching(site: Path) -> None:
    with serving(site, News()) as connection:
        _, page = got(connection, "/kk/objects/orda/alfa/")
        assert b'<script src="/-/reload.js"></script></body>' in page
        assert got(connection, "/-/reload.js")[0] == 200


def test_waiting_page_is_told_of_a_build(site: Path) -> None:
    news = News()
    with serving(site, news) as connection:
        seen = got(connection, "/-/news?")[1].decode()
        threading.Thread(target=news.tell).start()
        assert got(connection, f"/-/news?{seen}")[1].decode() != seen


def test_page_of_an_object_is_told_before_all_others_and_once(site: Path) -> None:
    news = News()
    with serving(site, news) as connection:
        ask = "&/kk/objects/orda/alfa/"
        seen = got(connection, f"/-/news?{ask}")[1].decode()
        news.ready(["kk/objects/orda/alfa/index.html"])
        early = got(connection, f"/-/news?{seen}{ask}")[1].decode()
        others = got(connection, "/-/news?&/kk/")[1].decode()
        news.tell()
        assert (early, others) == (got(connection, f"/-/news?{ask}")[1].decode(), seen)
        assert got(connection, "/-/news?&/kk/")[1].decode() == early


@pytest.mark.parametrize("address", ["/../mkdocs.yml", "/%2e%2e/mkdocs.yml", "/..%2fmkdocs.yml"])
def test_nothing_outside_the_folder_is_served(address: str, site: Path) -> None:
    with serving(site, News()) as connection:
        assert got(connection, address)[0] == 404


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["objects/a/b/passport.yml"], {"objects/a/b"}),
        (["objects/a/b/documents/x.pdf", "objects/a/c"], {"objects/a/b", "objects/a/c"}),
        (["objects/a/b/passport.yml", "theme/labels.yml"], None),
        (["objects/a"], None),
    ],
)
def test_touched_folders_are_known_when_objects_alone_changed(
    paths: list[str], expected: set[str] | None, tmp_path: Path
) -> None:
    assert touched(tmp_path, [str(tmp_path / one) for one in paths]) == expected


def test_watcher_builds_the_object_that_was_written(tmp_path: Path) -> None:
    file = tmp_path / "objects/a/b/passport.yml"
    file.parent.mkdir(parents=True)
    built: queue.Queue[set[str] | None] = queue.Queue()
    news, stop, ready = News(), threading.Event(), threading.Event()
    work = threading.Thread(target=watch, args=(tmp_path, built.put, news, stop, ready.set))
    work.start()
    try:
        assert ready.wait(60)  # it rests, so it watches
        file.write_text("id: b\n", "utf-8")
        assert built.get(timeout=60) == {"objects/a/b"}
        assert news.after("1") == "2"
    finally:
        stop.set()
        work.join()


def test_serve_built_says_what_to_do_when_nothing_is_built(
    furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(furnished), "serve", "--built"]) == ExitCode.USAGE
    assert "esep build" in capsys.readouterr().err


def test_build_writes_one_language_when_asked(started: Path) -> None:
    put(started, "orda/alfa", passport("alfa"))
    on = ON.isoformat()
    assert main(["--root", str(started), "build", "--on", on, "--lang", "kk"]) == ExitCode.CLEAN
    assert (started / "site/kk/objects/orda/alfa/index.html").is_file()
    assert not (started / "site/ru").exists()


def test_build_ends_without_a_traceback_when_a_template_is_broken(
    started: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (started / "theme/pages/home.html").write_text("{% if %}", "utf-8")
    assert main(["--root", str(started), "build", "--on", ON.isoformat()]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "home.html" in said and "Traceback" not in said


def test_badge_is_the_one_the_portal_publishes(
    registry: Path, site: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["--root", str(registry), "badge", "alfa", "--on", ON.isoformat()]) == 0
    assert capfdbinary.readouterr().out == (site / "badges/alfa.svg").read_bytes()
    arguments = ["--root", str(registry), "badge", "beta", "--json", "--on", ON.isoformat()]
    assert main(arguments) == 0
    assert json.loads(capfdbinary.readouterr().out)["schemaVersion"] == 1
