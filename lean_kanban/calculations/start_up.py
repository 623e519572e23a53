# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How a loop goes live: which of its cards are full, which are on order, and when
the rest may signal, so that a start does not order everything at once.
"""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class StartUp:
    """Cards of a loop at its start.

    :param full: cards whose container stands full in the location
    :param on_order: cards covered by documents that are already open
    :param missing: cards that have to be signalled, in stages
    """

    full: int
    on_order: int
    missing: int


def containers_in(quantity, container):
    """Whole containers in `quantity`; both in the unit of the product.

    Undefined (an error) for a container of zero or less.

    >>> containers_in(59, 20)
    2
    >>> containers_in(60.0000001, 20), containers_in(59.9999999999, 20)
    (3, 3)
    >>> containers_in(-5, 20)
    0
    """
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    return max(int(quantity / container + 1e-9), 0)


def propose_start(card_count, on_hand, on_order, container):
    """Propose the state of the cards of a loop from stock and open orders.

    :param card_count: cards of the loop
    :param on_hand: quantity in the location of the loop
    :param on_order: list of open quantities, one a document: a container never
        spans two documents
    :param container: quantity of one container

    >>> propose_start(9, on_hand=65, on_order=[45, 15], container=20)
    StartUp(full=3, on_order=2, missing=4)
    >>> propose_start(2, on_hand=100, on_order=[100], container=20)
    StartUp(full=2, on_order=0, missing=0)
    """
    full = min(containers_in(on_hand, container), card_count)
    ordered = sum(containers_in(quantity, container) for quantity in on_order)
    ordered = min(ordered, card_count - full)
    return StartUp(full, ordered, card_count - full - ordered)


def propose_triangle_start(on_hand, point, on_order):
    """Propose the state of the one card of a triangle loop.

    It hangs in the stack above its point. At the point a lot is on order, or has to be
    ordered; an open order counts whatever its quantity, the card signals again if it
    does not lift the stack above the point.

    :param point: quantity at which a lot is ordered
    :param on_order: list of open quantities, one a document

    >>> propose_triangle_start(65, point=60, on_order=[])
    StartUp(full=1, on_order=0, missing=0)
    >>> propose_triangle_start(60, 60, [40]), propose_triangle_start(60, 60, [])
    (StartUp(full=0, on_order=1, missing=0), StartUp(full=0, on_order=0, missing=1))
    """
    if on_hand > point + 1e-9:
        return StartUp(1, 0, 0)
    ordered = int(any(quantity > 0 for quantity in on_order))
    return StartUp(0, ordered, 1 - ordered)


def stages(missing, per_stage):
    """Stage, counted from zero, at which each missing card may signal.

    >>> stages(5, per_stage=2)
    [0, 0, 1, 1, 2]
    >>> stages(3, per_stage=0)
    [0, 0, 0]
    """
    if per_stage <= 0:
        return [0] * missing
    return [index // per_stage for index in range(missing)]


def propose_per_stage(missing, stage_count=3):
    """Cards to signal per stage so that a start takes at most `stage_count` stages.

    >>> propose_per_stage(7), propose_per_stage(2), propose_per_stage(0)
    (3, 1, 0)
    """
    return ceil(missing / stage_count)
