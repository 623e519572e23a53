# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How long equipment runs between failures and how long it stands, without the ORM.

Source: ISO 14224 and EN 15341 (MTBF, MTTR, inherent availability). Hours throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reliability:
    """Failures of one piece of equipment over a period.

    :param operating_hours: hours it was meant to run, less those it stood broken
    :param down_hours: time to restoration of each failure that is over
    :param failures: how many there were, also one that is not over yet
    """

    operating_hours: float
    down_hours: Sequence[float]
    failures: int

    @property
    def mtbf(self) -> float | None:
        """Mean operating time between failures; undefined (None) at none.

        >>> Reliability(480, [2, 4], 2).mtbf, Reliability(480, [], 0).mtbf
        (240.0, None)
        """
        return self.operating_hours / self.failures if self.failures else None

    @property
    def mttr(self) -> float | None:
        """Mean time to restoration; undefined (None) where no failure is over.

        >>> Reliability(480, [2, 4], 2).mttr, Reliability(480, [], 1).mttr
        (3.0, None)
        """
        return sum(self.down_hours) / len(self.down_hours) if self.down_hours else None

    @property
    def availability(self) -> float | None:
        """MTBF / (MTBF + MTTR); undefined (None) where either is.

        >>> round(Reliability(480, [2, 4], 2).availability, 4)
        0.9877
        """
        if self.mtbf is None or self.mttr is None or not self.mtbf + self.mttr:
            return None
        return self.mtbf / (self.mtbf + self.mttr)
