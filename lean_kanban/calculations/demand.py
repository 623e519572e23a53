# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the history of a place says of its demand and its lead time, without the ORM."""

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil, fsum, sqrt
from typing import NamedTuple


class Day(NamedTuple):
    """What one working day did to the stock of a loop, in units of the product.

    A tuple: a thousand loops have a hundred thousand of them.

    :param demand: consumed, less what customers brought back
    :param change: stock at its end less stock at its beginning
    """

    demand: float
    change: float


QUIET_DAY = Day(0.0, 0.0)


@dataclass(frozen=True)
class Demand:
    """Demand of a working day: mean, standard deviation and the days behind them.

    :param by_day: demand of each of these days, oldest first
    """

    mean: float
    stddev: float
    days: int
    days_without_stock: int
    by_day: tuple[float, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class LeadTime:
    """Lead time in working days: mean, standard deviation, 90th percentile, count."""

    mean: float
    stddev: float
    p90: float
    count: int


def summarize_demand(days, stock_now):
    """Demand of days on which there was something to take.

    A day that began and ended without stock and consumed nothing says nothing of the
    demand: nobody could take anything. Undefined (None) where no day is left.

    :param days: :class:`Day` of each working day, oldest first
    :param stock_now: stock after the last of them

    >>> days = [Day(10, -10), Day(0, 0), Day(0, 20), Day(20, -20)]
    >>> summarize_demand(days, stock_now=0)
    Demand(mean=10.0, stddev=8.16496580927726, days=3, days_without_stock=1)
    >>> summarize_demand([], 0) is None
    True
    """
    kept = []
    stock = stock_now
    for demand, change in reversed(days):
        began_with = stock - change
        if demand or stock > 0 or began_with > 0:
            kept.append(demand)
        stock = began_with
    if not kept:
        return None
    average, deviation = mean_and_deviation(kept)
    return Demand(max(average, 0.0), deviation, len(kept), len(days) - len(kept), tuple(reversed(kept)))


def mean_and_deviation(values):
    """Mean and standard deviation of a whole population, which has a member at least.

    As :mod:`statistics` has them for floats, at a fiftieth of its time.

    >>> mean_and_deviation([2, 4, 4, 4, 5, 5, 7, 9])
    (5.0, 2.0)
    """
    average = fsum(values) / len(values)
    return average, sqrt(fsum((value - average) ** 2 for value in values) / len(values))


def summarize_lead_times(lead_times):
    """Lead times of finished replenishments; undefined (None) for none.

    The 90th percentile is the nearest rank: a time that has really been taken.

    >>> summarize_lead_times([3, 4, 3, 5, 3, 3, 4, 3, 3, 9])
    LeadTime(mean=4.0, stddev=1.7888543819998317, p90=5, count=10)
    """
    if not lead_times:
        return None
    ordered = sorted(lead_times)
    rank = max(ceil(0.9 * len(ordered)), 1)
    return LeadTime(*mean_and_deviation(ordered), ordered[rank - 1], len(ordered))


def working_days_between(start, end, working_dates):
    """Days from `start` to `end` without the days between them on which nobody works.

    :param working_dates: dates that are worked; the first and the last day count anyway

    >>> from datetime import date, datetime
    >>> week = {date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9)}
    >>> working_days_between(datetime(2026, 3, 6, 12), datetime(2026, 3, 9, 12), week)
    1.0
    >>> working_days_between(datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 20), week)
    0.5
    """
    elapsed = (end - start).total_seconds() / 86400
    between = (start.date() + timedelta(days=index) for index in range(1, (end.date() - start.date()).days))
    return max(elapsed - sum(day not in working_dates for day in between), 0.0)
