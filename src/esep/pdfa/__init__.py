# SPDX-License-Identifier: MIT
"""PDF/A-1 (ISO 19005-1) conformance, levels a and b; knows nothing of the registry."""

from __future__ import annotations

from esep.pdfa.checker import check
from esep.pdfa.report import CHECKER_VERSION, Report

__all__ = ["CHECKER_VERSION", "Report", "check"]
