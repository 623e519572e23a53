# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How an occurrence ended, and what that says of a plan, without the ORM.

Source of the compliance ratio: EN 15341, *Maintenance key performance indicators*, and SMRP
metric 5.4.14; the tolerance is a tenth to a fifth of the interval by common practice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

PLANNED, DONE, LATE, MISSED, SUPPRESSED, SKIPPED = "planned", "done", "late", "missed", "suppressed", "skipped"
ENDED = (DONE, LATE, MISSED, SUPPRESSED, SKIPPED)
# Neither kept nor broken: no side of the compliance counts them.
UNCOUNTED = (SUPPRESSED, SKIPPED)
SHARE_OF_INTERVAL = 0.2
MOST_TOLERANCE_DAYS = 28


@dataclass(frozen=True)
class Tolerance:
    """Days before and after a due date within which a completion counts as kept."""

    early: int
    late: int


def default_tolerance(interval_days: float) -> int:
    """One day, or a fifth of the interval, at most 28 days.

    >>> [default_tolerance(days) for days in (1, 7, 30, 365)]
    [1, 1, 6, 28]
    """
    return min(max(1, floor(interval_days * SHARE_OF_INTERVAL)), MOST_TOLERANCE_DAYS)


def judge_completion(due: date, done: date, late_days: int) -> str:
    """Done, or late; before its due date it is done.

    >>> judge_completion(date(2026, 6, 1), date(2026, 6, 2), late_days=1)
    'done'
    >>> judge_completion(date(2026, 6, 1), date(2026, 6, 3), late_days=1)
    'late'
    """
    return LATE if done > due + timedelta(days=late_days) else DONE


def is_missed(due: date, late_days: int, next_due: date | None, today: date, *, catches_up: bool) -> bool:
    """Whether an open occurrence has become one that will not be done any more.

    A plan that catches up never gives one up. One that moves on does so when the next is due,
    at the earliest when the tolerance is over; without a next one nothing takes its place.

    >>> june = date(2026, 6, 1), 1, date(2026, 6, 8)
    >>> is_missed(*june, today=date(2026, 6, 7), catches_up=False)
    False
    >>> is_missed(*june, today=date(2026, 6, 8), catches_up=False)
    True
    >>> is_missed(*june, today=date(2026, 7, 8), catches_up=True)
    False
    """
    if catches_up or next_due is None:
        return False
    return today >= next_due and today > due + timedelta(days=late_days)


def compliance(outcomes: Iterable[str]) -> float | None:
    """Share done within the tolerance of what was due; undefined (None) where nothing was.

    >>> compliance(["done", "late", "missed", "suppressed"]) == 1 / 3
    True
    >>> compliance(["suppressed", "skipped", "planned"]) is None
    True
    """
    counted = [outcome for outcome in outcomes if outcome in ENDED and outcome not in UNCOUNTED]
    return counted.count(DONE) / len(counted) if counted else None
