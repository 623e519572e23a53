# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""On which days an area is audited, and by whom, without the ORM and without a clock.

A date belongs to the *number* of its audit, never to the day somebody asked: a run after ten
idle days finds the same dates and the same auditors as ten daily runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from odoo.addons.lean_base.calculations.interval import DAY, Interval

EVERY_DAY = frozenset(range(7))
ON_TIME, LATE = "on_time", "late"


@dataclass(frozen=True)
class Series:
    """The dates of a schedule.

    :param start: from where intervals are counted
    :param offset: what is added to a number to count intervals, after the schedule was changed
    :param end: last day on which something is due
    :param weekdays: days of the week that are worked, Monday is 0
    """

    start: date
    interval: Interval
    offset: int = 0
    end: date | None = None
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise ValueError("Without a day that is worked nothing can be due.")

    def date_of(self, number: int) -> date:
        """Day on which the audit of a number is due.

        Weeks and months that fall on a day off move to the next working day, and the one after
        is counted from the start again:

        >>> working = frozenset(range(5))
        >>> monthly = Series(date(2026, 1, 31), Interval(1, "month"), weekdays=working)
        >>> [str(monthly.date_of(number)) for number in range(3)]
        ['2026-02-02', '2026-03-02', '2026-03-31']

        Days are counted in working days, from Friday to Monday:

        >>> daily = Series(date(2026, 1, 30), Interval(1, "day"), weekdays=working)
        >>> [str(daily.date_of(number)) for number in range(2)]
        ['2026-01-30', '2026-02-02']
        """
        times = number + self.offset
        if self.interval.unit == DAY:
            return add_workdays(self.start, self.interval.count * times, self.weekdays)
        return next_workday(self.interval.after(self.start, times), self.weekdays)

    def iterate(self, first: int, until: date) -> Iterator[tuple[int, date, date]]:
        """(number, due, due date of the one that follows) from a number to a date, its day included.

        >>> weekly = Series(date(2026, 6, 1), Interval(1, "week"), end=date(2026, 6, 20))
        >>> [(number, str(day)) for number, day, __ in weekly.iterate(1, date(2026, 12, 31))]
        [(1, '2026-06-08'), (2, '2026-06-15')]
        """
        last = min(until, self.end) if self.end else until
        number, day = first, self.date_of(first)
        while day <= last:
            following = self.date_of(number + 1)
            yield number, day, following
            number, day = number + 1, following

    def number_after(self, day: date) -> int:
        """Number of the first audit due after a day, the first of all at the earliest.

        >>> Series(date(2026, 6, 1), Interval(1, "week")).number_after(date(2026, 6, 8))
        2
        """
        number = -self.offset
        while self.date_of(number) <= day:
            number += 1
        return number


def next_workday(day: date, weekdays: frozenset[int]) -> date:
    """The day itself, or the first one after it that is worked.

    >>> str(next_workday(date(2026, 6, 6), frozenset(range(5))))
    '2026-06-08'
    """
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day


def add_workdays(start: date, count: int, weekdays: frozenset[int]) -> date:
    """The day so many working days after the first one from a start on.

    >>> str(add_workdays(date(2026, 6, 5), 6, frozenset(range(5))))
    '2026-06-15'
    """
    day = next_workday(start, weekdays) + timedelta(weeks=count // len(weekdays))
    for _step in range(count % len(weekdays)):
        day = next_workday(day + timedelta(days=1), weekdays)
    return day


def choose_auditor(auditors: Sequence[int], number: int, excluded: frozenset[int] = frozenset()) -> int | None:
    """Who audits: those who may take turns, by the number of the audit. None where nobody may.

    >>> [choose_auditor([7, 8, 9], number, frozenset([8])) for number in range(3)]
    [7, 9, 7]
    >>> choose_auditor([8], 0, frozenset([8])) is None
    True
    """
    eligible = [auditor for auditor in auditors if auditor not in excluded]
    return eligible[number % len(eligible)] if eligible else None


def judge(due: date, tolerance: int, done: date) -> str:
    """How an audit that was done stands to its date.

    >>> judge(date(2026, 6, 1), 2, date(2026, 6, 3)), judge(date(2026, 6, 1), 2, date(2026, 6, 4))
    ('on_time', 'late')
    """
    return ON_TIME if done <= due + timedelta(days=tolerance) else LATE
