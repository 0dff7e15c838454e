# SPDX-License-Identifier: MIT
"""A small architecture."""

from __future__ import annotations

import pytest
from small_model import A, Make, element, put

from esep.checks.context import Context


@pytest.fixture
def four(files: dict[str, bytes], context_of: Make) -> Context:
    """One component of each change."""
    listed = [
        element("same"),
        element("other", target={"e_form": "yes"}),
        element("fresh", states=["target"]),
        element("gone", states=["current"]),
    ]
    return context_of(put(files, A, services=listed))
