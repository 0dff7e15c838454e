# SPDX-License-Identifier: MIT
"""A remote with its ledger, and the job that gives codes in a clone of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from race import (
    eligible,
    make_clone,
    make_remote,
    merge_files,
)

from esep.gitlog.plumbing import git, line
from esep.workflow.assign import Outcome, assign
from esep.workflow.ledger_history import LEDGER


class Place:
    """A remote with an empty ledger and one clone of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = make_remote(folder)
        self.clone = make_clone(self.remote, folder, "clone")

    def merge(self, files: dict[str, bytes | None], **how: str) -> str:
        return merge_files(self.clone, self.remote, files, **how)

    def assign(self, **how: Any) -> Outcome:
        return assign(self.clone, self.remote, "main", eligible, pause=lambda *_: None, **how)

    def show(self, path: str) -> bytes:
        return git(Path(self.remote), "show", f"main:{path}")

    @property
    def head(self) -> str:
        return line(Path(self.remote), "rev-parse", "main")

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.show(LEDGER).splitlines()]

    def codes(self) -> dict[str, str]:
        return {row["object"]: row["code"] for row in self.rows}
