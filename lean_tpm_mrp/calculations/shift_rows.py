# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""A shift shared out to the products that were made in it, without the ORM."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from .oee import BREAKDOWN, DEFECT, SPEED, UNEXPLAINED, Oee, lost_time
from .shift_time import ShiftTime

NOTHING = 1e-6


@dataclass(frozen=True)
class Output:
    """What an order made on the work center, all of it.

    :param quantity: pieces, with the scrap
    :param ideal: minutes they take at the standard; None where there is no standard, or the order has not
        reported yet
    :param good: minutes that the good ones take
    """

    product: Hashable
    quantity: float = 0
    scrap: float = 0
    ideal: float | None = None
    good: float | None = None


@dataclass(frozen=True)
class Loss:
    """Minutes lost; the reason is None where no log says one."""

    big_loss: str
    reason: Hashable
    minutes: float
    count: int = 0


@dataclass
class Row:
    """A product's part of a shift, in minutes."""

    operating: float = 0
    rated: float = 0
    ideal: float = 0
    good: float = 0
    excluded: float = 0
    unexplained: float = 0
    quantity: float = 0
    scrap: float = 0
    stops: dict = field(default_factory=lambda: defaultdict(float))
    minor: dict = field(default_factory=lambda: defaultdict(float))
    counts: dict = field(default_factory=lambda: defaultdict(int))

    @property
    def times(self) -> Oee:
        planned = self.operating + sum(self.stops.values()) + self.unexplained
        return Oee(planned, self.operating, self.rated, self.ideal, self.good)

    def add_run(self, output: Output | None, minutes: float, share: float) -> None:
        """Time that an order ran; its pieces are spread evenly over all of its time."""
        self.operating += minutes
        if output is None:
            return
        self.quantity += output.quantity * share
        self.scrap += output.scrap * share
        if output.ideal is not None:
            self.rated += minutes
            self.ideal += output.ideal * share
            self.good += output.good * share

    def get_losses(self, big_losses: Mapping[Hashable, str]) -> list[Loss]:
        """Where the planned time went, by logged reason; what no log says by big loss alone."""
        logged = [
            Loss(big_losses.get(reason) or BREAKDOWN, reason, minutes, self.counts.get(reason, 0))
            for reason, minutes in [*self.stops.items(), *self.minor.items()]
        ]
        stops = defaultdict(float)
        for reason, minutes in self.stops.items():
            stops[big_losses.get(reason) or BREAKDOWN] += minutes
        total = lost_time(self.times, stops, sum(self.minor.values()))
        told = {SPEED: total[SPEED], DEFECT: total[DEFECT], UNEXPLAINED: total[UNEXPLAINED]}
        for name in (SPEED, DEFECT):
            told[name] -= stops.get(name, 0)
        rest = [Loss(name, None, minutes) for name, minutes in told.items()]
        return [loss for loss in logged + rest if abs(loss.minutes) > NOTHING or loss.count]


def share_out(
    shift: ShiftTime, outputs: Mapping[Hashable, Output], ran: Mapping[Hashable, float]
) -> dict[Hashable, Row]:
    """Rows by product; None has what no order can be charged with.

    Stops are charged to the product of their order; the rows add up to the shift.

    >>> shift = ShiftTime(scheduled=450, unexplained=60)
    >>> shift.run[None, 7], shift.stops["tool", 7], shift.stops["broken", None] = 300, 30, 60
    >>> rows = share_out(shift, {7: Output("hub", 100, 2, 500, 490)}, ran={7: 600})  # half of the order
    >>> rows["hub"].times
    Oee(planned=330.0, operating=300, rated=300, ideal=250.0, good=245.0)
    >>> rows["hub"].quantity, rows[None].times.planned
    (50.0, 120.0)
    >>> [(loss.big_loss, loss.reason, loss.minutes) for loss in rows["hub"].get_losses({"tool": "setup"})]
    [('setup', 'tool', 30.0), ('speed', None, 50.0), ('defect', None, 5.0)]
    """
    rows = defaultdict(Row)
    for (__, order), minutes in shift.run.items():
        output = outputs.get(order)
        share = minutes / ran[order] if ran.get(order) else 0
        rows[output.product if output else None].add_run(output, minutes, share)
    for (reason, order), minutes in shift.minor.items():
        row = rows[_get_product(outputs, order)]
        row.operating += minutes
        row.rated += minutes
        row.minor[reason] += minutes
    for (reason, order), minutes in shift.stops.items():
        rows[_get_product(outputs, order)].stops[reason] += minutes
    for (reason, order), count in shift.counts.items():
        rows[_get_product(outputs, order)].counts[reason] += count
    if shift.unexplained or shift.excluded or not rows:
        rows[None].unexplained += shift.unexplained
        rows[None].excluded += shift.excluded
    return dict(rows)


def _get_product(outputs, order):
    output = outputs.get(order)
    return output.product if output else None
