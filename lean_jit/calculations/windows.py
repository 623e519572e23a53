# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The days on which a delivery is neither early nor late."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

# Of calendars that nobody works by: a window is no search without end.
FARTHEST = 366


@dataclass(frozen=True)
class Window:
    """What is granted around a promised day.

    :param early: days before it that are not early
    :param late: days after it that are not late
    :param is_working_days: count days worked at the place of receipt, not those of the calendar
    :param over_percent: excess that fails a line; None where no excess does
    """

    early: int
    late: int
    is_working_days: bool = False
    over_percent: float | None = None


def window_around(promised: date, window: Window, worked: Set[date] | None = None) -> tuple[date, date]:
    """First and last day of a window.

    What is promised for a day nobody works is in time on the next one somebody does.

    :param worked: days worked around the promised one; None counts every day

    >>> window_around(date(2026, 3, 9), Window(early=2, late=0))
    (datetime.date(2026, 3, 7), datetime.date(2026, 3, 9))
    >>> monday, friday = date(2026, 3, 9), date(2026, 3, 6)
    >>> window_around(monday, Window(early=1, late=0, is_working_days=True), {friday, monday})
    (datetime.date(2026, 3, 6), datetime.date(2026, 3, 9))
    >>> window_around(date(2026, 3, 8), Window(early=0, late=0, is_working_days=True), {friday, monday})
    (datetime.date(2026, 3, 8), datetime.date(2026, 3, 9))
    """
    days = worked if window.is_working_days else None
    is_worked = days is None or promised in days
    last = promised if is_worked else step(promised, 1, days)
    return step(promised, -window.early, days), step(last, window.late, days)


def step(day: date, count: int, worked: Set[date] | None = None) -> date:
    """The day so many days (worked ones, if given) after a day; before it where negative.

    >>> step(date(2026, 3, 6), 1, {date(2026, 3, 9)})
    datetime.date(2026, 3, 9)
    """
    if worked is None:
        return day + timedelta(days=count)
    way = timedelta(days=1 if count > 0 else -1)
    left, reached = abs(count), day
    for _tried in range(FARTHEST):
        if not left:
            return reached
        reached += way
        left -= reached in worked
    return day + timedelta(days=count)
