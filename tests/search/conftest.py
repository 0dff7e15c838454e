# SPDX-License-Identifier: MIT
"""A corpus of fictional objects, its index, and a way to run node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from search_corpus import HERE, SHARED, read_documents, read_queries

from esep.search.documents import Document
from esep.search.index import build
from esep.search.searcher import Searcher


@pytest.fixture(scope="session")
def corpora() -> list[tuple[list[Document], list[dict[str, Any]]]]:
    """Documents with their queries: our own, and the shared ones where they are at hand."""
    folders = [(HERE / "documents.json", HERE / "queries.json")]
    if (SHARED / "documents.json").is_file():
        folders.append((SHARED / "documents.json", SHARED / "queries-dev.json"))
    return [(read_documents(one), read_queries(two)) for one, two in folders]


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """Our own fictional objects."""
    return read_documents(HERE / "documents.json")


@pytest.fixture(scope="session")
def searcher(documents: list[Document]) -> Searcher:
    """A searcher over our own objects."""
    return Searcher(build(documents).get)


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Run a script of this folder under node: JSON in, JSON out."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed: the browser side cannot be run")

    def run(script: str, given: object, *argv: str) -> Any:
        done = subprocess.run(
            ["node", str(HERE / script), *argv],
            input=json.dumps(given),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return run
