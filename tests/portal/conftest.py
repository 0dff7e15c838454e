# SPDX-License-Identifier: MIT
"""The small registry, and the portal built from it once."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from portal_case import build, furnish, model, populate

from esep.portal.render import Renderer


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("furnished")
    furnish(root)
    return root


@pytest.fixture(scope="session", autouse=True)
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Verdicts of documents go to a folder of the run, not to the user's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def registry(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, built once; tests only read it."""
    root = tmp_path_factory.mktemp("small") / "registry"
    shutil.copytree(furnished, root)
    populate(root)
    build(root)
    return root


@pytest.fixture(scope="session")
def site(registry: Path) -> Path:
    return registry / "site"


@pytest.fixture
def copy(registry: Path, tmp_path: Path) -> Path:
    """The small registry with its built portal, to be changed."""
    root = tmp_path / "registry"
    shutil.copytree(registry, root, copy_function=shutil.copy2)
    return root


@pytest.fixture(scope="session")
def modelled(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry that has something for every kind of page, not built yet."""
    root = tmp_path_factory.mktemp("modelled") / "registry"
    shutil.copytree(furnished, root)
    populate(root)
    model(root)
    return root


@pytest.fixture(scope="session")
def rendered(modelled: Path) -> Mapping[str, list[str]]:
    """The pages that each template made of it, in Kazakh; the portal is beside the registry."""
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
        build(modelled)
    return seen
