# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Savings over time: when a one-off and a yearly saving count, and what has come together.

Money of different kinds (profit and loss, cash, avoidance, capacity) is never added up: a function
here takes the amounts of one kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

MONTHS_A_YEAR = 12
ONCE, YEARLY = "once", "yearly"


@dataclass(frozen=True)
class StockCut:
    """What less stock is worth: cash once, and what carrying it cost each year."""

    cash: float
    carrying_a_year: float


def stock_cut(amount: float, carrying_rate: float) -> StockCut:
    """A stock cut frees its value as cash once and saves its carrying cost every year.

    :param amount: value of the stock that is there no more, in company currency
    :param carrying_rate: carrying cost a year as a share of the value of stock

    >>> stock_cut(200_000, 0.20)
    StockCut(cash=200000, carrying_a_year=40000.0)
    """
    if amount < 0 or carrying_rate < 0:
        raise ValueError("Neither the stock nor its carrying cost can be negative.")
    return StockCut(amount, amount * carrying_rate)


def month_of(day: date, offset: int = 0) -> date:
    """The first day of the month `offset` months after that of a day.

    >>> month_of(date(2026, 11, 24), 2)
    datetime.date(2027, 1, 1)
    """
    months = day.year * MONTHS_A_YEAR + day.month - 1 + offset
    return date(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)


def phase(amount: float, recurrence: str, start: date, until: date | None = None, digits: int = 2) -> dict[date, float]:
    """The amount of each month; a yearly saving counts for the twelve months from its start.

    :param until: months after that of this day are left out: what lies ahead is no actual yet
    :param digits: decimals of the currency; what rounding leaves falls into the last month, so that
        the twelve months add up to the amount

    >>> phase(200_000, "once", date(2026, 3, 15))
    {datetime.date(2026, 3, 1): 200000}
    >>> year = phase(40_000, "yearly", date(2026, 3, 15))
    >>> len(year), year[date(2026, 3, 1)], year[date(2027, 2, 1)], round(sum(year.values()), 2)
    (12, 3333.33, 3333.37, 40000.0)
    >>> list(phase(1200, "yearly", date(2026, 3, 15), until=date(2026, 4, 2)).values())
    [100.0, 100.0]
    """
    if recurrence not in (ONCE, YEARLY):
        raise ValueError(f"unknown recurrence {recurrence}")
    if recurrence == ONCE:
        months = {month_of(start): amount}
    else:
        share = round(amount / MONTHS_A_YEAR, digits)
        last = round(amount - share * (MONTHS_A_YEAR - 1), digits)
        shares = [share] * (MONTHS_A_YEAR - 1) + [last]
        months = {month_of(start, offset): value for offset, value in enumerate(shares)}
    return {month: value for month, value in months.items() if until is None or month <= until}


def cumulate(
    months: Iterable[date], amounts: Mapping[date, float], until: date | None = None, digits: int = 2
) -> list[float | None]:
    """What has come together by the end of each month; None after `until`, where nothing is known.

    :param digits: decimals of the currency, to which each sum is rounded

    >>> months = [month_of(date(2026, 1, 1), index) for index in range(4)]
    >>> cumulate(months, {months[0]: 10, months[2]: 5}, until=months[2])
    [10, 10, 15, None]
    """
    months = list(months)
    sums = accumulate(amounts.get(month, 0) for month in months)
    return [
        None if until and month > until else round(value, digits) for month, value in zip(months, sums, strict=True)
    ]
