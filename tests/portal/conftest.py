# SPDX-License-Identifier: MIT
"""The small registry and the one with everything, each built once in a test run."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from frames import FRAMES
from portal_case import build, furnish, model, organisation, populate

from esep.portal.render import Renderer
from once import once, shared

SEEN = "seen.json"


@pytest.fixture(scope="session", autouse=True)
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run; verdicts of documents go there, not to the user's cache."""
    folder = shared(tmp_path_factory) / "portal"
    folder.mkdir(exist_ok=True)
    for name, variable in (("frames", FRAMES), ("cache", "XDG_CACHE_HOME")):
        (folder / name).mkdir(exist_ok=True)
        os.environ[variable] = str(folder / name)
    return folder


@pytest.fixture(scope="session")
def furnished(run: Path) -> Path:
    """All that a portal is made with, but no records."""
    return once(run / "furnished", furnish)


@pytest.fixture
def started(furnished: Path, tmp_path: Path) -> Path:
    """A registry of the test's own: one organisation and no objects."""
    root = tmp_path / "r"
    shutil.copytree(furnished, root)
    organisation(root, "orda")
    return root


@pytest.fixture(scope="session")
def registry(run: Path) -> Path:
    """The small registry, built once; tests only read it."""

    def make(root: Path) -> None:
        furnish(root)
        populate(root)
        build(root)

    return once(run / "small", make)


@pytest.fixture(scope="session")
def site(registry: Path) -> Path:
    return registry / "site"


@pytest.fixture
def copy(registry: Path, tmp_path: Path) -> Path:
    """The small registry with its built portal, to be changed."""
    root = tmp_path / "registry"
    shutil.copytree(registry, root, symlinks=True)
    return root


@pytest.fixture(scope="session")
def modelled(run: Path) -> Path:
    """A registry that has something for every kind of page, built once; tests only read it."""

    def make(root: Path) -> None:
        furnish(root)
        populate(root)
        model(root)
        (root / ".cache" / SEEN).write_text(json.dumps(built(root)), "utf-8")

    return once(run / "modelled", make)


@pytest.fixture(scope="session")
def rendered(modelled: Path) -> Mapping[str, list[str]]:
    """The pages that each template made of it, in Kazakh; the portal is beside the registry."""
    seen: Mapping[str, list[str]] = json.loads((modelled / ".cache" / SEEN).read_text("utf-8"))
    return seen


def built(root: Path) -> Mapping[str, list[str]]:
    """Build, and note the pages that each template makes in Kazakh."""
    seen: dict[str, list[str]] = defaultdict(list)
    page, choose = Renderer.page, Renderer.choose

    def keep_page(self: Renderer, path: str, template: str, title: str, values: Any) -> bytes:
        if path.startswith("kk/"):
            seen[template].append(path)
        return page(self, path, template, title, values)

    def keep_choose(self: Renderer, path: str, title: str) -> bytes:
        seen["choose.html"].append(path)
        return choose(self, path, title)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Renderer, "page", keep_page)
        patched.setattr(Renderer, "choose", keep_choose)
        build(root)
    return seen
