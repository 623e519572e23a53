# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What the weeks behind us say of a product's stock and use, without the ORM."""

from collections.abc import Mapping
from dataclasses import dataclass

from .turnover import POINTS, average_stock

WEEK_DAYS = 7
# Week before the period's end: 0 is its last one, SINCE is what came after it.
SINCE = -1
NOISE = 1e-6


@dataclass(frozen=True)
class Week:
    """What one week did to a stock, in units of the product.

    :param demand: used up, less what customers brought back
    :param change: stock at its end less stock at its beginning
    """

    demand: float
    change: float


@dataclass(frozen=True)
class Stretch:
    """The part of a period in which a product was there.

    :param days: calendar days
    :param used: used up in it
    :param average: average stock, of five readings
    :param demands: demand of each week, oldest first
    :param stock: stock at its end
    """

    days: int
    used: float
    average: float
    demands: tuple[float, ...]
    stock: float


def summarize_weeks(weeks: Mapping[int, Week], stock_now: float, length: int) -> Stretch | None:
    """Stock and use over the last `length` weeks, or since the product came.

    A product that began within the period is judged from its first week on: the empty weeks
    before would halve its stock and its demand. Undefined (None) where nothing moved and
    nothing stands.

    :param weeks: by weeks before the end of the period; those without moves may be missing
    :param stock_now: stock today

    >>> steady = {week: Week(10, 0) for week in range(52)}
    >>> stretch = summarize_weeks(steady, stock_now=40, length=52)
    >>> stretch.days, stretch.used, stretch.average
    (364, 520, 40.0)
    >>> new = {3: Week(0, 100), 2: Week(20, -20), 0: Week(20, -20)}
    >>> stretch = summarize_weeks(new, stock_now=60, length=52)
    >>> stretch.days, stretch.demands, stretch.average
    (28, (0, 20, 0, 20), 64.0)
    >>> summarize_weeks({}, 0, 52) is None
    True
    """
    inside = {index: week for index, week in weeks.items() if 0 <= index < length}
    stock = stock_now - (weeks[SINCE].change if SINCE in weeks else 0)
    stocks = _walk_back(inside, stock, length)
    if not inside and abs(stock) < NOISE:
        return None
    span = max(inside) + 1 if inside and abs(stocks[length]) < NOISE else length
    demands = tuple(inside[index].demand if index in inside else 0 for index in reversed(range(span)))
    points = [stocks[round(span * point / (POINTS - 1))] for point in range(POINTS)]
    return Stretch(span * WEEK_DAYS, max(sum(demands), 0), average_stock(points) or 0.0, demands, stock)


def _walk_back(weeks: Mapping[int, Week], stock: float, length: int) -> list[float]:
    """Stock at the end of the period and at the beginning of each week, newest first."""
    stocks = [stock]
    for index in range(length):
        stock -= weeks[index].change if index in weeks else 0
        stocks.append(stock)
    return stocks
