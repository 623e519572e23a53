# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""How urgent a loop is, without the ORM.

Few full containers alone are no alarm: in a loop that is sized well most containers are
on their way. What counts is whether those at hand last until the next one arrives.
"""

RED, YELLOW, GREEN = "red", "yellow", "green"


def hours_to_stock_out(on_hand, daily_demand, hours_per_day):
    """Working hours that the stock lasts; undefined (None) without a demand.

    :param on_hand: quantity, in units of the product
    :param daily_demand: units of the product a working day
    :param hours_per_day: working hours of a working day

    >>> hours_to_stock_out(36, 48, 8)
    6.0
    >>> hours_to_stock_out(-5, 48, 8)
    0.0
    >>> hours_to_stock_out(36, 0, 8) is None
    True
    """
    if not daily_demand or daily_demand < 0:
        return None
    return max(on_hand, 0) / daily_demand * hours_per_day


def get_zone(
    at_hand, cards, days_left=None, days_to_next=0, days_per_container=0, *, is_empty=None, needs_decision=False
):
    """Zone of a loop: red act now, yellow act soon, green fine; undefined (None) without cards.

    - Red: nothing is at hand, or the stock is used up before the next one arrives.
    - Yellow: it lasts until then, but the last container is being emptied by that time.
      Where the demand is not known: half of the containers or fewer are at hand.
      Or a card waits for somebody to decide what becomes of it.
    - Green: everything else, and always when every container is at hand: nothing can be
      hurried then. Whether they are enough is a question of sizing.

    :param at_hand: containers that are full or in use
    :param cards: containers of the loop
    :param days_left: working days the stock lasts, None where the demand is not known
    :param days_to_next: working days until the next container arrives; the lead time where
        none is ordered, or where the one ordered is late: nobody knows then when it comes
    :param days_per_container: working days that one container lasts
    :param is_empty: whether nothing is at hand; that no container is, if not told otherwise
        (a card that signals at the first piece leaves a container behind)
    :param needs_decision: whether a card waits for a person: in error, or held back

    48 a day out of containers of 20, one at hand, the next in 0.2 or in 3 days:

    >>> get_zone(1, 9, days_left=20 / 48, days_to_next=0.2, days_per_container=20 / 48)
    'yellow'
    >>> get_zone(1, 9, days_left=20 / 48, days_to_next=3, days_per_container=20 / 48)
    'red'
    >>> get_zone(2, 9, days_left=40 / 48, days_to_next=0.2, days_per_container=20 / 48)
    'green'

    Without a demand containers are all there is to go by:

    >>> [get_zone(at_hand, 4) for at_hand in (0, 1, 2, 3, 4)]
    ['red', 'yellow', 'yellow', 'green', 'green']
    >>> get_zone(0, 1, is_empty=False)
    'yellow'
    >>> get_zone(4, 5, needs_decision=True)
    'yellow'
    >>> get_zone(0, 0) is None
    True
    """
    zone = _get_zone_of_stock(at_hand, cards, days_left, days_to_next, days_per_container, is_empty=is_empty)
    return YELLOW if needs_decision and zone == GREEN else zone


def _get_zone_of_stock(at_hand, cards, days_left, days_to_next, days_per_container, *, is_empty):
    if not cards:
        return None
    if not at_hand if is_empty is None else is_empty:
        return RED
    if at_hand >= cards:
        return GREEN
    if days_left is None:
        return YELLOW if at_hand * 2 <= cards else GREEN
    if days_left < days_to_next:
        return RED
    return YELLOW if days_left < days_to_next + days_per_container else GREEN


def get_triangle_zone(
    containers, signal_container, days_left=None, days_to_next=0, days_per_container=0, *, needs_decision=False
):
    """Zone of a triangle loop, whose one card hangs at a container of the stack.

    As :func:`get_zone`, but measured in the stack: without a known demand it is yellow from
    the container at which the card hangs. With one, above that container it is green.

    :param containers: containers at hand, a begun one counts as its share
    :param days_to_next: working days until the lot arrives; the lead time where none is ordered
    :param needs_decision: as there

    >>> [get_triangle_zone(containers, 3) for containers in (0, 1, 3, 3.5)]
    ['red', 'yellow', 'yellow', 'green']
    >>> get_triangle_zone(4, 3, days_left=1, days_to_next=2, days_per_container=0.4)
    'red'
    >>> get_triangle_zone(4, 3, needs_decision=True)
    'yellow'
    >>> get_triangle_zone(2, 3, days_left=2.2, days_to_next=2, days_per_container=0.4)
    'yellow'
    """
    zone = _get_triangle_zone_of_stock(containers, signal_container, days_left, days_to_next, days_per_container)
    return YELLOW if needs_decision and zone == GREEN else zone


def _get_triangle_zone_of_stock(containers, signal_container, days_left, days_to_next, days_per_container):
    if containers <= 0:
        return RED
    above = containers > signal_container
    if days_left is None:
        return GREEN if above else YELLOW
    if days_left < days_to_next:
        return RED
    return GREEN if above or days_left >= days_to_next + days_per_container else YELLOW
