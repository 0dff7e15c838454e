# SPDX-License-Identifier: MIT
"""The civil date of a moment: Asia/Almaty, UTC+6 until 29.02.2024 and UTC+5 since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The tzdata package stands in where the system has no zone files or old ones; 2024a or newer.
ALMATY = ZoneInfo("Asia/Almaty")
_LAST_SECOND = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def civil_date(moment: datetime) -> date:
    """Return the date on the wall in Almaty; ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment must carry its time zone; found {moment.isoformat()}")
    return moment.astimezone(ALMATY).date()


def civil_date_of_epoch(seconds: int) -> date:
    """Return the civil date of a Unix time; what no calendar holds becomes its first or last day.

    Git stores whatever its author claims, year 30000 included, and one such commit must not
    stop the portal.
    """
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), ALMATY).date()
