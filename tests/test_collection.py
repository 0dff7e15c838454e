# SPDX-License-Identifier: MIT
"""Work without the garbage collector, one inside another."""

from __future__ import annotations

import gc

from esep.collection import uncollected


def test_collector_is_off_until_the_outer_work_ends() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
