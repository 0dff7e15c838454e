# SPDX-License-Identifier: MIT
"""The verification clock of a submission (R193-12a): from its first complete state."""

from __future__ import annotations

from datetime import date

from esep.calendar.working import CalendarNotReviewedError, load_calendar
from esep.checks.context import Context

CALENDAR = "registry/calendar/kz.yml"
MAX_CALENDAR = 1 << 20


def verify_by(context: Context, complete_on: date) -> date | None:
    """The last day to verify and give a code; None where no clock runs or no calendar is known."""
    deadline = context.rulebooks.deadline("verify", complete_on)
    data = context.registry.tree.read(CALENDAR, MAX_CALENDAR)
    if deadline is None or deadline.unit != "working_day" or data is None:
        return None
    try:
        return load_calendar(data).add_working_days(complete_on, deadline.length)
    except CalendarNotReviewedError:
        return None
