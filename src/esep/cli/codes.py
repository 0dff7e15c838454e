# SPDX-License-Identifier: MIT
"""`esep codes assign|verify`: the ledger of accounting codes."""

from __future__ import annotations

import click


@click.group("codes")
def command() -> None:
    """Assign accounting codes, or verify their ledger."""
