# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Work against the hours of those who do it, and how far work may be moved, without the ORM.

The ratio is the planned backlog over the hours of the crew, as in EN 15341 and SMRP metric 5.4.8, here
by period. A period without known hours has no ratio, which is not zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Hours of floats that were added up are not an overload.
ROUNDING = 0.01
WEEK = 7


@dataclass(frozen=True)
class Period:
    """Days from a first to a last one, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Its days in their order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Figure:
    """Work in a period.

    :param planned: hours of work
    :param hours: hours there are for it; None where nobody knows
    """

    planned: float
    hours: float | None

    @property
    def share(self) -> float | None:
        """Planned hours / hours there are; undefined (None) where there are none.

        >>> Figure(30, 40).share, Figure(8, 0).share, Figure(8, None).share
        (0.75, None, None)
        """
        return self.planned / self.hours if self.hours else None

    @property
    def over(self) -> float:
        """Hours of work that have no time; 0 where it fits, or nobody knows.

        >>> Figure(46, 40).over, Figure(30, 40).over, Figure(8, 0).over, Figure(8, None).over
        (6, 0.0, 8, 0.0)
        """
        if self.hours is None or self.planned - self.hours < ROUNDING:
            return 0.0
        return self.planned - self.hours


@dataclass(frozen=True)
class Window:
    """Days to which an occurrence may be moved; it is empty where the first lies after the last.

    :param last: None where nothing ends it
    """

    first: date
    last: date | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no such day."""
        return self.last is not None and self.first > self.last

    def contains(self, day: date) -> bool:
        """Whether it may be moved to a day, as far as tolerance goes."""
        return self.first <= day and (self.last is None or day <= self.last)


def get_periods(start: date, unit: str, count: int, first_weekday: int = 0) -> list[Period]:
    """Weeks, the first of them the one of a date, or days from it on.

    :param unit: ``week`` or ``day``
    :param first_weekday: with which a week begins; 0 is Monday

    >>> [str(period.first) for period in get_periods(date(2026, 6, 3), "week", 2)]
    ['2026-06-01', '2026-06-08']
    >>> str(get_periods(date(2026, 6, 3), "week", 1, first_weekday=6)[0].first)
    '2026-05-31'
    >>> [str(period.last) for period in get_periods(date(2026, 6, 3), "day", 2)]
    ['2026-06-03', '2026-06-04']
    """
    if unit == "day":
        return [Period(day, day) for day in (start + timedelta(days=number) for number in range(count))]
    first = start - timedelta(days=(start.weekday() - first_weekday) % WEEK)
    starts = [first + timedelta(weeks=number) for number in range(count)]
    return [Period(day, day + timedelta(days=WEEK - 1)) for day in starts]


def find_period(periods: Sequence[Period], day: date, today: date) -> int | None:
    """Place of the period in which work of a day is done; what is overdue is done today.

    >>> weeks = get_periods(date(2026, 6, 3), "week", 2)
    >>> [find_period(weeks, date(2026, month, day), date(2026, 6, 3)) for month, day in ((5, 4), (6, 8), (6, 15))]
    [0, 1, None]
    """
    done_on = max(day, today)
    return next((place for place, period in enumerate(periods) if period.first <= done_on <= period.last), None)


def add_up(
    work: Iterable[tuple[date, float]], hours: Mapping[date, float] | None, periods: Sequence[Period], today: date
) -> list[Figure]:
    """Work by period against the hours there are from today on.

    :param work: (day for which it is planned, its hours)
    :param hours: {day: hours there are}; None where nobody knows

    Overdue work of 4 h falls into this week, of which two days of 8 h are over:

    >>> weeks = get_periods(date(2026, 6, 3), "week", 2)
    >>> hours = {day: 8.0 for week in weeks for day in week.days[:5]}
    >>> work = [(date(2026, 5, 4), 4.0), (date(2026, 6, 4), 22.0), (date(2026, 6, 9), 10.0)]
    >>> figures = add_up(work, hours, weeks, date(2026, 6, 3))
    >>> [(figure.planned, figure.hours, figure.over) for figure in figures]
    [(26.0, 24.0, 2.0), (10.0, 40.0, 0.0)]
    """
    planned = [0.0] * len(periods)
    for day, length in work:
        place = find_period(periods, day, today)
        if place is not None:
            planned[place] += length
    return [
        Figure(amount, None if hours is None else sum(hours.get(day, 0.0) for day in period.days if day >= today))
        for amount, period in zip(planned, periods, strict=True)
    ]


def get_window(
    due: date,
    tolerance: int,
    today: date,
    before: date | None = None,
    after: date | None = None,
    *,
    catches_up: bool = False,
) -> Window:
    """Days to which an occurrence may be moved.

    As many days before as after its due date as its tolerance says, not into the past and not past its
    neighbours. One that is late already may be done on any day before the next one is due, which a plan
    that catches up does not heed.

    :param before, after: due dates of its neighbours in the plan, None for none

    >>> window = get_window(date(2026, 6, 10), 3, date(2026, 6, 1))
    >>> str(window.first), str(window.last)
    ('2026-06-07', '2026-06-13')
    >>> late = get_window(date(2026, 6, 10), 3, date(2026, 6, 20), after=date(2026, 7, 10))
    >>> str(late.first), str(late.last)
    ('2026-06-20', '2026-07-09')
    >>> get_window(date(2026, 6, 10), 3, date(2026, 7, 20), after=date(2026, 7, 10)).is_empty
    True
    >>> get_window(date(2026, 6, 10), 3, date(2026, 7, 20), after=date(2026, 7, 10), catches_up=True).last is None
    True
    """
    day = timedelta(days=1)
    kept_until = due + timedelta(days=tolerance)
    first = max(due - timedelta(days=tolerance), today, before + day if before else today)
    if today <= kept_until:
        return Window(first, min(kept_until, after - day) if after and after > due else kept_until)
    return Window(first, None if catches_up or after is None else after - day)


def choose_day(
    days: Sequence[date], planned: Mapping[date, float], hours: Mapping[date, float] | None, length: float, near: date
) -> date | None:
    """The day for work of a length: where it fits the one nearest to a date, else where most time is left.

    :param days: on which it may be done; None comes back where there is none
    :param planned: {day: hours of other work}
    :param hours: {day: hours there are}; None where nobody knows

    >>> monday, tuesday, friday = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 5)
    >>> hours = {monday: 8.0, tuesday: 8.0, friday: 8.0}
    >>> str(choose_day([monday, tuesday, friday], {monday: 7.0}, hours, 2.0, near=monday))
    '2026-06-02'
    >>> str(choose_day([monday, tuesday], {monday: 7.0, tuesday: 9.0}, hours, 2.0, near=tuesday))
    '2026-06-01'
    """
    if not days:
        return None
    by_distance = sorted(days, key=lambda day: (abs((day - near).days), day))
    if hours is None:
        return by_distance[0]
    left = {day: hours.get(day, 0.0) - planned.get(day, 0.0) for day in days}
    fitting = [day for day in by_distance if left[day] - length > -ROUNDING]
    return fitting[0] if fitting else max(by_distance, key=left.__getitem__)
