# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Intervals of whole days, weeks, months and years, without the ORM and without a clock.

Months are counted from the start, so that 31 January leads to 28 February and back to 31 March.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"
DAYS = {DAY: 1, WEEK: 7}
MONTHS = {MONTH: 1, YEAR: 12}
# Mean length, to compare intervals of different units.
MEAN_DAYS = {DAY: 1, WEEK: 7, MONTH: 365.2425 / 12, YEAR: 365.2425}


@dataclass(frozen=True)
class Interval:
    """So many days, weeks, months or years; one at least."""

    count: int
    unit: str

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("An interval is one day or more.")
        if self.unit not in MEAN_DAYS:
            raise ValueError(f"There is no unit {self.unit!r} of an interval.")

    @property
    def days(self) -> float:
        """Mean length in days.

        >>> Interval(2, "week").days
        14
        """
        return self.count * MEAN_DAYS[self.unit]

    def after(self, start: date, times: int = 1) -> date:
        """`times` intervals after a start, each counted from the start itself.

        >>> [str(Interval(1, "month").after(date(2026, 1, 31), times)) for times in (1, 2)]
        ['2026-02-28', '2026-03-31']
        >>> str(Interval(1, "year").after(date(2024, 2, 29), 4))
        '2028-02-29'
        """
        if self.unit in DAYS:
            return start + timedelta(days=DAYS[self.unit] * self.count * times)
        months = start.month - 1 + MONTHS[self.unit] * self.count * times
        year, month = start.year + months // 12, months % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
