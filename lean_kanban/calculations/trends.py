# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Weeks of a dashboard."""

from datetime import datetime, timedelta


def share_covered(spans: list[tuple[datetime, list[tuple[datetime, datetime]]]], start: datetime, end: datetime):
    """Share of a period in which something was at hand, over several loops; undefined (None) before any of them.

    :param spans: of each loop the time from which it is known, and the times without anything at hand, which do
        not overlap
    :return: 0 to 1, by time: each loop weighs as long as it is known in the period

    >>> monday, friday = datetime(2026, 3, 2), datetime(2026, 3, 6)
    >>> share_covered([(monday, [(datetime(2026, 3, 3), datetime(2026, 3, 4))])], monday, friday)
    0.75
    >>> share_covered([(monday, []), (datetime(2026, 3, 4), [(datetime(2026, 3, 5), friday)])], monday, friday)
    0.8333333333333334
    >>> share_covered([(friday, [])], monday, friday) is None
    True
    """
    nothing = timedelta()
    known = missing = nothing
    for since, gaps in spans:
        known += max(end - max(start, since), nothing)
        missing += sum((max(min(to, end) - max(begin, start), nothing) for begin, to in gaps), nothing)
    return 1 - missing / known if known else None


def roll_back(today: float, changes: list[float]) -> list[float]:
    """What there was at the end of each period, from what there is now and what each period changed.

    :param today: the quantity at the end of the last period
    :param changes: of each period, oldest first

    >>> roll_back(10, [5, -3, 4])
    [9, 6, 10]
    """
    levels = [today]
    for change in reversed(changes[1:]):
        levels.append(levels[-1] - change)
    return levels[::-1]
