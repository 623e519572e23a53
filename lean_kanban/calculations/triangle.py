# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The triangle (signal kanban) of a batch process, without the ORM.

One card hangs at a container of the stack. As that container is reached, a whole lot is
ordered. Sources: Y. Monden, *Toyota Production System* (signal kanban: lot and reorder
point); A. Smalley, *Creating Level Pull* (every part every interval).
Demand is in units of the product a working day, times of a machine in minutes.
"""

from dataclasses import dataclass
from math import ceil, floor

NOISE = 1e-9


@dataclass(frozen=True)
class Machine:
    """What the items that share a machine take of it.

    :param changeover: minutes that one round through all items costs in changeovers
    :param run_time: minutes a day in which it makes what is consumed
    :param available: minutes a day it can work at all
    :param items: number of items that share it
    """

    changeover: float
    run_time: float
    available: float
    items: int = 1

    @property
    def free(self):
        """Minutes a day that are left for changeovers; not above zero, there is no time."""
        return self.available - self.run_time

    @property
    def interval(self):
        """Working days in which every item can be made once (EPEI).

        Σ changeover / (available − run time). Undefined (None) where no time is left.

        >>> Machine(changeover=120, run_time=420, available=480, items=4).interval
        2.0
        >>> Machine(changeover=120, run_time=500, available=480).interval is None
        True
        >>> Machine(changeover=0, run_time=420, available=480).interval
        0.0
        """
        return self.changeover / self.free if self.free > NOISE else None


@dataclass(frozen=True)
class Triangle:
    """Lot and reorder point of one triangle card.

    :param lot: quantity that is ordered at once
    :param point: quantity at which it is ordered
    :param container: quantity of a container
    """

    lot: float
    point: float
    container: float

    @property
    def lot_containers(self):
        """The lot rounded up to containers, at least one."""
        return max(ceil(self.lot / self.container - NOISE), 1)

    @property
    def point_containers(self):
        """The container, counted from the last one, at which the card hangs; at least the last."""
        return max(ceil(self.point / self.container - NOISE), 1)


def size_triangle(demand, lead_time, container, interval, safety_stock=0.0, shelf_life=None):
    """Lot D · EPEI and point D · L + SS.

    As there is one card, a lot has to last until the next one can arrive: an interval
    shorter than the lead time is raised to it. A lot never exceeds the demand of the
    usable shelf life.

    :param interval: working days in which every item of the machine is made once
    :param shelf_life: working days within which a lot has to be used up; None: no limit

    48 a day, lots every 5 days, 2 days lead time and 10 % safety, containers of 20:

    >>> triangle = size_triangle(48, 2, 20, interval=5, safety_stock=9.6)
    >>> triangle.lot_containers, triangle.point_containers
    (12, 6)
    >>> size_triangle(48, 2, 20, interval=0.5).lot
    96
    """
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    lot = demand * max(interval, lead_time)
    if shelf_life is not None:
        lot = min(lot, max(floor(demand * shelf_life / container + NOISE), 1) * container)
    return Triangle(lot, demand * lead_time + safety_stock, container)


def is_reached(on_hand, signal_container, container):
    """Whether the stock is down to the container the triangle hangs at.

    >>> is_reached(60, 3, 20), is_reached(61, 3, 20), is_reached(0, 1, 20)
    (True, False, True)
    """
    return on_hand <= signal_container * container + NOISE
