# SPDX-License-Identifier: MIT
"""What a run has read: a later attempt of it reads only what came since, and is held to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from esep.gitlog.tree import Tree
from esep.ledger.chain import Ledger, check_growth, extend, read
from esep.ledger.codes import CodeFormat
from esep.ledger.faults import Fault, LedgerError
from esep.workflow.ledger_history import LEDGER, MAX_LEDGER, check_history
from esep.workflow.stamp import stamped

Formats = Callable[[Tree], CodeFormat]

_RECENT = 10  # the job stops at the first bad step, so an older one cannot hide behind good ones


def default_format(_tree: Tree) -> CodeFormat:
    """The code format of a registry whose policy names none."""
    return CodeFormat()


@dataclass
class Reading:
    """The ledger as last read, and the stamps of passports by blob."""

    repo: Path
    formats: Formats = default_format
    data: bytes = b""
    ledger: Ledger | None = None
    _stamps: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def ledger_of(self, tree: Tree) -> Ledger:
        """Return the ledger of a commit; raise `LedgerError` for any fault of it or its growth."""
        for fault in check_history(self.repo, tree.commit, _RECENT):
            raise LedgerError(fault)
        if LEDGER not in tree.entries:
            raise LedgerError(Fault(0, "ledger-missing", {"commit": tree.commit}))
        data = tree.read(LEDGER, MAX_LEDGER)
        for fault in check_growth(self.data, data):
            raise LedgerError(fault)
        fmt = self.formats(tree)
        if self.ledger and self.ledger.fmt == fmt:
            self.ledger = extend(self.ledger, data[len(self.data) :])
        else:
            self.ledger = read(data, fmt)
        self.data = data
        return self.ledger

    def stamp_of(self, blob: str, passport: Callable[[], bytes]) -> tuple[str, str] | None:
        """Return id and code that a passport's lines have, its bytes asked for at first sight."""
        if blob not in self._stamps:
            self._stamps[blob] = stamped(passport())
        return self._stamps[blob]
