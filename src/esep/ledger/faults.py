# SPDX-License-Identifier: MIT
"""What can be wrong with a ledger: a closed list of keys; rules and texts hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from esep.errors import UserError

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "torn-line": "the last line does not end with a line feed",
        "line-too-long": "a line is longer than any row can be",
        "not-json": "a line is not one JSON object in UTF-8",
        "duplicate-key": "a row names a field twice",
        "unknown-field": "a row has a field that its event does not have",
        "missing-field": "a row lacks a field that its event must have",
        "bad-value": "a field has the wrong type or form",
        "not-canonical": "a row is not written compactly with sorted keys",
        "seq-gap": "row numbers do not run 1, 2, 3 …",
        "chain-broken": "prev is not the hash of the row before",
        "hash-wrong": "hash is not the SHA-256 of the row",
        "bad-code": "a code has not the form of this registry",
        "bad-check-digits": "the check digits of a code are wrong",
        "code-not-of-serial": "a code is not the one its serial makes",
        "serial-gap": "a serial is not the last one plus one",
        "duplicate-code": "a code is assigned twice",
        "duplicate-object": "an object is assigned a second code",
        "unknown-code": "a code is closed that was never assigned",
        "closed-code": "a code is closed that was withdrawn or succeeded before",
        "wrong-object": "a closing row names another object than the code belongs to",
        "bad-successor": "a successor is not another code in use",
        "shorter-than-base": "rows of the base are missing at the end",
        "not-prefix": "a row of the base was changed",
        "ledger-missing": "a commit has no ledger although an earlier one had",
        "bad-checkpoint": "a checkpoint is not written as size and hash",
        "behind-checkpoint": "the ledger has fewer rows than the checkpoint says",
        "checkpoint-mismatch": "the row at the checkpoint has another hash",
    }
)


class Fault(NamedTuple):
    """One fault: 1-based `line` of the ledger (0: none), a key of `FAULTS`, particulars."""

    line: int
    key: str
    params: Mapping[str, str]


class LedgerError(UserError):
    """The ledger cannot be trusted, so nothing may be read from it or added to it."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        said = "".join(f"; {name}: {value}" for name, value in fault.params.items())
        where = f" at line {fault.line}" if fault.line else ""
        super().__init__(
            f"ledger refused{where}: {FAULTS[fault.key]} [{fault.key}]{said}. "
            "It is never repaired by hand or by the job: restore it from the last good commit."
        )
