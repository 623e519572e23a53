# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How a move of goods stands to a place whose history is read, without the ORM."""

from typing import NamedTuple

TAKEN = ("customer", "production", "internal", "transit")


class Place(NamedTuple):
    """A location and a product whose history is read.

    :param id: whatever its history is wanted under
    :param path: the location's path, with which that of each location within begins
    :param days: how many of the days before the last start count
    """

    id: int
    product_id: int
    path: str
    days: int


def get_effect(source, target, path, is_scrap):
    """(demand, change of stock) of one unit that moves; None where the place is not concerned.

    What leaves for a customer, production, scrap or another place is demand, what customers bring back takes demand
    away; inventory counts, receipts and returns to vendors are none.

    :param source: (path, usage) of the location left
    :param target: (path, usage) of the location entered
    :param path: that of the place

    >>> shelf, customer = ("1/7/", "internal"), ("2/", "customer")
    >>> get_effect(shelf, customer, "1/7/", False), get_effect(customer, shelf, "1/7/", False)
    ((1, -1), (-1, 1))
    >>> loss = ("3/", "inventory")
    >>> get_effect(shelf, loss, "1/7/", False), get_effect(shelf, loss, "1/7/", True)
    ((0, -1), (1, -1))
    >>> get_effect(shelf, ("1/7/8/", "internal"), "1/7/", False) is None
    True
    """
    leaves, enters = source[0].startswith(path), target[0].startswith(path)
    if leaves == enters:
        return None
    if leaves:
        return int(is_scrap or target[1] in TAKEN), -1
    return -int(source[1] == "customer"), 1
