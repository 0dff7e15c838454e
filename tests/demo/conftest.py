# SPDX-License-Identifier: MIT
"""The committed demonstration registry, read as text, and the schemas that judge it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from demo_reading import ROOT, read
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource


@pytest.fixture(scope="session")
def faults() -> Callable[[str, dict[str, Any]], list[str]]:
    """Return a function giving the schema's complaints about a record."""
    schemas = {path.name: json.loads(path.read_text("utf-8"))
               for path in (ROOT / "schemas").glob("*.json")}  # fmt: skip
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    judges = {
        name: Draft202012Validator(
            schemas[f"{name}.schema.json"], registry=registry, format_checker=FormatChecker()
        )
        for name in ("passport", "organisation", "account", "verification")
    }

    def complaints(name: str, data: dict[str, Any]) -> list[str]:
        return [f"{error.json_path}: {error.message[:160]}"
                for error in judges[name].iter_errors(data)]  # fmt: skip

    return complaints


@pytest.fixture(scope="session")
def passports() -> dict[Path, dict[str, Any]]:
    """Every passport of the demonstration, by its path."""
    return {path: read(path) for path in sorted(ROOT.glob("objects/*/*/passport.yml"))}


@pytest.fixture(scope="session")
def organisations() -> dict[str, dict[str, Any]]:
    """Every organisation of the demonstration, by its slug."""
    return {path.stem: read(path) for path in sorted(ROOT.glob("registry/organisations/*.yml"))}


@pytest.fixture(scope="session")
def accounts() -> dict[str, dict[str, Any]]:
    """Every account of the demonstration, by its login."""
    return {path.stem: read(path) for path in sorted(ROOT.glob("registry/accounts/*.yml"))}


@pytest.fixture(scope="session")
def decisions() -> dict[str, dict[str, Any]]:
    """Every file of the integrator's decisions, by the object's identifier."""
    return {path.stem: read(path) for path in sorted(ROOT.glob("registry/verifications/*/*.yml"))}
