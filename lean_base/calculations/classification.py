# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How a demand behaves: smooth, intermittent, erratic or lumpy, without the ORM.

Source: A. Syntetos, J. Boylan, J. Croston, *On the categorization of demand patterns*,
Journal of the Operational Research Society 56 (2005), 495-503; the cut-offs are theirs.

It stands in the base addon because kanban loops (how to size) and the analysis of
just-in-time candidates (what to pull at all) ask the same question, and the latter does
not depend on kanban.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

MAX_INTERVAL = 1.32
MAX_VARIATION = 0.49
SMOOTH, INTERMITTENT, ERRATIC, LUMPY = "smooth", "intermittent", "erratic", "lumpy"
CLASSES = (SMOOTH, INTERMITTENT, ERRATIC, LUMPY)
# The variation of a single quantity is not known.
ENOUGH_DEMANDS = 2


@dataclass(frozen=True)
class DemandPattern:
    """The two figures that tell classes of demand apart.

    :param interval: ADI, mean number of periods from one with a demand to the next; 1 is every period
    :param variation: CV², squared coefficient of variation of the quantities, periods without
        a demand left out
    """

    interval: float
    variation: float

    @property
    def kind(self) -> str:
        """Class of the demand; what lies on a cut-off belongs to the calmer class.

        >>> [DemandPattern(1.32, 0.49).kind, DemandPattern(1.33, 0.49).kind]
        ['smooth', 'intermittent']
        >>> [DemandPattern(1.32, 0.5).kind, DemandPattern(1.33, 0.5).kind]
        ['erratic', 'lumpy']
        """
        if self.interval <= MAX_INTERVAL:
            return SMOOTH if self.variation <= MAX_VARIATION else ERRATIC
        return INTERMITTENT if self.variation <= MAX_VARIATION else LUMPY


def describe_demand(periods: Iterable[float]) -> DemandPattern | None:
    """ADI and CV² of a demand, period by period; undefined (None) below two periods with a demand.

    :param periods: demand of equally long periods; one of zero or less had none (more came
        back than went out)

    >>> describe_demand([4, 4, 4, 4])
    DemandPattern(interval=1.0, variation=0.0)
    >>> describe_demand([0, 0, 6, 0, 0, 2]).kind
    'lumpy'
    >>> describe_demand([0, 0, 6]) is None
    True
    """
    periods = list(periods)
    demands = [demand for demand in periods if demand > 0]
    if len(demands) < ENOUGH_DEMANDS:
        return None
    # By hand: the statistics module takes fifty times as long, and there are thousands of loops.
    average = fsum(demands) / len(demands)
    variance = fsum((demand - average) ** 2 for demand in demands) / (len(demands) - 1)
    return DemandPattern(len(periods) / len(demands), variance / average**2)


def add_up_periods(days: Sequence[float], length: int) -> list[float]:
    """Demand of whole periods of `length` days; the oldest days that fill none are left out.

    >>> add_up_periods([9, 1, 2, 3, 4], length=2)
    [3, 7]
    """
    if length <= 0:
        raise ValueError("A period has to be one day or more.")
    return [sum(days[start : start + length]) for start in range(len(days) % length, len(days), length)]
