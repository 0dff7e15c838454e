# SPDX-License-Identifier: MIT
"""What the service integrator verified of the demonstration, with fingerprints of the items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from esep.checks.context import Context
from esep.demo.content import Content, read
from esep.model.tree import DirTree
from esep.workflow.fingerprints import fingerprints


def verifications(content: Content, root: Path, commit: str) -> Iterator[tuple[str, Any]]:
    """Yield the path below `root` of each file of decisions and its verification.

    `commit` is 40 hexadecimal digits: the commit whose records were verified.
    """
    plan = read("verified.yml")
    context = Context.of(DirTree(root), dt.date.fromisoformat(plan["on"]))
    for name in (*plan["confirmed"], *plan["returned"]):
        entry = content.objects[name]
        folder = f"{entry['org']}/{name}"
        data = {"by": content.words("lines", "integrator")[entry["lang"]],
                "on": plan["on"], "commit": commit}  # fmt: skip
        if remarks := plan["returned"].get(name):
            data |= {"result": "returned", "remarks": remarks}
        else:
            items = fingerprints(context, context.registry.object(f"objects/{folder}"))
            data |= {"result": "confirmed", "items": items}
        yield f"registry/verifications/{folder}.yml", data
