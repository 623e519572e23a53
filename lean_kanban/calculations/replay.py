# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What would have happened: a history of demand runs through a loop, day by day, without the ORM.

One day: what is due arrives in the morning, the day takes what is there, and in the
evening what has become empty is ordered. What is missing is lost (fetched elsewhere) and
counts as short. An order of the evening of day t arrives in the morning of day t + L, so
stock has to last L working days: the same days the formulas of :mod:`sizing` cover.

Quantities are in the unit of the product, days and lead times are working days. Loss of
demand and review by the day as in E. Silver, D. Pyke, D. Thomas, *Inventory and
Production Management in Supply Chains*, 4th ed., ch. 6-7.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor
from random import Random
from typing import Protocol

# Float noise must not empty or fill a container: 19.999999999999 is 20.
NOISE = 1e-9


class Policy(Protocol):
    """Decides each evening how much to order.

    A policy of one's own needs these two; its instances are never changed.
    """

    @property
    def full(self) -> float:
        """Quantity on hand that the replay begins with."""

    def order(self, on_hand: float, on_order: float, evening: int) -> float:
        """Quantity to order on this evening, counted from zero."""


@dataclass(frozen=True)
class Cards:
    """So many cards with a container each.

    :param first_piece: a card signals as the first piece is taken, else as its container is empty
    :param batch: emptied cards wait until so many can be ordered together
    :param every: they are ordered every so many days

    >>> Cards(3, 10).order(on_hand=20, on_order=0, evening=0)
    10
    >>> Cards(3, 10).order(on_hand=21, on_order=0, evening=0)
    0
    >>> Cards(3, 10, first_piece=True).order(on_hand=21, on_order=0, evening=0)
    10
    >>> Cards(3, 10, batch=2).order(20, 0, 0), Cards(3, 10, batch=2).order(10, 0, 0)
    (0, 20)
    >>> [Cards(3, 10, every=5).order(10, 0, evening) for evening in (3, 4)]
    [0, 20]
    """

    cards: int
    container: float
    first_piece: bool = False
    batch: int = 1
    every: int = 1

    def __post_init__(self):
        if min(self.cards, self.container, self.batch, self.every) <= 0:
            raise ValueError("Cards, container, batch and days between runs have to be above zero.")

    @property
    def full(self) -> float:
        """All containers are full."""
        return self.cards * self.container

    def order(self, on_hand: float, on_order: float, evening: int) -> float:
        """The containers of the cards that have signalled and are not on order."""
        if (evening + 1) % self.every:
            return 0
        containers = on_hand / self.container
        standing = floor(containers + NOISE) if self.first_piece else ceil(containers - NOISE)
        signalled = self.cards - standing - round(on_order / self.container)
        return signalled * self.container if signalled >= self.batch else 0


@dataclass(frozen=True)
class ReorderRule:
    """Odoo's reordering rule: below the minimum, order up to the maximum.

    :param multiple: orders are rounded up to a multiple of it; 0 leaves them as they are

    >>> rule = ReorderRule(5, 8)
    >>> rule.order(5, 0, 0), rule.order(4, 0, 0), rule.order(1, 4, 0)
    (0, 4, 0)
    >>> ReorderRule(5, 8, multiple=6).order(4, 0, 0)
    6
    """

    minimum: float
    maximum: float
    multiple: float = 0

    @property
    def full(self) -> float:
        """At the maximum, or at the minimum where that is more."""
        return max(self.minimum, self.maximum, 0)

    def order(self, on_hand: float, on_order: float, evening: int) -> float:
        """What the scheduler orders."""
        available = on_hand + on_order
        if available >= self.minimum - NOISE:
            return 0
        missing = self.full - available
        return ceil(missing / self.multiple - NOISE) * self.multiple if self.multiple else missing


@dataclass(frozen=True)
class TriangleCard:
    """One card at a point of the stack: as the stock comes down to it, a lot is ordered.

    There is one card, so while its lot is on the way no other can be ordered.

    >>> TriangleCard(point=20, lot=50).order(21, 0, 0), TriangleCard(20, 50).order(20, 0, 0)
    (0, 50)
    >>> TriangleCard(20, 50).order(5, 50, 0)
    0
    """

    point: float
    lot: float

    def __post_init__(self):
        if self.lot <= 0 or self.point < 0:
            raise ValueError("A lot has to be above zero, and its point not below.")

    @property
    def full(self) -> float:
        """A lot has just arrived on top of the point."""
        return self.point + self.lot

    def order(self, on_hand: float, on_order: float, evening: int) -> float:
        """The lot, as the point is reached."""
        return self.lot if on_hand <= self.point + NOISE and on_order <= NOISE else 0


@dataclass(frozen=True)
class Replay:
    """What happened. Quantities and counts are of the days that count, without the warm-up.

    :param begin: on hand as they begin
    :param short_days: days on which something was missing
    :param orders: evenings on which something was ordered
    :param stock: on hand at the end of each of these days
    """

    begin: float
    received: float
    demanded: float
    served: float
    short_days: int
    orders: int
    stock: tuple[float, ...]

    @property
    def end(self) -> float:
        """On hand after the last day."""
        return self.stock[-1] if self.stock else self.begin

    @property
    def fill_rate(self) -> float | None:
        """Share of the demand that was served; undefined (None) without a demand."""
        return self.served / self.demanded if self.demanded else None

    @property
    def days_served(self) -> float | None:
        """Share of the days without a shortage; undefined (None) without a day."""
        return 1 - self.short_days / len(self.stock) if self.stock else None

    @property
    def average_stock(self) -> float | None:
        """Mean of the stock at the end of a day; undefined (None) without a day."""
        return sum(self.stock) / len(self.stock) if self.stock else None


def arrive(days: int, lead_times: Sequence[float], seed: int = 0) -> list[int]:
    """Day on whose morning an order of each evening arrives, as an index that may lie behind the last.

    One lead time is kept for all. Of several, one is drawn after the other, each for as
    many days as they take on average: who is slow today is slow tomorrow. Orders do not
    overtake each other. The days are the same for whatever is ordered, so that policies
    are compared on the same luck.

    :param lead_times: working days from a signal to the full container, at least one; each
        is rounded up to whole days
    :param seed: the same seed draws the same lead times

    >>> arrive(4, [2])
    [2, 3, 4, 5]
    >>> arrive(3, [0.2])
    [1, 2, 3]
    >>> arrive(8, [1, 3], seed=3) == arrive(8, [1, 3], seed=3)
    True
    """
    if not lead_times or min(lead_times) < 0:
        raise ValueError("A replay needs lead times, and none below zero.")
    whole = [max(ceil(lead - NOISE), 1) for lead in lead_times]
    if len(set(whole)) == 1:
        return [day + whole[0] for day in range(days)]
    random, span = Random(seed), max(round(sum(whole) / len(whole)), 1)  # noqa: S311
    drawn = [random.choice(whole) for __ in range(0, days, span)]
    return list(accumulate((day + drawn[day // span] for day in range(days)), max))


def replay(demand: Sequence[float], policy: Policy, arrivals: Sequence[int], warm_up: int = 0) -> Replay:
    """Run a history of demand through a policy.

    It begins full: :attr:`Policy.full`.

    :param demand: quantity taken on each working day, oldest first, none below zero
    :param arrivals: from :func:`arrive`, for as many days
    :param warm_up: so many days at the beginning are lived through but not counted

    Four cards of ten carry twelve a day for two days: 12 · 2 ≤ (4 − 1) · 10. Two do not.

    >>> loop = replay([12] * 20, Cards(4, 10), arrive(20, [2]))
    >>> loop.fill_rate, loop.days_served, loop.orders
    (1.0, 1.0, 20)
    >>> short = replay([12] * 20, Cards(2, 10), arrive(20, [2]))
    >>> round(short.fill_rate, 2), short.begin + short.received - short.served == short.end
    (0.83, True)
    >>> replay([], Cards(2, 10), []).fill_rate is None
    True
    """
    if len(arrivals) < len(demand) or (demand and min(demand) < 0):
        raise ValueError("Each day needs an arrival and a demand that is not below zero.")
    received, served, ordered, stock = _live(demand, policy, arrivals)
    counted = slice(warm_up, None)
    return Replay(
        begin=[policy.full, *stock[:warm_up]][-1],
        received=sum(received[counted]),
        demanded=sum(demand[counted]),
        served=sum(served[counted]),
        short_days=sum(wanted - taken > NOISE for wanted, taken in zip(demand[counted], served[counted], strict=True)),
        orders=sum(quantity > 0 for quantity in ordered[counted]),
        stock=tuple(stock[counted]),
    )


def _live(demand, policy, arrivals):
    """Received, served, ordered and left on each day."""
    received, served, ordered, stock = [0.0] * len(demand), [], [], []
    on_hand, on_order = policy.full, 0.0
    for day, wanted in enumerate(demand):
        on_hand += received[day]
        on_order -= received[day]
        taken = min(wanted, on_hand)
        on_hand -= taken
        quantity = policy.order(on_hand, on_order, day)
        on_order += quantity
        if quantity and arrivals[day] < len(received):
            received[arrivals[day]] += quantity
        served.append(taken)
        ordered.append(quantity)
        stock.append(on_hand)
    return received, served, ordered, stock


def fewest(
    demand: Sequence[float],
    make_policy: Callable[[int], Policy],
    arrivals: Sequence[int],
    *,
    service: float = 1.0,
    most: int = 200,
) -> int | None:
    """Fewest cards that would have served `service` of the demand; undefined (None) above `most`.

    By bisection: more cards never serve less as long as they are ordered one by one.

    :param make_policy: from a number of cards

    >>> fewest([12] * 20, lambda cards: Cards(cards, 10), arrive(20, [2]))
    4
    >>> fewest([12] * 20, lambda cards: Cards(cards, 10), arrive(20, [2]), most=3) is None
    True
    >>> fewest([0] * 20, lambda cards: Cards(cards, 10), arrive(20, [2])) is None
    True
    """

    def serves(cards):
        rate = replay(demand, make_policy(cards), arrivals).fill_rate
        return rate is not None and rate >= service - NOISE

    if not serves(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle) else (middle, high)
    return high
