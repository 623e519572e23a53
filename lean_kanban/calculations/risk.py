# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How likely a loop runs out with the cards it has, and what another number costs, without the ORM.

Source: S. Nahmias, T. Olsen, *Production and Operations Analysis*, 7th ed., ch. 5 (type 1
service of a stock that is reordered one for one, demand over the lead time normal). The
same figure is the share of time without stock, because what a new signal finds is what
any moment finds.
"""

from math import erfc, sqrt

from .sizing import NOISE

WORKING_DAYS_A_MONTH = 21


def stop_risk(demand, lead_time, covering, demand_stddev=0.0, lead_stddev=0.0):
    """Share of time, 0 to 1, in which nothing is left before the next container arrives.

    1 − Φ((covering − D·L) / √(L·σ_D² + D²·σ_L²)): the demand over the lead time exceeds what
    stands between a signal and its full container. Undefined (None) without a demand.

    :param demand: units of the product a working day
    :param lead_time: working days
    :param covering: quantity of the cards that cover a lead time, (N − K)·C
    :param demand_stddev: standard deviation of the demand of a working day
    :param lead_stddev: standard deviation of the lead time in working days

    >>> round(stop_risk(48, 3, 160, demand_stddev=10), 3), round(stop_risk(48, 3, 140, 10), 3)
    (0.178, 0.591)
    >>> stop_risk(48, 3, 144), stop_risk(48, 3, 143)
    (0.0, 1.0)
    >>> stop_risk(0, 3, 144) is None
    True
    """
    if demand <= 0:
        return None
    spread = sqrt(lead_time * demand_stddev**2 + (demand * lead_stddev) ** 2)
    surplus = covering - demand * lead_time
    if spread <= NOISE:
        return 0.0 if surplus >= -NOISE else 1.0
    return erfc(surplus / spread / sqrt(2)) / 2


def days_without_stock(risk, days=WORKING_DAYS_A_MONTH):
    """Working days a month on which a loop is expected to stand without stock.

    >>> days_without_stock(0.1)
    2.1
    """
    return risk * days


def cash_change(cards, recommended, container, cost):
    """Money that a new number of cards ties up (above zero) or sets free (below).

    :param container: units of the product in a container
    :param cost: of one unit

    Twelve cards become nine: 3 × 20 × 4.20.

    >>> round(cash_change(12, 9, 20, 4.2), 2)
    -252.0
    """
    return (recommended - cards) * container * cost
