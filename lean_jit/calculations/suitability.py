# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Whether a product is fit for just-in-time, and why, without the ORM.

What has to be true for pull without a large stock: a demand that repeats, a supplier who
keeps his word and is near, goods that keep. Sources: Y. Monden, *Toyota Production System*
(levelled demand as a condition of kanban); P. Kraljic, *Purchasing must become supply
management* (Harvard Business Review, 1983); for demand classes see ``lean_base``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KANBAN, HYBRID, TRADITIONAL, NO_DATA = "kanban", "hybrid", "traditional", "no_data"
STABILITY, RELIABILITY, LEAD_TIME, SHELF_LIFE, EXPOSURE, REGULATED = (
    "stability",
    "reliability",
    "lead_time",
    "shelf_life",
    "exposure",
    "regulated",
)
# These decide whether pull works at all; the others ask for a buffer beside it.
PULL_CONDITIONS = (STABILITY, RELIABILITY, LEAD_TIME)
BUFFER_CONDITIONS = (EXPOSURE, REGULATED)


@dataclass(frozen=True)
class Product:
    """What is known of a product at a warehouse; None is not known.

    :param demand_kind: smooth, intermittent, erratic or lumpy
    :param variation: coefficient of variation of its demand
    :param reliability: share of deliveries on time and in full, 0 to 1
    :param lead_days: days from order to receipt
    :param shelf_days: days the goods keep
    :param supply_days: days the average stock lasts
    :param exposed_days: days without stock if the supplier failed
    :param is_regulated: a minimum stock is prescribed
    """

    demand_kind: str | None = None
    variation: float | None = None
    reliability: float | None = None
    lead_days: float | None = None
    shelf_days: float | None = None
    supply_days: float | None = None
    exposed_days: float | None = None
    is_regulated: bool = False


@dataclass(frozen=True)
class Thresholds:
    """What a company asks of a product for just-in-time."""

    variation: float = 0.5
    reliability: float = 0.9
    lead_days: float = 10
    exposed_days: float = 5


@dataclass(frozen=True)
class Condition:
    """One condition: met, not met, or not known (None)."""

    name: str
    is_met: bool | None


@dataclass(frozen=True)
class Suitability:
    """What is proposed for a product, and the conditions behind it.

    :param score: share of the known conditions that are met; None where none is known
    """

    proposal: str
    score: float | None
    conditions: tuple[Condition, ...]


def judge(product: Product, thresholds: Thresholds) -> Suitability:
    """Propose kanban, a hybrid (kanban and a buffer beside it), or to leave things as they are.

    - No data: the demand is not known.
    - Traditional: the demand does not repeat, or more than one condition of pull fails.
    - Hybrid: pull would work, but a condition fails, a supplier's failure would stop the
      plant, or a minimum stock is prescribed.
    - Kanban: everything else. What is not known does not speak against it.

    >>> near = Product("smooth", 0.2, reliability=0.98, lead_days=4, exposed_days=0)
    >>> judge(near, Thresholds()).proposal, judge(near, Thresholds()).score
    ('kanban', 1.0)
    >>> overseas = Product("smooth", 0.3, reliability=0.61, lead_days=8, exposed_days=26)
    >>> judge(overseas, Thresholds()).proposal
    'hybrid'
    >>> judge(Product("lumpy", 1.9), Thresholds()).proposal
    'traditional'
    >>> judge(Product(), Thresholds()).proposal
    'no_data'
    """
    conditions = _conditions(product, thresholds)
    known = [condition.is_met for condition in conditions if condition.is_met is not None]
    score = sum(known) / len(known) if known else None
    return Suitability(_propose(conditions), score, conditions)


def _conditions(product: Product, thresholds: Thresholds) -> tuple[Condition, ...]:
    return (
        Condition(STABILITY, _is_stable(product, thresholds)),
        Condition(RELIABILITY, _at_least(product.reliability, thresholds.reliability)),
        Condition(LEAD_TIME, _at_most(product.lead_days, thresholds.lead_days)),
        Condition(SHELF_LIFE, _at_most(product.supply_days, product.shelf_days)),
        Condition(EXPOSURE, _at_most(product.exposed_days, thresholds.exposed_days)),
        Condition(REGULATED, False if product.is_regulated else None),
    )


def _is_stable(product: Product, thresholds: Thresholds) -> bool | None:
    """A smooth demand, or one that varies little, repeats."""
    if product.demand_kind is None and product.variation is None:
        return None
    return product.demand_kind == "smooth" or bool(_at_most(product.variation, thresholds.variation))


def _at_least(value: float | None, limit: float | None) -> bool | None:
    return None if value is None or limit is None else value >= limit


def _at_most(value: float | None, limit: float | None) -> bool | None:
    return None if value is None or limit is None else value <= limit


def _propose(conditions: Sequence[Condition]) -> str:
    met = {condition.name: condition.is_met for condition in conditions}
    if met[STABILITY] is None:
        return NO_DATA
    failed = [name for name in PULL_CONDITIONS if met[name] is False]
    if not met[STABILITY] or len(failed) > 1:
        return TRADITIONAL
    needs_buffer = any(met[name] is False for name in BUFFER_CONDITIONS)
    return HYBRID if failed or needs_buffer else KANBAN
