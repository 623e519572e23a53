# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How long people wait for an answer to their ideas."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

SECONDS_A_DAY = 86_400


def days_to_reply(asked: datetime, replied: datetime | None) -> float | None:
    """Elapsed days, nights and weekends included; None while there is no reply.

    Elapsed and not working days: that is how long the one who had the idea waits.

    >>> days_to_reply(datetime(2026, 11, 20, 8), datetime(2026, 11, 23, 20))
    3.5
    >>> days_to_reply(datetime(2026, 11, 20, 8), None)
    """
    if replied is None:
        return None
    return max((replied - asked).total_seconds(), 0) / SECONDS_A_DAY


def typical_reply(days: Sequence[float | None]) -> float | None:
    """The median of the replied ones, which one forgotten idea does not move; None without any.

    >>> typical_reply([1, 2, 30, None])
    2
    >>> typical_reply([None])
    """
    known = [value for value in days if value is not None]
    return median(known) if known else None


def is_late(asked: datetime, replied: datetime | None, now: datetime, limit_days: float) -> bool:
    """Whether the reply came later than promised, or has not come though it should have.

    >>> is_late(datetime(2026, 11, 2), None, datetime(2026, 11, 10), 5)
    True
    >>> is_late(datetime(2026, 11, 2), datetime(2026, 11, 4), datetime(2026, 11, 10), 5)
    False
    """
    return days_to_reply(asked, replied or now) > limit_days
