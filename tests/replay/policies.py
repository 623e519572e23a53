# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Two ways to replenish, as calculation: kanban cards, and reordering by minimum and maximum.

Used to size both before the replay and to check the replay afterwards: Odoo has to come to
the same stock on each day. A day is: what is due arrives, the day's demand takes what is
there, what is missing is lost (fetched elsewhere) and counts as short; at the end of the
day one order for each part at most. Lead times are calendar days; what falls on a weekend
arrives on Monday.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

WORKING_SHARE = 5 / 7
TOLERANCE = 1e-9


class Policy(Protocol):
    """How much to order at the end of a day."""

    def start(self) -> int:
        """Pieces on hand at the beginning."""

    def order(self, on_hand: int, on_order: int) -> int:
        """Pieces to order."""


@dataclass(frozen=True)
class Kanban:
    """So many cards, a container each; an empty container orders one."""

    cards: int
    container: int

    def start(self) -> int:
        """All containers are full."""
        return self.cards * self.container

    def order(self, on_hand: int, on_order: int) -> int:
        """What the cards whose container is empty order.

        >>> Kanban(3, 10).order(on_hand=11, on_order=0)
        10
        >>> Kanban(3, 10).order(on_hand=11, on_order=10)
        0
        """
        full = math.ceil(on_hand / self.container)
        return (self.cards - full) * self.container - on_order


@dataclass(frozen=True)
class MinMax:
    """Core's reordering rule: below the minimum, order up to the maximum."""

    minimum: int
    maximum: int

    def start(self) -> int:
        """At the maximum."""
        return self.maximum

    def order(self, on_hand: int, on_order: int) -> int:
        """What core's scheduler orders.

        >>> MinMax(5, 8).order(5, 0), MinMax(5, 8).order(4, 0), MinMax(5, 8).order(1, 3)
        (0, 4, 4)
        """
        available = on_hand + on_order
        return self.maximum - available if available < self.minimum else 0


@dataclass
class Record:
    """What a policy did for one part, day by day."""

    demanded: int = 0
    served: int = 0
    short_days: int = 0
    orders: int = 0
    stock: list[int] = field(default_factory=list)
    """Pieces on hand at the end of each day."""

    def take(self, demand: int, available: int) -> int:
        """Serve a day's demand from what is there; returns the pieces served."""
        served = min(demand, available)
        self.demanded += demand
        self.served += served
        self.short_days += served < demand
        return served


def due_date(day: date, lead_days: int) -> date:
    """When an order of `day` arrives.

    >>> due_date(date(2000, 4, 3), 7).isoformat(), due_date(date(2000, 4, 3), 5).isoformat()
    ('2000-04-10', '2000-04-10')
    """
    due = day + timedelta(days=lead_days)
    return due + timedelta(days=max(0, 7 - due.weekday()) if due.weekday() > 4 else 0)


def simulate(policy: Policy, demand: Mapping[date, int], days: Sequence[date], lead_days: int) -> Record:
    """Run one part through a policy."""
    record = Record()
    on_hand = policy.start()
    arriving: dict[date, int] = {}
    for day in days:
        on_hand += arriving.pop(day, 0)
        on_hand -= record.take(demand.get(day, 0), on_hand)
        if quantity := policy.order(on_hand, sum(arriving.values())):
            record.orders += 1
            due = due_date(day, lead_days)
            arriving[due] = arriving.get(due, 0) + quantity
        record.stock.append(on_hand)
    return record


# -- sizing ----------------------------------------------------------------------------


def toyota_cards(daily_demand: float, lead_days: float, container: int, safety: float) -> int:
    """⌈D·L·(1+a)/C⌉ + 1 cards, a being `safety`; the one more is the container being emptied.

    :param daily_demand: pieces a working day
    :param lead_days: working days from the signal to the full container

    >>> toyota_cards(48, 3, 20, 0.1)
    9
    >>> toyota_cards(0, 3, 20, 0.1)
    1
    """
    return math.ceil(daily_demand * lead_days * (1 + safety) / container - TOLERANCE) + 1


def working_lead(lead_days: int) -> float:
    """Working days from an evening's order to the containers: the vendor's and one of ours.

    >>> working_lead(14)
    11.0
    """
    return lead_days * WORKING_SHARE + 1


def container_size(monthly_demand: float) -> int:
    """A month's mean demand, one piece at least.

    >>> container_size(0.3), container_size(2.6)
    (1, 3)
    """
    return max(1, round(monthly_demand))


def reorder_rule(daily_demand: float, lead_days: float, lot: int, scale: float) -> MinMax:
    """Minimum = `scale` times the demand over the lead time, one piece at least; then a lot.

    >>> reorder_rule(0.5, 10, 3, scale=1.2)
    MinMax(minimum=6, maximum=8)
    """
    minimum = max(1, math.ceil(daily_demand * lead_days * scale - TOLERANCE))
    return MinMax(minimum, minimum - 1 + lot)


def calibrate(mean_stock: Callable[[float], float], target: float, *, upper: float = 64.0, steps: int = 30) -> float:
    """The scale at which a growing `mean_stock` comes closest to `target`, by bisection.

    >>> round(calibrate(lambda scale: 3 * scale, 12), 3)
    4.0
    """
    low, high = 0.0, upper
    for _step in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_stock(middle) < target else (low, middle)
    return min((low, high), key=lambda scale: abs(mean_stock(scale) - target))
