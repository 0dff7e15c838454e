# SPDX-License-Identifier: MIT
"""Into which band an object falls, from its completeness to the data about people it keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from esep.portal.records import Brief
from esep.portal.render import Renderer

# Values of each band in their own order; theme/labels-boards.yml names them.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "band": ("full", "most", "half", "less", "none"),
    "fresh": ("fresh", "aging", "old", "ended"),
    "state": ("coded", "waiting", "faulty"),
    "access": ("public", "internal", "restricted"),
    "people": ("kept", "none", "untold"),
}
_ENDED = ("terminated", "written_off")  # nobody confirms these any more
_MOST, _HALF = 75, 50  # per cent of the items that are due


def fresh_from(renderer: Renderer) -> str:
    """The day from which a record counts as fresh, by the portal's policy."""
    return _days_ago(renderer, 1)


def _days_ago(renderer: Renderer, periods: int) -> str:
    months = int(renderer.context.rulebooks.policy["monitoring"]["confirm_months"])
    day: date = renderer.settings.on - timedelta(days=periods * months * 365 // 12)
    return day.isoformat()


def bands(renderer: Renderer) -> Callable[[Brief], Mapping[str, str]]:
    """A function from an object to its bands; one that cannot be shown has a state alone."""
    fresh, aging = fresh_from(renderer), _days_ago(renderer, 2)

    def of(brief: Brief) -> Mapping[str, str]:
        if not brief.shown:
            return {"state": "faulty"}
        return {
            "band": completeness(brief),
            "fresh": "ended" if brief.stage in _ENDED else _age(brief.changed_on, fresh, aging),
            "state": "coded" if brief.code else "waiting",
            "access": ORDERS["access"][brief.measures.access],
            "people": brief.people,
        }

    return of


def completeness(brief: Brief) -> str:
    """``full`` needs every item that is due, not a rounded hundred per cent."""
    if brief.complete:
        return "full"
    share = brief.done * 100 // brief.due if brief.due else 0
    return (
        "most" if share >= _MOST else "half" if share >= _HALF else "less" if brief.done else "none"
    )


def _age(changed_on: str, fresh: str, aging: str) -> str:
    return "fresh" if changed_on >= fresh else "aging" if changed_on >= aging else "old"
