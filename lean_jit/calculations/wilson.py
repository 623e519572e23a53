# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How far a share of few lines can be trusted."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """Between which shares, 0 to 1, the true one lies with the confidence asked for."""

    low: float
    high: float


def wilson_interval(hits: int, lines: int, confidence: float = 0.95) -> Interval | None:
    """Wilson's score interval of a share; undefined (None) without lines.

    Source: E. B. Wilson, JASA 22 (1927). Unlike the normal approximation it stays within 0
    and 1, and says something at 0 and at 100 %.

    >>> interval = wilson_interval(11, 18)
    >>> round(interval.low, 2), round(interval.high, 2)
    (0.39, 0.8)
    >>> interval = wilson_interval(47, 48)
    >>> round(interval.low, 2), round(interval.high, 2)
    (0.89, 1.0)
    >>> wilson_interval(0, 0) is None
    True
    """
    if not 0 <= hits <= lines:
        raise ValueError("Hits are between none and all of the lines.")
    if not lines:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = hits / lines
    centre = share + z * z / (2 * lines)
    spread = z * sqrt(share * (1 - share) / lines + z * z / (4 * lines * lines))
    scale = 1 + z * z / lines
    return Interval(max((centre - spread) / scale, 0.0), min((centre + spread) / scale, 1.0))
