# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Which containers of a loop are full, in use or empty, seen from its stock."""

from dataclasses import dataclass
from math import ceil, floor

NOISE = 1e-9


@dataclass(frozen=True)
class Settlement:
    """What has to happen to the cards at hand so that they agree with the stock.

    :param to_empty: cards to signal: their containers are used up
    :param to_restore: cards to take back: goods came back before they were ordered
    :param has_open: whether one of the containers left is in use
    """

    to_empty: int
    to_restore: int
    has_open: bool


def settle(quantity, container, at_hand, restorable=0):
    """Settle the cards at hand with the quantity on hand.

    Consumption drains the container in use, then a full one. Goods without a card at hand
    restore a card that has not been ordered yet; beyond that they are a surplus and wait.
    Both quantities are in the unit of the product; a stock below zero counts as none.

    :param at_hand: cards that are full or in use
    :param restorable: cards that are signalled but not ordered

    >>> settle(45, 20, at_hand=3)
    Settlement(to_empty=0, to_restore=0, has_open=True)
    >>> settle(40, 20, at_hand=3)
    Settlement(to_empty=1, to_restore=0, has_open=False)
    >>> settle(55, 20, at_hand=2, restorable=1)
    Settlement(to_empty=0, to_restore=1, has_open=True)
    >>> settle(500, 20, at_hand=2)
    Settlement(to_empty=0, to_restore=0, has_open=False)
    """
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    containers = max(quantity, 0) / container
    holding = ceil(containers - NOISE)
    to_empty = max(at_hand - holding, 0)
    to_restore = min(max(holding - at_hand, 0), restorable)
    left = at_hand - to_empty + to_restore
    has_open = 0 < holding <= left and floor(containers + NOISE) < holding
    return Settlement(to_empty, to_restore, has_open)
