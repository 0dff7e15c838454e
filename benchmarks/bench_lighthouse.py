#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lighthouse's accessibility, best practices and SEO on one page of each main template.

Usage: scripts/bench lighthouse SITE [PAGE …]   (SITE is made by: esep build --out SITE)
Lighthouse is taken from PATH; where it is not there, npm installs it below .cache once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".cache" / "lighthouse"
VERSION = "12.8.2"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
CATEGORIES = ("accessibility", "best-practices", "seo")
PLACES = (  # below a language; a star is the first folder there
    *("index.html", "objects/index.html", "objects/*/*/index.html", "organisations/*/index.html"),
    *("organisations/*/deadlines/index.html", "organisations/*/expenses/index.html"),
    *("dashboards/index.html", "deadlines/index.html", "notices/index.html", "ledger/index.html"),
    *("code/*/index.html", "rules/index.html", "rules/CMP001/index.html", "search/index.html"),
    *("architecture/index.html", "architecture/landscape/index.html", "monitoring/index.html"),
    *("monitoring/roadmap/index.html", "operator-list/index.html", "services/index.html"),
    *("contracts/index.html", "cost/index.html", "data/index.html", "about.html"),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the table is what is read."""


def command() -> str:
    """Lighthouse itself; leave with a message where it cannot be had."""
    if found := shutil.which("lighthouse"):
        return found
    own = HOME / "node_modules/.bin/lighthouse"
    if not own.exists():
        if not shutil.which("npm"):
            sys.exit("lighthouse must be on PATH, or npm to install it; neither was found")
        HOME.mkdir(parents=True, exist_ok=True)
        wanted = ["--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(["npm", "install", "--prefix", str(HOME), *wanted], check=True)
    return str(own)


def browser() -> str:
    """The browser; leave with a message where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return found or sys.exit(f"a browser must be on PATH: {', '.join(CHROMIUM)}")


def pages(site: Path) -> list[str]:
    """The first page of each place, in the languages by turns."""
    found = []
    for number, place in enumerate(PLACES):
        lang = ("kk", "ru", "en")[number % 3]
        if path := min((site / lang).glob(place), default=None):
            found.append(path.relative_to(site).as_posix())
    return found


def scores(tool: str, url: str, out: Path) -> tuple[list[int], list[str]]:
    """Points of each category, 0 to 100, and the audits that cost some."""
    asked = ["--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}"]
    asked.append(f"--only-categories={','.join(CATEGORIES)}")
    known = {**os.environ, "CHROME_PATH": browser()}
    subprocess.run([tool, url, *asked], env=known, check=True)
    told = json.loads(out.read_bytes())
    lost = [
        audit["id"]
        for name in CATEGORIES
        for audit in told["categories"][name]["auditRefs"]
        if audit["weight"] and told["audits"][audit["id"]]["score"] not in (1, None)
    ]
    return [round(told["categories"][name]["score"] * 100) for name in CATEGORIES], lost


def main() -> None:
    if len(sys.argv) < 2 or not (site := Path(sys.argv[1])).is_dir():
        sys.exit(__doc__)
    tool, lowest = command(), [100] * len(CATEGORIES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("  ".join(CATEGORIES))
    with tempfile.TemporaryDirectory() as folder:
        for page in sys.argv[2:] or pages(site):
            url = f"http://127.0.0.1:{server.server_port}/{page}"
            points, lost = scores(tool, url, Path(folder) / "told.json")
            lowest = [min(pair) for pair in zip(lowest, points, strict=True)]
            print("  ".join(f"{one:3}" for one in points), page, *lost, flush=True)
    print("lowest:", *lowest)


if __name__ == "__main__":
    main()
