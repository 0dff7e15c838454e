# SPDX-License-Identifier: MIT
"""Values with every field that a schema knows, so that no test names fields by hand."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

SCHEMAS = Path(__file__).parents[2] / "schemas"
DROP = object()
# A text for each pattern that does not take any; other patterns take what `text` gives.
_SAMPLES = {
    "^[a-z0-9][a-z0-9-]{0,62}$": "orda",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "2025-01-15",
    "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$": "2025-01-15",
    "^[0-9]{12}$": "001240001235",
    "^[0-9a-f]{64}$": "ab" * 32,
    "^[0-9a-f]{40}([0-9a-f]{24})?$": "ab" * 20,
    "^[a-z_]{1,30}:[a-z0-9][a-z0-9-]{0,62}$": "domains:salyq",
    "^[A-Z]{2}-[0-9]{6,9}-[0-9]{2}$": DROP,
    "^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,189}$": "a@esep.example",
    "^[+0-9 ()-]{5,30}$": "+7 700 000 00 00",
    "^documents/[a-z0-9][a-z0-9._-]{0,80}\\.(pdf|docx)$": "documents/one.pdf",
    "^objects/[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}$": "objects/orda/alfa",
    "^L[1-4]\\.[0-9]{1,2}$": "L1.1",
    "^[A-Z]{3}[0-9]{3}$": "PSP001",
    "^(19|20)[0-9]{2}$": "2025",
    "^RB-[0-9A-Z]+$": "RB-193",
    "^[A-Za-z0-9][A-Za-z0-9-]{0,38}$": "login",
    "^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$": "1.0",
    "^[a-z_]+$": "other",
    "^[0-9]{1,2}\\.[0-9]{1,2}$": "1.1",
    "^[a-z_.]{1,30}(\\.[0-9]{1,3})?$": "tor",
    "^[A-Z]{1,8}-[0-9]{4,12}-[0-9]{2}$": DROP,
}
_FREE = ("^[^\\n\\r]+$", "^[^\\x00-\\x1f\\x7f]+$")
_WEB = ("^(https://|mailto:)[!-~]+$", "^https://[!-~]+$")


@cache
def _file(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_bytes())
    return found


@dataclass
class Filler:
    """Fills every field of a schema; `text` is given the place, stars for entries of lists.

    `fixed` are values by place: there nothing is made up.
    """

    text: Callable[[str], str]
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> dict[str, Any]:
        """A value of a schema, by its name without ``.schema.json``."""
        file = f"{name}.schema.json"
        found: dict[str, Any] = self._fill(_file(file), file, "")
        return found

    def _fill(self, node: Mapping[str, Any], file: str, at: str) -> Any:
        if at in self.fixed:
            return self.fixed[at]
        while "$ref" in node:
            other, _, fragment = node["$ref"].partition("#")
            file, target = other or file, _file(other or file)
            for step in fragment.strip("/").split("/"):
                target = target[step] if step else target
            node = {**target, **{key: one for key, one in node.items() if key != "$ref"}}
        if "const" in node or "enum" in node:
            return node["const"] if "const" in node else node["enum"][0]
        if "properties" in node or isinstance(node.get("additionalProperties"), dict):
            return self._object(node, file, at)
        if "items" in node:
            one = self._fill(node["items"], file, f"{at}/*".lstrip("/"))
            return DROP if one is DROP else [one]
        return self._scalar(node, at)

    def _object(self, node: Mapping[str, Any], file: str, at: str) -> Any:
        fields = dict(node.get("properties", {}))
        if isinstance(more := node.get("additionalProperties"), dict):
            names = node.get("propertyNames", {})
            fields[_SAMPLES.get(names.get("pattern", ""), "key")] = more
        made = {
            key: self._fill(one, file, f"{at}/{key}".lstrip("/")) for key, one in fields.items()
        }
        return {key: one for key, one in made.items() if one is not DROP}

    def _scalar(self, node: Mapping[str, Any], at: str) -> Any:
        pattern = node.get("pattern", "")
        if "boolean" in str(node.get("type")):
            return True
        if pattern in _WEB:
            url = "https://esep.example/" + quote(self.text(at), safe=string.punctuation)
            return url[: node.get("maxLength", 200)]
        if pattern and pattern not in _FREE:
            given = self.text(at)
            if _SAMPLES.get(pattern) is not DROP and re.search(pattern, given):
                return given
        if pattern in _SAMPLES:
            return _SAMPLES[pattern]
        if pattern and pattern not in _FREE:
            return next(one for one in ("1", "2025", "a", "A1") if re.search(pattern, one))
        if node.get("type") in ("integer", "number"):
            return 1
        return self.text(at)[: node.get("maxLength", 10_000)]


def texts(value: Any, at: str = "") -> Mapping[str, str]:
    """Every text of a value by its place, stars for entries of lists."""
    if isinstance(value, str):
        return {at: value}
    inner = value.items() if isinstance(value, dict) else ()
    inner = [("*", one) for one in value] if isinstance(value, list) else inner
    found: dict[str, str] = {}
    for key, one in inner:
        found |= texts(one, f"{at}/{key}".lstrip("/"))
    return found
