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
    >>> settle(45, 20, at_hand=2)
    Settlement(to_empty=0, to_restore=0, has_open=False)
    >>> settle(0.1 + 0.2, 0.1, at_hand=3, restorable=1)
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


@dataclass(frozen=True)
class Withdrawal:
    """What fetching goods does to the cards that stand with them.

    :param to_free: cards whose containers were taken
    :param to_restore: cards to stand full again: goods came back before they were ordered
    :param taken: what has been taken of the container begun; below zero what is left of one
        whose card went off with its first piece
    """

    to_free: int
    to_restore: int
    taken: float


def withdraw(taken, quantity, container, at_hand, restorable=0, *, at_first_piece=False):
    """Cards that come off their containers as a quantity is fetched.

    The containers of who fetches may be smaller or larger: what was taken of a container
    begun is kept until the next time. Goods fetched beyond the cards at hand had no card.
    All quantities are in the unit of the product.

    :param taken: of the container begun, as the last withdrawal left it
    :param quantity: fetched now; below zero where a booking is corrected or goods go back
    :param at_hand: cards that are full or in use
    :param restorable: cards that are signalled but not ordered
    :param at_first_piece: whether a card comes off with the first piece of its container

    Containers of 40, fetched by tens:

    >>> withdraw(20, 10, 40, at_hand=3)
    Withdrawal(to_free=0, to_restore=0, taken=30)
    >>> withdraw(30, 10, 40, at_hand=3)
    Withdrawal(to_free=1, to_restore=0, taken=0)
    >>> withdraw(0, 10, 40, at_hand=3, at_first_piece=True)
    Withdrawal(to_free=1, to_restore=0, taken=-30)

    Fetched by hundreds; then ten come back; then more is taken than there are cards:

    >>> withdraw(0, 100, 40, at_hand=3)
    Withdrawal(to_free=2, to_restore=0, taken=20)
    >>> withdraw(0, -10, 40, at_hand=1, restorable=1)
    Withdrawal(to_free=0, to_restore=1, taken=30)
    >>> withdraw(0, 100, 40, at_hand=1)
    Withdrawal(to_free=1, to_restore=0, taken=20)
    """
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    total = taken + quantity
    containers = total / container
    count = ceil(containers - NOISE) if at_first_piece else floor(containers + NOISE)
    rest = total - count * container
    if abs(rest) < NOISE * container:
        rest = 0
    if count >= 0:
        return Withdrawal(min(count, at_hand), 0, rest)
    restored = min(-count, restorable)
    return Withdrawal(0, restored, rest + (count + restored) * container)
