# SPDX-License-Identifier: MIT
"""Accounting codes and the append-only, hash-chained ledger that remembers them."""
