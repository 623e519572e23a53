# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Whether a purchase line kept its promise, without the ORM.

Quantities are in the unit of the product, or in sets of a kit; dates are days at the
place of receipt. The unit of judgement and the names of OTD and OTIF follow the SCOR model
(perfect order fulfilment, RL.1.1: on time and in full to the *original* commitment).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# A millionth of what was promised is noise of units, not a shortage.
NOISE = 1e-6
# In no denominator: nothing can be said about them yet, or they are no fault of the vendor.
UNCOUNTED_STATES = ("open", "cancelled")


@dataclass(frozen=True)
class Promise:
    """What was promised for a line.

    :param quantity: above zero
    :param start: first day that is not too early
    :param end: last day that is not late
    :param over_percent: excess that fails the line; None where no excess does
    """

    quantity: float
    start: date
    end: date
    over_percent: float | None = None


@dataclass(frozen=True)
class Arrival:
    """Goods that came from outside on a day; returns are no arrivals."""

    day: date
    quantity: float


@dataclass(frozen=True)
class Judgement:
    """What became of a promise.

    :param in_window: at most what was promised
    :param early: arrived before the window
    :param late: arrived after it
    :param over: what arrived beyond what was promised
    """

    state: str
    in_window: float
    early: float
    late: float
    over: float


def judge(promise: Promise, arrivals: Iterable[Arrival], today: date, cancelled: date | None = None) -> Judgement:
    """The state of a line, and its quantities.

    A cancellation counts as ours up to the end of the window; after it the line stays what it
    was, so that nobody cleans a score by cancelling what never came. An error where nothing was
    promised.

    >>> promise = Promise(10, date(2026, 3, 8), date(2026, 3, 10))
    >>> judge(promise, [Arrival(date(2026, 3, 9), 10)], date(2026, 4, 1)).state
    'on_time'
    >>> judge(promise, [Arrival(date(2026, 3, 1), 4), Arrival(date(2026, 3, 9), 6)], date(2026, 4, 1))
    Judgement(state='early', in_window=6, early=4, late=0, over=0)
    >>> judge(promise, [Arrival(date(2026, 3, 9), 6)], date(2026, 4, 1)).state
    'partial'
    >>> judge(promise, [], date(2026, 3, 10)).state, judge(promise, [], date(2026, 3, 11)).state
    ('open', 'overdue')
    >>> judge(promise, [], date(2026, 4, 1), cancelled=date(2026, 3, 10)).state
    'cancelled'
    >>> judge(promise, [], date(2026, 4, 1), cancelled=date(2026, 3, 11)).state
    'overdue'
    """
    if promise.quantity <= 0:
        raise ValueError("A promise needs a quantity above zero.")
    arrivals = list(arrivals)
    early = sum(a.quantity for a in arrivals if a.day < promise.start)
    late = sum(a.quantity for a in arrivals if a.day > promise.end)
    inside = sum(a.quantity for a in arrivals if promise.start <= a.day <= promise.end)
    total = early + inside + late
    return Judgement(
        state=_get_state(promise, early, inside, total, today, cancelled),
        in_window=min(inside, promise.quantity),
        early=early,
        late=late,
        over=max(total - promise.quantity, 0),
    )


def _get_state(promise, early, inside, total, today, cancelled):
    enough = promise.quantity * (1 - NOISE)
    if cancelled and cancelled <= promise.end and total <= 0:
        return "cancelled"
    if total >= enough:
        return _get_complete_state(promise, early, inside, total, enough)
    if today <= promise.end:
        return "open"
    return "partial" if total > 0 else "overdue"


def _get_complete_state(promise, early, inside, total, enough):
    limit = promise.over_percent
    if limit is not None and total > promise.quantity * (1 + limit / 100 + NOISE):
        return "over"
    if inside >= enough:
        return "on_time"
    return "early" if early + inside >= enough else "late"


def sets_arrived(arrived: Sequence[float], per_set: Sequence[float]) -> float:
    """Complete sets of a kit whose parts arrived: that of the scarcest part, rounded down.

    >>> sets_arrived([10, 30, 7], [1, 4, 1])
    7.0
    """
    return float(min(quantity / each + NOISE for quantity, each in zip(arrived, per_set, strict=True)) // 1)


def on_time_delivery(shares: Sequence[float]) -> float | None:
    """OTD: mean share of the promised quantity that came inside the window, 0 to 1.

    Each line weighs the same. Undefined (None) without lines.

    >>> on_time_delivery([1, 0.6, 0])
    0.5333333333333333
    >>> on_time_delivery([]) is None
    True
    """
    return sum(shares) / len(shares) if shares else None


def on_time_in_full(states: Iterable[str]) -> float | None:
    """OTIF: share of the counted lines that are on time and in full, 0 to 1.

    Undefined (None) where no line counts.

    >>> round(on_time_in_full(["on_time"] * 11 + ["late"] * 5 + ["partial"] * 2), 4)
    0.6111
    >>> on_time_in_full(["open", "cancelled"]) is None
    True
    """
    counted = [state for state in states if state not in UNCOUNTED_STATES]
    return counted.count("on_time") / len(counted) if counted else None
