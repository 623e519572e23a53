# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""From metrics to points, a score and a grade, without the ORM.

Points are 0 to 100 and more is better. A metric without data is left out and its weight with
it: it is neither zero nor full marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

METRICS = ("delivery", "quality", "lead_time", "price")
PPM_POINTS = ((50, 100), (200, 90), (350, 80), (500, 70), (1000, 60), (2000, 50))
# Shares of rejects say little of few pieces: a reject among 1,000 is 1,000 ppm already.
PPM_PIECES = 1000
STEADY_VARIATION = 0.1
ERRATIC_VARIATION = 0.6
GRADE_A = 90
GRADE_B = 70
WEAK = 50
# Metrics of which a weak one makes a C whatever the others are.
VITAL_METRICS = ("delivery", "quality")
PROVISIONAL_LINES = 20
NEEDED_LINES = 5


@dataclass(frozen=True)
class Score:
    """A score and its grade.

    :param value: 0 to 100, undefined (None) where no metric has data
    :param grade: A, B, C or no_data
    :param is_provisional: too few lines to rely on it
    :param capped_by: the metric that took the grade down, None where none did
    """

    value: float | None
    grade: str
    is_provisional: bool
    capped_by: str | None = None


def weighted_score(points: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """Mean of the points that are defined, by weight; undefined (None) without any.

    >>> weights = {"delivery": 50, "quality": 30, "lead_time": 10, "price": 10}
    >>> weighted_score({"delivery": 80, "quality": 100, "lead_time": 60, "price": 100}, weights)
    86.0
    >>> weighted_score({"delivery": 80, "quality": None, "lead_time": None, "price": None}, weights)
    80.0
    >>> weighted_score({"delivery": None}, weights) is None
    True
    """
    parts = [(value, weights[metric]) for metric, value in points.items() if value is not None]
    total = sum(weight for _value, weight in parts)
    return sum(value * weight for value, weight in parts) / total if total > 0 else None


def grade_score(points: Mapping[str, float | None], weights: Mapping[str, float], lines: int) -> Score:
    """Score and grade of a vendor over so many lines due.

    A from 90, B from 70, C below. Weak points (under 50) in delivery or quality cap the grade
    at C, in another metric at B; a metric that weighs nothing caps nothing.

    >>> weights = {"delivery": 50, "quality": 30, "lead_time": 10, "price": 10}
    >>> best = {"delivery": 100, "quality": 100, "lead_time": 100, "price": 100}
    >>> grade_score(best, weights, 48)
    Score(value=100.0, grade='A', is_provisional=False, capped_by=None)
    >>> grade_score(best | {"quality": 49}, weights, 48).grade
    'C'
    >>> grade_score(best | {"price": 0}, weights, 18)
    Score(value=90.0, grade='B', is_provisional=True, capped_by='price')
    >>> grade_score(best, weights, 4)
    Score(value=None, grade='no_data', is_provisional=False, capped_by=None)
    """
    value = weighted_score(points, weights)
    if lines < NEEDED_LINES or value is None:
        return Score(None, "no_data", is_provisional=False)
    grade, capped_by = _cap_grade(_get_grade(value), points, weights)
    return Score(value, grade, is_provisional=lines < PROVISIONAL_LINES, capped_by=capped_by)


def _get_grade(value):
    if value >= GRADE_A:
        return "A"
    return "B" if value >= GRADE_B else "C"


def _cap_grade(grade, points, weights):
    weak = [metric for metric, value in points.items() if value is not None and value < WEAK and weights[metric] > 0]
    for metric in sorted(weak, key=lambda metric: metric not in VITAL_METRICS):
        cap = "C" if metric in VITAL_METRICS else "B"
        return (cap, metric) if cap > grade else (grade, None)
    return grade, None


def ppm_points(ppm: float | None) -> float | None:
    """Points of rejected parts per million: ≤50 → 100, ≤200 → 90 … ≤2000 → 50, else 0.

    >>> [ppm_points(ppm) for ppm in (0, 50, 51, 350, 2000, 2001)]
    [100.0, 100.0, 90.0, 80.0, 50.0, 0.0]
    >>> ppm_points(None) is None
    True
    """
    if ppm is None:
        return None
    return float(next((points for limit, points in PPM_POINTS if ppm <= limit), 0))


def parts_per_million(rejected: float, received: float) -> float | None:
    """Rejected · 10⁶ / received; undefined (None) under 1,000 pieces: see :func:`lot_points`.

    >>> parts_per_million(1, 4000)
    250.0
    >>> parts_per_million(0, 999) is None
    True
    """
    return rejected * 1e6 / received if received >= PPM_PIECES else None


def lot_points(rejected_lots: int, lots: int) -> float | None:
    """Points where there are too few pieces for ppm: the share of lots without a reject.

    Undefined (None) without lots.

    >>> lot_points(1, 20)
    95.0
    """
    return 100.0 * (lots - rejected_lots) / lots if lots else None


def stability_points(variation: float | None) -> float | None:
    """Points of the lead time: steady to a tenth of its mean 100, from six tenths on 0, between in proportion.

    :param variation: σ / mean; undefined (None) gives undefined points

    >>> stability_points(0.1), stability_points(0.35), stability_points(0.6)
    (100.0, 50.0, 0.0)
    """
    if variation is None:
        return None
    share = (ERRATIC_VARIATION - variation) / (ERRATIC_VARIATION - STEADY_VARIATION)
    return round(100 * min(max(share, 0.0), 1.0), 9)


def price_variance(paid: float, listed: float) -> float | None:
    """Share by which what was paid is above (below: negative) the vendor's price list, by value.

    Undefined (None) where nothing was listed.

    >>> price_variance(1050, 1000)
    0.05
    """
    return (paid - listed) / listed if listed else None


def price_points(variance: float | None) -> float | None:
    """Points of prices: at or below the list 100, ten per cent above or more 0.

    >>> price_points(-0.02), price_points(0.05), price_points(0.2)
    (100.0, 50.0, 0.0)
    """
    return None if variance is None else round(100 * min(max(1 - variance * 10, 0.0), 1.0), 9)


def delivery_points(on_time_in_full: float | None) -> float | None:
    """Points of delivery: OTIF in per cent.

    >>> delivery_points(0.61)
    61.0
    """
    return None if on_time_in_full is None else 100 * on_time_in_full
