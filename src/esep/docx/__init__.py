# SPDX-License-Identifier: MIT
"""Clean DOCX drafts and their text; knows nothing of the registry."""

from __future__ import annotations

from esep.docx.checker import CHECKER_VERSION, check
from esep.docx.child import MEMORY_MB, SECONDS, check_isolated
from esep.docx.faults import Fault, Report, Verdict

__all__ = [
    "CHECKER_VERSION",
    "MEMORY_MB",
    "SECONDS",
    "Fault",
    "Report",
    "Verdict",
    "check",
    "check_isolated",
]
