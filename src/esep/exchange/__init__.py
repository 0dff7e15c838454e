# SPDX-License-Identifier: MIT
"""Documents and archives that leave the registry for people: PDF/A-1, packages, tables."""
