# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the history of a place says of its demand and its lead time, without the ORM."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, fsum, sqrt
from statistics import median, quantiles
from typing import NamedTuple


class Day(NamedTuple):
    """What one working day did to the stock of a loop, in units of the product.

    A tuple: a thousand loops have a hundred thousand of them.

    :param demand: consumed, less what customers brought back
    :param change: stock at its end less stock at its beginning
    :param day: its date, where something moved
    """

    demand: float
    change: float
    day: date | None = None


NOISE = 1e-9
QUIET_DAY = Day(0.0, 0.0)
ENOUGH_FOR_OUTLIERS = 8


@dataclass(frozen=True)
class Demand:
    """Demand of a working day: mean, standard deviation and the days behind them.

    :param by_day: demand of each of these days, oldest first
    :param outliers: days of which somebody should know why so much was consumed
    """

    mean: float
    stddev: float
    days: int
    days_without_stock: int
    by_day: tuple[float, ...] = field(default=(), repr=False, compare=False)
    outliers: tuple[Day, ...] = field(default=(), repr=False, compare=False)


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
    >>> summarize_demand([Day(0, -20)], stock_now=0)
    Demand(mean=0.0, stddev=0.0, days=1, days_without_stock=0)
    >>> summarize_demand([Day(-5, 5)], stock_now=5).mean
    0.0
    """
    kept = []
    stock = stock_now
    for demand, change, __ in reversed(days):
        began_with = stock - change
        if demand or stock > 0 or began_with > 0:
            kept.append(demand)
        stock = began_with
    if not kept:
        return None
    average, deviation = mean_and_deviation(kept)
    outliers = find_outliers(days)
    return Demand(max(average, 0.0), deviation, len(kept), len(days) - len(kept), tuple(reversed(kept)), outliers)


def find_outliers(days):
    """Days whose demand is far beyond that of the others, oldest first.

    Beyond the third quartile by three times the range between the quartiles (Tukey's far
    out), and more than twice the median, of the days with a demand. They are shown, not
    left out: only people know whether they come again. None with fewer than eight such days.

    >>> steady = [Day(quantity, -quantity) for quantity in (48, 50, 47, 52, 49, 51, 46, 50)]
    >>> find_outliers([*steady, Day(400, -400)])
    (Day(demand=400, change=-400, day=None),)
    >>> find_outliers(steady), find_outliers([Day(1, -1), Day(400, -400)])
    ((), ())
    """
    demands = [day.demand for day in days if day.demand > 0]
    if len(demands) < ENOUGH_FOR_OUTLIERS:
        return ()
    demands.sort()
    if demands[-1] <= 2 * demands[(len(demands) - 1) // 2]:
        return ()  # nothing is beyond twice the median: most loops end here
    first, __, third = quantiles(demands, n=4, method="inclusive")
    limit = max(third + 3 * (third - first), 2 * median(demands))
    return tuple(day for day in days if day.demand > limit)


def skip_before_first(days, stock_now):
    """The days without those before the first on which there was anything.

    What a place without the product did not need says nothing of its demand.

    :param days: {date: :class:`Day`}, oldest first
    :param stock_now: stock after the last of them

    >>> skip_before_first({1: Day(0, 0), 2: Day(0, 20), 3: Day(5, -5)}, stock_now=15)
    {2: Day(demand=0, change=20, day=None), 3: Day(demand=5, change=-5, day=None)}
    >>> len(skip_before_first({1: Day(0, 0), 2: Day(5, -5)}, stock_now=15))
    2
    """
    stock = stock_now - fsum(day.change for day in days.values())
    if stock > NOISE:
        return days
    first = next((date for date, day in days.items() if day.demand or day.change), None)
    return {date: day for date, day in days.items() if first is not None and date >= first}


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
    >>> working_days_between(datetime(2026, 3, 7, 12), datetime(2026, 3, 9, 12), week)
    1.0
    """
    elapsed = (end - start).total_seconds() / 86400
    between = (start.date() + timedelta(days=index) for index in range(1, (end.date() - start.date()).days))
    return max(elapsed - sum(day not in working_dates for day in between), 0.0)
