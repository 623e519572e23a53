# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How long the plant would stand if a supplier failed, without the ORM.

Source: D. Simchi-Levi et al., *Identifying risks and mitigating disruptions in the
automotive supply chain* (Interfaces, 2015): time to survive against time to recover.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Exposure:
    """Calendar days the stock survives, and the supplier needs to recover.

    :param survive: undefined (None) where nothing is used
    :param recover: undefined (None) where nobody knows
    """

    survive: float | None
    recover: float | None

    @property
    def days(self) -> float | None:
        """Days without stock if the supplier failed today; undefined (None) if a side is.

        >>> Exposure(survive=9, recover=35).days, Exposure(survive=60, recover=35).days
        (26, 0.0)
        >>> Exposure(None, 35).days is None
        True
        """
        if self.survive is None or self.recover is None:
            return None
        return max(self.recover - self.survive, 0.0)


def days_to_survive(on_hand: float, daily_demand: float) -> float | None:
    """Days the stock at hand lasts; undefined (None) without a demand.

    >>> days_to_survive(180, 20)
    9.0
    >>> days_to_survive(180, 0) is None
    True
    """
    if daily_demand <= 0:
        return None
    return max(on_hand, 0) / daily_demand
