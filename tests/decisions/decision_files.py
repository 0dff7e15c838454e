# SPDX-License-Identifier: MIT
"""The minimal registry with one application for the operator's list, and changes of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from trees import ROOT

APPLICATION = "registry/operator-list/2026/su-esebi.yml"
PASSPORT = "objects/qala-akimdigi/su-esebi/passport.yml"
FILES = ROOT / "tests" / "data" / "files"


def changed(
    files: dict[str, bytes],
    application: Mapping[str, Any] | None = None,
    passport: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """`files` with the application added, and values set at JSON Pointers of both."""
    files[APPLICATION] = (FILES / "application.yml").read_bytes()
    body = "registry/organisations/uakiletti.yml"
    files[body] = (FILES / "authorised-body.yml").read_bytes()
    put(files, APPLICATION, application or {})
    put(files, PASSPORT, passport or {})
    return files


def put(files: dict[str, bytes], path: str, values: Mapping[str, Any]) -> None:
    """Set values at JSON Pointers of a YAML file; every scalar stays text."""
    document = yaml.load(files[path], Loader=yaml.CBaseLoader)
    for pointer, value in values.items():
        *way, last = pointer.strip("/").split("/")
        node = document
        for step in way:
            node = node.setdefault(step, {})
        node[last] = value
    plain = json.loads(json.dumps(document))  # shares nothing: the registry takes no anchors
    text = yaml.dump(plain, allow_unicode=True, sort_keys=False, default_style='"')
    files[path] = text.encode()
