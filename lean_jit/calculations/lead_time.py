# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How long vendors take, and how reliably, without the ORM. All times are in days."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, stdev


@dataclass(frozen=True)
class LeadTime:
    """Times from confirmation to completion.

    :param mean: undefined (None) without a completed line
    :param stddev: of a sample; undefined (None) under two lines
    :param median: P50
    :param p90: nine of ten lines were complete by then
    """

    count: int
    mean: float | None
    stddev: float | None
    median: float | None
    p90: float | None


def summarize_lead_times(days: Sequence[float]) -> LeadTime:
    """Mean, deviation and percentiles.

    >>> summarize_lead_times([2, 4, 6])
    LeadTime(count=3, mean=4.0, stddev=2.0, median=4.0, p90=5.6)
    >>> summarize_lead_times([]).mean is None
    True
    """
    if not days:
        return LeadTime(0, None, None, None, None)
    return LeadTime(
        count=len(days),
        mean=fmean(days),
        stddev=stdev(days) if len(days) > 1 else None,
        median=percentile(days, 0.5),
        p90=percentile(days, 0.9),
    )


def percentile(values: Sequence[float], share: float) -> float | None:
    """Value below which `share` of the values lie, between neighbours in proportion.

    PostgreSQL's `percentile_cont`, Excel's PERCENTILE.INC. Undefined (None) without values.

    >>> percentile([1, 2, 3, 4], 0.5)
    2.5
    >>> percentile([], 0.5) is None
    True
    """
    if not values:
        return None
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def variation(mean: float | None, stddev: float | None) -> float | None:
    """Coefficient of variation σ / mean; undefined (None) where either is, or the mean is zero.

    >>> variation(10, 2)
    0.2
    """
    return stddev / mean if mean and stddev is not None else None
