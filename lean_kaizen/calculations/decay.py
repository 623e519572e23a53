# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""Whether a gain still holds when it is measured again.

The share retained is the usual measure of sustainment in kaizen follow-up: what is left of the
improvement that the event reached, not the distance to a target that may never have been reached.
"""

from dataclasses import dataclass
from datetime import date, timedelta

HELD, DECAYED, NO_GAIN = "held", "decayed", "no_gain"


@dataclass(frozen=True)
class Gain:
    """A measure of an event: before, wanted, reached; all in the measure's own unit."""

    baseline: float
    target: float
    result: float

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is, 0 where the target is the baseline."""
        return (self.target > self.baseline) - (self.target < self.baseline)

    @property
    def reference(self) -> float:
        """The gain to hold: what was reached, but no more than what was wanted; never below zero.

        >>> Gain(42, 16, 16).reference
        26
        >>> Gain(42, 16, 14).reference  # better than wanted: 16 is enough
        26
        >>> Gain(42, 16, 20).reference
        22
        >>> Gain(42, 16, 50).reference
        0
        """
        return max(min(self.gain_of(self.result), self.gain_of(self.target)), 0)

    def gain_of(self, value: float) -> float:
        """How much better than the baseline a value is; negative where it is worse."""
        return (value - self.baseline) * self.sign


@dataclass(frozen=True)
class Verdict:
    """What a check found; `retained` is None where there was no gain to hold."""

    state: str
    retained: float | None


def judge(gain: Gain, value: float, tolerance: float) -> Verdict:
    """Judge a value measured again.

    :param tolerance: share of the gain that may be lost, 0 to 1
    :return: held while at least ``1 - tolerance`` of the reference gain is there; `retained` is that
        share, above 1 where it got better still, below 0 where it is worse than before the event

    >>> judge(Gain(42, 16, 16), 17, 0.2)
    Verdict(state='held', retained=0.9615384615384616)
    >>> judge(Gain(42, 16, 16), 30, 0.2)
    Verdict(state='decayed', retained=0.46153846153846156)
    >>> judge(Gain(71, 90, 88), 93, 0.2).state
    'held'
    >>> judge(Gain(42, 16, 42), 42, 0.2)
    Verdict(state='no_gain', retained=None)
    """
    if not 0 <= tolerance <= 1:
        raise ValueError("The tolerance is a share between 0 and 1.")
    if gain.reference <= 0:
        return Verdict(NO_GAIN, None)
    kept = gain.gain_of(value)
    # Compared as a product: 0.8 of a gain is not lost to the rounding of a quotient.
    is_held = kept >= gain.reference * (1 - tolerance) - 1e-9 * gain.reference
    return Verdict(HELD if is_held else DECAYED, kept / gain.reference)


def check_dates(end: date, days: tuple[int, ...]) -> dict[int, date]:
    """The day of each check, counted in calendar days from the end of the event.

    >>> check_dates(date(2026, 1, 30), (30, 60))
    {30: datetime.date(2026, 3, 1), 60: datetime.date(2026, 3, 31)}
    """
    return {count: end + timedelta(days=count) for count in sorted(set(days))}


def parse_days(text: str) -> tuple[int, ...]:
    """The days of checks from what a person typed; ValueError where it is no list of days.

    >>> parse_days("30, 60,90")
    (30, 60, 90)
    >>> parse_days("")
    Traceback (most recent call last):
    ValueError: no days
    """
    days = tuple(sorted({int(part) for part in text.replace(";", ",").split(",") if part.strip()}))
    if not days or days[0] < 1:
        raise ValueError("no days")
    return days
