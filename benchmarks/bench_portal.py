# SPDX-License-Identifier: MIT
"""Measure the portal at several sizes, beside MkDocs with Material and beside Hugo.

Usage: scripts/bench portal --objects 1000[,4000…] [--peers N] [--keep DIR]

Every size is a registry of scripts/make-registry, built once in full and once more after one
passport changed. The peers render the text of the very pages just built, as Markdown: Hugo (if it
is on PATH) all of them with the head of the portal's page as its layout, a language at a time,
for 30,000 pages at once take it more than 23 GB; MkDocs with Material those of the first
`--peers` objects.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from lxml import html

from esep.collection import uncollected
from esep.portal.build import Session, update
from esep.portal.settings import Settings

ROOT = Path(__file__).parents[1]
DAY = "2026-11-20"
LANGUAGES = ("kk", "ru", "en")
BLOCKS = {"h1": "# ", "h2": "## ", "h3": "### ", "p": "", "li": "- ", "dt": "- ", "dd": "  "}


def measured(command: list[str], where: Path, more: Mapping[str, str] | None = None) -> float:
    """CPU seconds of a command and its children; its errors end the run."""
    return weighed(command, where, more)[0]


def weighed(
    command: list[str], where: Path, more: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """CPU seconds, and the most memory in MiB, of a command and its children together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(more or {})}
    most = 0.0
    with subprocess.Popen(
        command, cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None:
            most = max(most, sum(map(share, family(running.pid))))
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(0.5)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most


def family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from family(int(line))


def share(process: int) -> float:
    """Memory of a process in MiB; what several share is counted once (Linux, Pss)."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return int(next(one for one in lines if one.startswith("Pss:")).split()[1]) / 1024
    return 0.0


def registry(folder: Path, objects: int) -> None:
    command = [str(ROOT / "scripts/make-registry"), "--objects", str(objects), "--seed", "1"]
    measured([*command, "--out", str(folder)], ROOT, {"PYTHON": sys.executable})
    for name in ("theme", "docs", "hooks"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "registry/rulebooks", folder / "registry/rulebooks", dirs_exist_ok=True)


def build(folder: Path, cache: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "esep.cli.main", "--root", str(folder), "build", "--on", DAY]
    return weighed(command, folder, {"XDG_CACHE_HOME": str(cache)})


def touch_one(folder: Path, field: str, at: int = 0) -> str:
    """Write another text into a field of one passport; return its folder."""
    path = sorted((folder / "objects").glob("*/*/passport.yml"))[at]
    text = path.read_text("utf-8")
    start = re.compile(rf"^({field}:\n  kk: (?:>-\n    )?)", re.MULTILINE)
    changed = start.sub(r"\1Жаңа ", text, count=1)
    if changed == text:
        raise SystemExit(f"{path} has no {field}")
    path.write_text(changed, "utf-8")
    return path.parent.relative_to(folder).as_posix()


def reload_once(folder: Path) -> None:
    """What `esep serve` does of a change, in this process: seconds until the object's page is
    written, and until all is."""
    settings = Settings(folder, folder / "site", date.fromisoformat(DAY))
    session = Session.load(settings)
    with uncollected():
        update(session)
        for field, at in (("purpose", 1), ("purpose", 2), ("name", 3)):
            touched = touch_one(folder, field, at)
            done = [time.perf_counter()]
            cpu = time.process_time()
            update(
                session, touched={touched}, ready=lambda _, d=done: d.append(time.perf_counter())
            )
            cpu, whole = time.process_time() - cpu, time.perf_counter() - done[0]
            times = f"its page {done[1] - done[0]:.2f} s, all {whole:.2f} s, {cpu:.2f} s CPU"
            print(f"live reload         {field:8} {times}")
        session.save()


def page_sizes(site: Path) -> tuple[int, int]:
    """Median bytes of an object's page: as written, and as gzip sends it."""
    pages = sorted((site / "ru/objects").glob("*/*/index.html"))[:200]
    sizes = sorted((len(gzip.compress(one.read_bytes(), 6)), one.stat().st_size) for one in pages)
    packed, plain = sizes[len(sizes) // 2]
    return plain, packed


def markdown(page: Path) -> str:
    """The text of a page, block by block; tables row by row."""
    lines = []
    for one in html.parse(page).xpath("//div[@id='content']//*"):
        if one.tag in BLOCKS:
            lines.append(BLOCKS[one.tag] + " ".join(one.text_content().split()).replace("{", "("))
        elif one.tag == "tr":
            cells = [" ".join(cell.text_content().split()).replace("|", "/") for cell in one]
            lines.append("| " + " | ".join(cells) + " |")
            if one.getparent().tag == "thead":
                lines.append("|" + " --- |" * len(cells))
        if one.tag in ("h1", "h2", "h3", "p", "dl", "table"):
            lines.append("")
    return "---\ntitle: peer\n---\n" + "\n".join(lines).replace("<", "&lt;")


def contents(site: Path, lang: str) -> list[Path]:
    """The pages of objects in a language."""
    return sorted((site / lang / "objects").glob("*/*/index.html"))


def written(site: Path, folder: Path, pages: Iterable[Path]) -> None:
    """Write the text of pages as Markdown."""
    for page in pages:
        target = folder / f"{page.relative_to(site).parent.as_posix()}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown(page), "utf-8")


def mkdocs(site: Path, folder: Path, objects: int) -> None:
    pages = [page for lang in LANGUAGES for page in contents(site, lang)[:objects]]
    written(site, folder / "docs", pages)
    config = "site_name: peer\ntheme: {name: material, font: false}\nvalidation: {nav: {}}\n"
    (folder / "docs/index.md").write_text("# peer\n", "utf-8")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    cpu = measured([sys.executable, "-m", "mkdocs", "build", "-q"], folder, quiet)
    tell("MkDocs + Material", len(pages), cpu)


def hugo(site: Path, folder: Path, objects: int, ours: float) -> None:
    """The same pages by Hugo, which leaves out what else a portal has: search, data, feeds."""
    if not (command := shutil.which("hugo")):
        print("Hugo                not on PATH (Debian package hugo)")
        return
    count, cpu, most = 0, 0.0, 0.0
    for lang in LANGUAGES:
        pages = contents(site, lang)
        written(site, folder / lang / "content", pages)
        head, _, tail = pages[0].read_text("utf-8").partition('<div class="e-page" id="content">')
        layouts = folder / lang / "layouts/_default"
        layouts.mkdir(parents=True)
        for name in ("single", "list"):
            layout = f"{head}{{{{ .Content }}}}{tail[tail.rindex('</main>') :]}"
            (layouts / f"{name}.html").write_text(layout, "utf-8")
        config = 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
        (folder / lang / "config.toml").write_text(config, "utf-8")
        spent, peak = weighed([command, "--quiet"], folder / lang)
        count, cpu, most = count + len(pages), cpu + spent, max(most, peak)
    tell("Hugo", count, cpu)
    print(
        f"Esep : Hugo         {objects:6} objects {ours / cpu:.2f} times the CPU; "
        f"Hugo's peak {most:.0f} MiB"
    )


def tell(name: str, pages: int, cpu: float) -> None:
    print(f"{name:19} {pages:6} pages  {cpu:8.1f} s CPU  {1e3 * cpu / pages:.2f} ms each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--objects", default="250,1000")
    parser.add_argument("--peers", type=int, default=250)
    parser.add_argument("--keep", type=Path, help="Where to leave the registries.")
    parser.add_argument("--reload", type=Path, help="Only change objects of a portal, as built.")
    options = parser.parse_args()
    if options.reload:
        reload_once(options.reload)
        return
    sizes = [int(one) for one in options.objects.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        base = options.keep or Path(scratch)
        done: list[tuple[int, float]] = []
        for size in sizes:
            folder = base / f"registry-{size}"
            registry(folder, size)
            full, peak = build(folder, base / "verdicts")
            touch_one(folder, "purpose")
            one, _ = build(folder, base / "verdicts")
            touch_one(folder, "name")
            named, _ = build(folder, base / "verdicts")
            plain, packed = page_sizes(folder / "site")
            done.append((size, full))
            print(
                f"Esep                {3 * size:6} pages  {full:8.1f} s CPU  "
                f"{1e3 * full / size / 3:.2f} ms each  peak {peak:.0f} MiB  "
                f"one object {one:.2f} s = {100 * one / full:.1f} %, "
                f"renamed {named:.2f} s = {100 * named / full:.1f} %  "
                f"page {plain / 1e3:.0f} kB, {packed / 1e3:.1f} kB sent",
                flush=True,
            )
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
            again = [sys.executable, __file__, "--reload", str(folder)]
            subprocess.run(again, cwd=folder, env=environment, check=True)
        if len(done) > 1:
            (low, cheap), (high, dear) = done[0], done[-1]
            print(f"growth exponent     {math.log(dear / cheap) / math.log(high / low):.2f}")
        for size, full in done:
            hugo(base / f"registry-{size}/site", base / f"hugo-{size}", size, full)
        few = min(options.peers, sizes[0])
        mkdocs(base / f"registry-{sizes[0]}/site", base / "mkdocs", few)


if __name__ == "__main__":
    main()
