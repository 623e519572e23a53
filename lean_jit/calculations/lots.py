# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""The economic lot against the lot of just-in-time, without the ORM.

Demand is in units a year, money in one currency. Sources: F. Harris, *How many parts to make
at once* (1913), for the economic order quantity; A. Pan, C. Liao, *An inventory model under
just-in-time purchasing agreements* (Production and Inventory Management Journal, 1989), for
one order called off in many deliveries; F. Fazel, *A comparative analysis of inventory costs
of JIT and EOQ* (1997), for why transport has to be counted on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

NOISE = 1e-9


@dataclass(frozen=True)
class LotCosts:
    """What a lot depends on.

    :param demand: units a year (D)
    :param order_cost: of placing one order (k), whatever its size
    :param delivery_cost: of one delivery: transport, receipt
    :param setup_cost: of one set-up, where the lot is made
    :param unit_holding_cost: of keeping one unit for a year (h)
    """

    demand: float
    order_cost: float
    delivery_cost: float
    setup_cost: float
    unit_holding_cost: float

    @property
    def per_lot(self) -> float:
        """Cost of one delivered lot beside its order."""
        return self.delivery_cost + self.setup_cost

    @property
    def is_defined(self) -> bool:
        """Whether there is a demand, and keeping it costs something."""
        return self.demand > 0 and self.unit_holding_cost > 0


@dataclass(frozen=True)
class LotPoint:
    """Cost of a year at one lot: ordered lot by lot, and called off from one order a year."""

    quantity: float
    traditional: float
    just_in_time: float


def economic_lot(costs: LotCosts) -> float | None:
    """EOQ = √(2 · D · k / h), k with all that one ordered and delivered lot costs.

    Undefined (None) without a demand or a cost of keeping.

    >>> economic_lot(LotCosts(1200, 50, 0, 0, 3))
    200.0
    >>> economic_lot(LotCosts(0, 50, 0, 0, 3)) is None
    True
    """
    return _square_root_lot(costs, costs.order_cost + costs.per_lot)


def just_in_time_lot(costs: LotCosts, container: float = 0) -> float | None:
    """Lot of one order called off in deliveries: √(2 · D · t / h), whole containers.

    The order is placed once, so only what each delivery costs (transport, receipt, set-up)
    speaks for larger lots. Where a delivery costs nothing, the lot is one container, or a
    single unit.

    :param container: units of a container; 0 where there is none

    >>> just_in_time_lot(LotCosts(1200, 50, 2, 0, 3))
    40.0
    >>> just_in_time_lot(LotCosts(1200, 50, 2, 0, 3), container=24)
    48
    >>> just_in_time_lot(LotCosts(1200, 50, 0, 0, 3))
    1.0
    """
    lot = _square_root_lot(costs, costs.per_lot)
    if lot is None:
        return None
    if container > 0:
        return max(ceil(lot / container - NOISE), 1) * container
    return max(lot, min(1.0, costs.demand))


def traditional_cost(costs: LotCosts, quantity: float) -> float | None:
    """Cost of a year, each lot ordered on its own: (k + t) · D / Q + h · Q / 2.

    Undefined (None) for a lot of nothing.

    >>> traditional_cost(LotCosts(1200, 50, 0, 0, 3), 200)
    600.0
    """
    if quantity <= 0:
        return None
    lots = costs.demand / quantity
    return (costs.order_cost + costs.per_lot) * lots + costs.unit_holding_cost * quantity / 2


def just_in_time_cost(costs: LotCosts, quantity: float) -> float | None:
    """Cost of a year, one order called off in lots: k + t · D / Q + h · Q / 2.

    Undefined (None) for a lot of nothing.

    >>> just_in_time_cost(LotCosts(1200, 50, 2, 0, 3), 40)
    170.0
    """
    if quantity <= 0:
        return None
    lots = costs.demand / quantity
    return costs.order_cost + costs.per_lot * lots + costs.unit_holding_cost * quantity / 2


def cost_curve(costs: LotCosts, quantities: Sequence[float]) -> list[LotPoint]:
    """Both costs of a year at each lot above zero.

    >>> cost_curve(LotCosts(1200, 50, 2, 0, 3), [40])
    [LotPoint(quantity=40, traditional=1620.0, just_in_time=170.0)]
    """
    return [
        LotPoint(quantity, traditional_cost(costs, quantity), just_in_time_cost(costs, quantity))
        for quantity in quantities
        if quantity > 0
    ]


def curve_quantities(costs: LotCosts, points: int = 25) -> list[float]:
    """Lots worth drawing: from half of the smaller optimum to twice the larger one.

    >>> [round(q) for q in curve_quantities(LotCosts(1200, 50, 2, 0, 3), points=3)]
    [20, 214, 408]
    """
    lots = [lot for lot in (economic_lot(costs), just_in_time_lot(costs)) if lot]
    if not lots:
        return []
    first, last = min(lots) / 2, max(lots) * 2
    return [first + (last - first) * index / (points - 1) for index in range(points)]


def safety_stock(weekly_stddev: float, lead_days: float, service: float) -> float:
    """Z · σ · √L: what a varying demand asks for until the next delivery.

    Source: S. Nahmias, *Production and Operations Analysis*.

    :param weekly_stddev: standard deviation of the demand of a week
    :param lead_days: calendar days from order to receipt
    :param service: wanted probability of not running out, from 0.5 to below 1

    >>> round(safety_stock(10, 28, 0.95), 1)
    32.9
    """
    if not 0.5 <= service < 1:
        raise ValueError("The service level has to be from 50 % to below 100 %.")
    return NormalDist().inv_cdf(service) * weekly_stddev * sqrt(max(lead_days, 0) / 7)


def freed_cash(average_stock: float, lot: float, safety_stock: float, unit_cost: float) -> float:
    """Cash set free once the stock is half a lot and its safety; below zero it is tied up.

    >>> freed_cash(average_stock=120, lot=40, safety_stock=40, unit_cost=4.2)
    252.0
    """
    return (max(average_stock, 0) - lot / 2 - safety_stock) * unit_cost


def _square_root_lot(costs: LotCosts, fixed_cost: float) -> float | None:
    if not costs.is_defined:
        return None
    return sqrt(2 * costs.demand * fixed_cost / costs.unit_holding_cost)
