# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Dated demand factors, without the ORM.

A factor says how many times the ordinary demand is expected in a season. History that
falls into a season is divided by its factor, what is ahead is multiplied by it: so a
season that has begun is not counted twice.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Season:
    """A factor from a first to a last day, both included.

    :param rank: how special it is: among several on one day the highest counts
    """

    first: date
    last: date
    factor: float
    rank: int = 0
    label: str = ""

    def covers(self, day):
        return self.first <= day <= self.last


def season_on(seasons, day):
    """The season that counts on a day, or None: the most special one.

    >>> spring = Season(date(2026, 3, 1), date(2026, 5, 31), 1.4)
    >>> fair = Season(date(2026, 4, 20), date(2026, 4, 24), 2, rank=1)
    >>> [season_on([spring, fair], date(2026, month, 22)) for month in (2, 3)] == [None, spring]
    True
    >>> season_on([spring, fair], date(2026, 4, 22)) == fair
    True
    """
    return max((season for season in seasons if season.covers(day)), key=lambda season: season.rank, default=None)


def factor_on(seasons, day):
    """Factor of a day; 1 outside all seasons.

    >>> factor_on([], date(2026, 3, 1))
    1.0
    """
    season = season_on(seasons, day)
    return season.factor if season else 1.0


def strongest_ahead(seasons, first, last):
    """Factor to size by from `first` to `last`, and its season or None: the highest of these days.

    Cards are there before a season begins, and go after it is over.

    >>> spring = Season(date(2026, 3, 1), date(2026, 5, 31), 1.4, label="Spring")
    >>> strongest_ahead([spring], date(2026, 2, 20), date(2026, 3, 3)) == (1.4, spring)
    True
    >>> lull = Season(date(2026, 7, 1), date(2026, 8, 31), 0.5)
    >>> strongest_ahead([lull], date(2026, 6, 20), date(2026, 7, 3))
    (1.0, None)
    >>> strongest_ahead([lull], date(2026, 7, 2), date(2026, 7, 9))[0]
    0.5
    """
    changes = {season.first for season in seasons} | {season.last + timedelta(days=1) for season in seasons}
    days = [first, *sorted(day for day in changes if first < day <= last)]
    found = [season_on(seasons, day) for day in days]
    strongest = max(found, key=lambda season: season.factor if season else 1.0)
    return (strongest.factor if strongest else 1.0), strongest
