# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""When maintenance is due, without the ORM and without a clock.

A due date belongs to the *number* of its occurrence, never to the day somebody asked: whoever
asks for the same plan and the same history gets the same dates, whether daily or after ten idle
days. Months are counted from the start of the plan, so that 31 January leads to 28 February and
back to 31 March. Source of shift factor and tolerance: SAP, *Maintenance plan scheduling
parameters*.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor

from odoo.addons.lean_base.calculations.interval import Interval

# A season that never comes must not be looked for in vain for ever.
MOST_OCCURRENCES = 10_000


@dataclass(frozen=True)
class Shift:
    """How a completion before or after its due date moves the later ones.

    :param tolerance: days of deviation that move nothing
    :param factor: share of the whole deviation that moves them beyond that; 0 never, 1 fully
    """

    tolerance: int = 0
    factor: float = 0.0

    def of(self, deviation: int) -> int:
        """Days that a deviation of so many days moves later due dates, without its sign.

        >>> Shift(tolerance=9, factor=0.5).of(14), Shift(tolerance=9, factor=0.5).of(9)
        (7, 0)
        """
        return 0 if deviation <= self.tolerance else floor(deviation * self.factor)


@dataclass(frozen=True)
class Season:
    """The part of each year in which a plan is active, both ends included.

    >>> winter = Season((11, 1), (3, 31))
    >>> winter.contains(date(2026, 12, 24)), winter.contains(date(2026, 4, 1))
    (True, False)
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def contains(self, day: date) -> bool:
        """Whether a day lies in the season, also in one that spans the new year."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class Plan:
    """A calendar plan.

    :param start: due date of its first occurrence
    :param is_floating: the next date counts from the completion, not from the due date
    :param late, early: what a late or early completion moves; unused by a floating plan
    :param season: out of it an occurrence is skipped, which is recorded
    :param end: last day on which something may be due
    """

    start: date
    interval: Interval
    is_floating: bool = False
    late: Shift = Shift()
    early: Shift = Shift()
    season: Season | None = None
    end: date | None = None


@dataclass(frozen=True)
class Anchor:
    """From where due dates are counted: a start, the number of its occurrence, and days of shift."""

    start: date
    number: int = 0
    shift: int = 0


@dataclass(frozen=True)
class Due:
    """One theoretical occurrence.

    :param number: its place in the plan, from 0; the identity of the occurrence
    :param theoretical: date by interval and shift
    :param day: that date on a working day
    :param is_in_season: out of season it is skipped
    """

    number: int
    theoretical: date
    day: date
    is_in_season: bool  # and not left out because nobody works


def first_anchor(plan: Plan) -> Anchor:
    """Where a plan begins.

    >>> first_anchor(Plan(date(2026, 1, 31), Interval(1, "month")))
    Anchor(start=datetime.date(2026, 1, 31), number=0, shift=0)
    """
    return Anchor(plan.start)


def due_at(plan: Plan, anchor: Anchor, number: int, workday: Callable[[date], date | None] | None = None) -> Due:
    """The occurrence of a number, not before that of the anchor.

    :param workday: moves a date to a day that is worked, or gives None where it is left out; None leaves all dates

    >>> monthly = Plan(date(2026, 1, 31), Interval(1, "month"))
    >>> [str(due_at(monthly, first_anchor(monthly), number).day) for number in range(3)]
    ['2026-01-31', '2026-02-28', '2026-03-31']

    A daily check that is left out at weekends; 31 January is a Saturday:

    >>> daily = Plan(date(2026, 1, 30), Interval(1, "day"))
    >>> work = lambda day: day if day.weekday() < 5 else None
    >>> [due_at(daily, first_anchor(daily), number, work).is_in_season for number in range(4)]
    [True, False, False, True]
    """
    if number < anchor.number:
        raise ValueError("What lies before the anchor is history and has its date already.")
    theoretical = plan.interval.after(anchor.start, number - anchor.number) + timedelta(days=anchor.shift)
    in_season = plan.season is None or plan.season.contains(theoretical)
    day = workday(theoretical) if workday else theoretical
    return Due(number, theoretical, day or theoretical, in_season and day is not None)


def iterate_due(
    plan: Plan,
    anchor: Anchor,
    until: date,
    workday: Callable[[date], date | None] | None = None,
    number: int | None = None,
) -> Iterator[Due]:
    """Occurrences from a number (that of the anchor) to a date, its day included, in their order.

    >>> weekly = Plan(date(2026, 6, 1), Interval(1, "week"), end=date(2026, 6, 20))
    >>> [str(due.day) for due in iterate_due(weekly, first_anchor(weekly), date(2026, 12, 31))]
    ['2026-06-01', '2026-06-08', '2026-06-15']
    """
    last = min(until, plan.end) if plan.end else until
    first = anchor.number if number is None else number
    for current in range(first, first + MOST_OCCURRENCES):
        due = due_at(plan, anchor, current, workday)
        if due.theoretical > last:
            return
        yield due


def anchor_after(plan: Plan, anchor: Anchor, number: int, done: date) -> Anchor:
    """Where later dates count from, once an occurrence was done on a day.

    Due 1 June, done 15 June, tolerance 9 days, factor 50 %: quarterly, 1 September moves to the 8th.

    >>> plan = Plan(date(2026, 3, 1), Interval(3, "month"), late=Shift(tolerance=9, factor=0.5))
    >>> anchor = anchor_after(plan, first_anchor(plan), 1, done=date(2026, 6, 15))
    >>> str(due_at(plan, anchor, 2).day), str(due_at(plan, anchor, 3).day)
    ('2026-09-08', '2026-12-08')

    A floating plan counts from the completion, the end of a month from its last day:

    >>> plan = Plan(date(2026, 1, 31), Interval(1, "month"), is_floating=True)
    >>> anchor = anchor_after(plan, first_anchor(plan), 0, done=date(2026, 2, 2))
    >>> str(due_at(plan, anchor, 1).day)
    '2026-03-02'
    """
    if plan.is_floating:
        return Anchor(plan.interval.after(done), number + 1)
    deviation = (done - due_at(plan, anchor, number).theoretical).days
    moved = plan.late.of(deviation) if deviation > 0 else -plan.early.of(-deviation)
    return replace(anchor, shift=anchor.shift + moved)
