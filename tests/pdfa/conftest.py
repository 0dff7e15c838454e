# SPDX-License-Identifier: MIT
"""Lets the tests of this folder import the benchmark script."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
