# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A larger service takes the place of a smaller one that it contains, without the ORM.

The yearly service contains the tasks of the monthly one: in the month both are due, only the
yearly is done. Where it is late, missed or cancelled, the monthly one comes back.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

SHARE_OF_INTERVAL = 0.2


@dataclass(frozen=True)
class Package:
    """One occurrence that may contain or be contained.

    :param key: its identity
    :param tasks: what is done in it
    :param interval_days: mean distance of its plan
    :param due: due date
    :param is_alive: whether it will be, or was, done in time: neither late, missed nor cancelled
    """

    key: Hashable
    tasks: frozenset
    interval_days: float
    due: date
    is_alive: bool = True


def suppressed_by(packages: Sequence[Package]) -> dict[Hashable, Hashable]:
    """{smaller: larger} of one piece of equipment.

    A larger package suppresses a smaller one only if it contains all of its tasks and falls
    within a fifth of the smaller's interval. The largest one wins.

    >>> oil, belt = frozenset({"oil"}), frozenset({"oil", "belt"})
    >>> month = Package("month", oil, 30, date(2026, 6, 1))
    >>> year = Package("year", belt, 365, date(2026, 6, 4))
    >>> suppressed_by([month, year])
    {'month': 'year'}
    >>> suppressed_by([month, Package("year", belt, 365, date(2026, 6, 20))])
    {}
    >>> suppressed_by([month, Package("year", belt, 365, date(2026, 6, 4), is_alive=False)])
    {}
    """
    larger_first = sorted(packages, key=lambda package: (-package.interval_days, package.due, str(package.key)))
    found = {}
    for index, smaller in enumerate(larger_first):
        for larger in larger_first[:index]:
            if larger.key not in found and _contains(larger, smaller):
                found[smaller.key] = larger.key
                break
    return found


def _contains(larger: Package, smaller: Package) -> bool:
    near = abs((larger.due - smaller.due).days) <= smaller.interval_days * SHARE_OF_INTERVAL
    bigger = larger.interval_days > smaller.interval_days
    return larger.is_alive and bigger and near and bool(smaller.tasks) and smaller.tasks <= larger.tasks
