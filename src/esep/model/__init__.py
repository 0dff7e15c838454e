# SPDX-License-Identifier: MIT
"""The registry as data: trees, records, passports, schemas; no checks, no printing."""
