# SPDX-License-Identifier: MIT
"""The verification clock of a submission (R193-12a): from its first complete state."""

from __future__ import annotations

from datetime import date

from esep.calendar.working import CalendarNotReviewedError
from esep.checks.context import Context


def verify_by(context: Context, complete_on: date) -> date | None:
    """The last day to verify and give a code; None where no clock runs or no calendar is known."""
    deadline = context.rulebooks.deadline("verify", complete_on)
    if deadline is None or deadline.unit != "working_day":
        return None
    try:
        return context.calendar.add_working_days(complete_on, deadline.length)
    except CalendarNotReviewedError:
        return None
