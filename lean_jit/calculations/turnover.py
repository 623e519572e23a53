# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How fast stock turns and what it costs to keep, without the ORM.

Quantities and values may be in any one unit as long as both sides share it. Source of the
ratios: S. Chopra, P. Meindl, *Supply Chain Management* (inventory turns, days of supply).
"""

from collections.abc import Sequence
from dataclasses import dataclass

DAYS_OF_YEAR = 365
# The stock is read at the two ends of the period and at its quarters.
POINTS = 5


@dataclass(frozen=True)
class Turnover:
    """Stock and use of one product over a period.

    :param average: average stock of the period
    :param used: used up in the period, in the unit of the stock
    :param days: calendar days of the period
    """

    average: float
    used: float
    days: int

    @property
    def turns(self) -> float | None:
        """Times a year the stock is used up; undefined (None) without a stock.

        >>> round(Turnover(average=412, used=1566, days=365).turns, 2)
        3.8
        >>> Turnover(average=0, used=10, days=365).turns is None
        True
        """
        if self.average <= 0 or self.days <= 0:
            return None
        return self.used / self.average * DAYS_OF_YEAR / self.days

    @property
    def days_of_supply(self) -> float | None:
        """Calendar days that the average stock lasts; undefined (None) where nothing is used.

        >>> round(Turnover(average=212, used=1566, days=365).days_of_supply, 1)
        49.4
        >>> Turnover(average=212, used=0, days=365).days_of_supply is None
        True
        """
        if self.used <= 0:
            return None
        return max(self.average, 0) / self.used * self.days


def average_stock(points: Sequence[float]) -> float | None:
    """Mean of stocks read at equal distances; undefined (None) for none.

    A stock below zero is a booking that is missing, not a stock: it counts as none.

    >>> average_stock([100, 80, 60, 40, 20])
    60.0
    >>> average_stock([-20, 20])
    10.0
    """
    if not points:
        return None
    return sum(max(point, 0) for point in points) / len(points)


def carrying_cost(average_value: float, rate: float) -> float:
    """Cost of keeping a stock for a year.

    :param average_value: value of the average stock
    :param rate: share of its value that a year costs: capital, room, insurance, decay

    >>> carrying_cost(200_000, 0.2)
    40000.0
    """
    return max(average_value, 0) * rate
