# SPDX-License-Identifier: MIT
"""Documents and queries of the search tests, read from files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from esep.i18n import LANGUAGES
from esep.search.documents import Document, Text

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("ESEP_SHARED", HERE.parents[2] / "shared")) / "search"


def read_documents(path: Path) -> list[Document]:
    """Read a corpus in the format of bench_search.py; the id serves as url."""
    return [
        Document(
            one["id"],
            {lang: Text(one[lang]["t"], one[lang]["b"], url=one["id"]) for lang in LANGUAGES},
            one["code"] or "",
            (one["acr"],) if one["acr"] else (),
        )
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]


def read_queries(path: Path) -> list[dict[str, Any]]:
    """Read queries: {lang, type, q, expect}."""
    return list(json.loads(path.read_text(encoding="utf-8")))
