# SPDX-License-Identifier: MIT
"""Family COD: the ledger of accounting codes, and passports against it."""

from __future__ import annotations

from collections.abc import Iterator

from esep.checks.context import Context
from esep.findings import Finding, Location
from esep.ledger.chain import check_chain
from esep.ledger.faults import Fault
from esep.model.registry import LEDGER, ObjectRecord

# Faults of the ledger that have a rule of their own; all others are a damaged line.
_RULES = {
    "chain-broken": "COD006",
    "hash-wrong": "COD006",
    "not-prefix": "COD007",
    "shorter-than-base": "COD007",
    "ledger-missing": "COD007",
    "bad-checkpoint": "COD007",
    "behind-checkpoint": "COD007",
    "checkpoint-mismatch": "COD007",
    "bad-code": "COD008",
    "bad-check-digits": "COD008",
    "code-not-of-serial": "COD008",
    "duplicate-code": "COD009",
    "duplicate-object": "COD009",
    "serial-gap": "COD010",
    "seq-gap": "COD010",
}


def ledger_finding(context: Context, fault: Fault) -> Finding:
    """A fault of the ledger as a finding at its line."""
    params = {"line": fault.line, "fault": fault.key, "code": "?", **fault.params}
    code = _RULES.get(fault.key, "COD005")
    return context.finding_at(code, Location(LEDGER, fault.line), **params)


def check_ledger(context: Context) -> Iterator[Finding]:
    """COD003, COD005, COD006, COD008 to COD010: the ledger itself."""
    for fault in check_chain(context.ledger_bytes, context.code_format):
        yield ledger_finding(context, fault)
    for row in context.ledger.rows if context.ledger else ():
        if row.event == "assigned" and row.object not in context.registry.folders_by_id:
            at = Location(LEDGER, row.seq)
            yield context.finding_at("COD003", at, code=row.code, id=row.object)


def check_code(context: Context, record: ObjectRecord) -> Iterator[Finding]:
    """COD001, COD002, COD004: one passport against the ledger."""
    if (ledger := context.ledger) is None:
        return  # said by check_ledger
    written = record.value.get("accounting_code")
    row = ledger.by_object.get(record.id)
    if written and row is None:
        code = "COD002" if written not in ledger.assigned else "COD001"
        holder = "—" if code == "COD001" else ""
        yield context.finding(code, record, "/accounting_code", code=written, expected=holder)
    elif written and row and written != row.code:
        yield context.finding("COD001", record, "/accounting_code", code=written, expected=row.code)
    elif row and not written:
        yield context.finding("COD004", record, "/id", code=row.code)
