# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Meters that run over and are replaced, and when they reach a value, without the ORM.

Readings are what the display shows; the total is what the machine has really run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

SECONDS_OF_DAY = 86_400


@dataclass(frozen=True)
class Reading:
    """What a meter showed at an instant.

    :param value: on the display
    :param replaced_at: display of the meter taken off when a new one was put on; `value` is then
        what the new one showed at that instant
    """

    at: datetime
    value: float
    replaced_at: float | None = None


class LowerReading(ValueError):
    """A reading below the one before, with neither a rollover nor a replacement."""


def totals(readings: Sequence[Reading], rollover: float | None = None) -> list[float]:
    """What was run in total at each reading, zero at the first.

    :param readings: in the order of time
    :param rollover: value at which the display begins at zero again; None where it never does
    :raises LowerReading: naming the reading, where the display went back without a reason

    >>> monday = datetime(2026, 6, 1)
    >>> days = [monday + timedelta(days=day) for day in range(4)]
    >>> totals([Reading(days[0], 9_990), Reading(days[1], 5)], rollover=10_000)
    [0.0, 15.0]
    >>> totals([Reading(days[0], 100), Reading(days[1], 0, replaced_at=130), Reading(days[2], 20)])
    [0.0, 30.0, 50.0]
    >>> totals([Reading(days[0], 100), Reading(days[1], 90)])  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    LowerReading: 90 on 2026-06-02 is below 100 on 2026-06-01.
    """
    found, total = [], 0.0
    for index, reading in enumerate(readings):
        if index:
            total += _difference(readings[index - 1], reading, rollover)
        found.append(total)
    return found


def _difference(before: Reading, reading: Reading, rollover: float | None) -> float:
    shown = reading.value if reading.replaced_at is None else reading.replaced_at
    if shown >= before.value:
        return shown - before.value
    if rollover is None or before.value > rollover:
        raise LowerReading(f"{shown:g} on {reading.at:%Y-%m-%d} is below {before.value:g} on {before.at:%Y-%m-%d}.")
    return rollover - before.value + shown


def average_per_day(readings: Sequence[Reading], rollover: float | None = None) -> float | None:
    """Mean run of a day from the first to the last reading; undefined (None) below two instants.

    >>> monday = datetime(2026, 6, 1)
    >>> average_per_day([Reading(monday, 0), Reading(monday + timedelta(days=10), 80)])
    8.0
    >>> average_per_day([Reading(monday, 0)]) is None
    True
    """
    if len(readings) < 2:
        return None
    days = (readings[-1].at - readings[0].at).total_seconds() / SECONDS_OF_DAY
    return totals(readings, rollover)[-1] / days if days > 0 else None


def forecast_due(
    today: date, *, last: float, interval: float, current: float, per_day: float | None, lead: float = 0
) -> date | None:
    """Today + (last + interval − lead − current) / average per day, the whole day it falls on.

    What is reached already is due today. Undefined (None) where nothing runs.

    :param last: total at which it was done last
    :param interval: from one to the next
    :param current: total today
    :param lead: how much before the interval is over it has to be done

    >>> str(forecast_due(date(2026, 6, 1), last=1000, interval=500, current=1420, per_day=8))
    '2026-06-11'
    >>> str(forecast_due(date(2026, 6, 1), last=1000, interval=500, current=1600, per_day=8))
    '2026-06-01'
    >>> forecast_due(date(2026, 6, 1), last=1000, interval=500, current=1420, per_day=0) is None
    True
    """
    left = last + interval - lead - current
    if left <= 0:
        return today
    if not per_day or per_day < 0:
        return None
    return today + timedelta(days=ceil(left / per_day - 1e-9))


def crosses(before: float | None, value: float, limit: float, kind: str) -> bool:
    """Whether a reading passes a threshold that the one before had not passed.

    :param before: reading before; None for the first
    :param kind: above, below, or increase (risen by the limit since the reading before)

    >>> crosses(70, 81, limit=80, kind="above"), crosses(81, 85, limit=80, kind="above")
    (True, False)
    >>> crosses(20, 27, limit=5, kind="increase")
    True
    """
    if kind == "increase":
        return before is not None and value - before >= limit
    if kind == "above":
        return value > limit and (before is None or before <= limit)
    if kind == "below":
        return value < limit and (before is None or before >= limit)
    raise ValueError(f"There is no threshold of the kind {kind!r}.")
