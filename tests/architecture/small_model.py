# SPDX-License-Identifier: MIT
"""Elements of an architecture, written into a small registry."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from esep.checks.context import Context

A = "registry/architecture/activity/a.yml"
NAME = {"kk": "а", "ru": "б", "en": "c"}
Make = Callable[..., Context]


def element(slug: str, **more: Any) -> dict[str, Any]:
    return {"id": slug, "name": NAME, **more}


def put(files: dict[str, bytes], path: str, **kinds: Any) -> dict[str, bytes]:
    document = {"schema_version": "1", **kinds}
    files[path] = json.dumps(document, ensure_ascii=False).encode()
    return files


def version(name: str, **more: Any) -> dict[str, Any]:
    context = {"internal": NAME, "external": NAME}
    base = {"number": "1", "state": "target", "stage": "goals", "context": context}
    return element(name, **base, grounds=["act_change"], domains=["d"], **more)
