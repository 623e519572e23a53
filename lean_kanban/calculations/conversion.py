# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A kanban loop that holds the stock a reordering rule aims at, without the ORM."""

from math import ceil

NOISE = 1e-9
USUAL_CARDS = 4


def propose_container(minimum, maximum, multiple=0):
    """Container of a loop that replaces a rule, in the unit of the product.

    The rule's multiple where it has one: it is how the goods come. Else a quarter of its maximum, at least one.

    >>> propose_container(minimum=20, maximum=80)
    20
    >>> propose_container(20, 80, multiple=12)
    12
    >>> propose_container(0, 1)
    1
    """
    if multiple > 0:
        return multiple
    return max(ceil(max(maximum, minimum) / USUAL_CARDS - NOISE), 1)


def propose_cards(minimum, maximum, container):
    """Cards that hold the rule's maximum, and one for the container being emptied.

    >>> propose_cards(20, 80, 20)
    5
    >>> propose_cards(0, 0, 5)
    2
    """
    if container <= 0:
        raise ValueError("The quantity of a container has to be above zero.")
    return max(ceil(max(maximum, minimum) / container - NOISE), 1) + 1
