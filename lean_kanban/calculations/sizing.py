# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How many cards a loop needs, without the ORM.

Demand is in units of the product a working day, lead time in working days, containers
in units of the product. Sources: Y. Monden, *Toyota Production System* (number of
kanbans); SAP, *Kanban calculation* (RT · AC / CONT · SF + C); S. Nahmias, *Production
and Operations Analysis* (safety stock for variable demand and lead time).
"""

from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist

# Float noise must not cost a card: 8.000000000001 is 8.
NOISE = 1e-9


@dataclass(frozen=True)
class Sizing:
    """Cards by one method.

    :param need: quantity the loop has to hold between a signal and its full container
    :param exact: that need in containers, before it is rounded up
    :param extra: cards beside the need (K): one for each container being emptied
    """

    need: float
    exact: float
    extra: int

    @property
    def cards(self):
        """Cards of the loop: the need rounded up once, and the extra ones; at least one.

        >>> Sizing(158.4, 7.92, 1).cards
        9
        """
        return max(ceil(self.exact - NOISE) + self.extra, 1)


def extra_cards(signal_point, consuming_points=1):
    """Cards for containers being emptied (K).

    A card that signals at the first piece still has its container to cover demand. One
    that signals as its container has become empty covers nothing with it, for each point
    of use.

    >>> extra_cards("first_piece"), extra_cards("empty"), extra_cards("empty", 2)
    (0, 1, 2)
    """
    return 0 if signal_point == "first_piece" else consuming_points


def toyota(demand, lead_time, container, safety=0.0, extra=1):
    """⌈D · L · (1 + α) / C⌉ + K.

    >>> sizing = toyota(demand=48, lead_time=3, container=20, safety=0.1)
    >>> round(sizing.exact, 2), sizing.cards
    (7.92, 9)
    """
    return _size(demand * lead_time * (1 + safety), container, extra)


def sap(demand, lead_time, container, safety_factor=1.0, extra=1):
    """⌈RT · AC / CONT · SF⌉ + K, as SAP calculates it.

    >>> sap(demand=48, lead_time=3, container=20, safety_factor=1.1).cards
    9
    """
    return _size(demand * lead_time * safety_factor, container, extra)


def statistical(demand, lead_time, container, service, demand_stddev, lead_stddev, extra=1):
    """⌈(D · L + z · √(L · σ_D² + D² · σ_L²)) / C⌉ + K.

    :param service: wanted probability that a container is there, above 0.5 and below 1
    :param demand_stddev: standard deviation of the demand of a working day
    :param lead_stddev: standard deviation of the lead time in working days

    >>> sizing = statistical(48, 3, 20, service=0.95, demand_stddev=10, lead_stddev=0.5)
    >>> round(sizing.need, 1), sizing.cards
    (192.7, 11)
    """
    buffer = safety_stock(demand, lead_time, service, demand_stddev, lead_stddev)
    return _size(demand * lead_time + buffer, container, extra)


def safety_stock(demand, lead_time, service, demand_stddev, lead_stddev):
    """Z · √(L · σ_D² + D² · σ_L²), in units of the product.

    >>> safety_stock(48, 3, 0.5, 10, 1)
    0.0
    """
    variance = lead_time * demand_stddev**2 + (demand * lead_stddev) ** 2
    return service_factor(service) * sqrt(variance)


def service_factor(service):
    """Quantile z of the standard normal distribution for a service level.

    Undefined (an error) below one half, where it would take stock away, and at one.

    >>> round(service_factor(0.95), 3)
    1.645
    """
    if not 0.5 <= service < 1:
        raise ValueError("The service level has to be from 50 % to below 100 %.")
    return NormalDist().inv_cdf(service)


def _size(need, container, extra):
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    return Sizing(need, need / container, extra)


def container_for(need, cards, extra=1):
    """Smallest container with which `cards` cards cover `need`: two bins are two cards.

    Undefined (None) where all the cards are extra ones.

    >>> container_for(need=158.4, cards=9)
    19.8
    >>> container_for(need=158.4, cards=1) is None
    True
    """
    covering = cards - extra
    return need / covering if covering > 0 else None


def cap_by_shelf_life(cards, container, demand, shelf_life):
    """Cards that are used up within the usable shelf life, at least one.

    :param shelf_life: usable shelf life in working days; None where nothing expires

    >>> cap_by_shelf_life(9, container=20, demand=48, shelf_life=3)
    7
    >>> cap_by_shelf_life(9, 20, 48, None)
    9
    """
    if shelf_life is None:
        return cards
    return max(min(cards, floor(demand * shelf_life / container + NOISE)), 1)


def within_tolerance(current, recommended, tolerance):
    """Whether a recommendation is near enough to leave the cards as they are.

    :param tolerance: share of the present number, 0.1 is ten per cent

    >>> within_tolerance(20, 21, 0.1), within_tolerance(20, 23, 0.1), within_tolerance(2, 3, 0.1)
    (True, False, False)
    """
    return abs(recommended - current) <= tolerance * current + NOISE
